// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

namespace mailmend::host {
namespace {

constexpr QStringView productKey = u"Microsoft\\ExchangeServer\\v15";
constexpr QStringView setupKey = u"Microsoft\\ExchangeServer\\v15\\Setup";

/** The four numbers of the Setup key: they prove the cumulative update, never the security update. */
QString setupVersion(const Registry& registry)
{
    QStringList parts;
    for (const QStringView name : {QStringView(u"MsiProductMajor"), QStringView(u"MsiProductMinor"),
                                   QStringView(u"MsiBuildMajor"), QStringView(u"MsiBuildMinor")}) {
        const Looked part = lookNumber(registry, RegistryHive::Software, setupKey, name);
        if (part.text.isEmpty()) {
            return {};
        }
        parts.append(part.text);
    }
    return parts.join(QLatin1Char('.'));
}

/** "MailboxRole" and its like: keys that setup makes for each role that is installed. */
QStringList roles(const RegistryKey& product)
{
    QStringList found;
    for (const QString& name : product.subkeys) {
        if (name.endsWith(QStringLiteral("Role")) && name.size() <= 64) {
            found.append(name.chopped(4));
        }
    }
    found.sort();
    return found;
}

void unknownFacts(Evidence& evidence, const Text& why)
{
    for (const auto& [key, label] :
         {std::pair{"exchange-build",
                    say(MAILMEND_TEXT("evidence", "Exchange version that setup installed"))},
          std::pair{"exchange-folder", say(MAILMEND_TEXT("evidence", "Exchange folder"))},
          std::pair{"exchange-roles", say(MAILMEND_TEXT("evidence", "Exchange roles"))}}) {
        addFact(evidence, key, label, {{}, why, false}, {});
    }
}

void unavailable(Evidence& evidence, ReadState state, const Text& why)
{
    evidence.exchange.state = state;
    evidence.exchange.reason = why;
    unknownFacts(evidence, why);
}

} // namespace

void describeExchange(Evidence& evidence, const Environment& environment)
{
    const Registry* registry = evidence.registry.part.get();
    if (registry == nullptr) {
        unavailable(evidence, evidence.registry.state, evidence.registry.reason);
        return;
    }
    const RegistryAnswer setup = registry->key(RegistryHive::Software, setupKey);
    if (setup.state == RegistryAnswer::State::CouldNotRead) {
        unavailable(evidence, ReadState::Partly, setup.reason);
        return;
    }
    if (setup.state == RegistryAnswer::State::Absent) {
        const bool old =
            registry->key(RegistryHive::Software, u"Microsoft\\ExchangeServer\\v14\\Setup").state ==
            RegistryAnswer::State::Found;
        unavailable(
            evidence, ReadState::Missing,
            old ? say(MAILMEND_TEXT("evidence",
                                    "The registry shows Exchange 2010, which this version does not read."))
                : say(MAILMEND_TEXT("evidence", "According to the registry, Exchange 2013 or newer is not "
                                                "installed on this computer.")));
        return;
    }
    auto exchange = std::make_shared<ExchangeInstallation>();
    Looked folder = lookText(*registry, RegistryHive::Software, setupKey, u"MsiInstallPath");
    const Result<QString> expanded = environment.expand(folder.text);
    const auto path = expanded ? WindowsPath::parse(*expanded) : std::nullopt;
    if (!folder.text.isEmpty() && (!path || path->components().isEmpty())) {
        folder = {
            {},
            say(MAILMEND_TEXT(
                    "evidence",
                    "The registry gives {path} as the Exchange folder, which is no folder of this computer."),
                {{"path", place(folder.text)}}),
            false};
    } else if (path) {
        exchange->folder = evidence.files ? evidence.files->withLongNames(*path) : *path;
    }
    exchange->setupVersion = setupVersion(*registry);
    exchange->owaVersion = lookText(*registry, RegistryHive::Software, setupKey, u"OwaVersion").text;
    const RegistryAnswer product = registry->key(RegistryHive::Software, productKey);
    exchange->roles = roles(product.key);

    addFact(evidence, "exchange-build",
            say(MAILMEND_TEXT("evidence", "Exchange version that setup installed")),
            {exchange->setupVersion,
             say(MAILMEND_TEXT("evidence", "The registry's setup key does not give the version in full.")),
             false},
            registrySource(RegistryHive::Software, setupKey, u"MsiBuildMajor"));
    addFact(evidence, "exchange-folder", say(MAILMEND_TEXT("evidence", "Exchange folder")), folder,
            registrySource(RegistryHive::Software, setupKey, u"MsiInstallPath"));
    addFact(evidence, "exchange-roles", say(MAILMEND_TEXT("evidence", "Exchange roles")),
            {exchange->roles.join(QStringLiteral(", ")),
             say(MAILMEND_TEXT("evidence", "The registry names no Exchange roles.")), false},
            registrySource(RegistryHive::Software, productKey, u"*Role"));
    const bool whole = setup.key.complete && !exchange->folder.isEmpty() && !exchange->setupVersion.isEmpty();
    evidence.exchange.state = whole ? ReadState::Read : ReadState::Partly;
    if (!whole) {
        evidence.exchange.reason =
            !setup.key.complete ? setup.reason
            : exchange->folder.isEmpty()
                ? folder.why
                : say(MAILMEND_TEXT("evidence",
                                    "The registry's setup key does not give the version in full."));
    }
    evidence.exchange.part = std::move(exchange);
}

} // namespace mailmend::host
