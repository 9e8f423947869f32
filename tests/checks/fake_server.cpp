// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fake_server.h"

#include "base/sha256.h"
#include "builder/pe_writer.h"

namespace mailmend::testing {
namespace {

const char kFakeExchange[] = "C:\\Program Files\\Microsoft\\Exchange Server\\V15";
const char kPrograms[][48] = {"ExSetup.exe", "Microsoft.Exchange.Data.dll",
                              "Microsoft.Exchange.Diagnostics.dll"};

QByteArray textValue(const QString& value)
{
    return QByteArray(reinterpret_cast<const char*>(value.utf16()), (value.size() + 1) * 2);
}

QByteArray program(const BuildNumber& build)
{
    sample::PeVersion version;
    for (size_t i = 0; i < 4; ++i) {
        version.file[i] = version.product[i] = static_cast<quint16>(build.parts[i]);
    }
    return sample::writePe(version, {});
}

VirtualDirectory directory(const char* application, const QString& path, const char* pool)
{
    VirtualDirectory made;
    made.site = QStringLiteral("Default Web Site");
    made.application = QLatin1StringView(application);
    made.path = QStringLiteral("/");
    made.applicationPool = QLatin1StringView(pool);
    made.physicalPath = *WindowsPath::parse(path);
    return made;
}

} // namespace

RegistryAnswer FakeRegistry::key(RegistryHive hive, QStringView path) const
{
    const Text lost = verbatim(QStringLiteral("The hive is damaged."));
    if (broken) {
        return {RegistryAnswer::State::CouldNotRead, {}, lost};
    }
    const auto found = m_keys.constFind(path.toString().toCaseFolded());
    if (hive == RegistryHive::Software && found != m_keys.cend()) {
        return {RegistryAnswer::State::Found, *found, {}};
    }
    return {state == ReadState::Read ? RegistryAnswer::State::Absent : RegistryAnswer::State::CouldNotRead,
            {},
            lost};
}

QList<HiveState> FakeRegistry::hives() const
{
    HiveState software;
    software.hive = RegistryHive::Software;
    software.state = state;
    return {software};
}

RegistryKey& FakeRegistry::keyAt(const QString& path)
{
    const QStringList names = path.split(QLatin1Char('\\'));
    QString at;
    for (const QString& name : names) {
        const QString parent = at.toCaseFolded();
        at += at.isEmpty() ? name : QLatin1Char('\\') + name;
        if (!m_keys.contains(at.toCaseFolded())) {
            m_keys[at.toCaseFolded()].name = name;
            if (!parent.isEmpty()) {
                m_keys[parent].subkeys.append(name);
            }
        }
    }
    return m_keys[at.toCaseFolded()];
}

void FakeRegistry::set(const QString& path, const QString& name, const QString& value)
{
    keyAt(path).values.append({name, 1, textValue(value)});
}

void FakeRegistry::remove(const QString& path)
{
    const QString folded = path.toCaseFolded();
    m_keys.removeIf([&folded](const QMap<QString, RegistryKey>::iterator& key) {
        return key.key() == folded || key.key().startsWith(folded + QLatin1Char('\\'));
    });
    const qsizetype end = path.lastIndexOf(QLatin1Char('\\'));
    const auto parent = m_keys.find(path.left(end).toCaseFolded());
    if (parent != m_keys.end()) {
        parent->subkeys.removeAll(path.mid(end + 1));
    }
}

FakeServer::FakeServer()
{
    static const KnowledgePointer pack = *loadBuiltInKnowledge();
    knowledge = pack;
    static const std::shared_ptr<const FileRules> none = *FileRules::compile({});
    rules = none;
    evidence.target.id = QStringLiteral("S-1-5-21-1-2-3");
    evidence.target.takenAt = QDateTime(QDate(2026, 11, 20), QTime(12, 0), Qt::UTC);
    evidence.target.zone = QTimeZone::utc();
    evidence.files = {files, ReadState::Read, {}};
    evidence.registry = {registry, ReadState::Read, {}};
    auto exchange = std::make_shared<ExchangeInstallation>();
    exchange->folder = *WindowsPath::parse(QString::fromLatin1(kFakeExchange));
    evidence.exchange = {exchange, ReadState::Read, {}};
    auto iis = std::make_shared<IisConfiguration>();
    iis->configurationFile =
        *WindowsPath::parse(u"C:\\Windows\\System32\\inetsrv\\config\\applicationHost.config");
    const QString owa = QString::fromLatin1(kFakeExchange) + QStringLiteral("\\FrontEnd\\HttpProxy\\owa");
    iis->virtualDirectories = {directory("/", QStringLiteral("C:\\inetpub\\wwwroot"), "DefaultAppPool"),
                               directory("/owa", owa, "MSExchangeOWAAppPool")};
    evidence.iis = {iis, ReadState::Read, {}};
    evidence.folders.systemDrive = WindowsPath('C', {});
    registry->set(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion"), QStringLiteral("CurrentBuild"),
                  QStringLiteral("14393"));
    registry->set(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion"), QStringLiteral("ProductName"),
                  QStringLiteral("Windows Server 2016 Standard"));
    registry->keyAt(QStringLiteral("Microsoft\\ExchangeServer\\v15\\Setup"));
    addFile(iis->configurationFile, "<configuration/>");
    addFile(iis->virtualDirectories.at(0).physicalPath.child("web.config"), "<configuration/>");
    addFile(iis->virtualDirectories.at(1).physicalPath.child("web.config"), "<configuration/>");
}

void FakeServer::setBuild(const char* programs, const char* setup)
{
    for (const char* name : kPrograms) {
        setProgram(name, programs);
    }
    auto exchange = std::make_shared<ExchangeInstallation>(*evidence.exchange.part);
    exchange->setupVersion = QString::fromLatin1(setup);
    evidence.exchange.part = exchange;
}

void FakeServer::setProgram(const char* name, const char* version)
{
    const WindowsPath path =
        WindowsPath::parse(QString::fromLatin1(kFakeExchange))->joined(u"bin").child(name);
    contents.removeIf([&path](const auto& file) { return file.first == path; });
    if (version) {
        addFile(path, program(*BuildNumber::parse(QString::fromLatin1(version))));
    }
}

void FakeServer::addUpdate(const char* list, const char* kb, const char* package, const char* installed,
                           const QDateTime& lastWrite)
{
    const QString path =
        QStringLiteral("Microsoft\\Updates\\%1\\%2").arg(QLatin1StringView(list), QLatin1StringView(kb));
    registry->set(path, QStringLiteral("PackageName"), QString::fromLatin1(package));
    registry->set(path, QStringLiteral("InstalledDate"), QString::fromLatin1(installed));
    registry->keyAt(path).lastWrite = lastWrite;
}

void FakeServer::setSetupLog(const QByteArray& text)
{
    addFile(*WindowsPath::parse(u"C:\\ExchangeSetupLogs\\ExchangeSetup.log"), text);
}

void FakeServer::addFile(const WindowsPath& path, const QByteArray& content)
{
    contents.append({path, content});
}

Outcome FakeServer::conclude(const Check& check) const
{
    std::vector<WalkedInterest> walked;
    std::vector<ObservationPointer> observations;
    for (const Interest& interest : check.interests(evidence, *knowledge)) {
        WalkedInterest one{
            interest, folderStates.value(interest.folder.folded(), {ReadState::Read, {}}), 0, 0, {}, 0, 0};
        for (const auto& [path, content] : contents) {
            const bool wanted = evidence.files && path.parent() == interest.folder &&
                                interest.names.contains(foldName(path.name())) &&
                                one.state.state == ReadState::Read;
            if (!wanted) {
                continue;
            }
            FileEntry entry;
            entry.path = path;
            one.files += 1;
            one.bytes += content.size();
            const Item item{entry, interest, content, false, sha256(content)};
            if (auto seen = check.inspect(item, {evidence, *knowledge, *rules, cancel})) {
                observations.push_back(std::move(seen));
            }
        }
        walked.push_back(std::move(one));
    }
    const QDateTime now(QDate(2026, 11, 22), QTime(0, 0), Qt::UTC);
    return check.conclude({evidence, *knowledge, *rules, observations, walked, scope, now, cancelled});
}

CheckResult FakeServer::result() const
{
    return judge(QStringLiteral("patch-level"), evidence.target.id, conclude());
}

FakeServer healthyServer()
{
    FakeServer server;
    server.setBuild("15.2.2562.56", "15.2.2562.17");
    server.setSetupLog(setupRun("10/20/2026", "15.2.2562.17", "Install", true));
    server.addUpdate("Exchange 2019", "KB5121573", "Security Update for Exchange Server SE RTM (KB5121573)",
                     "10/20/2026");
    return server;
}

FakeServer openServer()
{
    FakeServer server;
    server.setBuild("15.1.2507.13", "15.1.2507.6");
    server.setSetupLog(setupRun("05/02/2022", "15.1.2507.6", "Install", true));
    server.addUpdate("Exchange 2016", "KB5019076",
                     "Security Update for Exchange Server 2016 Cumulative Update 23 (KB5019076)",
                     "10/15/2022");
    return server;
}

QByteArray setupRun(const char* day, const char* version, const char* mode, bool completed,
                    const char* installedBefore)
{
    const QByteArray stamp = QByteArray("[") + day + " 03:17:24.0945] [0] ";
    const QByteArray stars = stamp + "**********************************************\r\n";
    QByteArray text = stars + stamp + "Starting Microsoft Exchange Server 2016 Setup\r\n" + stamp +
                      "Setup version: " + version + ".\r\n" + stamp +
                      "Command Line Parameter Name='mode', Value='" + mode + "'.\r\n";
    if (installedBefore) {
        text += stamp + "The locally installed version is " + installedBefore + ".\r\n";
    }
    if (completed) {
        text += stamp + "The Exchange Server setup operation completed successfully.\r\n";
    }
    return text;
}

} // namespace mailmend::testing
