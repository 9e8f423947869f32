// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "findings/finding.h"

#include <QDateTime>
#include <QList>
#include <QString>
#include <QTimeZone>

namespace mailmend {

/** One fact about a host: its value and where it was read, or why it is not known. */
struct HostFact
{
    QString key;   ///< "name", "machine-sid", "windows-edition", "exchange-build" …
    Text label;    ///< "Computer name"
    QString value; ///< empty: not known
    Text source;   ///< where `value` was read
    Text unknown;  ///< why there is no value
};

/** What tells one machine from another, and older from newer. Empty parts are not known. */
struct MachineIdentity
{
    QString machineSid;
    QString machineGuid;
    QString collectorHostId;
    QString name;
    QDateTime installDate;        ///< of Windows, UTC
    QList<quint64> hiveSequences; ///< primary sequence numbers of SYSTEM, SOFTWARE, SAM (0: not known)
};

/** A target as results, cases and reports name it. */
struct TargetInfo
{
    QString id;        ///< stable id of the machine where it can be told, else of the target
    QString kind;      ///< "volume", "collection", "loose-files", "sample", "this-computer"
    QString path;      ///< as the person gave it
    QString host;      ///< display name of the machine, or empty
    QDateTime takenAt; ///< UTC; invalid: not known
    Text takenAtSource;
    QTimeZone zone; ///< the server's; UTC where it isn't known
    MachineIdentity identity;
    QList<HostFact> facts;
};

/** Its files are a computer's own: a disk that is connected here, or the disks of the computer that runs. All
 * else is a copy: changing it changes no server. */
bool isTheDiskItself(const TargetInfo& target);
/** "this-computer": the Windows that Mailmend runs on. */
bool isThisComputer(const TargetInfo& target);

enum class SameMachine { Yes, No, CannotTell };
/** Machine SID, install date and name agree (clones share a SID). `why` says which part decided. */
SameMachine sameMachine(const MachineIdentity& left, const MachineIdentity& right, Text* why);

/** Whether `later` was taken after `earlier`: later takenAt or higher hive sequence numbers; else cannot
 * tell. */
enum class Newer { Yes, No, CannotTell };
Newer isNewer(const TargetInfo& later, const TargetInfo& earlier);

} // namespace mailmend
