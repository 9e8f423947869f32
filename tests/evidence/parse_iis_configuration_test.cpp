// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/iis_configuration.h"
#include "support/registration.h"

#include <QFile>
#include <QStringEncoder>

using namespace mailmend;

namespace {

const char kConfiguration[] = R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- <site name="in a comment" id="9"><application path="/old" /></site> -->
<configuration>
    <configSections>
        <sectionGroup name="system.applicationHost">
            <section name="sites" allowDefinition="AppHostOnly" overrideModeDefault="Deny" />
        </sectionGroup>
    </configSections>
    <configProtectedData>
        <providers><add name="AesProvider" sessionKey="AQIAAA5m&lt;==" /></providers>
    </configProtectedData>
    <location path="" overrideMode="Deny">
        <system.applicationHost>
            <applicationPools>
                <add name="MSExchangeOWAAppPool"><processModel identityType="LocalSystem" /></add>
                <add name="Intranet"><recycling /><processModel loadUserProfile="false" /></add>
                <add name="Plain" />
                <applicationPoolDefaults><processModel identityType="Custom" loadUserProfile="true" />
                </applicationPoolDefaults>
            </applicationPools>
            <log centralLogFileMode="Site">
                <centralBinaryLogFile enabled="true" directory="%SystemDrive%\inetpub\logs\LogFiles" />
                <centralW3CLogFile enabled="true" directory="%SYSTEMDRIVE%\inetpub\logs\LogFiles" />
            </log>
            <sites>
                <site name="Default Web Site" id="1" serverAutoStart="true">
                    <application path="/">
                        <virtualDirectory path="/" physicalPath="%SystemDrive%\inetpub\wwwroot" />
                        <virtualDirectory path="/scans" physicalPath="\\nas\scans" userName="x" password="y" />
                    </application>
                    <application path="/owa" applicationPool="MSExchangeOWAAppPool">
                        <virtualDirectory path="/" physicalPath="C:\Program Files\Exchange &amp; more\owa" />
                        <virtualDirectory path="/auth" physicalPath="" />
                    </application>
                    <bindings>
                        <binding protocol="http" bindingInformation="*:80:" />
                        <binding protocol="https" bindingInformation=":443:" sslFlags="0" />
                        <binding protocol="https" bindingInformation="127.0.0.1:443:" />
                    </bindings>
                    <somethingNew><application path="/not one" /><logFile directory="Z:\not" /></somethingNew>
                    <logFile logFormat="W3C" directory="D:\Logs\IIS" />
                </site>
                <site name="Exchange Back End" id="2">
                    <application path="/" />
                    <application path="/ecp" applicationPool="MSExchangeECPAppPool" />
                    <applicationDefaults applicationPool="BackEndPool" />
                    <logFile logExtFileFlags="Date, Time" />
                </site>
                <site name="Intranet &#x1F600;" id="3"><application path="/"/></site>
                <siteDefaults>
                    <logFile logFormat="W3C" directory="E:\AllLogs" />
                    <traceFailedRequestsLogging directory="%SystemDrive%\inetpub\logs\FailedReqLogFiles" />
                </siteDefaults>
                <applicationDefaults applicationPool="SharedPool" />
                <virtualDirectoryDefaults allowSubDirConfig="true" />
            </sites>
        </system.applicationHost>
    </location>
    <system.webServer>
        <globalModules configSource="modules.config" />
        <modules configSource="modules.config" />
    </system.webServer>
    <location path="Default Web Site/owa">
        <system.webServer><handlers configSource="handlers\owa.config" /></system.webServer>
    </location>
    <location path="Default Web Site">
        <location path="nested">
            <system.applicationHost><sites><site name="Not for the server" id="4" /></sites></system.applicationHost>
        </location>
    </location>
</configuration>
)";

/** Everything that was read, as one text to compare. */
QString told(const IisSettings& settings)
{
    QStringList lines;
    for (const IisSiteSetting& site : settings.sites) {
        lines.append(QStringList{site.name, site.id, site.logFolderText}.join(u'|'));
        for (const IisApplicationSetting& application : site.applications) {
            lines.append(QStringLiteral(" %1|%2").arg(application.path, application.applicationPool));
            for (const IisFolderSetting& folder : application.folders) {
                lines.append(QStringLiteral("  %1|%2").arg(folder.path, folder.physicalPathText));
            }
        }
    }
    for (const IisPoolSetting& pool : settings.pools) {
        lines.append(
            QStringList{QStringLiteral("pool"), pool.name, pool.identityType, pool.loadUserProfile}.join(
                u'|'));
    }
    lines.append(QStringLiteral("logs ") + settings.logFolderTexts.join(u'|'));
    lines.append(QStringLiteral("files ") + settings.otherFiles.join(u'|'));
    return lines.join(u'\n');
}

