// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/fix_runner.h"

#include "cases/events.h"
#include "engine/fix_step.h"
#include "engine/helper/client.h"
#include "engine/settle_changes.h"
#include "engine/verify_fix.h"

#include <algorithm>

namespace mailmend {
namespace {

Done mayBegin(const CaseView& view, const FixTask& task, const QDateTime& now)
{
    const QString& id = task.step.step.id;
    if (const CaseChange* change = doneChange(view, id)) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("fix", "Mailmend has done this step already.")),
                     change->canBeUndone(now)
                         ? say(MAILMEND_TEXT("fix", "Undo it first if you want to do it again."))
                         : Text(),
                     {},
                     {}};
    }
    const auto open = std::find_if(view.changes.begin(), view.changes.end(), [&id](const CaseChange& one) {
        return one.step == id && isOpen(one.record.state);
    });
    if (open != view.changes.end()) {
        const Text rights = howRightsSettleIt(view, *open);
        return Error{
            ErrorKind::Conflict,
            say(MAILMEND_TEXT("fix", "An earlier try of this step was interrupted and is not settled yet.")),
            rights.isEmpty() ? say(MAILMEND_TEXT("fix", "Connect the disk and open the case again."))
                             : rights,
            {},
            {}};
    }
    if (!task.step.waitsFor.isEmpty()) {
        QList<Text> first;
        for (const QString& other : task.step.waitsFor) {
            if (const CaseStep* known = view.step(other)) {
                first.append(
                    say(MAILMEND_TEXT("fix", "“{title}”."), {{"title", sentence(known->step.title)}}));
            }
        }
        return Error{
            ErrorKind::BadCall,
            say(MAILMEND_TEXT("fix", "This step waits for others: {steps}"), {{"steps", sentences(first)}}),
            say(MAILMEND_TEXT("fix", "Do those first, or skip them with a reason.")),
            {},
            {}};
    }
    return done();
}

/** The case's changes with one more or in another state, as the event that was just written leaves them. */
QList<CaseChange> withChange(QList<CaseChange> changes, const CaseChange& now)
{
    changes.removeIf([&now](const CaseChange& one) { return one.record.change == now.record.change; });
    changes.append(now);
    return changes;
}

Error putBack(const Error& cause)
{
    return because(cause, say(MAILMEND_TEXT("fix", "It was not done. Everything is as it was before.")));
}

/** As the consent that was just written leaves it in the case. */
CaseChange asAgreed(const ActionRequest& request, const Preview& preview, const QString& by,
                    const StoreList& store, const StorePlace& place, const FixParts& parts)
{
    CaseChange change;
    change.record.change = request.change;
    change.record.action = request.action;
    change.record.parameters = request.parameters;
    change.record.what = preview.title;
    change.record.begun = parts.clock();
    change.by = by;
    change.consentedAt = change.record.begun;
    change.store = store.id;
    change.protectedStore = place.protectedStore;
    return change;
}

/** One run of the helper over a change that the case knows as begun or as being undone. */
class Fix
{
public:
    Fix(const CaseView& view, StorePlace place, const FixParts& parts, const CancelToken& cancel)
        : m_view(view), m_known(view.changes), m_place(std::move(place)), m_parts(parts), m_cancel(cancel)
    {}

    const StorePlace& place() const { return m_place; }

    /** Starts the helper and takes the store before anything is written into the case. */
    Result<StoreList> begin(ListCall how)
    {
        if (const Done there = startAgain(); !there) {
            return there.error();
        }
        return m_helper->list({m_place.name(), {}, how});
    }

    /** What lies where `change` would be put back. */
    Result<PlaceNow> placeNow(const ChangeRecord& change, const TargetInfo& target,
                              const FixListener& listener)
    {
        return m_helper->placeNow(
            {m_place.name(), target.path, InTheWayCall{change.change, change.head}, target.identity},
            listener, m_cancel);
    }

    /** From here on it is finished, even where the person has asked to stop. */
    void mustFinish() { m_cancel = CancelToken(); }

