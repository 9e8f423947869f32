// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

namespace mailmend::host {
namespace {

QString wherePath(RegistryHive hive, QStringView key, QStringView value)
{
    return QStringList{QLatin1String(hiveName(hive)), key.toString(), value.toString()}.join(
        QLatin1Char('\\'));
}

Looked look(const Registry& registry, RegistryHive hive, QStringView key, QStringView name,
            const std::function<std::optional<QString>(const RegistryValue&)>& read)
{
    const auto where = place(wherePath(hive, key, name));
    const RegistryAnswer answer = registry.key(hive, key);
    if (answer.state == RegistryAnswer::State::CouldNotRead) {
        return {{}, answer.reason, false};
    }
    const RegistryValue* value =
        answer.state == RegistryAnswer::State::Found ? answer.key.value(name) : nullptr;
    if (value == nullptr) {
        const bool hidden = answer.state == RegistryAnswer::State::Found && !answer.key.complete;
        return {{},
                hidden ? answer.reason
                       : say(MAILMEND_TEXT("evidence", "The registry holds no {value}."), {{"value", where}}),
                !hidden};
    }
    if (const std::optional<QString> text = read(*value); text && !text->isEmpty()) {
        return {*text, {}, false};
    }
    return {{},
            say(MAILMEND_TEXT("evidence", "The registry's {value} holds nothing that makes sense."),
                {{"value", where}}),
            false};
}

} // namespace

Looked lookText(const Registry& registry, RegistryHive hive, QStringView key, QStringView value)
{
    return look(registry, hive, key, value, [](const RegistryValue& found) { return found.text(); });
}

Looked lookNumber(const Registry& registry, RegistryHive hive, QStringView key, QStringView value)
{
    return look(registry, hive, key, value, [](const RegistryValue& found) {
        const std::optional<quint64> number = found.number();
        return number ? std::optional(QString::number(*number)) : std::nullopt;
    });
}

Text registrySource(RegistryHive hive, QStringView key, QStringView value)
{
    return say(MAILMEND_TEXT("evidence", "Registry: {value}"),
               {{"value", place(wherePath(hive, key, value))}});
}

void addFact(Evidence& evidence, const char* key, const Text& label, const Looked& looked, const Text& source)
{
    HostFact fact;
    fact.key = QLatin1String(key);
    fact.label = label;
    fact.value = looked.text;
    if (looked.text.isEmpty()) {
        fact.unknown = looked.why;
    } else {
        fact.source = source;
    }
    evidence.target.facts.append(fact);
}

} // namespace mailmend::host
