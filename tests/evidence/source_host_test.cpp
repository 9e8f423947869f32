// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/evidence.h"
#include "evidence/host/time_zone.h"
#include "evidence/volume/native.h"
#include "support/opened.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

using namespace mailmend;
using namespace mailmend::testing;
using namespace mailmend::sample;

namespace {

void fill(const RawTree& tree, const ServerFiles& files)
{
    for (const auto& [path, content] : files) {
        tree.file(path.constData(), content);
    }
}

EvidencePointer openAs(const QString& text)
{
    auto opened = openEvidence({text, false}, CancelToken());
    return opened ? *opened : nullptr;
}

EvidencePointer openTree(const RawTree& tree)
{
    return openAs(QStringLiteral("C=") + tree.text());
}

const HostFact& fact(const Evidence& evidence, const char* key)
{
    static const HostFact none;
    for (const HostFact& fact : evidence.target.facts) {
        if (fact.key == QLatin1String(key)) {
            return fact;
        }
    }
    return none;
}

/** A registry of one System key, for the time zone alone. */
class OneKey : public Registry
{
public:
    RegistryKey only;
    RegistryAnswer key(RegistryHive, QStringView) const override
    {
        return {RegistryAnswer::State::Found, only, {}};
    }
    QList<HiveState> hives() const override { return {}; }
};

RegistryValue asValue(const HiveValue& value)
{
    return {value.name, value.type, value.data};
}

} // namespace

class SourceHostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsTheHost()
    {
        const RawTree tree;
        fill(tree, smallServer());
        const EvidencePointer evidence = openTree(tree);
        QVERIFY(evidence);
        const TargetInfo& target = evidence->target;
        QCOMPARE(target.kind, QStringLiteral("volume"));
        QCOMPARE(target.host, QStringLiteral("BIRCH-EX01"));
        QCOMPARE(target.identity.name, QStringLiteral("BIRCH-EX01"));
        QCOMPARE(target.identity.machineSid, QStringLiteral("S-1-5-21-1760460187-1592185332-161725925"));
        QCOMPARE(target.identity.machineGuid, QStringLiteral("6d1c1b7e-52a4-4f0d-9a3e-8b6f0c24d917"));
        QCOMPARE(target.identity.installDate, QDateTime(QDate(2018, 1, 13), QTime(15, 0), Qt::UTC));
        QCOMPARE(target.identity.hiveSequences, (QList<quint64>{77, 77, 77}));
        QCOMPARE(target.zone.id(), QByteArray("Europe/Berlin"));
        QCOMPARE(target.takenAt, smallServerTime());
        QVERIFY(inEnglish(target.takenAtSource).contains(QStringLiteral("SYSTEM")));
        QCOMPARE(evidence->domainController, std::optional(false));
        QCOMPARE(fact(*evidence, "windows-edition").value, QStringLiteral("Windows Server 2016 Standard"));
        QCOMPARE(fact(*evidence, "windows-build").value, QStringLiteral("14393.4169"));
        for (const HostFact& fact : target.facts) {
            QVERIFY2(!fact.value.isEmpty(), qPrintable(fact.key));
            QVERIFY2(!fact.source.isEmpty() && fact.unknown.isEmpty(), qPrintable(fact.key));
            QVERIFY2(!fact.label.isEmpty(), qPrintable(fact.key));
        }
        QCOMPARE(evidence->registry.state, ReadState::Read);
        QCOMPARE(evidence->folders.windows.display(), QStringLiteral("C:\\Windows"));
        QCOMPARE(evidence->folders.programData.display(), QStringLiteral("C:\\ProgramData"));
    }

    void tellsExchange()
    {
        const RawTree tree;
        fill(tree, smallServer());
        const EvidencePointer evidence = openTree(tree);
        QVERIFY(evidence->exchange);
        QCOMPARE(evidence->exchange.state, ReadState::Read);
        QCOMPARE(evidence->exchange->folder.display(),
                 QStringLiteral("C:\\Program Files\\Microsoft\\Exchange Server\\V15"));
        QCOMPARE(evidence->exchange->setupVersion, QStringLiteral("15.1.2044.4"));
        QCOMPARE(evidence->exchange->owaVersion, QStringLiteral("15.1.2044.2"));
        QCOMPARE(evidence->exchange->roles,
                 (QStringList{QStringLiteral("ClientAccess"), QStringLiteral("Mailbox")}));
    }

    void tellsIis()
    {
        const RawTree tree;
        fill(tree, smallServer());
        const EvidencePointer evidence = openTree(tree);
        QVERIFY(evidence->iis);
        const auto& folders = evidence->iis->virtualDirectories;
        QCOMPARE(folders.size(), 5);
        QCOMPARE(folders.at(0).physicalPath.display(), QStringLiteral("C:\\inetpub\\wwwroot"));
        QCOMPARE(folders.at(1).applicationPool, QStringLiteral("MSExchangeOWAAppPool"));
        QCOMPARE(folders.at(2).physicalPath.display(), QStringLiteral("D:\\Sites\\shop"));
        QVERIFY(folders.at(3).physicalPath.isEmpty());
        QVERIFY(inEnglish(folders.at(3).whyNoPath).contains(QStringLiteral("\\\\nas\\share")));
        QVERIFY(folders.at(4).physicalPath.isEmpty());
        QVERIFY(!folders.at(4).whyNoPath.isEmpty());
        QCOMPARE(evidence->iis->logFolders.size(), 1);
        QCOMPARE(evidence->iis->logFolders.first().display(), QStringLiteral("C:\\WebLogs"));
        QCOMPARE(row(*evidence, "iis-configuration").state, ReadState::Read);
        QCOMPARE(row(*evidence, "iis-configuration").records, 5);
        // D: was not given: by name, and not as "missing".
        const FolderState shop = evidence->files->folderState(folders.at(2).physicalPath, {"a.aspx"});
        QCOMPARE(shop.state, ReadState::NotCollected);
    }

    /** A copy on a Linux disk doesn't say which folder Windows' short name means. */
    void namesAFolderByItsShortName()
    {
        const RawTree tree;
        fill(tree, smallServer());
        QByteArray configuration = smallIisConfiguration();
        configuration.replace("%SITES%\\shop", "C:\\PROGRA~1\\shop");
        tree.file("Windows/System32/inetsrv/config/applicationHost.config", configuration);
        const EvidencePointer evidence = openTree(tree);
        QVERIFY(evidence->iis);
        const WindowsPath shop = evidence->iis->virtualDirectories.at(2).physicalPath;
        QCOMPARE(shop.display(), QStringLiteral("C:\\PROGRA~1\\shop"));
        const FolderState state = evidence->files->folderState(shop, {"a.aspx"});
        const auto named = (*native::openFolder(tree.path()))->longNameOf("PROGRA~1");
        QVERIFY(!named);
        const bool isShown = named.error().kind == ErrorKind::NotFound; // Windows' disks show short names
        QCOMPARE(state.state, isShown ? ReadState::Missing : ReadState::NotCollected);
        QCOMPARE(inEnglish(state.reason).contains(QStringLiteral("PROGRA~1 is Windows' short name")),
                 !isShown);
    }

    void followsRedirectedConfiguration()
    {
        const RawTree tree;
        fill(tree, smallServer());
        tree.remove({"Windows", "System32", "inetsrv", "config", "applicationHost.config"});
        QCOMPARE(openTree(tree)->iis.state, ReadState::Missing);
        tree.file(
            "Windows/System32/inetsrv/config/redirection.config",
            R"(<configuration><configurationRedirection enabled="true" path="%SystemDrive%\shared" /></configuration>)");
        tree.file("shared/applicationHost.config", smallIisConfiguration());
        const EvidencePointer followed = openTree(tree);
        QVERIFY(followed->iis);
        QCOMPARE(followed->iis->configurationFile.display(),
                 QStringLiteral("C:\\shared\\applicationHost.config"));
        // An empty file doesn't say that there is no redirection.
        tree.file("Windows/System32/inetsrv/config/redirection.config", "");
        tree.file("Windows/System32/inetsrv/config/applicationHost.config", smallIisConfiguration());
        QCOMPARE(openTree(tree)->iis.state, ReadState::Partly);
        QCOMPARE(row(*openTree(tree), "iis-configuration").state, ReadState::Partly);
        tree.remove({"Windows", "System32", "inetsrv", "config", "applicationHost.config"});
        tree.file(
            "Windows/System32/inetsrv/config/redirection.config",
            R"(<configuration><configurationRedirection enabled="true" path="\\nas\iis" /></configuration>)");
        const EvidencePointer unc = openTree(tree);
        QVERIFY(!unc->iis);
        QCOMPARE(unc->iis.state, ReadState::NotCollected);
        QVERIFY(inEnglish(unc->iis.reason).contains(QStringLiteral("\\\\nas\\iis")));
    }

    void listsLogsWithoutReadingThem()
    {
        const RawTree tree;
        fill(tree, smallServer());
        const EvidencePointer evidence = openTree(tree);
        const CoverageEntry iis = row(*evidence, "iis-logs");
        QCOMPARE(iis.state, ReadState::Skipped);
        QCOMPARE(iis.files, 2); // from the configured folder only
        QCOMPARE(iis.bytes, 1000);
        QCOMPARE(inEnglish(iis.reason), QStringLiteral("This version does not read these yet."));
        QCOMPARE(row(*evidence, "httpproxy-logs").state, ReadState::Skipped);
        QCOMPARE(row(*evidence, "httpproxy-logs").files, 1);
        QCOMPARE(row(*evidence, "event-logs").bytes, 2000);
        QCOMPARE(row(*evidence, "scheduled-tasks").files, 1);
        for (const char* absent : {"ecp-logs", "oab-logs", "powershell-logs"}) {
            QCOMPARE(row(*evidence, absent).state, ReadState::Missing);
            QVERIFY(!row(*evidence, absent).reason.isEmpty());
        }
        for (const CoverageEntry& entry : evidence->coverage) {
            QCOMPARE(entry.target, evidence->target.id);
        }
    }

    void saysWhyWithoutHives_data()
    {
        QTest::addColumn<QByteArray>("hive");
        QTest::addColumn<QByteArray>("rowName");
        QTest::newRow("SOFTWARE") << QByteArray("SOFTWARE") << QByteArray("registry-software");
        QTest::newRow("SYSTEM") << QByteArray("SYSTEM") << QByteArray("registry-system");
        QTest::newRow("SAM") << QByteArray("SAM") << QByteArray("registry-sam");
    }

    void saysWhyWithoutHives()
    {
        QFETCH(QByteArray, hive);
        QFETCH(QByteArray, rowName);
        const RawTree tree;
        fill(tree, smallServer());
        tree.remove({"Windows", "System32", "config", hive});
        const EvidencePointer evidence = openTree(tree);
        QVERIFY(evidence);
        QCOMPARE(row(*evidence, rowName.constData()).state, ReadState::Missing);
        QCOMPARE(evidence->registry.state, ReadState::Partly);
        for (const HostFact& fact : evidence->target.facts) {
            QVERIFY2(fact.value.isEmpty() != fact.unknown.isEmpty(), qPrintable(fact.key));
        }
        QVERIFY(!evidence->target.id.isEmpty());
        tree.file({"Windows", "System32", "config", hive}, "regf, but not really");
        const EvidencePointer damaged = openTree(tree);
        QCOMPARE(row(*damaged, rowName.constData()).state, ReadState::Partly);
        QCOMPARE(row(*damaged, rowName.constData()).unreadable, 1);
        if (hive == "SOFTWARE") {
            QVERIFY(!damaged->exchange);
            QVERIFY(!damaged->exchange.reason.isEmpty());
            QCOMPARE(row(*damaged, "httpproxy-logs").state, ReadState::Missing);
        }
    }

    void namesTheMachineByWhatItHas()
    {
        const RawTree whole;
        fill(whole, smallServer());
        const RawTree copy;
        fill(copy, smallServer());
        const QString id = openTree(whole)->target.id;
        QCOMPARE(openTree(copy)->target.id, id); // the same machine from elsewhere
        copy.remove({"Windows", "System32", "config", "SAM"});
        const QString byGuid = openTree(copy)->target.id;
        QVERIFY(byGuid != id);
        copy.remove({"Windows", "System32", "config", "SOFTWARE"});
        QVERIFY(openTree(copy)->target.id != byGuid);
        QCOMPARE(openTree(copy)->target.id, openTree(copy)->target.id);
    }

    void knowsNoExchangeFromNotKnowing()
    {
        SmallRegistry registry = smallRegistry();
        registry.software.at(QStringLiteral("Microsoft")).subkeys.removeIf([](const HiveKey& key) {
            return key.name == QStringLiteral("ExchangeServer");
        });
        const RawTree tree;
        fill(tree, smallServer(registry));
        const EvidencePointer evidence = openTree(tree);
        QVERIFY(!evidence->exchange);
        QCOMPARE(evidence->exchange.state, ReadState::Missing);
        QVERIFY(inEnglish(evidence->exchange.reason).contains(QStringLiteral("not installed")));
    }

    void readsDomainControllers()
    {
        SmallRegistry registry = smallRegistry();
        registry.system.at(QStringLiteral("ControlSet002\\Control\\ProductOptions")).values = {
            stringValue(QStringLiteral("ProductType"), QStringLiteral("LanmanNT"))};
        const RawTree tree;
        fill(tree, smallServer(registry));
        QCOMPARE(openTree(tree)->domainController, std::optional(true));
        registry.system.at(QStringLiteral("Select")).values.clear();
        const RawTree without;
        fill(without, smallServer(registry));
        const EvidencePointer unknown = openTree(without);
        QCOMPARE(unknown->domainController, std::nullopt);
        QVERIFY(!fact(*unknown, "name").unknown.isEmpty());
    }

    void takesTheLetterFromTheRegistry()
    {
        SmallRegistry registry = smallRegistry();
        for (HiveValue& value :
             registry.software.at(QStringLiteral("Microsoft\\Windows NT\\CurrentVersion")).values) {
            if (value.name == QStringLiteral("SystemRoot")) {
                value = stringValue(value.name, QStringLiteral("E:\\Windows"));
            }
        }
        const RawTree tree;
        fill(tree, smallServer(registry));
        const EvidencePointer evidence = openAs(tree.text()); // no letter was given
        QVERIFY(evidence);
        QCOMPARE(evidence->folders.windows.display(), QStringLiteral("E:\\Windows"));
        QCOMPARE(evidence->files->find(*WindowsPath::parse(u"E:\\inetpub\\wwwroot\\iisstart.htm")).size(), 1);
        QVERIFY(evidence->files->find(*WindowsPath::parse(u"C:\\inetpub\\wwwroot\\iisstart.htm")).isEmpty());
        QCOMPARE(evidence->iis->virtualDirectories.first().physicalPath.display(),
                 QStringLiteral("E:\\inetpub\\wwwroot"));
    }

    void joinsVolumes()
    {
        const RawTree system;
        fill(system, smallServer());
        const RawTree data;
        data.file("Sites/shop/default.aspx", "shop");
        const EvidencePointer evidence = openAs(QStringLiteral("C=%1,D=%2").arg(system.text(), data.text()));
        QVERIFY(evidence);
        const WindowsPath shop = evidence->iis->virtualDirectories.at(2).physicalPath;
        QCOMPARE(evidence->files->folderState(shop, {"a.aspx"}).state, ReadState::Read);
        QCOMPARE(evidence->files->find(shop.child("Default.ASPX")).size(), 1);
    }

    void refusesWrongSpellings()
    {
        const RawTree tree;
        fill(tree, smallServer());
        const auto kind = [](const QString& text) {
            const auto opened = openEvidence({text, false}, CancelToken());
            return opened ? ErrorKind::Fault : opened.error().kind;
        };
        QCOMPARE(kind(QStringLiteral("C=%1,C=%1").arg(tree.text())), ErrorKind::BadCall);
        QCOMPARE(kind(QStringLiteral("C=%1,/x").arg(tree.text())), ErrorKind::NotFound);
        QCOMPARE(kind(QStringLiteral("C=/does/not/exist")), ErrorKind::NotFound);
        QCOMPARE(kind(QStringLiteral("/does/not/exist")), ErrorKind::NotFound);
        QCOMPARE(kind(QString()), ErrorKind::NotFound);
        QCOMPARE(kind(QStringLiteral("/dev/null")), ErrorKind::Unsupported);
        const RawTree empty;
        QCOMPARE(kind(empty.text()), ErrorKind::Unsupported);
        const RawTree file;
        file.file("disk.vhdx", "not a zip at all");
        QCOMPARE(kind(file.text() + QStringLiteral("/disk.vhdx")), ErrorKind::Damaged);
        CancelToken cancel;
        cancel.cancel();
        QCOMPARE(openEvidence({QStringLiteral("C=") + tree.text(), false}, cancel).error().kind,
                 ErrorKind::Cancelled);
    }

    void readsTimeZones()
    {
        OneKey registry;
        const auto zone = [&registry](QList<HiveValue> values) {
            registry.only.values.clear();
            for (const HiveValue& value : values) {
                registry.only.values.append(asValue(value));
            }
            return readServerZone(registry);
        };
        // Windows leaves what stood there before behind the null.
        const ServerZone left = zone(
            {stringValue(QStringLiteral("TimeZoneKeyName"),
                         QStringLiteral("Eastern Standard Time") + QChar(0) + QStringLiteral("ndard Time"))});
        QCOMPARE(left.zone.id(), QByteArray("America/New_York"));
        const ServerZone off =
            zone({stringValue(QStringLiteral("TimeZoneKeyName"), QStringLiteral("Eastern Standard Time")),
                  numberValue(QStringLiteral("DynamicDaylightTimeDisabled"), 1),
                  numberValue(QStringLiteral("Bias"), 300)});
        QCOMPARE(off.zone.offsetFromUtc(QDateTime(QDate(2021, 7, 1), QTime(0, 0), Qt::UTC)), -300 * 60);
        const ServerZone bias =
            zone({stringValue(QStringLiteral("TimeZoneKeyName"), QStringLiteral("Nowhere Time")),
                  numberValue(QStringLiteral("ActiveTimeBias"), static_cast<quint32>(-330))});
        QCOMPARE(bias.zone.offsetFromUtc(QDateTime(QDate(2021, 7, 1), QTime(0, 0), Qt::UTC)), 330 * 60);
        const ServerZone none = zone({numberValue(QStringLiteral("Bias"), 0x7fffffff)});
        QVERIFY(!none.zone.isValid());
        QVERIFY(!none.why.isEmpty());
    }

    void looksAtLooseFiles()
    {
        const RawTree tree;
        tree.file({"logs", "a';$(calc)&.aspx"}, "one");
        tree.file({"page.aspx"}, "two");
        const auto folder = openEvidence({tree.text(), true}, CancelToken());
        QVERIFY(folder);
        QVERIFY((*folder)->looseFiles);
        QCOMPARE((*folder)->target.kind, QStringLiteral("loose-files"));
        QVERIFY(!(*folder)->registry);
        QVERIFY(!(*folder)->registry.reason.isEmpty());
        QList<WindowsPath> seen;
        QList<WalkedFolder> troubles;
        const WalkRoot all{WindowsPath(), true};
        const auto visit = [&seen](FileEntry&& entry) {
            seen.append(entry.path);
            return true;
        };
        (*folder)->files->walk(std::span(&all, 1), CancelToken(), visit, troubles);
        QCOMPARE(seen.size(), 2);
        QCOMPARE((*folder)->files->folderState(WindowsPath(), {"a"}).state, ReadState::Read);

        const auto single = openEvidence({tree.text() + QStringLiteral("/page.aspx"), true}, CancelToken());
        QVERIFY(single);
        seen.clear();
        (*single)->files->walk(std::span(&all, 1), CancelToken(), visit, troubles);
        QCOMPARE(seen.size(), 1);
        QCOMPARE(seen.first().display(), QStringLiteral("page.aspx"));
        const QList<FileEntry> found = (*single)->files->find(WindowsPath(0, {"PAGE.aspx"}));
        QCOMPARE(found.size(), 1);
        QCOMPARE(*readWhole(*(*single)->files.part, found.first(), 10), QByteArray("two"));
    }
};

MAILMEND_TEST_CLASS(SourceHostTest)

#include "source_host_test.moc"
