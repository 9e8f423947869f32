// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

#include "base/ids.h"
#include "evidence/host/time_zone.h"

#include <QtEndian>

namespace mailmend::host {
namespace {

constexpr QStringView windowsKey = u"Microsoft\\Windows NT\\CurrentVersion";

Looked notRead(const Evidence& evidence)
{
    return {{}, evidence.registry.reason, false};
}

/** The machine's own SID: the last 12 bytes of the account domain's V value are its three numbers. */
Looked lookMachineSid(const Registry& registry)
{
    const RegistryAnswer answer = registry.key(RegistryHive::Sam, u"SAM\\Domains\\Account");
    if (answer.state == RegistryAnswer::State::CouldNotRead) {
        return {{}, answer.reason, false};
    }
    const RegistryValue* value =
        answer.state == RegistryAnswer::State::Found ? answer.key.value(u"V") : nullptr;
    if (value == nullptr || value->data.size() < 12) {
        return {{}, say(MAILMEND_TEXT("evidence", "The registry file SAM holds no account domain.")), false};
    }
    const char* end = value->data.constData() + value->data.size() - 12;
    return {QStringLiteral("S-1-5-21-%1-%2-%3")
                .arg(qFromLittleEndian<quint32>(end))
                .arg(qFromLittleEndian<quint32>(end + 4))
                .arg(qFromLittleEndian<quint32>(end + 8)),
            {},
            false};
}

/** ProductName alone misleads: Windows 11 keeps "Windows 10" (resources' windows builds, notes). */
Looked lookEdition(const Registry& registry)
{
    Looked edition = lookText(registry, RegistryHive::Software, windowsKey, u"ProductName");
    if (edition.text.isEmpty()) {
        return edition;
    }
    const int build = lookText(registry, RegistryHive::Software, windowsKey, u"CurrentBuild").text.toInt();
    const QString type = lookText(registry, RegistryHive::Software, windowsKey, u"InstallationType").text;
    if (build >= 22000 && type == QStringLiteral("Client")) {
        edition.text.replace(QStringLiteral("Windows 10"), QStringLiteral("Windows 11"));
    }
    if (type == QStringLiteral("Server Core")) {
        edition.text += QStringLiteral(" (Server Core)");
    }
    const QString version = lookText(registry, RegistryHive::Software, windowsKey, u"DisplayVersion").text;
    if (!version.isEmpty()) {
        edition.text += QLatin1Char(' ') + version;
    }
    return edition;
}

Looked lookBuild(const Registry& registry)
{
    Looked build = lookText(registry, RegistryHive::Software, windowsKey, u"CurrentBuild");
    if (build.text.isEmpty()) {
        build = lookText(registry, RegistryHive::Software, windowsKey, u"CurrentBuildNumber");
    }
    const Looked revision = lookNumber(registry, RegistryHive::Software, windowsKey, u"UBR");
    if (!build.text.isEmpty() && !revision.text.isEmpty()) {
        build.text += QLatin1Char('.') + revision.text;
    }
    return build;
}

void describeWindows(Evidence& evidence, const Registry& registry)
{
    addFact(evidence, "windows-edition", say(MAILMEND_TEXT("evidence", "Windows")), lookEdition(registry),
            registrySource(RegistryHive::Software, windowsKey, u"ProductName"));
    addFact(evidence, "windows-build", say(MAILMEND_TEXT("evidence", "Windows build")), lookBuild(registry),
            registrySource(RegistryHive::Software, windowsKey, u"CurrentBuild"));
    Looked installed = lookNumber(registry, RegistryHive::Software, windowsKey, u"InstallDate");
    if (!installed.text.isEmpty()) {
        evidence.target.identity.installDate =
            QDateTime::fromSecsSinceEpoch(installed.text.toLongLong(), Qt::UTC);
        installed.text = evidence.target.identity.installDate.toString(Qt::ISODate);
    }
    addFact(evidence, "windows-installed", say(MAILMEND_TEXT("evidence", "Windows installed or upgraded on")),
            installed, registrySource(RegistryHive::Software, windowsKey, u"InstallDate"));
    constexpr QStringView optionsKey = u"CurrentControlSet\\Control\\ProductOptions";
    Looked type = lookText(registry, RegistryHive::System, optionsKey, u"ProductType");
    if (!type.text.isEmpty()) {
        const bool known = type.text.compare(QStringLiteral("WinNT"), Qt::CaseInsensitive) == 0 ||
                           type.text.compare(QStringLiteral("ServerNT"), Qt::CaseInsensitive) == 0;
        const bool controller = type.text.compare(QStringLiteral("LanmanNT"), Qt::CaseInsensitive) == 0;
        if (known || controller) {
            evidence.domainController = controller;
            type.text = controller ? QStringLiteral("yes") : QStringLiteral("no");
        } else {
            type = {
                {},
                say(MAILMEND_TEXT("evidence", "The registry names a kind of Windows that we do not know.")),
                false};
        }
    }
    addFact(evidence, "domain-controller", say(MAILMEND_TEXT("evidence", "Domain controller")), type,
            registrySource(RegistryHive::System, optionsKey, u"ProductType"));
}

QString idOfMachine(const QString& owner)
{
    return stableId({"machine", owner.toLower().toUtf8()});
}

void describeIdentity(Evidence& evidence, const Registry* registry, const HostHints& hints)
{
    MachineIdentity& identity = evidence.target.identity;
    constexpr QStringView nameKey = u"CurrentControlSet\\Control\\ComputerName\\ComputerName";
    Looked name =
        registry ? lookText(*registry, RegistryHive::System, nameKey, u"ComputerName") : notRead(evidence);
    Text nameSource = registrySource(RegistryHive::System, nameKey, u"ComputerName");
    if (name.text.isEmpty() && !hints.collectorHostName.isEmpty()) {
        name.text = hints.collectorHostName;
        nameSource = say(MAILMEND_TEXT("evidence", "As the collector wrote it down"));
    }
    const Looked sid = registry ? lookMachineSid(*registry) : notRead(evidence);
    constexpr QStringView guidKey = u"Microsoft\\Cryptography";
    const Looked guid =
        registry ? lookText(*registry, RegistryHive::Software, guidKey, u"MachineGuid") : notRead(evidence);
    identity.name = name.text;
    identity.machineSid = sid.text;
    identity.machineGuid = guid.text;
    identity.collectorHostId = hints.collectorHostId;
    evidence.target.host = name.text;
    addFact(evidence, "name", say(MAILMEND_TEXT("evidence", "Computer name")), name, nameSource);
    addFact(evidence, "machine-sid", say(MAILMEND_TEXT("evidence", "Machine SID")), sid,
            registrySource(RegistryHive::Sam, u"SAM\\Domains\\Account", u"V"));
    addFact(evidence, "machine-guid", say(MAILMEND_TEXT("evidence", "Machine GUID")), guid,
            registrySource(RegistryHive::Software, guidKey, u"MachineGuid"));

    const QString& owner = !sid.text.isEmpty()    ? sid.text
                           : !guid.text.isEmpty() ? guid.text
                                                  : hints.collectorHostId;
    evidence.target.id = owner.isEmpty() ? stableId({"target", hints.targetHash}) : idOfMachine(owner);
}

void describeTaking(Evidence& evidence, const LoadedHives& hives, const HostHints& hints)
{
    TargetInfo& target = evidence.target;
    target.takenAt = hints.takenAt;
    target.takenAtSource = hints.takenAtSource;
    if (!target.takenAt.isValid()) {
        for (const LoadedHive& loaded : hives.all) {
            if (loaded.newest.isValid() && (!target.takenAt.isValid() || loaded.newest > target.takenAt)) {
                target.takenAt = loaded.newest;
                target.takenAtSource =
                    say(MAILMEND_TEXT("evidence", "The newest time inside the registry file {name}"),
                        {{"name", words(QLatin1String(hiveName(loaded.which)))}});
            }
        }
    }
    Looked taken{
        target.takenAt.isValid() ? target.takenAt.toString(Qt::ISODate) : QString(),
        say(MAILMEND_TEXT("evidence",
                          "Neither a collector's notes nor a registry file tells when this was taken.")),
        false};
    addFact(evidence, "taken-at", say(MAILMEND_TEXT("evidence", "State as of")), taken, target.takenAtSource);
    for (const RegistryHive which : {RegistryHive::System, RegistryHive::Software, RegistryHive::Sam}) {
        target.identity.hiveSequences.append(hives[which].hive ? hives[which].state.sequence : 0);
    }
}

} // namespace

void describeMachine(Evidence& evidence, const LoadedHives& hives, const HostHints& hints)
{
    const Registry* registry = evidence.registry.part.get();
    describeIdentity(evidence, registry, hints);
    if (registry) {
        describeWindows(evidence, *registry);
    } else {
        for (const auto& [key, label] :
             {std::pair{"windows-edition", say(MAILMEND_TEXT("evidence", "Windows"))},
              std::pair{"windows-build", say(MAILMEND_TEXT("evidence", "Windows build"))},
              std::pair{"windows-installed",
                        say(MAILMEND_TEXT("evidence", "Windows installed or upgraded on"))},
              std::pair{"domain-controller", say(MAILMEND_TEXT("evidence", "Domain controller"))}}) {
            addFact(evidence, key, label, notRead(evidence), {});
        }
    }
    Looked zone = notRead(evidence);
    evidence.target.zone = QTimeZone::utc();
    if (registry) {
        const ServerZone read = readServerZone(*registry);
        if (read.zone.isValid()) {
            evidence.target.zone = read.zone;
        }
        zone = {read.name, read.why, false};
    }
    addFact(evidence, "time-zone", say(MAILMEND_TEXT("evidence", "Time zone")), zone,
            registrySource(RegistryHive::System, u"CurrentControlSet\\Control\\TimeZoneInformation",
                           u"TimeZoneKeyName"));
    describeTaking(evidence, hives, hints);
}

void takeAskedIdentity(Evidence& evidence)
{
    const LocalAccounts* accounts = evidence.accounts.part.get();
    MachineIdentity& identity = evidence.target.identity;
    if (accounts == nullptr || !accounts->asked || !identity.machineSid.isEmpty() ||
        accounts->machineSid.isEmpty()) {
        return;
    }
    identity.machineSid = accounts->machineSid;
    evidence.target.id = idOfMachine(identity.machineSid);
    for (HostFact& fact : evidence.target.facts) {
        if (fact.key == QLatin1String("machine-sid")) {
            fact.value = identity.machineSid;
            fact.source = say(MAILMEND_TEXT("evidence", "The accounts that Windows named"));
            fact.unknown = {};
        }
    }
}

} // namespace mailmend::host
