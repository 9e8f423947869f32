// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_history.h"

#include "actions/stored_change.h"
#include "cases/case_changes.h"
#include "cases/event_types.h"
#include "findings/stored.h"
#include "findings/stored_reader.h"

#include <algorithm>

namespace mailmend {
namespace {

QString textOf(const Event& event, const char* key)
{
    return event.data.value(QLatin1String(key)).toString();
}

Argument titleOfStep(const Event& event, const CaseView& view)
{
    const QString id = textOf(event, "step");
    const CaseStep* step = view.step(id);
    return step ? sentence(step->step.title) : words(id);
}

Argument titleOfFinding(const Event& event, const CaseView& view)
{
    const QString id = textOf(event, "finding");
    const CaseFinding* finding = view.finding(id);
    return finding ? sentence(finding->finding.title) : words(id);
}

QString nameOf(const TargetInfo& target)
{
    return target.host.isEmpty() ? target.path : target.host;
}

Text received(const Event& event)
{
    const Result<TargetInfo> target = readTarget(event.data.value(u"target").toObject());
    const QString path = target ? target->path : QString();
    const QString hash = textOf(event, "hash");
    if (hash.isEmpty()) {
        return say(MAILMEND_TEXT("history", "Evidence came in: {path}."), {{"path", place(path)}});
    }
    if (const auto prefix = QLatin1String("sha256:"); hash.startsWith(prefix)) {
        return say(MAILMEND_TEXT("history", "Evidence came in: {path}, SHA-256 {hash}."),
                   {{"path", place(path)}, {"hash", place(hash.mid(prefix.size()))}});
    }
    return say(MAILMEND_TEXT("history", "Evidence came in: {path} ({why})."),
               {{"path", place(path)}, {"why", words(hash)}});
}

Text scanned(const Event& event)
{
    const Result<ScanResult> scan = readScanResult(event.data.value(u"scan").toObject());
    QStringList servers;
    if (scan) {
        for (const TargetInfo& target : scan->targets) {
            servers.append(nameOf(target));
        }
    }
    const auto found = count(event.data.value(u"findings").toInteger());
    return scan && scan->cancelled
               ? say(MAILMEND_TEXT("history",
                                   "{servers} was looked at in part and the search was stopped: {found} "
                                   "{found|finding|findings}."),
                     {{"servers", names(servers)}, {"found", found}})
               : say(MAILMEND_TEXT("history", "{servers} was looked at: {found} {found|finding|findings}."),
                     {{"servers", names(servers)}, {"found", found}});
}

Text rechecked(const Event& event, const CaseView& view)
{
    Text status = say(MAILMEND_TEXT("history", "unknown"));
    for (const FindingStatus known : {FindingStatus::Open, FindingStatus::Accepted, FindingStatus::Fixed,
                                      FindingStatus::NotFixedYet, FindingStatus::CannotTell}) {
        if (textOf(event, "status") == QLatin1String(toWord(known))) {
            status = statusText(known);
        }
    }
    const Result<Text> reason = readText(event.data.value(u"reason"));
    return say(MAILMEND_TEXT("history", "Looked again: {finding}. {status}. {reason}"),
               {{"finding", titleOfFinding(event, view)},
                {"status", sentence(status)},
                {"reason", sentence(reason ? *reason : Text{})}});
}

Text note(const Event& event, const CaseView& view)
{
    const auto text = words(textOf(event, "text"));
    if (!textOf(event, "step").isEmpty()) {
        return say(MAILMEND_TEXT("history", "Note on the step “{step}”: {text}"),
                   {{"step", titleOfStep(event, view)}, {"text", text}});
    }
    if (!textOf(event, "finding").isEmpty()) {
        return say(MAILMEND_TEXT("history", "Note on the finding “{finding}”: {text}"),
                   {{"finding", titleOfFinding(event, view)}, {"text", text}});
    }
    return say(MAILMEND_TEXT("history", "Note: {text}"), {{"text", text}});
}

Text folderComplete(const Event& event)
{
    const QJsonObject data = event.data;
    StoredReader reader(data);
    const WindowsPath folder = reader.path(QLatin1String("folder"));
    return say(MAILMEND_TEXT("history", "It was stated that the folder {folder} was collected in full."),
               {{"folder", place(folder.display())}});
}

Text way(const Event& event)
{
    return textOf(event, "way") == QLatin1String("repair")
               ? say(MAILMEND_TEXT("history", "Decided: repair the server."))
               : say(MAILMEND_TEXT("history", "Decided: rebuild or retire the server."));
}

/** What was agreed to, in the words that were shown. */
Text agreed(const Event& event, const CaseView& view)
{
    const QJsonObject preview = event.data.value(u"preview").toObject();
    const Result<Text> title = readText(preview.value(u"title"));
    if (!textOf(event, "room_for").isEmpty()) {
        return say(MAILMEND_TEXT("history", "Agreed that Mailmend keeps what lies in the place now: {what}"),
                   {{"what", sentence(title ? *title : Text{})}});
    }
    return title && !title->isEmpty()
               ? say(MAILMEND_TEXT("history", "Agreed that Mailmend does this step: {step}. {what}"),
                     {{"step", titleOfStep(event, view)}, {"what", sentence(*title)}})
               : say(MAILMEND_TEXT("history", "Agreed that Mailmend does this step: {step}."),
                     {{"step", titleOfStep(event, view)}});
}

Text settled(const Event& event, const CaseView& view)
{
    const Result<ChangeRecord> record = readChangeRecord(event.data);
    if (!record) {
        return say(MAILMEND_TEXT("history", "A change was recorded, but its record can't be read: {step}"),
                   {{"step", titleOfStep(event, view)}});
    }
    const QString step = textOf(event, "step");
    const CaseStep* known = view.step(step);
    const CaseChange* change = view.change(record->change);
    const bool madeRoom = change && !change->roomFor.isEmpty();
    const Text about = known            ? known->step.title
                       : madeRoom       ? madeRoomText()
                       : step.isEmpty() ? say(MAILMEND_TEXT("history", "Change {change}"),
                                              {{"change", words(record->change)}})
                                        : verbatim(step);
    if (record->state == ChangeState::Undoing) {
        return say(madeRoom ? MAILMEND_TEXT("history", "Agreed to undo this: {step}.")
                            : MAILMEND_TEXT("history", "Agreed to undo this step: {step}."),
                   {{"step", sentence(about)}});
    }
    return say(record->recovered
                   ? MAILMEND_TEXT("history", "{step}. {state}, after it had been interrupted. {what}")
                   : MAILMEND_TEXT("history", "{step}. {state}. {what}"),
               {{"step", sentence(about)},
                {"state", sentence(changeStateText(record->state))},
                {"what", sentence(record->what)}});
}

Text signedOff(const Event& event)
{
    const QString second = textOf(event, "second");
    const qint64 open = std::max<qint64>(0, event.data.value(u"open").toInteger());
    Text line = open == 0 ? say(MAILMEND_TEXT("history", "The case was signed off: no step was open."))
                          : say(MAILMEND_TEXT("history", "The case was signed off with {open} open "
                                                         "{open|step|steps}."),
                                {{"open", count(open)}});
    if (const qint64 waiting = event.data.value(u"not_looked_at").toInteger(); waiting > 0) {
        line = say(MAILMEND_TEXT("history", "{signed} {count} {count|step was|steps were} done and not "
                                            "looked at again yet."),
                   {{"signed", sentence(line)}, {"count", count(waiting)}});
    }
    if (!second.isEmpty()) {
        line = say(MAILMEND_TEXT("history", "{signed} Second person: {second}."),
                   {{"signed", sentence(line)}, {"second", words(second)}});
    }
    return textOf(event, "text").isEmpty()
               ? line
               : say(MAILMEND_TEXT("history", "{signed} Reason: {reason}"),
                     {{"signed", sentence(line)}, {"reason", words(textOf(event, "text"))}});
}

Text accepted(const Event& event, const CaseView& view)
{
    return say(MAILMEND_TEXT("history", "Accepted until {day}: {finding}. Reason: {reason}"),
               {{"day", day(QDate::fromString(textOf(event, "until"), Qt::ISODate))},
                {"finding", titleOfFinding(event, view)},
                {"reason", words(textOf(event, "reason"))}});
}

Text stepDone(const Event& event, const CaseView& view)
{
    const QString ticket = textOf(event, "ticket");
    return ticket.isEmpty()
               ? say(MAILMEND_TEXT("history", "Step done: {step}"), {{"step", titleOfStep(event, view)}})
               : say(MAILMEND_TEXT("history", "Step done elsewhere ({ticket}): {step}"),
                     {{"step", titleOfStep(event, view)}, {"ticket", words(ticket)}});
}

Text stepSkipped(const Event& event, const CaseView& view)
{
    const Text skipped =
        say(MAILMEND_TEXT("history", "Step skipped: {step}. Reason: {reason}"),
            {{"step", titleOfStep(event, view)}, {"reason", words(textOf(event, "reason"))}});
    const QDate review = QDate::fromString(textOf(event, "review"), Qt::ISODate);
    return review.isValid() ? say(MAILMEND_TEXT("history", "{skipped} (to be looked at again on {day})"),
                                  {{"skipped", sentence(skipped)}, {"day", day(review)}})
                            : skipped;
}

Text lineFor(const Event& event, const CaseView& view)
{
    const auto is = [&event](const char* type) { return event.type == QLatin1String(type); };
    const auto step = [&event, &view](TextSource source) {
        return say(source, {{"step", titleOfStep(event, view)}});
    };
    if (is(event_type::EvidenceReceived)) {
        return received(event);
    }
    if (is(event_type::Scanned)) {
        return scanned(event);
    }
    if (is(event_type::Rechecked)) {
        return rechecked(event, view);
    }
    if (is(event_type::WayChosen)) {
        return way(event);
    }
    if (is(event_type::StepDone)) {
        return stepDone(event, view);
    }
    if (is(event_type::StepReopened)) {
        return step(MAILMEND_TEXT("history", "Step opened again: {step}"));
    }
    if (is(event_type::StepSkipped)) {
        return stepSkipped(event, view);
    }
    if (is(event_type::StepVerified)) {
        const Result<Text> reason = readText(event.data.value(u"reason"));
        return say(MAILMEND_TEXT("history", "Step checked: {step}. {reason}"),
                   {{"step", titleOfStep(event, view)}, {"reason", sentence(reason ? *reason : Text{})}});
    }
    if (is(event_type::Consented)) {
        return agreed(event, view);
    }
    if (is(event_type::ChangeSettled)) {
        return settled(event, view);
    }
    if (is(event_type::SignedOff)) {
        return signedOff(event);
    }
    if (is(event_type::FindingAccepted)) {
        return accepted(event, view);
    }
    if (is(event_type::Note)) {
        return note(event, view);
    }
    if (is(event_type::ReportWritten)) {
        return say(MAILMEND_TEXT("history", "A report was saved: {file}, SHA-256 {hash}."),
                   {{"file", place(textOf(event, "file"))}, {"hash", place(textOf(event, "sha256"))}});
    }
    if (is(event_type::FolderComplete)) {
        return folderComplete(event);
    }
    return say(MAILMEND_TEXT("history", "Something that this version of Mailmend does not know: {type}"),
               {{"type", words(event.type)}});
}

} // namespace

QList<HistoryLine> historyOf(const QList<Event>& events, const CaseView& view)
{
    QList<HistoryLine> lines;
    for (const Event& event : events) {
        // Opening a step is kept so that the case reopens there; it tells nobody anything.
        if (event.type != QLatin1String(event_type::FindingSeen) &&
            event.type != QLatin1String(event_type::StepOpened)) {
            lines.append({event.number, event.at, event.by, lineFor(event, view)});
        }
    }
    return lines;
}

} // namespace mailmend
