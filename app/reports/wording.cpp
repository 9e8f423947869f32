// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/wording.h"

#include "engine/fix_step.h"

#include <algorithm>

namespace mailmend {

Text answerText(Answer answer)
{
    switch (answer) {
    case Answer::Yes:
        return say(MAILMEND_TEXT("answer", "Yes"));
    case Answer::Signs:
        return say(MAILMEND_TEXT("answer", "Signs"));
    case Answer::NoneFound:
        return say(MAILMEND_TEXT("answer", "No signs found"));
    case Answer::Unknown:
        return say(MAILMEND_TEXT("answer", "Unknown"));
    }
    return {};
}

Text answerText(CouldTell answer)
{
    switch (answer) {
    case CouldTell::Yes:
        return say(MAILMEND_TEXT("answer", "Yes"));
    case CouldTell::Partly:
        return say(MAILMEND_TEXT("answer", "Partly"));
    case CouldTell::No:
        return say(MAILMEND_TEXT("answer", "No"));
    }
    return {};
}

Text severityText(Severity severity)
{
    switch (severity) {
    case Severity::Critical:
        return say(MAILMEND_TEXT("severity", "Critical"));
    case Severity::High:
        return say(MAILMEND_TEXT("severity", "High"));
    case Severity::Medium:
        return say(MAILMEND_TEXT("severity", "Medium"));
    case Severity::Low:
        return say(MAILMEND_TEXT("severity", "Low"));
    case Severity::Info:
        return say(MAILMEND_TEXT("severity", "For your information"));
    }
    return {};
}

Text timeSourceText(TimeSource source)
{
    switch (source) {
    case TimeSource::Ntfs:
        return say(MAILMEND_TEXT("time", "from the file system"));
    case TimeSource::Mft:
        return say(MAILMEND_TEXT("time", "from the disk's file table"));
    case TimeSource::Log:
        return say(MAILMEND_TEXT("time", "from a log"));
    case TimeSource::Event:
        return say(MAILMEND_TEXT("time", "from a Windows event"));
    case TimeSource::Registry:
        return say(MAILMEND_TEXT("time", "from the registry"));
    case TimeSource::Container:
        return say(MAILMEND_TEXT("time", "from the archive, not proof"));
    case TimeSource::Collector:
        return say(MAILMEND_TEXT("time", "from the collector, not proof"));
    case TimeSource::Unknown:
        return say(MAILMEND_TEXT("time", "source not known, not proof"));
    }
    return {};
}

QList<QuestionAnswered> fourAnswers(const Assessment& answers)
{
    return {
        {say(MAILMEND_TEXT("answer", "Exposed?")), say(MAILMEND_TEXT("answer", "Can someone get in today?")),
         answerText(answers.exposed.answer), answers.exposed.because},
        {say(MAILMEND_TEXT("answer", "Entered?")), say(MAILMEND_TEXT("answer", "Did someone get in?")),
         answerText(answers.entered.answer), answers.entered.because},
        {say(MAILMEND_TEXT("answer", "Still inside?")),
         say(MAILMEND_TEXT("answer", "Can they come back through something they left behind?")),
         answerText(answers.stillInside.answer), answers.stillInside.because},
        {say(MAILMEND_TEXT("answer", "Could we tell?")),
         say(MAILMEND_TEXT("answer", "Could we see enough to answer?")),
         answerText(answers.couldWeTell.answer), answers.couldWeTell.because},
    };
}

Text sourceTitle(const Knowledge& knowledge, const QString& source)
{
    const auto found = std::find_if(knowledge.sources.begin(), knowledge.sources.end(),
                                    [&source](const SourceName& name) { return name.id == source; });
    return found == knowledge.sources.end() ? verbatim(source) : found->title;
}

QList<Text> cannotSee()
{
    return {
        say(MAILMEND_TEXT("cannot see", "Microsoft 365: Exchange Online and Entra accounts.")),
        say(MAILMEND_TEXT("cannot see", "What runs in memory only and leaves no file.")),
        say(MAILMEND_TEXT("cannot see", "The host under a virtual machine, firewalls and network devices.")),
        say(MAILMEND_TEXT("cannot see", "Servers and computers that were not given to it.")),
    };
}

Text wayText(const Knowledge& knowledge, const QString& way)
{
    if (const Playbook* playbook = knowledge.playbook(way)) {
        return say(MAILMEND_TEXT("plan", "{title} ({id})"),
                   {{"title", sentence(playbook->title)}, {"id", words(way)}});
    }
    return way == QStringLiteral("repair") ? say(MAILMEND_TEXT("plan", "Repair this server")) : verbatim(way);
}

QString targetName(const TargetInfo& target)
{
    return target.host.isEmpty() ? target.path : target.host;
}

Text headline(const FindingCounts& counts)
{
    QList<Text> parts;
    if (counts.needsAction > 0) {
        parts.append(say(MAILMEND_TEXT("headline", "{count} {count|thing needs|things need} action."),
                         {{"count", count(counts.needsAction)}}));
    } else if (counts.settled > 0) {
        parts.append(say(MAILMEND_TEXT("headline", "Nothing that is still open needs action.")));
    }
    if (counts.lookAtThis > 0) {
        parts.append(say(MAILMEND_TEXT("headline", "{count} {count|thing|things} should be looked at."),
                         {{"count", count(counts.lookAtThis)}}));
    }
    if (counts.couldNotCheck > 0) {
        parts.append(
            say(MAILMEND_TEXT("headline", "{count} {count|thing|things} could not be checked in full."),
                {{"count", count(counts.couldNotCheck)}}));
    }
    if (counts.settled > 0) {
        parts.append(say(MAILMEND_TEXT("headline", "{count} {count|thing is|things are} fixed or accepted."),
                         {{"count", count(counts.settled)}}));
    }
    if (parts.isEmpty()) {
        return say(MAILMEND_TEXT("headline", "We found nothing in what we could look at."));
    }
    return say(MAILMEND_TEXT("headline", "{parts}"), {{"parts", sentences(parts)}});
}

Text knowledgeAge(const KnowledgeInfo& knowledge)
{
    return say(MAILMEND_TEXT("knowledge", "Mailmend's knowledge is of {day} ({count} {count|day|days} old), "
                                          "version {version}."),
               {{"day", day(knowledge.date)},
                {"count", count(knowledge.ageDays)},
                {"version", words(knowledge.version)}});
}

Text serversOf(const CaseView& view, const QStringList& targets)
{
    QStringList all;
    for (const TargetInfo& target : view.targets) {
        if (targets.contains(target.id) && !all.contains(targetName(target))) {
            all.append(targetName(target));
        }
    }
    return view.targets.size() < 2 || all.isEmpty()
               ? Text{}
               : say(MAILMEND_TEXT("report", "On {servers}."), {{"servers", names(all)}});
}

Text whereDone(const CaseStep& step)
{
    return step.ticket.isEmpty()
               ? Text{}
               : say(MAILMEND_TEXT("report", "Done elsewhere: {ticket}"), {{"ticket", words(step.ticket)}});
}

Text reviewLine(const CaseStep& step)
{
    return step.status != StepStatus::Skipped || !step.review.isValid()
               ? Text{}
               : say(MAILMEND_TEXT("report", "To be looked at again on {day}."), {{"day", day(step.review)}});
}

Text tooLateToUndo(const CaseView& view, const CaseChange& change)
{
    return say(MAILMEND_TEXT("report",
                             "Mailmend undoes a change for {count} days. Later, what it took can be "
                             "put back by hand. {where}"),
               {{"count", count(kUndoDays)}, {"where", sentence(whereItLies(view, change))}});
}

namespace {

/** Until when it can be undone or that it is too late, and where what it took lies. */
TextSource doneLine(const CaseChange& change, const QDateTime& now)
{
    if (!change.canBeUndone(now)) {
        return MAILMEND_TEXT("report",
                             "Done by Mailmend for {by} on {time}: {what} Mailmend does not undo it "
                             "any more. {where}");
    }
    return change.protectedStore.isEmpty()
               ? MAILMEND_TEXT("report", "Done by Mailmend for {by} on {time}: {what} It can be undone until "
                                         "{until}.")
               : MAILMEND_TEXT("report", "Done by Mailmend for {by} on {time}: {what} It can be undone until "
                                         "{until}. {where}");
}

} // namespace

Text changeLine(const CaseView& view, const CaseChange& change, const QDateTime& now)
{
    const ChangeRecord& record = change.record;
    const QString who = record.state == ChangeState::Undone ? change.undoneBy : change.by;
    const QList<std::pair<QByteArray, Argument>> parts{
        {"what", sentence(record.what)},
        {"by", words(who.isEmpty() ? QStringLiteral("Mailmend") : who)},
        {"time", moment(record.settled)},
        {"until", day(change.lastDayToUndo())},
        {"where", sentence(whereItLies(view, change))},
        {"rights", sentence(howRightsSettleIt(view, change))}};
    const bool needsRights = !change.protectedStore.isEmpty();
    switch (record.state) {
    case ChangeState::Begun:
        return say(needsRights
                       ? MAILMEND_TEXT("report", "Begun for {by}, and not known yet how it ended: {what} "
                                                 "{rights}")
                       : MAILMEND_TEXT("report",
                                       "Begun for {by}, and not known yet how it ended: {what} Mailmend "
                                       "finishes it or puts everything back as soon as the case is opened "
                                       "where the disk is connected."),
                   parts);
    case ChangeState::Applied:
        return say(doneLine(change, now), parts);
    case ChangeState::RolledBack:
        return say(MAILMEND_TEXT("report", "Begun for {by} and put back: {what}"), parts);
    case ChangeState::Undoing:
        return say(needsRights
                       ? MAILMEND_TEXT("report", "Its undoing was begun, and it is not known yet how that "
                                                 "ended: {what} {rights} {where}")
                       : MAILMEND_TEXT("report",
                                       "Its undoing was begun, and it is not known yet how that ended: "
                                       "{what} Mailmend finishes it as soon as the case is opened where the "
                                       "disk is connected."),
                   parts);
    case ChangeState::Undone:
        return say(MAILMEND_TEXT("report", "Undone for {by} on {time}: {what}"), parts);
    }
    return {};
}

} // namespace mailmend
