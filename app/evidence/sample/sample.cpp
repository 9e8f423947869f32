// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"

#include <QCborArray>
#include <QCborMap>
#include <QCborValue>
#include <QFile>
#include <QTimeZone>

static void initialiseSampleResource()
{
    Q_INIT_RESOURCE(sample);
}

namespace mailmend {

namespace {

Error brokenBuild(const QString& detail)
{
    return {ErrorKind::Fault,
            say(MAILMEND_TEXT("sample", "The sample server in this copy of Mailmend is damaged.")),
            say(MAILMEND_TEXT("sample", "Install Mailmend again.")),
            detail,
            {}};
}

} // namespace

bool isSampleTarget(QStringView target)
{
    return target == u"sample:" || target == u"sample:repaired";
}

Result<QList<MemoryMember>> sampleCollection(bool repaired)
{
    initialiseSampleResource();
    QFile file(QStringLiteral(":/mailmend/sample/sample.bin"));
    if (!file.open(QIODevice::ReadOnly)) {
        return brokenBuild(QStringLiteral("no resource"));
    }
    // resources/sample/builder/make_sample.cpp says how it is encoded.
    QByteArray packed = file.readAll();
    for (qsizetype i = 0; i < packed.size(); ++i) {
        packed[i] = static_cast<char>(packed.at(i) ^ static_cast<char>(0x5a + 31 * i));
    }
    const QCborMap states = QCborValue::fromCbor(qUncompress(packed)).toMap();
    const QCborArray rows =
        states[repaired ? QLatin1StringView("repaired") : QLatin1StringView("found")].toArray();
    QList<MemoryMember> members;
    for (const QCborValue& row : rows) {
        const QCborArray parts = row.toArray();
        members.append({parts[0].toByteArray(),
                        QDateTime::fromSecsSinceEpoch(parts[1].toInteger(), QTimeZone::utc()),
                        parts[2].toByteArray()});
    }
    if (members.isEmpty()) {
        return brokenBuild(QStringLiteral("no members"));
    }
    return members;
}

Clock sampleClock()
{
    return fixedClock(QDateTime(QDate(2026, 11, 23), QTime(9, 0), QTimeZone::utc()));
}

} // namespace mailmend
