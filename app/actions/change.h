// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows_path.h"

#include <QDateTime>
#include <QList>
#include <QMap>
#include <QString>

#include <variant>

namespace mailmend {

/** A typed value for an action: a path on the examined computer, a SHA-256 of 32 raw bytes, or words. */
struct Sha256Value
{
    QByteArray bytes;
    bool operator==(const Sha256Value&) const = default;
};
using ParameterValue = std::variant<WindowsPath, Sha256Value, QString>;

enum class ParameterKind { Path, Sha256, Words }; ///< in the order of ParameterValue's alternatives
struct ParameterSpec
{
    const char* name;
    ParameterKind kind;
};

/** What an action is asked to do. */
struct ActionRequest
{
    QString action; ///< id
    QString change; ///< the new change's id: newChangeId()
    QMap<QString, ParameterValue> parameters;
};

/** 32 random hexadecimal digits. Ids that come from elsewhere are held against isChangeId(). */
QString newChangeId();
bool isChangeId(QStringView id);

/** Where a change stands. The words are stored for ever. */
enum class ChangeState {
    Begun,      ///< intended; the original is where it was
    Applied,    ///< done; can be undone
    RolledBack, ///< it was begun and everything was put back
    Undoing,    ///< undo was begun
    Undone,     ///< the previous state was restored
};
const char* toWord(ChangeState);
Text changeStateText(ChangeState);

/** What the journal says of one change. A value. */
struct ChangeRecord
{
    QString change;
    QString action;
    QMap<QString, ParameterValue> parameters;
    ChangeState state = ChangeState::Begun;
    Text what; ///< what was done, in a sentence; after recovery also that it was finished or rolled back
    QList<Text> lost;       ///< what undo could not or cannot bring back
    QDateTime begun;        ///< UTC, by the helper's clock
    QDateTime settled;      ///< UTC; when `state` was reached
    bool recovered = false; ///< it was interrupted, and finished or rolled back at a later start
    QByteArray head; ///< 32 bytes: SHA-256 chain over the change's journal; another head is a changed journal
};

} // namespace mailmend
