// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored.h"
#include "findings/stored_reader.h"

namespace mailmend {
namespace {

QJsonObject storeFact(const HostFact& fact)
{
    return {{QStringLiteral("key"), fact.key},
            {QStringLiteral("label"), store(fact.label)},
            {QStringLiteral("value"), fact.value},
            {QStringLiteral("source"), store(fact.source)},
            {QStringLiteral("unknown"), store(fact.unknown)}};
}

Result<HostFact> readHostFact(const QJsonObject& json)
{
    StoredReader reader(json);
    HostFact fact{reader.text(QLatin1StringView("key")), reader.sentence(QLatin1StringView("label")),
                  reader.text(QLatin1StringView("value")), reader.sentence(QLatin1StringView("source")),
                  reader.sentence(QLatin1StringView("unknown"))};
    if (reader.failed()) {
        return reader.error();
    }
    return fact;
}

} // namespace

QJsonObject store(const MachineIdentity& identity)
{
    QJsonArray sequences;
    for (const quint64 sequence : identity.hiveSequences) {
        sequences.append(QString::number(sequence));
    }
    return {{QStringLiteral("machine_sid"), identity.machineSid},
            {QStringLiteral("machine_guid"), identity.machineGuid},
            {QStringLiteral("collector_host_id"), identity.collectorHostId},
            {QStringLiteral("name"), identity.name},
            {QStringLiteral("install_date"), storeTime(identity.installDate)},
            {QStringLiteral("hive_sequences"), sequences}};
}

Result<MachineIdentity> readIdentity(const QJsonObject& json)
{
    StoredReader reader(json);
    MachineIdentity identity;
    identity.machineSid = reader.text(QLatin1StringView("machine_sid"));
    identity.machineGuid = reader.text(QLatin1StringView("machine_guid"));
    identity.collectorHostId = reader.text(QLatin1StringView("collector_host_id"));
    identity.name = reader.text(QLatin1StringView("name"));
    identity.installDate = reader.time(QLatin1StringView("install_date"));
    for (const QString& sequence : reader.texts(QLatin1StringView("hive_sequences"))) {
        identity.hiveSequences.append(sequence.toULongLong());
    }
    if (reader.failed()) {
        return reader.error();
    }
    return identity;
}

QJsonObject store(const TargetInfo& target)
{
    QJsonArray facts;
    for (const HostFact& fact : target.facts) {
        facts.append(storeFact(fact));
    }
    return {{QStringLiteral("id"), target.id},
            {QStringLiteral("kind"), target.kind},
            {QStringLiteral("path"), target.path},
            {QStringLiteral("host"), target.host},
            {QStringLiteral("taken_at"), storeTime(target.takenAt)},
            {QStringLiteral("taken_at_source"), store(target.takenAtSource)},
            {QStringLiteral("zone"), QString::fromLatin1(target.zone.id())},
            {QStringLiteral("identity"), store(target.identity)},
            {QStringLiteral("facts"), facts}};
}

Result<TargetInfo> readTarget(const QJsonObject& json)
{
    StoredReader reader(json);
    TargetInfo target;
    target.id = reader.text(QLatin1StringView("id"));
    target.kind = reader.text(QLatin1StringView("kind"));
    target.path = reader.text(QLatin1StringView("path"));
    target.host = reader.text(QLatin1StringView("host"));
    target.takenAt = reader.time(QLatin1StringView("taken_at"));
    target.takenAtSource = reader.sentence(QLatin1StringView("taken_at_source"));
    const QByteArray zone = reader.text(QLatin1StringView("zone")).toLatin1();
    target.zone = zone.isEmpty() ? QTimeZone::utc() : QTimeZone(zone);
    if (!target.zone.isValid()) {
        target.zone = QTimeZone::utc();
    }
    const QJsonObject identity = reader.object(QLatin1StringView("identity"));
    target.identity = reader.take(readIdentity(identity));
    for (const QJsonObject& fact : reader.objects(QLatin1StringView("facts"))) {
        target.facts.append(reader.take(readHostFact(fact)));
    }
    if (reader.failed()) {
        return reader.error();
    }
    return target;
}

} // namespace mailmend