const QString kToldSettings = QStringLiteral(R"(Default Web Site|1|D:\Logs\IIS
 /|SharedPool
  /|%SystemDrive%\inetpub\wwwroot
  /scans|\\nas\scans
 /owa|MSExchangeOWAAppPool
  /|C:\Program Files\Exchange & more\owa
  /auth|
Exchange Back End|2|E:\AllLogs
 /|BackEndPool
 /ecp|MSExchangeECPAppPool
Intranet %1|3|E:\AllLogs
 /|SharedPool
pool|MSExchangeOWAAppPool|LocalSystem|true
pool|Intranet|Custom|false
pool|Plain|Custom|true
logs %SystemDrive%\inetpub\logs\LogFiles|D:\Logs\IIS|E:\AllLogs
files modules.config|handlers\owa.config)")
                                  .replace(QStringLiteral("%1"), QStringLiteral("\U0001f600"));

/** A configuration with this in the place of its sites. */
QByteArray withSites(const QByteArray& sites)
{
    return "<configuration><system.applicationHost><sites>" + sites +
           "</sites></system.applicationHost></configuration>";
}

qint64 lineOf(const Error& error)
{
    const Argument* line = error.text.argument("line");
    return line ? line->number : -1;
}

} // namespace

class ParseIisConfigurationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsSites();
    void readsTheSampleServer();
    void encodings();
    void ownDefaultsOfIis();
    void folderDefaults();
    void redirection_data();
    void redirection();
    void otherDocuments();
    void malformedNamesTheLine_data();
    void malformedNamesTheLine();
    void documentTypesAreRefused_data();
    void documentTypesAreRefused();
    void hostileShapes_data();
    void hostileShapes();
    void largeButOrdinary();
    void tooLarge();
    void everyTruncation();
    void everyByte();
};

void ParseIisConfigurationTest::readsSites()
{
    const auto settings = readIisSettings(kConfiguration);
    QVERIFY(settings);
    QCOMPARE(told(*settings), kToldSettings);
}

