// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "findings/finding_text.h"
#include "reports/json_values.h"
#include "reports/report.h"

#include <QJsonArray>

namespace mailmend {

namespace {

using namespace json_values;

QJsonObject knowledgeJson(const KnowledgeInfo& knowledge)
{
    return {{QStringLiteral("version"), shown(knowledge.version)},
            {QStringLiteral("date"), knowledge.date.toString(Qt::ISODate)},
            {QStringLiteral("age_days"), knowledge.ageDays}};
}

QJsonObject subjectJson(const Subject& subject)
{
    QJsonObject json{{QStringLiteral("kind"), word(toWord(subject.kind))},
                     {QStringLiteral("scope"), word(toWord(subject.scope))}};
    if (!subject.path.isEmpty()) {
        json.insert(QStringLiteral("path"), shown(subject.path.display()));
    } else {
        json.insert(QStringLiteral("name"), shown(subject.name));
    }
    if (!subject.sid.isEmpty()) {
        json.insert(QStringLiteral("sid"), shown(subject.sid));
    }
    return json;
}

QJsonObject factJson(const Fact& fact)
{
    return {{QStringLiteral("text"), inEnglish(fact.text)},
            {QStringLiteral("path"), orNull(fact.path.isEmpty() ? QString() : fact.path.display())},
            {QStringLiteral("line"), fact.line > 0 ? QJsonValue(fact.line) : QJsonValue()},
            {QStringLiteral("time"), timeOrNull(fact.time)},
            {QStringLiteral("time_source"),
             fact.time.isValid() ? QJsonValue(word(toWord(fact.timeSource))) : QJsonValue()},
            {QStringLiteral("sha256"), orNull(QString::fromLatin1(fact.sha256))}};
}

QJsonObject coverageJson(const CoverageEntry& entry)
{
    return {{QStringLiteral("target"), shown(entry.target)},
            {QStringLiteral("source"), shown(entry.source)},
            {QStringLiteral("state"), word(toWord(entry.state))},
            {QStringLiteral("first"), timeOrNull(entry.first)},
            {QStringLiteral("last"), timeOrNull(entry.last)},
            {QStringLiteral("files"), entry.files},
            {QStringLiteral("bytes"), entry.bytes},
            {QStringLiteral("records"), entry.records},
            {QStringLiteral("unreadable"), entry.unreadable},
            {QStringLiteral("reason"), inEnglish(entry.reason)}};
}

QJsonObject unreadJson(const Unread& unread)
{
    return {{QStringLiteral("source"), shown(unread.source)},
            {QStringLiteral("state"), word(toWord(unread.state))},
            {QStringLiteral("reason"), inEnglish(unread.reason)}};
}

QJsonObject checkJson(const CheckResult& result)
{
    return {{QStringLiteral("id"), shown(result.check)},
            {QStringLiteral("target"), shown(result.target)},
            {QStringLiteral("verdict"), word(toWord(result.verdict))},
            {QStringLiteral("reason"), inEnglish(result.reason)},
            {QStringLiteral("unread"), each(result.unread, unreadJson)},
            {QStringLiteral("seconds"), result.seconds}};
}

QJsonObject liveJson(const LiveTable& table)
{
    QJsonArray columns;
    for (const LiveColumn& column : table.columns) {
        columns.append(shown(column.key));
    }
    return {{QStringLiteral("target"), shown(table.target)},
            {QStringLiteral("id"), shown(table.id)},
            {QStringLiteral("state"), word(toWord(table.state))},
            {QStringLiteral("reason"), inEnglish(table.reason)},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("rows"), each(table.rows, strings)},
            {QStringLiteral("left_out"), table.left}};
}

} // namespace

QJsonObject targetJson(const TargetInfo& target)
{
    QJsonArray facts;
    for (const HostFact& fact : target.facts) {
        const bool known = !fact.value.isEmpty();
        facts.append(QJsonObject{{QStringLiteral("key"), shown(fact.key)},
                                 {QStringLiteral("value"), orNull(fact.value)},
                                 {QStringLiteral("source"), orNull(known ? fact.source : Text{})},
                                 {QStringLiteral("unknown"), orNull(known ? Text{} : fact.unknown)}});
    }
    return {{QStringLiteral("id"), shown(target.id)},
            {QStringLiteral("kind"), shown(target.kind)},
            {QStringLiteral("path"), shown(target.path)},
            {QStringLiteral("host"), orNull(target.host)},
            {QStringLiteral("taken_at"), timeOrNull(target.takenAt)},
            {QStringLiteral("facts"), facts}};
}

QJsonObject findingJson(const Finding& finding)
{
    const char* const grade = toWord(finding.grade);
    return {{QStringLiteral("id"), shown(finding.id)},
            {QStringLiteral("check"), shown(finding.check)},
            {QStringLiteral("target"), shown(finding.target)},
            {QStringLiteral("verdict"), word(toWord(finding.verdict))},
            {QStringLiteral("severity"), word(toWord(finding.severity))},
            {QStringLiteral("grade"), grade != nullptr ? QJsonValue(word(grade)) : QJsonValue()},
            {QStringLiteral("title"), inEnglish(finding.title)},
            {QStringLiteral("subject"), subjectJson(finding.subject)},
            {QStringLiteral("state"), shown(finding.state)},
            {QStringLiteral("facts"), each(finding.facts, factJson)},
            {QStringLiteral("references"), strings(publicReferences(finding))},
            {QStringLiteral("playbook"), orNull(finding.playbook)}};
}

QJsonObject checkResultJson(const CheckResult& result)
{
    return checkJson(result);
}

QJsonObject answersJson(const Assessment& answers)
{
    return {{QStringLiteral("exposed"), word(toWord(answers.exposed.answer))},
            {QStringLiteral("entered"), word(toWord(answers.entered.answer))},
            {QStringLiteral("still_inside"), word(toWord(answers.stillInside.answer))},
            {QStringLiteral("could_we_tell"), word(toWord(answers.couldWeTell.answer))}};
}

QJsonObject scanJson(const ScanResult& result)
{
    return {{QStringLiteral("schema"), QStringLiteral("mailmend/1")},
            {QStringLiteral("mailmend"), shown(result.mailmend)},
            {QStringLiteral("knowledge"), knowledgeJson(result.knowledge)},
            {QStringLiteral("targets"), each(result.targets, targetJson)},
            {QStringLiteral("started"), timeOrNull(result.started)},
            {QStringLiteral("finished"), timeOrNull(result.finished)},
            {QStringLiteral("left_out"), each(result.leftOut, inEnglish)},
            {QStringLiteral("answers"), answersJson(result.answers)},
            {QStringLiteral("coverage"), each(result.coverage, coverageJson)},
            {QStringLiteral("checks"), each(result.checks, checkJson)},
            {QStringLiteral("live"), each(result.live, liveJson)},
            {QStringLiteral("findings"), each(result.findings, findingJson)}};
}

} // namespace mailmend