    /** Does it, and brings the case to where the journal is, whatever happened. */
    Result<ChangeRecord> run(const CaseChange& change, const TargetInfo& target,
                             const decltype(HelperCall::what)& what, const FixListener& listener)
    {
        m_known = withChange(m_known, change);
        if (const Done there = startAgain(); !there) {
            return there.error();
        }
        const Result<ChangeRecord> changed =
            m_helper->change({m_place.name(), target.path, what, target.identity}, listener, m_cancel);
        if (const Done there = startAgain(); !there) {
            return changed ? there.error() : changed.error();
        }
        const CancelToken never;
        const auto settled = settleChanges(*m_helper, m_view, m_known, m_place, m_parts, never);
        if (!settled) {
            return changed ? because(settled.error(), say(notInTheCaseYet())) : changed.error();
        }
        for (const ChangeRecord& one : *settled) {
            learn(one);
        }
        if (changed) {
            return changed;
        }
        const auto own = std::find_if(settled->begin(), settled->end(), [&change](const ChangeRecord& one) {
            return one.change == change.record.change;
        });
        if (own == settled->end() || isOpen(own->state)) {
            return changed.error();
        }
        const ChangeState wanted =
            change.record.state == ChangeState::Begun ? ChangeState::Applied : ChangeState::Undone;
        return own->state == wanted ? Result<ChangeRecord>(*own)
                                    : Result<ChangeRecord>(putBack(changed.error()));
    }

private:
    TextSource notInTheCaseYet() const
    {
        return m_place.needsRights()
                   ? MAILMEND_TEXT("fix", "It was done on the disk, but could not be written into the case. "
                                          "The case takes it over when it is opened on this computer and the "
                                          "rights of an administrator are given again.")
                   : MAILMEND_TEXT("fix", "It was done on the disk, but could not be written into the case. "
                                          "The case takes it over when it is opened next.");
    }

    /** Where the helper broke off, another one. */
    Done startAgain()
    {
        if (m_helper && !m_helper->brokeOff()) {
            return done();
        }
        m_helper.reset();
        Result<std::unique_ptr<HelperClient>> another = startHelperFor(m_place, m_parts);
        if (!another) {
            return another.error();
        }
        m_helper = std::move(*another);
        return done();
    }

    void learn(const ChangeRecord& record)
    {
        for (CaseChange& known : m_known) {
            if (known.record.change == record.change) {
                known.record = record;
            }
        }
    }

    const CaseView& m_view;
    QList<CaseChange> m_known; ///< as the events that were written so far leave them
    StorePlace m_place;
    const FixParts& m_parts;
    CancelToken m_cancel;
    std::unique_ptr<HelperClient> m_helper;
};

/** Agreed to, done and settled; nothing where nothing lies in the place of `change`. */
Result<std::optional<CaseChange>> makeRoom(Fix& fix, const CaseChange& change, const TargetInfo& target,
                                           const StoreList& store, const QString& by, const FixParts& parts,
                                           const FixListener& listener)
{
    const auto now = fix.placeNow(change.record, target, listener);
    if (!now) {
        return now.error();
    }
    if (!now->inTheWay) {
        return std::optional<CaseChange>();
    }
    const InTheWay& there = *now->inTheWay;
    if (const Done written = parts.append({events::consentedToMakeRoom(
            change.record.change, there, by, store.id, fix.place().protectedStore)});
        !written) {
        return written.error();
    }
    CaseChange room = asAgreed(there.request, there.preview, by, store, fix.place(), parts);
    room.roomFor = change.record.change;
    const auto taken = fix.run(room, target, ApplyCall{there.request, there.preview.digest}, listener);
    if (!taken) {
        return taken.error();
    }
    room.record = *taken;
    return std::optional(room);
}

/** Its begin is in the case before anything is done. */
Result<ChangeRecord> undoOne(Fix& fix, CaseChange change, const TargetInfo& target, const QString& by,
                             const FixParts& parts, const FixListener& listener)
{
    const QByteArray head = change.record.head;
    change.record.state = ChangeState::Undoing;
    change.record.settled = parts.clock();
    change.undoneBy = by;
    if (const Done written = parts.append({events::changeSettled(change.step, change.record, by)});
        !written) {
        return written.error();
    }
    return fix.run(change, target, UndoCall{change.record.change, head}, listener);
}

/** The undo failed after room was made for it: what lay there goes back. */
Error takeRoomBack(Fix& fix, const Error& why, const CaseChange& room, const TargetInfo& target,
                   const QString& by, const FixParts& parts)
{
    fix.mustFinish();
    if (undoOne(fix, room, target, by, parts, {})) {
        return why;
    }
    // The sentence that all is as it was does not hold.
    Error error = because(why.cause ? *why.cause : why,
                          say(MAILMEND_TEXT("fix", "What lay in its place is still in quarantine. It is a "
                                                   "change of its own and can be undone.")));
    error.kind = ErrorKind::Fault;
    return error;
}

/** The one that the case has there already, or a new one. */
QString protectedStoreOf(const CaseView& view)
{
    for (const CaseChange& change : view.changes) {
        if (!change.protectedStore.isEmpty()) {
            return change.protectedStore;
        }
    }
    return newChangeId();
}

Result<Preview> previewAt(const StorePlace& place, const FixTask& task, const ActionRequest& request,
                          const FixParts& parts, const CancelToken& cancel)
{
    const auto helper = startHelperFor(place, parts);
    return helper
               ? (*helper)->preview(
                     {place.name(), task.target.path, PreviewCall{request}, task.target.identity}, {}, cancel)
               : Result<Preview>(helper.error());
}

} // namespace

