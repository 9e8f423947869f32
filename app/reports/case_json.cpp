// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/case_json.h"

#include "engine/fix_runner.h"
#include "reports/json_values.h"
#include "reports/report.h"

#include <QJsonDocument>

namespace mailmend {

namespace {

using namespace json_values;

QJsonObject commandJson(const ReadyCommand& command)
{
    const bool typed = !command.command.isEmpty();
    const char* const shell = command.shell == Shell::PowerShell ? "powershell" : "exchange-management-shell";
    return {{QStringLiteral("text"), inEnglish(command.text)},
            {QStringLiteral("command"), typed ? QJsonValue(command.command) : QJsonValue()},
            {QStringLiteral("shell"), typed ? QJsonValue(word(shell)) : QJsonValue()},
            {QStringLiteral("cannot_name"), orNull(command.cannotName)}};
}

QJsonObject stepJson(const CaseView& view, const CaseStep& state, const WhereItCanBeDone& where)
{
    const DoableHere here = where.of(state.step.id);
    const std::optional<Text> byHandOnly = whyByHandOnly(view, state);
    const Step& step = state.step;
    return {{QStringLiteral("id"), shown(step.id)},
            {QStringLiteral("phase"), word(toWord(step.phase))},
            {QStringLiteral("playbook"), orNull(step.playbook)},
            {QStringLiteral("title"), inEnglish(step.title)},
            {QStringLiteral("why"), inEnglish(step.why)},
            {QStringLiteral("who"), inEnglish(step.who)},
            {QStringLiteral("minutes"), step.minutes},
            {QStringLiteral("impact"), inEnglish(step.impact)},
            {QStringLiteral("by_hand"), each(step.byHand, commandJson)},
            {QStringLiteral("verify"), inEnglish(step.verify)},
            {QStringLiteral("verified_by_looking"), step.verifiedByLooking},
            {QStringLiteral("undo"), orNull(step.undo)},
            {QStringLiteral("action"), orNull(step.action)},
            {QStringLiteral("by_hand_only"), orNull(byHandOnly.value_or(Text{}))},
            {QStringLiteral("can_be_done_here"),
             dependsOnTheDisk(view, state) ? QJsonValue(word(toWord(here.answer))) : QJsonValue()},
            {QStringLiteral("why_not_here"), orNull(here.why)},
            {QStringLiteral("note"), orNull(step.note)},
            {QStringLiteral("changes_something"), step.changesSomething},
            {QStringLiteral("depends_on"), strings(step.dependsOn)},
            {QStringLiteral("findings"), strings(step.findings)},
            {QStringLiteral("targets"), strings(step.targets)},
            {QStringLiteral("status"), word(toWord(state.status))},
            {QStringLiteral("reason"), orNull(state.reason)},
            {QStringLiteral("review"),
             orNull(state.review.isValid() ? state.review.toString(Qt::ISODate) : QString())},
            {QStringLiteral("ticket"), orNull(state.ticket)},
            {QStringLiteral("verdict"), orNull(state.verdict)},
            {QStringLiteral("by"), orNull(state.by)},
            {QStringLiteral("at"), timeOrNull(state.at)},
            {QStringLiteral("waits_for"), strings(QStringList(state.waitsFor))}};
}

QJsonValue choiceJson(const std::optional<Choice>& choice)
{
    if (!choice) {
        return {};
    }
    return QJsonObject{{QStringLiteral("question"), inEnglish(choice->question)},
                       {QStringLiteral("why"), inEnglish(choice->why)},
                       {QStringLiteral("recommended"), shown(choice->recommended)},
                       {QStringLiteral("ways"), strings(choice->ways)}};
}

QJsonValue acceptanceJson(const std::optional<Acceptance>& accepted)
{
    if (!accepted) {
        return {};
    }
    return QJsonObject{{QStringLiteral("by"), orNull(accepted->by)},
                       {QStringLiteral("reason"), orNull(accepted->reason)},
                       {QStringLiteral("state"), orNull(accepted->state)},
                       {QStringLiteral("until"), accepted->until.toString(Qt::ISODate)},
                       {QStringLiteral("at"), timeOrNull(accepted->at)},
                       {QStringLiteral("holds"), accepted->holds}};
}

QJsonObject findingStatusJson(const CaseFinding& state)
{
    return {{QStringLiteral("finding"), findingJson(state.finding)},
            {QStringLiteral("status"), word(toWord(state.status))},
            {QStringLiteral("reason"), orNull(state.statusReason)},
            {QStringLiteral("at"), timeOrNull(state.statusAt)},
            {QStringLiteral("acceptance"), acceptanceJson(state.acceptance)}};
}

struct ValueJson
{
    QJsonValue operator()(const WindowsPath& path) const { return shown(path.display()); }
    QJsonValue operator()(const Sha256Value& hash) const { return QString::fromLatin1(hash.bytes.toHex()); }
    QJsonValue operator()(const QString& text) const { return shown(text); }
};

QJsonObject changeJson(const CaseChange& change)
{
    const ChangeRecord& record = change.record;
    QJsonObject parameters;
    for (auto value = record.parameters.cbegin(); value != record.parameters.cend(); ++value) {
        parameters.insert(shown(value.key()), std::visit(ValueJson{}, *value));
    }
    return {{QStringLiteral("id"), record.change},
            {QStringLiteral("action"), shown(record.action)},
            {QStringLiteral("parameters"), parameters},
            {QStringLiteral("state"), word(toWord(record.state))},
            {QStringLiteral("what"), orNull(record.what)},
            {QStringLiteral("lost"), each(record.lost, [](const Text& one) { return inEnglish(one); })},
            {QStringLiteral("step"), orNull(change.step)},
            {QStringLiteral("room_for"), orNull(change.roomFor)},
            {QStringLiteral("findings"), strings(change.findings)},
            {QStringLiteral("by"), orNull(change.by)},
            {QStringLiteral("consented_at"), timeOrNull(change.consentedAt)},
            {QStringLiteral("begun"), timeOrNull(record.begun)},
            {QStringLiteral("settled"), timeOrNull(record.settled)},
            {QStringLiteral("undo_until"), timeOrNull(change.undoUntil())},
            {QStringLiteral("undone_by"), orNull(change.undoneBy)},
            {QStringLiteral("recovered"), record.recovered},
            {QStringLiteral("journal_head"), orNull(QString::fromLatin1(record.head.toHex()))}};
}

QJsonValue signOffJson(const std::optional<SignOff>& signOff)
{
    if (!signOff) {
        return {};
    }
    return QJsonObject{
        {QStringLiteral("by"), orNull(signOff->by)},     {QStringLiteral("second"), orNull(signOff->second)},
        {QStringLiteral("text"), orNull(signOff->text)}, {QStringLiteral("at"), timeOrNull(signOff->at)},
        {QStringLiteral("event"), signOff->event},       {QStringLiteral("open_steps"), signOff->openSteps},
        {QStringLiteral("stands"), signOff->stands}};
}

QJsonObject serverAnswersJson(const ServerAnswers& server)
{
    return {{QStringLiteral("targets"), strings(server.targets)},
            {QStringLiteral("answers"), answersJson(server.answers)}};
}

QJsonObject noteJson(const CaseNote& note)
{
    return {{QStringLiteral("text"), shown(note.text)},
            {QStringLiteral("step"), orNull(note.step)},
            {QStringLiteral("finding"), orNull(note.finding)},
            {QStringLiteral("by"), orNull(note.by)},
            {QStringLiteral("at"), timeOrNull(note.at)}};
}

QJsonObject historyJson(const HistoryLine& line)
{
    return {{QStringLiteral("number"), line.number},
            {QStringLiteral("at"), timeOrNull(line.at)},
            {QStringLiteral("by"), orNull(line.by)},
            {QStringLiteral("text"), inEnglish(line.text)}};
}

QByteArray writeJson(const ReportInput& input)
{
    return QJsonDocument(caseJson(input.view)).toJson(QJsonDocument::Indented);
}

} // namespace

QJsonObject planJson(const CaseView& view, const WhereItCanBeDone& where)
{
    return {{QStringLiteral("schema"), QStringLiteral("mailmend-plan/1")},
            {QStringLiteral("way"), orNull(view.way)},
            {QStringLiteral("choice"), choiceJson(view.plan.choice)},
            {QStringLiteral("current_step"), orNull(view.currentStep)},
            {QStringLiteral("steps"), each(view.steps, [&view, &where](const CaseStep& step) {
                 return stepJson(view, step, where);
             })}};
}

QJsonObject caseJson(const CaseView& view)
{
    return {
        {QStringLiteral("schema"), QStringLiteral("mailmend-case/1")},
        {QStringLiteral("mailmend"), QStringLiteral(MAILMEND_VERSION)},
        {QStringLiteral("title"), shown(view.title)},
        {QStringLiteral("opened"), timeOrNull(view.opened)},
        {QStringLiteral("last_event"), view.lastEvent},
        {QStringLiteral("head"), orNull(QString::fromLatin1(view.head.toHex()))},
        {QStringLiteral("integrity"), QJsonObject{{QStringLiteral("intact"), view.integrity.intact},
                                                  {QStringLiteral("text"), inEnglish(view.integrity.text)}}},
        {QStringLiteral("scan"), view.scan ? QJsonValue(scanJson(*view.scan)) : QJsonValue()},
        {QStringLiteral("answers_by_server"), each(view.answersByServer, serverAnswersJson)},
        {QStringLiteral("findings"), each(view.findings, findingStatusJson)},
        {QStringLiteral("plan"), planJson(view)},
        {QStringLiteral("changes"), each(view.changes, changeJson)},
        {QStringLiteral("sign_off"), signOffJson(view.signOff)},
        {QStringLiteral("notes"), each(view.notes, noteJson)},
        {QStringLiteral("history"), each(view.history, historyJson)}};
}

extern const Report jsonReport;
constinit const Report jsonReport{
    "json",
    MAILMEND_TEXT("report", "For other programs (JSON)"),
    writeJson,
};

} // namespace mailmend
