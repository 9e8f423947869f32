// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/fix_step.h"

#include "actions/quarantine/refusals.h"
#include "actions/store/protected_place.h"

#include <algorithm>

namespace mailmend {
namespace {

constexpr QLatin1String HashPrefix("sha256:");

const TargetInfo* targetIn(const CaseView& view, const QString& id)
{
    const auto found = std::find_if(view.targets.begin(), view.targets.end(),
                                    [&id](const TargetInfo& one) { return one.id == id; });
    return found == view.targets.end() ? nullptr : &*found;
}

/** What is connected at its place has to be the machine in which this was seen. */
TargetInfo asSeen(TargetInfo target, const CaseFinding& finding)
{
    target.identity = finding.seenIn.identity;
    return target;
}

QByteArray hashOf(const Finding& finding)
{
    return finding.state.startsWith(HashPrefix)
               ? QByteArray::fromHex(finding.state.mid(HashPrefix.size()).toLatin1())
               : QByteArray();
}

/** On which a change was made, by name; empty where the case can't tell. */
QString computerOf(const CaseView& view, const CaseChange& change)
{
    const std::optional<TargetInfo> target = targetOfChange(view, change.record);
    return target ? target->host : QString();
}

Text whyNotThisKind(const TargetInfo& target)
{
    if (target.kind == QLatin1String("sample")) {
        return say(MAILMEND_TEXT(
            "fix", "The sample server is a part of Mailmend and can't be changed. Write it out first, with "
                   "mailmend-cli sample --out FOLDER, and check the folder C in it: there it can be "
                   "practised."));
    }
    if (target.kind == QLatin1String("collection")) {
        return say(MAILMEND_TEXT("fix",
                                 "What was examined is a collection: a copy of files. Changing the copy "
                                 "would not repair the server. Do this step on the server by hand, or "
                                 "mount its disk here and check that."));
    }
    return say(MAILMEND_TEXT("fix",
                             "Mailmend changes files only on a mounted disk with Windows on it, and on the "
                             "computer that it runs on. Do this step by hand."));
}

} // namespace

std::optional<Text> whyByHandOnly(const CaseView& view, const CaseStep& step)
{
    if (step.step.action.isEmpty()) {
        return say(MAILMEND_TEXT("fix", "This step is done by people. Its instructions say how."));
    }
    if (!findAction(step.step.action)) {
        return say(MAILMEND_TEXT("fix", "This version of Mailmend can't do this step. Do it by hand."));
    }
    const CaseFinding* finding =
        step.step.findings.size() == 1 ? view.finding(step.step.findings.first()) : nullptr;
    if (!finding || finding->finding.subject.path.isEmpty() || hashOf(finding->finding).size() != 32) {
        return say(MAILMEND_TEXT("fix",
                                 "This step is not about one file that Mailmend has read in full. Do it "
                                 "by hand."));
    }
    if (const std::optional<Error> why = quarantine::whyNotOutOfStream(finding->finding.subject.path)) {
        return why->text;
    }
    const TargetInfo* target = targetIn(view, finding->finding.target);
    if (!target || !isTheDiskItself(*target)) {
        return whyNotThisKind(target ? *target : TargetInfo{});
    }
    return std::nullopt;
}

const CaseChange* doneChange(const CaseView& view, QStringView step)
{
    const auto done = std::find_if(view.changes.rbegin(), view.changes.rend(), [step](const CaseChange& one) {
        return one.step == step && one.record.state == ChangeState::Applied;
    });
    return done == view.changes.rend() ? nullptr : &*done;
}

Result<FixTask> fixTask(const CaseView& view, const QString& step)
{
    const CaseStep* known = view.step(step);
    if (!known) {
        return Error{
            ErrorKind::BadCall,
            say(MAILMEND_TEXT("fix", "There is no step {step} in this case."), {{"step", words(step)}}),
            {},
            {},
            {}};
    }
    if (const std::optional<Text> why = whyByHandOnly(view, *known)) {
        return Error{ErrorKind::Unsupported, *why, {}, {}, {}};
    }
    const CaseFinding* finding = view.finding(known->step.findings.first());
    return FixTask{*known, *finding, asSeen(*targetIn(view, finding->finding.target), *finding)};
}

ActionRequest requestFor(const FixTask& task)
{
    return {task.step.step.action,
            newChangeId(),
            {{QStringLiteral("path"), task.finding.finding.subject.path},
             {QStringLiteral("sha256"), Sha256Value{hashOf(task.finding.finding)}}}};
}

std::optional<TargetInfo> targetOfChange(const CaseView& view, const ChangeRecord& record)
{
    const CaseChange* change = view.change(record.change);
    if (const CaseChange* root = change ? view.rootOf(*change) : nullptr) {
        for (const QString& id : root->findings) {
            const CaseFinding* finding = view.finding(id);
            const TargetInfo* target = finding ? targetIn(view, finding->finding.target) : nullptr;
            if (target) {
                return asSeen(*target, *finding);
            }
        }
    }
    // A change that the case has not heard of, or of a step that has left the plan.
    std::optional<TargetInfo> only;
    for (const TargetInfo& target : view.targets) {
        if (isTheDiskItself(target)) {
            if (only) {
                return std::nullopt;
            }
            only = target;
        }
    }
    return only;
}

QStringList findingsTouchedBy(const CaseView& view, const CaseChange& change)
{
    const CaseChange* root = view.rootOf(change);
    return root ? root->findings : change.findings;
}

Text whereItLiesWithRights(const QString& server, const QString& protectedStore)
{
    const QList<std::pair<QByteArray, Argument>> parts{
        {"server", words(server)},
        {"folder",
         place(QStringLiteral("%1\\%2.changes").arg(QString::fromLatin1(kProtectedFolder), protectedStore))}};
    return say(server.isEmpty()
                   ? MAILMEND_TEXT("fix", "Mailmend keeps the copy on the computer on which it was done, in "
                                          "the protected folder {folder}. Only administrators get in there. "
                                          "Removing Mailmend there together with its data removes this copy.")
                   : MAILMEND_TEXT("fix", "Mailmend keeps the copy on {server}, in the protected folder "
                                          "{folder}. Only administrators get in there. Removing Mailmend "
                                          "there together with its data removes this copy."),
               parts);
}

Text whereItLies(const CaseView& view, const CaseChange& change)
{
    return change.protectedStore.isEmpty()
               ? say(MAILMEND_TEXT("fix", "Mailmend keeps the copy beside the case."))
               : whereItLiesWithRights(computerOf(view, change), change.protectedStore);
}

Text howRightsSettleIt(const CaseView& view, const CaseChange& change)
{
    if (change.protectedStore.isEmpty()) {
        return {};
    }
    const QString server = computerOf(view, change);
    return say(
        server.isEmpty()
            ? MAILMEND_TEXT("fix", "To finish it or put it back, Mailmend needs the rights of an "
                                   "administrator again: open the case on the computer on which it was done, "
                                   "choose “Finish it or put it back” at its step, and allow it when Windows "
                                   "asks. On the console, open it there as an administrator.")
            : MAILMEND_TEXT("fix", "To finish it or put it back, Mailmend needs the rights of an "
                                   "administrator again: open the case on {server}, choose “Finish it or put "
                                   "it back” at its step, and allow it when Windows asks. On the console, "
                                   "open it there as an administrator."),
        {{"server", words(server)}});
}

bool rightsMayHelp(const TargetInfo& target, const Error& refused)
{
    return target.kind == QLatin1String("this-computer") && refused.kind == ErrorKind::Denied;
}

bool isOpen(ChangeState state)
{
    return state == ChangeState::Begun || state == ChangeState::Undoing;
}

} // namespace mailmend