bool rightsMayHelp(const CaseView& view, const QString& step, const Error& refused)
{
    const Result<FixTask> task = fixTask(view, step);
    return task && rightsMayHelp(task->target, refused);
}

Result<StepPreview> previewStep(const CaseView& view, const QString& caseFile, const QString& step,
                                const FixParts& parts, const CancelToken& cancel)
{
    const Result<FixTask> task = fixTask(view, step);
    if (!task) {
        return task.error();
    }
    const ActionRequest request = requestFor(*task);
    StorePlace kept{changeStoreFolder(caseFile), {}};
    Result<Preview> preview = previewAt(kept, *task, request, parts, cancel);
    if (!preview && parts.elevated && rightsMayHelp(view, step, preview.error())) {
        kept.protectedStore = protectedStoreOf(view);
        preview = previewAt(kept, *task, request, parts, cancel);
    }
    if (!preview) {
        return preview.error();
    }
    preview->stays.append(
        isThisComputer(task->target)
            ? say(MAILMEND_TEXT("fix", "It is done on the computer that you work on, {server}. No other "
                                       "computer is changed."),
                  {{"server", words(task->target.host)}})
            : say(MAILMEND_TEXT("fix", "Only the disk {disk} is changed. If that is a copy of the "
                                       "server's disk, the server itself is not repaired by it."),
                  {{"disk", place(task->target.path)}}));
    if (!kept.protectedStore.isEmpty()) {
        preview->stays.append(whereItLiesWithRights(task->target.host, kept.protectedStore));
    }
    return StepPreview{step, request, std::move(*preview), kept.protectedStore};
}

Result<FixOutcome> applyStep(const CaseView& view, const QString& caseFile, const StepPreview& agreed,
                             const QString& by, const FixParts& parts, const FixListener& listener,
                             const CancelToken& cancel)
{
    const Result<FixTask> task = fixTask(view, agreed.step);
    if (!task) {
        return task.error();
    }
    if (const Done ready = mayBegin(view, *task, parts.clock()); !ready) {
        return ready.error();
    }
    Fix fix(view, {changeStoreFolder(caseFile), agreed.protectedStore}, parts, cancel);
    const Result<StoreList> store = fix.begin({.makesStore = true});
    if (!store) {
        return store.error();
    }
    if (const Done written = parts.append({events::consented(agreed.step, agreed.request, agreed.preview, by,
                                                             store->id, agreed.protectedStore)});
        !written) {
        return written.error();
    }
    CaseChange change = asAgreed(agreed.request, agreed.preview, by, *store, fix.place(), parts);
    change.step = agreed.step;
    change.findings = task->step.step.findings;
    const Result<ChangeRecord> record =
        fix.run(change, task->target, ApplyCall{agreed.request, agreed.preview.digest}, listener);
    if (!record) {
        return record.error();
    }
    FixOutcome outcome{*record, {}, FindingStatus::Open};
    verifyFix(outcome, view, change.findings, task->target.path, parts, cancel);
    return outcome;
}

Result<FixOutcome> undoChange(const CaseView& view, const QString& caseFile, const QString& change,
                              UndoWish wish, const QString& by, const FixParts& parts,
                              const FixListener& listener, const CancelToken& cancel)
{
    const CaseChange* known = view.change(change);
    if (!known || known->record.state != ChangeState::Applied) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("fix", "There is nothing here that Mailmend could undo.")),
                     {},
                     change,
                     {}};
    }
    const std::optional<TargetInfo> target = targetOfChange(view, known->record);
    if (!target) {
        return Error{ErrorKind::NotFound,
                     say(MAILMEND_TEXT("fix", "The case can't tell on which disk it was made.")),
                     say(MAILMEND_TEXT("fix", "Check that disk into this case, and try again.")),
                     {},
                     {}};
    }
    Fix fix(view, {changeStoreFolder(caseFile), known->protectedStore}, parts, cancel);
    const Result<StoreList> store = fix.begin({});
    if (!store) {
        return store.error();
    }
    if (!store->holds(change)) {
        return whatWasKeptIsMissing(fix.place());
    }
    std::optional<CaseChange> room;
    if (wish == UndoWish::KeepPresentToo) {
        auto made = makeRoom(fix, *known, *target, *store, by, parts, listener);
        if (!made) {
            return made.error();
        }
        room = std::move(*made);
    }
    const Result<ChangeRecord> record = undoOne(fix, *known, *target, by, parts, listener);
    if (!record) {
        return room ? takeRoomBack(fix, record.error(), *room, *target, by, parts) : record.error();
    }
    FixOutcome outcome{*record, {}, FindingStatus::Open, room ? std::optional(room->record) : std::nullopt};
    verifyFix(outcome, view, findingsTouchedBy(view, *known), target->path, parts, cancel);
    return outcome;
}

} // namespace mailmend
