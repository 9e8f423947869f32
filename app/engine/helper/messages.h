// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "findings/target.h"

#include <QJsonObject>

#include <optional>
#include <variant>

namespace mailmend {

/**
 * What Mailmend and its helper say to each other. Pure: objects in frames on one side, values on the other.
 * Reading is strict: an unknown word, a key too many or too few and a value of a wrong type are BadCall.
 *
 * Both begin with a hello; what Mailmend says after it is marked (session_marks.h). Mailmend calls, one call
 * at a time; the helper answers a call with progress (each waits for a wish) and one reply. A list is
 * answered by any number of records and unreadable changes, and one end; a look by one answer for each
 * request, and one end. What a helper that scans says stands in scan_messages.h.
 */
inline constexpr int HelperProtocol = 5;

/** The only target for which a helper is given rights. Source: evidence/live. */
inline constexpr QLatin1StringView targetOfRights("this-computer");

struct Hello
{
    int protocol = HelperProtocol;
    QString version;      ///< of Mailmend; for the log
    QString session = {}; ///< the helper's: what every frame to it is marked with; Mailmend's own is empty
};

struct PreviewCall
{
    ActionRequest request;
};
struct ApplyCall
{
    ActionRequest request;
    QByteArray digest; ///< 32 bytes
};
struct UndoCall
{
    QString change;
    QByteArray head; ///< 32 bytes: the journal's head as the case has it
};
/** What has to be taken away before undo finds its place free. */
struct InTheWayCall
{
    QString change;
    QByteArray head; ///< as undo's
};
/** Whether these could be done now. Needs no store, and reads no content. */
struct LookCall
{
    static constexpr qsizetype Most = 512;
    QList<ActionRequest> requests; ///< each with an id of its own
};
struct RecoverCall
{
    QString change;
};
struct ListCall
{
    bool makesStore = false; ///< before something is agreed to: where there is no store, one is made
};

struct HelperCall
{
    /** Folder of the case's store, absolute; of a helper that was given rights its key. Empty for a look. */
    QString store;
    QString target; ///< as the person gave it; empty for a list
    std::variant<PreviewCall, ApplyCall, UndoCall, InTheWayCall, LookCall, RecoverCall, ListCall> what;
    /** The server whose disk it has to be, without hive sequences; empty for a list. */
    MachineIdentity machine = {};
};

enum class HelperWish { Go, Hold, Stop }; ///< Hold: a further wish follows; it also says "I am still here"

struct EndOfList
{
    QString store; ///< id of the store; empty: there is none, or an older version made it
};

/** A change of which the journal can't be read, in a list. */
struct UnreadableChange
{
    QString change; ///< as its file is called
    Error why;
};

/** Whether one of a look's requests could be done now. */
struct Looked
{
    QString change;
    std::optional<Error> whyNot;
};

/** The answer to an InTheWayCall; none: the place is free. */
struct PlaceNow
{
    std::optional<InTheWay> inTheWay;
};

/** What comes from the helper after its hello. */
using HelperReply =
    std::variant<ActionProgress, Preview, ChangeRecord, UnreadableChange, Looked, PlaceNow, EndOfList, Error>;

QJsonObject encode(const Hello& hello);
QJsonObject encode(const HelperCall& call);
QJsonObject encode(HelperWish wish);
QJsonObject encode(const HelperReply& reply);

Result<Hello> decodeHello(const QJsonObject& frame);
Result<HelperCall> decodeCall(const QJsonObject& frame);
Result<HelperWish> decodeWish(const QJsonObject& frame);
Result<HelperReply> decodeReply(const QJsonObject& frame);

} // namespace mailmend