void ParseIisConfigurationTest::readsTheSampleServer()
{
    QFile file(QStringLiteral(MAILMEND_SOURCE_DIR "/resources/sample/files/applicationHost.config"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto settings = readIisSettings(file.readAll());
    QVERIFY(settings);
    QCOMPARE(settings->sites.size(), 2);
    QCOMPARE(settings->sites[0].name, QStringLiteral("Default Web Site"));
    QCOMPARE(settings->sites[1].name, QStringLiteral("Exchange Back End"));
    QVERIFY(settings->sites[0].applications.size() > 8);
    QCOMPARE(settings->sites[0].applications[0].applicationPool, QStringLiteral("DefaultAppPool"));
}

void ParseIisConfigurationTest::encodings()
{
    const QByteArray plain(kConfiguration);
    const QString text = QString::fromUtf8(plain).replace(QStringLiteral("UTF-8"), QStringLiteral("utf-16"));
    const QByteArray little =
        QByteArray::fromHex("fffe") + QByteArray(QStringEncoder(QStringEncoder::Utf16LE)(text));
    const QByteArray big =
        QByteArray::fromHex("feff") + QByteArray(QStringEncoder(QStringEncoder::Utf16BE)(text));
    QByteArray noDeclaration = plain;
    noDeclaration.remove(0, noDeclaration.indexOf('\n') + 1);
    for (const QByteArray& bytes : {QByteArray::fromHex("efbbbf") + plain, little, big, noDeclaration,
                                    QByteArray(plain).replace("\n", "\r\n")}) {
        const auto settings = readIisSettings(bytes);
        QVERIFY(settings);
        QCOMPARE(told(*settings), kToldSettings);
    }
}

void ParseIisConfigurationTest::ownDefaultsOfIis()
{
    const auto settings = readIisSettings(withSites("<site name='a' id='1'><application path='/'/></site>"));
    QVERIFY(settings);
    QCOMPARE(told(*settings), QStringLiteral("a|1|%SystemDrive%\\inetpub\\logs\\LogFiles\n /|DefaultAppPool\n"
                                             "logs %SystemDrive%\\inetpub\\logs\\LogFiles\nfiles "));
    const auto none = readIisSettings("<configuration/>");
    QVERIFY(none);
    QCOMPARE(told(*none), QStringLiteral("logs \nfiles "));
}

void ParseIisConfigurationTest::folderDefaults()
{
    const auto folder = [](const QByteArray& site, const QByteArray& all) {
        const auto settings = readIisSettings(withSites("<site>" + site + "</site>" + all));
        return settings ? settings->sites[0].applications[0].folders[0].physicalPathText : QString();
    };
    const QByteArray bare = "<application><virtualDirectory/></application>";
    const QByteArray all = "<virtualDirectoryDefaults physicalPath='D:\\all'/>";
    const QByteArray own = "<virtualDirectoryDefaults physicalPath='D:\\own'/>";
    QCOMPARE(folder(bare, {}), QString());
    QCOMPARE(folder(bare, all), QStringLiteral("D:\\all"));
    QCOMPARE(folder(bare + own, all), QStringLiteral("D:\\own"));
    QCOMPARE(folder("<application><virtualDirectory/>" + own + "</application>", all),
             QStringLiteral("D:\\own"));
    QCOMPARE(folder("<application><virtualDirectory physicalPath='E:'/></application>" + own, all),
             QStringLiteral("E:"));
}

void ParseIisConfigurationTest::redirection_data()
{
    QTest::addColumn<QByteArray>("element");
    QTest::addColumn<bool>("enabled");
    QTest::addColumn<QString>("path");
    QTest::newRow("none") << QByteArray() << false << QString();
    QTest::newRow("empty") << QByteArray("<configurationRedirection />") << false << QString();
    QTest::newRow("share") << QByteArray("<configurationRedirection enabled=\"true\" path=\"\\\\farm\\iis$\" "
                                         "userName=\"FARM\\iis\" password=\"[enc:x]\" />")
                           << true << QStringLiteral("\\\\farm\\iis$");
    QTest::newRow("variables")
        << QByteArray("<configurationRedirection enabled=\"True\" path=\"%ProgramData%\\iis\" />") << true
        << QStringLiteral("%ProgramData%\\iis");
    QTest::newRow("switched off") << QByteArray(
                                         "<configurationRedirection enabled=\"false\" path=\"D:\\iis\" />")
                                  << false << QStringLiteral("D:\\iis");
    QTest::newRow("comment") << QByteArray(
                                    "<!--<configurationRedirection enabled=\"true\" path=\"D:\\iis\" />-->")
                             << false << QString();
    QTest::newRow("deeper") << QByteArray(
                                   "<x><configurationRedirection enabled=\"true\" path=\"D:\\iis\" /></x>")
                            << false << QString();
}

void ParseIisConfigurationTest::redirection()
{
    QFETCH(QByteArray, element);
    QFETCH(bool, enabled);
    QFETCH(QString, path);
    const auto redirection = readIisRedirection(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n<configuration>\r\n<configSections><section "
        "name=\"configurationRedirection\" /></configSections>\r\n" +
        element + "</configuration>\r\n");
    QVERIFY(redirection);
    QCOMPARE(redirection->enabled, enabled);
    QCOMPARE(redirection->pathText, path);
}

void ParseIisConfigurationTest::otherDocuments()
{
    for (const QByteArray& bytes :
         {QByteArray("<html><body>x</body></html>"), QByteArray("<Configuration/>"), QByteArray("<a/>")}) {
        QCOMPARE(readIisSettings(bytes).error().kind, ErrorKind::Unsupported);
        QCOMPARE(readIisRedirection(bytes).error().kind, ErrorKind::Unsupported);
    }
}

void ParseIisConfigurationTest::malformedNamesTheLine_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("line");
    QTest::newRow("empty") << QByteArray() << qint64{1};
    QTest::newRow("no markup") << QByteArray("[sites]\nname=x\n") << qint64{1};
    QTest::newRow("wrong end") << QByteArray("<configuration>\n<a>\n</b></configuration>") << qint64{3};
    QTest::newRow("attribute twice") << QByteArray("<configuration>\n<a b='1' b='2'/></configuration>")
                                     << qint64{2};
    QTest::newRow("lone sign") << QByteArray("<configuration>\n<a b='1 & 2'/></configuration>") << qint64{2};
    QTest::newRow("unknown entity") << QByteArray("<configuration>\n\n&file;</configuration>") << qint64{3};
    QTest::newRow("no UTF-8: seen with the whole block, before its lines")
        << QByteArray("<configuration>\n<a b='\xff\xfe\xc0'/></configuration>") << qint64{1};
    QTest::newRow("zero bytes") << QByteArray("<configuration>\n") + QByteArray(4096, '\0') << qint64{2};
    QTest::newRow("more behind") << QByteArray("<configuration/>\n<configuration/>") << qint64{2};
    QTest::newRow("text behind") << QByteArray("<configuration/>\nx") << qint64{2};
    QTest::newRow("cut") << QByteArray("<configuration>\n<system.applicationHost>") << qint64{2};
}

void ParseIisConfigurationTest::malformedNamesTheLine()
{
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, line);
    const auto settings = readIisSettings(bytes);
    QVERIFY(!settings);
    QCOMPARE(settings.error().kind, ErrorKind::Damaged);
    QCOMPARE(lineOf(settings.error()), line);
    QCOMPARE(readIisRedirection(bytes).error().kind, ErrorKind::Damaged);
}

