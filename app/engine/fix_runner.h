// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "base/cancel.h"
#include "cases/case_view.h"
#include "engine/helper/line.h"

namespace mailmend {

/** What the person wishes of a running action; asked at every safe point. */
enum class FixWish { GoOn, Hold, Stop };

/** Called from the thread that runs the fix. */
struct FixListener
{
    std::function<void(const ActionProgress&)> progress;
    std::function<FixWish()> wish; ///< Hold: it waits and asks again; empty: always GoOn
};

/** What a fix runs with. All outlive the call. */
struct FixParts
{
    QString helperProgram; ///< mailmend-cli's path
    const Knowledge& knowledge;
    Clock clock;
    /** Writes events into the case so that they are on the disk when it returns. Called on the fix's thread.
     */
    std::function<Done(const QList<Event>&)> append;
    HelperPatience patience = {};
    /** Used where this computer does not let us change it with the rights that we have, and for what was kept
     * with more of them. Empty: the person is not to be asked. */
    StartElevated elevated = {};
};

/** A step that Mailmend can do itself, and what it would do. */
struct StepPreview
{
    QString step;
    ActionRequest request; ///< carries the id that the change will have
    Preview preview;
    QString protectedStore; ///< CaseChange::protectedStore of the change that it would be
};

/** How undo treats a present state that is not the one that the action left. */
enum class UndoWish {
    OnlyIfUntouched, ///< an error of kind Conflict that says what is there now
    KeepPresentToo,  ///< what is there now is taken into the case first, as a change of its own
};

/** What came of a fix. Its events are in the case already. */
struct FixOutcome
{
    ChangeRecord change;
    Text verified; ///< what looking again said; empty where nothing was looked at
    FindingStatus status = FindingStatus::Open; ///< of the step's finding after looking again
    std::optional<ChangeRecord> madeRoom = {};  ///< what lay in the place, kept too; can be undone by itself
};

/** Why Mailmend can't do this step itself; none: it can (or can try). Looks at the case only. */
std::optional<Text> whyByHandOnly(const CaseView& view, const CaseStep& step);

/** The change of this step that is done now; nullptr: none. */
const CaseChange* doneChange(const CaseView& view, QStringView step);

/**
 * Previews, does and undoes steps, always through the helper: a child process that checks everything again.
 * Each blocks: never on the window's thread. An error has left the target as it was, or says what is begun.
 * `view` must stay as it is during the call, whatever `append` makes of the case.
 */
Result<StepPreview> previewStep(const CaseView& view, const QString& caseFile, const QString& step,
                                const FixParts& parts, const CancelToken& cancel);

/** The step was refused on this computer itself, where more rights could let us do it. */
bool rightsMayHelp(const CaseView& view, const QString& step, const Error& refused);

/**
 * Consent is written into the case, then the step is done, then the finding is looked at again. Where the
 * helper breaks off, another one finishes or puts back at once.
 */
Result<FixOutcome> applyStep(const CaseView& view, const QString& caseFile, const StepPreview& agreed,
                             const QString& by, const FixParts& parts, const FixListener& listener,
                             const CancelToken& cancel);

/**
 * Where what is there now is kept too, that is agreed to, done and settled in the case before the undo
 * begins; if the undo then fails, it is put back.
 */
Result<FixOutcome> undoChange(const CaseView& view, const QString& caseFile, const QString& change,
                              UndoWish wish, const QString& by, const FixParts& parts,
                              const FixListener& listener, const CancelToken& cancel);

/** What came of looking after what was interrupted, in all places where a case's changes are kept. */
struct TakenOver
{
    /** That were settled now, and that are still open (Begun or Undoing: `what` says why, and what to do). */
    QList<ChangeRecord> changes;
    QList<Error> troubles; ///< one for each place that could not be looked after
};

/**
 * At the start: has the helper finish or roll back what was interrupted, and takes over from its journal what
 * the case doesn't know. Empty in a moment where nothing is open.
 */
TakenOver takeOverChanges(const CaseView& view, const QString& caseFile, const FixParts& parts,
                          const CancelToken& cancel);

/** Where a case's quarantine and journal lie: a folder beside the case, for its owner only. */
QString changeStoreFolder(const QString& caseFile);

} // namespace mailmend
