// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored.h"
#include "findings/stored_reader.h"

namespace mailmend {
namespace {

QJsonObject storeSubject(const Subject& subject)
{
    return {{QStringLiteral("kind"), QLatin1String(toWord(subject.kind))},
            {QStringLiteral("scope"), QLatin1String(toWord(subject.scope))},
            {QStringLiteral("owner"), subject.owner},
            {QStringLiteral("path"), store(subject.path)},
            {QStringLiteral("name"), subject.name},
            {QStringLiteral("sid"), subject.sid}};
}

QJsonObject storeFact(const Fact& fact)
{
    return {{QStringLiteral("text"), store(fact.text)},
            {QStringLiteral("path"), store(fact.path)},
            {QStringLiteral("line"), fact.line},
            {QStringLiteral("time"), storeTime(fact.time)},
            {QStringLiteral("time_source"), QLatin1String(toWord(fact.timeSource))},
            {QStringLiteral("sha256"), QString::fromLatin1(fact.sha256)}};
}

QJsonValue storeOlderCopy(const Finding& finding)
{
    return finding.olderCopy
               ? QJsonValue(QJsonObject{{QStringLiteral("made"), storeTime(finding.olderCopy->made)}})
               : QJsonValue(QJsonValue::Null);
}

Result<OlderCopy> readOlderCopy(const QJsonObject& json)
{
    StoredReader reader(json);
    const OlderCopy copy{reader.time(QLatin1StringView("made"))};
    if (reader.failed()) {
        return reader.error();
    }
    return copy;
}

Result<Subject> readSubject(const QJsonObject& json)
{
    StoredReader reader(json);
    Subject subject;
    subject.kind = reader.word(QLatin1StringView("kind"), SubjectKind::Server);
    subject.scope = reader.word(QLatin1StringView("scope"), SubjectScope::Server);
    subject.owner = reader.text(QLatin1StringView("owner"));
    subject.path = reader.path(QLatin1StringView("path"));
    subject.name = reader.text(QLatin1StringView("name"));
    subject.sid = reader.text(QLatin1StringView("sid"));
    if (reader.failed()) {
        return reader.error();
    }
    return subject;
}

Result<Fact> readFact(const QJsonObject& json)
{
    StoredReader reader(json);
    Fact fact;
    fact.text = reader.sentence(QLatin1StringView("text"));
    fact.path = reader.path(QLatin1StringView("path"));
    fact.line = static_cast<int>(reader.number(QLatin1StringView("line")));
    fact.time = reader.time(QLatin1StringView("time"));
    fact.timeSource = reader.word(QLatin1StringView("time_source"), TimeSource::Unknown);
    fact.sha256 = reader.hex(QLatin1StringView("sha256"));
    if (reader.failed()) {
        return reader.error();
    }
    return fact;
}

} // namespace

QJsonObject store(const Finding& finding)
{
    QJsonArray facts;
    for (const Fact& fact : finding.facts) {
        facts.append(storeFact(fact));
    }
    const char* grade = toWord(finding.grade);
    return {
        {QStringLiteral("id"), finding.id},
        {QStringLiteral("check"), finding.check},
        {QStringLiteral("target"), finding.target},
        {QStringLiteral("verdict"), QLatin1String(toWord(finding.verdict))},
        {QStringLiteral("severity"), QLatin1String(toWord(finding.severity))},
        {QStringLiteral("grade"), grade ? QJsonValue(QLatin1String(grade)) : QJsonValue(QJsonValue::Null)},
        {QStringLiteral("subject"), storeSubject(finding.subject)},
        {QStringLiteral("state"), finding.state},
        {QStringLiteral("title"), store(finding.title)},
        {QStringLiteral("matters"), store(finding.matters)},
        {QStringLiteral("certainty"), store(finding.certainty)},
        {QStringLiteral("harmless"), store(finding.harmless)},
        {QStringLiteral("advice"), store(finding.advice)},
        {QStringLiteral("since"), storeTime(finding.since)},
        {QStringLiteral("since_source"), QLatin1String(toWord(finding.sinceSource))},
        {QStringLiteral("facts"), facts},
        {QStringLiteral("references"), QJsonArray::fromStringList(finding.references)},
        {QStringLiteral("playbook"), finding.playbook},
        {QStringLiteral("older_copy"), storeOlderCopy(finding)},
        {QStringLiteral("distinction"), finding.distinction}};
}

Result<Finding> readFinding(const QJsonObject& json)
{
    StoredReader reader(json);
    Finding finding;
    finding.id = reader.text(QLatin1StringView("id"));
    finding.check = reader.text(QLatin1StringView("check"));
    finding.target = reader.text(QLatin1StringView("target"));
    finding.verdict = reader.word(QLatin1StringView("verdict"), Verdict::LookAtThis);
    finding.severity = reader.word(QLatin1StringView("severity"), Severity::Medium);
    finding.grade = reader.word(QLatin1StringView("grade"), Grade::None);
    const QJsonObject subject = reader.object(QLatin1StringView("subject"));
    finding.subject = reader.take(readSubject(subject));
    finding.state = reader.text(QLatin1StringView("state"));
    finding.title = reader.sentence(QLatin1StringView("title"));
    finding.matters = reader.sentence(QLatin1StringView("matters"));
    finding.certainty = reader.sentence(QLatin1StringView("certainty"));
    finding.harmless = reader.sentence(QLatin1StringView("harmless"));
    finding.advice = reader.sentence(QLatin1StringView("advice"));
    finding.since = reader.time(QLatin1StringView("since"));
    finding.sinceSource = reader.word(QLatin1StringView("since_source"), TimeSource::Unknown);
    for (const QJsonObject& fact : reader.objects(QLatin1StringView("facts"))) {
        finding.facts.append(reader.take(readFact(fact)));
    }
    finding.references = reader.texts(QLatin1StringView("references"));
    finding.playbook = reader.text(QLatin1StringView("playbook"));
    finding.distinction = reader.text(QLatin1StringView("distinction"));
    if (const QJsonValue copy = json.value(QLatin1StringView("older_copy")); copy.isObject()) {
        finding.olderCopy = reader.take(readOlderCopy(copy.toObject()));
    } else if (!copy.isNull() && !copy.isUndefined()) {
        reader.fail(QLatin1StringView("older_copy"));
    }
    if (finding.id.isEmpty()) {
        reader.fail(QLatin1StringView("id"));
    }
    if (reader.failed()) {
        return reader.error();
    }
    return finding;
}

} // namespace mailmend
