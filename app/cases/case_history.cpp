// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_history.h"

#include "cases/event_types.h"
#include "findings/stored.h"
#include "findings/stored_reader.h"

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

Text lineFor(const Event& event, const CaseView& view)
{
    const auto is = [&event](const char* type) { return event.type == QLatin1String(type); };
    const auto step = [&event, &view](TextSource source) {
        return say(source, {{"step", titleOfStep(event, view)}, {"reason", words(textOf(event, "reason"))}});
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
        return step(MAILMEND_TEXT("history", "Step done: {step}"));
    }
    if (is(event_type::StepReopened)) {
        return step(MAILMEND_TEXT("history", "Step opened again: {step}"));
    }
    if (is(event_type::StepSkipped)) {
        return step(MAILMEND_TEXT("history", "Step skipped: {step}. Reason: {reason}"));
    }
    if (is(event_type::StepVerified)) {
        const Result<Text> reason = readText(event.data.value(u"reason"));
        return say(MAILMEND_TEXT("history", "Step checked: {step}. {reason}"),
                   {{"step", titleOfStep(event, view)}, {"reason", sentence(reason ? *reason : Text{})}});
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