void ParseIisConfigurationTest::documentTypesAreRefused_data()
{
    QTest::addColumn<QByteArray>("type");
    QByteArray bomb("<!DOCTYPE configuration [<!ENTITY a0 \"aaaaaaaaaa\">");
    for (int level = 1; level < 30; ++level) {
        bomb += "<!ENTITY a" + QByteArray::number(level) + " \"" +
                ("&a" + QByteArray::number(level - 1) + ";").repeated(10) + "\">";
    }
    QTest::newRow("name only") << QByteArray("<!DOCTYPE configuration>");
    QTest::newRow("bomb") << bomb + "]>";
    QTest::newRow("file") << QByteArray(
        "<!DOCTYPE configuration [<!ENTITY a29 SYSTEM \"file:///etc/passwd\">]>");
    QTest::newRow("address") << QByteArray("<!DOCTYPE configuration SYSTEM \"http://127.0.0.1:9/x.dtd\">");
    QTest::newRow("circle") << QByteArray(
        "<!DOCTYPE configuration [<!ENTITY a29 \"&b;\"><!ENTITY b \"&a29;\">]>");
    QTest::newRow("defaults") << QByteArray(
        "<!DOCTYPE configuration [<!ATTLIST site name CDATA \"x\"><!ENTITY a29 \"y\">]>");
}

void ParseIisConfigurationTest::documentTypesAreRefused()
{
    QFETCH(QByteArray, type);
    for (const QByteArray& content :
         {QByteArray("<a/>"), QByteArray("<a b=\"&a29;\"/>"), QByteArray("&a29;")}) {
        const QByteArray bytes =
            "<?xml version=\"1.0\"?>\n" + type + "<configuration>" + content + "</configuration>";
        const auto settings = readIisSettings(bytes);
        QVERIFY(!settings);
        QCOMPARE(settings.error().kind, ErrorKind::Damaged);
        QCOMPARE(lineOf(settings.error()), 2);
        QCOMPARE(readIisRedirection(bytes).error().kind, ErrorKind::Damaged);
    }
}

