// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/change.h"
#include "base/clock.h"
#include "knowledge/knowledge.h"

#include <functional>
#include <optional>
#include <span>

namespace mailmend {

class ChangeStore;
struct Machine;

/** What a person is shown before anything is changed. Everything that will change stands in it. */
struct Preview
{
    Text title;                 ///< "This moves help.aspx into the case."
    QList<Text> changes;        ///< each thing that changes: what it is now and what it will be
    QList<Text> stays;          ///< what is kept, and what goes on working
    QList<Text> cannotComeBack; ///< what undo cannot restore on this file system, and why
    Text undo;                  ///< how it can be undone, and until when
    Text consent;               ///< the button that does it; names the act: "Quarantine help.aspx"
    Text decline;               ///< the safe choice: "Keep it"
    QByteArray digest;          ///< 32 bytes over the state that was shown: apply refuses another state
};

/** How far an action is. */
struct ActionProgress
{
    Text doing;
    qint64 bytesDone = 0;
    qint64 bytesAll = 0;
};

/**
 * Asked wherever stopping loses nothing, and at least once every 4 MB of copying: false stops, and what was
 * begun is put back. It may take its time: the person may have asked to pause.
 */
using SafePoint = std::function<bool(const ActionProgress&)>;

/** What an action works with. All outlive the call. */
struct ActionRun
{
    Machine& machine;
    ChangeStore& store;
    const Knowledge& knowledge;
    const Clock& clock;
    SafePoint mayGoOn;
};

/** For so many days after it was applied Mailmend offers to undo a change; later a person decides by hand. */
inline constexpr int kUndoDays = 30;

/** The last day on which Mailmend undoes what was applied then; it is shown without a zone. */
inline QDate lastDayToUndo(const QDateTime& applied)
{
    return applied.toUTC().date().addDays(kUndoDays);
}

/** The moment from which on it refuses: that day is over everywhere, also where clocks are 12 hours behind
 * UTC. */
inline QDateTime endOfUndo(const QDateTime& applied)
{
    return QDateTime(lastDayToUndo(applied).addDays(1), QTime(12, 0), Qt::UTC);
}

/** What stands where undo would put something back, as a request to take it away, and what that changes. */
struct InTheWay
{
    ActionRequest request; ///< with an id of its own: it is a change like any other
    Preview preview;
};

/**
 * One reversible change. To add one, add a file here and a line in registry.cpp.
 *
 * It writes only through Machine and ChangeStore. It records the previous state before it changes anything,
 * and at every moment at least one whole copy exists. Blocks; one at a time on a store.
 */
struct Action
{
    const char* id; ///< "quarantine-file"
    TextSource title;
    std::span<const ParameterSpec> parameters;
    /** A quick look that reads no content: why this can't be done here as things are now, and what to do. */
    Done (*possible)(const ActionRequest&, ActionRun&);
    /** Changes nothing. Unsupported where this target can't be changed; the text says why and what to do. */
    Result<Preview> (*preview)(const ActionRequest&, ActionRun&);
    /** @param digest of the preview that the person agreed to. Conflict where the state is another by now. */
    Result<ChangeRecord> (*apply)(const ActionRequest&, const QByteArray& digest, ActionRun&);
    /** Conflict where the present state is not the one that apply left; says what is there now. */
    Result<ChangeRecord> (*undo)(const ChangeRecord&, ActionRun&);
    /**
     * What has to be taken away before undo finds its place free; none: it is free. Changes nothing.
     * Conflict where what is there can't be taken.
     */
    Result<std::optional<InTheWay>> (*inTheWay)(const ChangeRecord&, ActionRun&);
    /** Finishes or rolls back what was interrupted at any point; may be interrupted and called again. */
    Result<ChangeRecord> (*recover)(const ChangeRecord&, ActionRun&);
};

std::span<const Action* const> allActions();
/** nullptr: there is none of this id. */
const Action* findAction(QStringView id);

/** The request against the action's parameters: unknown, missing, of a wrong kind or too long is BadCall. */
Done checkRequest(const Action& action, const ActionRequest& request);

} // namespace mailmend
