// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored.h"
#include "findings/stored_reader.h"
#include "findings/words.h"

namespace mailmend {
namespace {

template<typename T>
QJsonArray storeList(const QList<T>& list)
{
    QJsonArray array;
    for (const T& one : list) {
        array.append(store(one));
    }
    return array;
}

template<typename T>
QList<T> readList(StoredReader& reader, QLatin1StringView key, Result<T> (*read)(const QJsonObject&))
{
    QList<T> list;
    for (const QJsonObject& one : reader.objects(key)) {
        list.append(reader.take(read(one)));
    }
    return list;
}

QList<Text> readTexts(StoredReader& reader, QLatin1StringView key)
{
    QList<Text> list;
    for (const QJsonObject& one : reader.objects(key)) {
        list.append(reader.take(readText(one)));
    }
    return list;
}

QJsonObject storeUnread(const Unread& unread)
{
    return {{QStringLiteral("source"), unread.source},
            {QStringLiteral("state"), QLatin1String(toWord(unread.state))},
            {QStringLiteral("reason"), store(unread.reason)}};
}

Result<Unread> readUnread(const QJsonObject& json)
{
    StoredReader reader(json);
    Unread unread{reader.text(QLatin1StringView("source")),
                  reader.word(QLatin1StringView("state"), ReadState::Missing),
                  reader.sentence(QLatin1StringView("reason"))};
    if (reader.failed()) {
        return reader.error();
    }
    return unread;
}

constexpr WordTable<Answer, 4> kAnswers{{{Answer::Yes, "yes"},
                                         {Answer::Signs, "signs"},
                                         {Answer::NoneFound, "none-found"},
                                         {Answer::Unknown, "unknown"}}};
constexpr WordTable<CouldTell, 3> kCouldTell{
    {{CouldTell::Yes, "yes"}, {CouldTell::Partly, "partly"}, {CouldTell::No, "no"}}};

template<typename T>
QJsonObject storeAnswer(const Answered<T>& answered)
{
    return {{QStringLiteral("answer"), QLatin1String(toWord(answered.answer))},
            {QStringLiteral("because"), store(answered.because)}};
}

template<typename T, std::size_t Size>
Answered<T> readAnswer(StoredReader& reader, QLatin1StringView key, const WordTable<T, Size>& words,
                       T fallback)
{
    const QJsonObject json = reader.object(key);
    StoredReader part(json);
    Answered<T> answered{valueIn(words, part.text(QLatin1StringView("answer"))).value_or(fallback),
                         part.sentence(QLatin1StringView("because"))};
    if (part.failed()) {
        reader.fail(key);
    }
    return answered;
}

} // namespace

QJsonObject store(const CoverageEntry& entry)
{
    return {{QStringLiteral("target"), entry.target},
            {QStringLiteral("source"), entry.source},
            {QStringLiteral("state"), QLatin1String(toWord(entry.state))},
            {QStringLiteral("first"), storeTime(entry.first)},
            {QStringLiteral("last"), storeTime(entry.last)},
            {QStringLiteral("files"), entry.files},
            {QStringLiteral("bytes"), entry.bytes},
            {QStringLiteral("records"), entry.records},
            {QStringLiteral("unreadable"), entry.unreadable},
            {QStringLiteral("reason"), store(entry.reason)}};
}

Result<CoverageEntry> readCoverage(const QJsonObject& json)
{
    StoredReader reader(json);
    CoverageEntry entry;
    entry.target = reader.text(QLatin1StringView("target"));
    entry.source = reader.text(QLatin1StringView("source"));
    entry.state = reader.word(QLatin1StringView("state"), ReadState::Missing);
    entry.first = reader.time(QLatin1StringView("first"));
    entry.last = reader.time(QLatin1StringView("last"));
    entry.files = static_cast<qint64>(reader.number(QLatin1StringView("files")));
    entry.bytes = static_cast<qint64>(reader.number(QLatin1StringView("bytes")));
    entry.records = static_cast<qint64>(reader.number(QLatin1StringView("records")));
    entry.unreadable = static_cast<qint64>(reader.number(QLatin1StringView("unreadable")));
    entry.reason = reader.sentence(QLatin1StringView("reason"));
    if (reader.failed()) {
        return reader.error();
    }
    return entry;
}

QJsonObject store(const CheckResult& result)
{
    QJsonArray unread;
    for (const Unread& one : result.unread) {
        unread.append(storeUnread(one));
    }
    return {{QStringLiteral("check"), result.check},
            {QStringLiteral("target"), result.target},
            {QStringLiteral("verdict"), QLatin1String(toWord(result.verdict))},
            {QStringLiteral("reason"), store(result.reason)},
            {QStringLiteral("looked"), storeList(result.looked)},
            {QStringLiteral("unread"), unread},
            {QStringLiteral("seconds"), result.seconds}};
}

Result<CheckResult> readCheckResult(const QJsonObject& json)
{
    StoredReader reader(json);
    CheckResult result;
    result.check = reader.text(QLatin1StringView("check"));
    result.target = reader.text(QLatin1StringView("target"));
    result.verdict = reader.word(QLatin1StringView("verdict"), Verdict::CouldNotCheck);
    result.reason = reader.sentence(QLatin1StringView("reason"));
    result.looked = readTexts(reader, QLatin1StringView("looked"));
    result.unread = readList(reader, QLatin1StringView("unread"), &readUnread);
    result.seconds = reader.number(QLatin1StringView("seconds"));
    if (reader.failed()) {
        return reader.error();
    }
    return result;
}

QJsonObject store(const ScanResult& result)
{
    return {{QStringLiteral("mailmend"), result.mailmend},
            {QStringLiteral("knowledge"),
             QJsonObject{{QStringLiteral("version"), result.knowledge.version},
                         {QStringLiteral("date"), result.knowledge.date.toString(Qt::ISODate)},
                         {QStringLiteral("age_days"), result.knowledge.ageDays},
                         {QStringLiteral("sha256"), result.knowledge.sha256}}},
            {QStringLiteral("targets"), storeList(result.targets)},
            {QStringLiteral("started"), storeTime(result.started)},
            {QStringLiteral("finished"), storeTime(result.finished)},
            {QStringLiteral("left_out"), storeList(result.leftOut)},
            {QStringLiteral("cancelled"), result.cancelled},
            {QStringLiteral("exposed"), storeAnswer(result.answers.exposed)},
            {QStringLiteral("entered"), storeAnswer(result.answers.entered)},
            {QStringLiteral("still_inside"), storeAnswer(result.answers.stillInside)},
            {QStringLiteral("could_we_tell"), storeAnswer(result.answers.couldWeTell)},
            {QStringLiteral("coverage"), storeList(result.coverage)},
            {QStringLiteral("checks"), storeList(result.checks)},
            {QStringLiteral("live"), storeList(result.live)}};
}

Result<ScanResult> readScanResult(const QJsonObject& json)
{
    StoredReader reader(json);
    ScanResult result;
    result.mailmend = reader.text(QLatin1StringView("mailmend"));
    const QJsonObject knowledge = reader.object(QLatin1StringView("knowledge"));
    StoredReader pack(knowledge);
    result.knowledge = {pack.text(QLatin1StringView("version")),
                        QDate::fromString(pack.text(QLatin1StringView("date")), Qt::ISODate),
                        static_cast<int>(pack.number(QLatin1StringView("age_days"))),
                        pack.text(QLatin1StringView("sha256"))};
    result.targets = readList(reader, QLatin1StringView("targets"), &readTarget);
    result.started = reader.time(QLatin1StringView("started"));
    result.finished = reader.time(QLatin1StringView("finished"));
    result.leftOut = readTexts(reader, QLatin1StringView("left_out"));
    result.cancelled = reader.flag(QLatin1StringView("cancelled"));
    result.answers.exposed = readAnswer(reader, QLatin1StringView("exposed"), kAnswers, Answer::Unknown);
    result.answers.entered = readAnswer(reader, QLatin1StringView("entered"), kAnswers, Answer::Unknown);
    result.answers.stillInside =
        readAnswer(reader, QLatin1StringView("still_inside"), kAnswers, Answer::Unknown);
    result.answers.couldWeTell =
        readAnswer(reader, QLatin1StringView("could_we_tell"), kCouldTell, CouldTell::No);
    result.coverage = readList(reader, QLatin1StringView("coverage"), &readCoverage);
    result.checks = readList(reader, QLatin1StringView("checks"), &readCheckResult);
    result.live = readList(reader, QLatin1StringView("live"), &readLiveTable);
    if (pack.failed()) {
        return pack.error();
    }
    if (reader.failed()) {
        return reader.error();
    }
    return result;
}

} // namespace mailmend
