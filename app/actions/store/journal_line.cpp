// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/store/journal_line.h"

#include "actions/stored_change.h"
#include "findings/stored.h"
#include "findings/stored_reader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

namespace mailmend {
namespace {

using Key = QLatin1StringView;

constexpr qsizetype kHashDigits = 64;
constexpr int kSizeDigits = 8;

QJsonObject jsonOf(const JournalEntry& entry)
{
    QJsonArray lost;
    for (const Text& text : entry.lost) {
        lost.append(store(text));
    }
    return {{QStringLiteral("step"), entry.step},
            {QStringLiteral("state"), QString::fromLatin1(toWord(entry.state))},
            {QStringLiteral("what"), store(entry.what)},
            {QStringLiteral("lost"), lost},
            {QStringLiteral("at"), storeTime(entry.at)},
            {QStringLiteral("recovered"), entry.recovered},
            {QStringLiteral("data"), entry.data}};
}

QByteArray chained(const QByteArray& head, const QByteArray& text, const QByteArray& secret)
{
    return QMessageAuthenticationCode::hash(head + text, secret, QCryptographicHash::Sha256);
}

JournalLine lineOf(const QJsonObject& json, const QByteArray& head, const QByteArray& secret)
{
    const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    JournalLine line;
    line.head = chained(head, text, secret);
    line.bytes = line.head.toHex() + ' ' + text;
    return line;
}

Error noLine(const char* detail)
{
    return {ErrorKind::Damaged, {}, {}, QString::fromLatin1(detail), {}};
}

} // namespace

QByteArray chainStart(const QString& change, const QByteArray& secret)
{
    return chained("mailmend-journal/2 ", change.toUtf8(), secret);
}

QByteArray makerOf(const QByteArray& secret)
{
    return chained("mailmend-journal-maker", {}, secret).toHex();
}

JournalLine firstLine(const ActionRequest& request, const JournalEntry& intent, qint64 size,
                      const QByteArray& secret)
{
    QJsonObject json = jsonOf(intent);
    json.insert(QStringLiteral("request"), store(request));
    json.insert(QStringLiteral("size"), QStringLiteral("%1").arg(size, kSizeDigits, 10, QLatin1Char('0')));
    json.insert(QStringLiteral("maker"), QString::fromLatin1(makerOf(secret)));
    return lineOf(json, chainStart(request.change, secret), secret);
}

JournalLine nextLine(const JournalEntry& entry, const QByteArray& head, const QByteArray& secret)
{
    return lineOf(jsonOf(entry), head, secret);
}

bool isMadeElsewhere(const QByteArray& line, const QByteArray& secret)
{
    const QJsonObject json = QJsonDocument::fromJson(line.mid(kHashDigits + 1)).object();
    return !json.isEmpty() && json.value(QLatin1StringView("maker")).toString().toLatin1() != makerOf(secret);
}

Result<ReadJournalLine> readLine(const QByteArray& line, const QByteArray& head, const QByteArray& secret)
{
    const QByteArray text = line.mid(kHashDigits + 1);
    ReadJournalLine out;
    out.head = chained(head, text, secret);
    if (line.size() <= kHashDigits || line.at(kHashDigits) != ' ' ||
        line.left(kHashDigits) != out.head.toHex()) {
        return noLine("an entry does not follow the one before it");
    }
    out.json = QJsonDocument::fromJson(text).object();
    StoredReader reader(out.json);
    out.entry.step = reader.text(Key("step"));
    out.entry.state = reader.word(Key("state"), ChangeState::Begun);
    out.entry.what = reader.sentence(Key("what"));
    for (const QJsonObject& one : reader.objects(Key("lost"))) {
        out.entry.lost.append(reader.take(readText(one)));
    }
    out.entry.at = reader.time(Key("at"));
    out.entry.recovered = reader.flag(Key("recovered"));
    out.entry.data = reader.object(Key("data"));
    if (reader.failed() || out.entry.step.isEmpty()) {
        return noLine("an entry is not what this version writes");
    }
    return out;
}

Result<JournalStart> readFirst(const ReadJournalLine& line)
{
    StoredReader reader(line.json);
    JournalStart start;
    start.size = reader.text(Key("size")).toLongLong();
    start.request = reader.take(readActionRequest(reader.object(Key("request"))));
    if (reader.failed()) {
        return reader.error();
    }
    return start;
}

} // namespace mailmend