void ParseIisConfigurationTest::hostileShapes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QByteArray attributes("<site");
    for (int index = 0; index < 5000; ++index) {
        attributes += " a" + QByteArray::number(index) + "=''";
    }
    QByteArray endless("<site");
    for (int index = 0; endless.size() < 8 << 20; ++index) {
        endless += " a" + QByteArray::number(index) + "=''";
    }
    QByteArray logs;
    for (int index = 0; index < 20'000; ++index) {
        logs += "<site><logFile directory='" + QByteArray::number(index) + "'/></site>";
    }
    QByteArray files;
    for (int index = 0; index < 20'000; ++index) {
        files += "<a configSource='" + QByteArray::number(index) + "'/>";
    }
    QTest::newRow("deep") << withSites(QByteArray("<a>").repeated(2'000'000));
    QTest::newRow("deep locations") << "<configuration>" + QByteArray("<location>").repeated(1'000'000);
    QTest::newRow("elements") << withSites(QByteArray("<a/>").repeated(1'000'001));
    QTest::newRow("sites") << withSites(QByteArray("<site/>").repeated(200'001));
    QTest::newRow("folders") << withSites("<site><application>" +
                                          QByteArray("<virtualDirectory/>").repeated(200'001) +
                                          "</application></site>");
    QTest::newRow("log folders") << withSites(logs);
    QTest::newRow("files") << withSites(files);
    QTest::newRow("attributes") << withSites(attributes + "/>");
    QTest::newRow("endless tag") << withSites(endless + "/>");
    QTest::newRow("endless value") << withSites("<site name='" + QByteArray(8 << 20, 'x') + "'/>");
    QTest::newRow("endless name") << withSites("<" + QByteArray(8 << 20, 'x') + "/>");
    QTest::newRow("endless comment") << withSites("<!--" + QByteArray(8 << 20, 'x') + "-->");
}

void ParseIisConfigurationTest::hostileShapes()
{
    QFETCH(QByteArray, bytes);
    const auto settings = readIisSettings(bytes);
    QVERIFY(!settings);
    QCOMPARE(settings.error().kind, ErrorKind::Damaged);
    QCOMPARE(lineOf(settings.error()), 1);
}

void ParseIisConfigurationTest::largeButOrdinary()
{
    // A host of many sites, with a long comment, long lines and long text between the elements.
    QByteArray sites("<!--" + QByteArray(100 << 10, '-').replace("--", "- ") + " -->");
    for (int index = 0; index < 5000; ++index) {
        const QByteArray number = QByteArray::number(index);
        sites += "<site name='s" + number + "' id='" + number +
                 "'><application path='/'><virtualDirectory path='/' physicalPath='D:\\w\\" + number +
                 "'/></application><logFile directory='D:\\l\\" + number + "'/></site>" +
                 QByteArray(200, ' ');
    }
    const auto settings = readIisSettings(withSites(sites));
    QVERIFY(settings);
    QCOMPARE(settings->sites.size(), 5000);
    QCOMPARE(settings->logFolderTexts.size(), 5000);
    QCOMPARE(settings->sites[4999].applications[0].folders[0].physicalPathText,
             QStringLiteral("D:\\w\\4999"));
}

void ParseIisConfigurationTest::tooLarge()
{
    const QByteArray bytes = "<configuration/>" + QByteArray(kIisSettingsBound, ' ');
    QCOMPARE(readIisSettings(bytes).error().kind, ErrorKind::TooLarge);
    QCOMPARE(readIisRedirection(bytes).error().kind, ErrorKind::TooLarge);
}

void ParseIisConfigurationTest::everyTruncation()
{
    const QByteArray whole(kConfiguration);
    for (qsizetype size = 0; size < whole.trimmed().size(); ++size) {
        const auto settings = readIisSettings(QByteArray(whole.constData(), size));
        QVERIFY(!settings);
        QCOMPARE(settings.error().kind, ErrorKind::Damaged);
    }
    const QByteArray wide =
        QByteArray::fromHex("fffe") +
        QByteArray(QStringEncoder(QStringEncoder::Utf16LE)(QString::fromUtf8(whole.trimmed())));
    for (qsizetype size = 0; size < wide.size() - 1; ++size) {
        QVERIFY(!readIisSettings(QByteArray(wide.constData(), size)));
    }
}

void ParseIisConfigurationTest::everyByte()
{
    const QByteArray whole(kConfiguration);
    int damaged = 0;
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (const int change : {0xff, 0x80, 0x01}) {
            QByteArray bytes = whole;
            bytes[at] = static_cast<char>(bytes[at] ^ change);
            const auto settings = readIisSettings(bytes);
            if (settings) {
                QVERIFY(settings->sites.size() <= 4);
            } else {
                ++damaged;
                QVERIFY(settings.error().kind == ErrorKind::Damaged ||
                        settings.error().kind == ErrorKind::Unsupported);
                QVERIFY(lineOf(settings.error()) <= whole.count('\n') + 1);
            }
        }
    }
    // A byte that is no UTF-8 is never taken for text.
    QVERIFY(damaged >= whole.size());
}

MAILMEND_TEST_CLASS(ParseIisConfigurationTest)
#include "parse_iis_configuration_test.moc"
