// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/time_zone.h"

namespace mailmend {
namespace {

constexpr int maxOffset = 16 * 3600; // seconds; what QTimeZone takes for a fixed offset

/** Minutes that local time is behind UTC, a signed number in a DWORD. */
std::optional<int> bias(const RegistryKey& key, QStringView name)
{
    const RegistryValue* value = key.value(name);
    const std::optional<quint64> number = value ? value->number() : std::nullopt;
    if (!number) {
        return std::nullopt;
    }
    const auto minutes = static_cast<qint32>(static_cast<quint32>(*number));
    const bool possible = minutes > -maxOffset / 60 && minutes < maxOffset / 60;
    return possible ? std::optional<int>(minutes) : std::nullopt;
}

ServerZone fixed(int minutesBehind)
{
    const QTimeZone zone(-minutesBehind * 60);
    return {zone, QString::fromLatin1(zone.id()), {}};
}

} // namespace

ServerZone readServerZone(const Registry& registry)
{
    const RegistryAnswer answer =
        registry.key(RegistryHive::System, u"CurrentControlSet\\Control\\TimeZoneInformation");
    if (answer.state == RegistryAnswer::State::CouldNotRead) {
        return {{}, {}, answer.reason};
    }
    const RegistryKey& key = answer.key;
    const RegistryValue* off = key.value(u"DynamicDaylightTimeDisabled");
    const bool noDaylight = off && off->number().value_or(0) == 1;
    if (const std::optional<int> standard = bias(key, u"Bias"); noDaylight && standard) {
        return fixed(*standard);
    }
    if (const RegistryValue* value = key.value(u"TimeZoneKeyName"); value) {
        // Windows leaves what stood there before behind the terminating null.
        const QString name = value->text().value_or(QString()).section(QChar(0), 0, 0);
        const QByteArray known = QTimeZone::windowsIdToDefaultIanaId(name.toUtf8());
        // A zone made from no name would be that of the computer that Mailmend runs on.
        const QTimeZone zone = known.isEmpty() ? QTimeZone() : QTimeZone(known);
        if (zone.isValid()) {
            return {zone, name, {}};
        }
    }
    for (const QStringView name : {QStringView(u"ActiveTimeBias"), QStringView(u"Bias")}) {
        if (const std::optional<int> minutes = bias(key, name)) {
            return fixed(*minutes);
        }
    }
    return {{},
            {},
            say(MAILMEND_TEXT("evidence", "The registry names no time zone, so times are shown in UTC."))};
}

} // namespace mailmend
