// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/where_done.h"

#include "engine/fix_step.h"
#include "engine/helper/client.h"
#include "findings/words.h"

#include <algorithm>

namespace mailmend {
namespace {

constexpr WordTable<DoableHere::Answer, 4> Answers{{{DoableHere::Answer::NotLooked, "not-looked"},
                                                    {DoableHere::Answer::Yes, "yes"},
                                                    {DoableHere::Answer::No, "no"},
                                                    {DoableHere::Answer::CouldNotSee, "could-not-see"}}};

/** So many bytes of paths fit into a call, whatever they hold. */
constexpr qsizetype MostPathBytes = 128 * 1024;

/** Requests about one disk that go to the helper in one call. */
struct Batch
{
    TargetInfo target;
    LookCall look;
    QHash<QString, QString> steps; ///< change id of a request → step
    qsizetype pathBytes = 0;

    bool takes(const FixTask& task, qsizetype bytes) const
    {
        const MachineIdentity& one = target.identity;
        const MachineIdentity& other = task.target.identity;
        return look.requests.size() < LookCall::Most && pathBytes + bytes <= MostPathBytes &&
               target.path == task.target.path && one.machineSid == other.machineSid &&
               one.machineGuid == other.machineGuid && one.collectorHostId == other.collectorHostId &&
               one.name == other.name && one.installDate == other.installDate;
    }
};

QList<Batch> batchesOf(const CaseView& view)
{
    QList<Batch> batches;
    for (const CaseStep& step : view.steps) {
        if (!dependsOnTheDisk(view, step)) {
            continue;
        }
        const Result<FixTask> task = fixTask(view, step.step.id);
        if (!task) {
            continue; // its reason stands in the case
        }
        qsizetype bytes = 0;
        for (const QByteArray& name : task->finding.finding.subject.path.components()) {
            bytes += name.size() + 4;
        }
        auto batch = std::find_if(batches.begin(), batches.end(),
                                  [&](const Batch& one) { return one.takes(*task, bytes); });
        if (batch == batches.end()) {
            batches.append(Batch{task->target, {}, {}, 0});
            batch = std::prev(batches.end());
        }
        const ActionRequest request = requestFor(*task);
        batch->look.requests.append(request);
        batch->steps.insert(request.change, step.step.id);
        batch->pathBytes += bytes;
    }
    return batches;
}

Text whyAndWhatToDo(const Error& error)
{
    return error.hint.isEmpty() ? error.text
                                : say(MAILMEND_TEXT("fix", "{why} {hint}"),
                                      {{"why", sentence(error.text)}, {"hint", sentence(error.hint)}});
}

} // namespace

DoableHere answerTo(const Error& error, const TargetInfo& target, MoreRights rights)
{
    if (rights == MoreRights::CanBeAskedFor && rightsMayHelp(target, error)) {
        return {DoableHere::Answer::Yes, {}}; // nothing speaks against trying
    }
    // Not there, another server's, in use: that was seen. Else we could not look.
    const bool seen = error.kind == ErrorKind::NotFound || error.kind == ErrorKind::Conflict ||
                      error.kind == ErrorKind::Unsupported || error.kind == ErrorKind::Denied ||
                      error.kind == ErrorKind::AntiVirus || error.kind == ErrorKind::InUse;
    return {seen ? DoableHere::Answer::No : DoableHere::Answer::CouldNotSee, whyAndWhatToDo(error)};
}

const char* toWord(DoableHere::Answer answer)
{
    return wordIn(Answers, answer);
}

bool dependsOnTheDisk(const CaseView& view, const CaseStep& step)
{
    const bool stands = std::any_of(view.changes.begin(), view.changes.end(), [&step](const CaseChange& one) {
        return one.step == step.step.id &&
               (one.record.state == ChangeState::Applied || isOpen(one.record.state));
    });
    return !step.step.action.isEmpty() && !stands && step.status != StepStatus::Verified &&
           !whyByHandOnly(view, step);
}

WhereItCanBeDone lookWhereItCanBeDone(const CaseView& view, const QString& helperProgram, MoreRights rights,
                                      const CancelToken& cancel, const HelperPatience& patience)
{
    WhereItCanBeDone where;
    std::unique_ptr<HelperClient> helper;
    for (const Batch& batch : batchesOf(view)) {
        const auto sayOfAll = [&](const DoableHere& answer) {
            for (const QString& step : batch.steps) {
                where.steps.insert(step, answer);
            }
        };
        if (cancel.isCancelled()) {
            break;
        }
        if (!helper || helper->brokeOff()) {
            Result<std::unique_ptr<HelperClient>> started = HelperClient::start(helperProgram, patience);
            if (!started) {
                sayOfAll({DoableHere::Answer::CouldNotSee, whyAndWhatToDo(started.error())});
                continue;
            }
            helper = std::move(*started);
        }
        const auto answers = helper->look({{}, batch.target.path, batch.look, batch.target.identity}, cancel);
        if (!answers) {
            sayOfAll(helper->brokeOff()
                         ? DoableHere{DoableHere::Answer::CouldNotSee, whyAndWhatToDo(answers.error())}
                         : answerTo(answers.error(), batch.target, rights));
            continue;
        }
        for (auto one = batch.steps.cbegin(); one != batch.steps.cend(); ++one) {
            const std::optional<Error> why = answers->value(one.key());
            DoableHere answer =
                why ? answerTo(*why, batch.target, rights) : DoableHere{DoableHere::Answer::Yes, {}};
            if (answer.answer == DoableHere::Answer::CouldNotSee) {
                answer.answer =
                    DoableHere::Answer::No; // the disk was seen, and this step can't be done on it
            }
            where.steps.insert(*one, answer);
        }
    }
    return where;
}

} // namespace mailmend
