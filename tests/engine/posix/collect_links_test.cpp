// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "engine/collected.h"
#include "engine/sample_scan.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QJsonArray>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** Its configuration serves C:\web beside what the small server serves, and has its logs in `logs`. */
void writeServer(const RawTree& tree, const QByteArray& logs)
{
    for (const auto& [name, content] : smallServer()) {
        tree.file(name.constData(), content);
    }
    QByteArray configuration = smallIisConfiguration();
    configuration.replace("%SITES%\\shop", "C:\\web");
    configuration.replace("%SystemDrive%\\WebLogs", logs);
    tree.file("Windows/System32/inetsrv/config/applicationHost.config", configuration);
}

/** Of a disk every file among the logs is counted, and only logs are collected. */
QString toldButForLogCounts(const ScanResult& result)
{
    QStringList lines = told(result);
    for (QString& line : lines) {
        line = line.startsWith(QStringLiteral("iis-logs")) ? line.section(u' ', 0, 1) : line;
    }
    return lines.join(u'\n');
}

/** Nothing is told of twice. */
QStringList twice(const QJsonObject& list)
{
    QStringList names;
    QSet<QString> seen;
    for (const QString& part : {QStringLiteral("files"), QStringLiteral("folders")}) {
        for (const QJsonValue& row : list.value(part).toArray()) {
            const QString name = part + u' ' + row[QStringLiteral("path")].toString().toLower();
            if (seen.contains(name)) {
                names.append(name);
            }
            seen.insert(name);
        }
    }
    return names;
}

} // namespace

/** Folders that links give several names: a collection has each under the name by which it is judged. */
class CollectLinksTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

private Q_SLOTS:
    void saysTheSameAsTheDisk_data()
    {
        QTest::addColumn<QByteArray>("link"); // below C:
        QTest::addColumn<QByteArray>("leadsTo");
        QTest::addColumn<QByteArray>("logs");
        QTest::addColumn<QString>("page");
        const QByteArray logs("C:\\WebLogs");
        const QString web = QStringLiteral("C:\\web\\aspnet_client\\x.aspx");
        const QString shop = QStringLiteral("C:\\inetpub\\wwwroot\\shop\\aspnet_client\\x.aspx");
        QTest::newRow("a served folder in a profile")
            << QByteArray("web") << QByteArray("C:\\Users\\svc\\site") << logs << web;
        QTest::newRow("below a served folder into a profile")
            << QByteArray("inetpub/wwwroot/shop") << QByteArray("C:\\Users\\svc\\site") << logs << shop;
        QTest::newRow("below a served folder into the logs")
            << QByteArray("inetpub/wwwroot/shop") << QByteArray("D:\\IIS\\sites\\shop")
            << QByteArray("D:\\IIS") << shop;
        QTest::newRow("a served folder in the logs")
            << QByteArray("web") << QByteArray("C:\\logs\\sites\\shop") << QByteArray("C:\\logs") << web;
        QTest::newRow("a served folder that is all profiles")
            << QByteArray("web") << QByteArray("C:\\Users") << logs
            << QStringLiteral("C:\\web\\svc\\aspnet_client\\x.aspx");
        QTest::newRow("a served folder on another drive")
            << QByteArray("web") << QByteArray("D:\\sites\\shop") << logs << web;
        QTest::newRow("a served folder below another")
            << QByteArray("web") << QByteArray("C:\\inetpub\\wwwroot\\shop") << logs << shop;
        QTest::newRow("logs in a profile")
            << QByteArray("web") << QByteArray("C:\\Users\\svc\\site") << QByteArray("C:\\Users\\svc") << web;
    }

    void saysTheSameAsTheDisk()
    {
        QFETCH(QByteArray, link);
        QFETCH(QByteArray, leadsTo);
        QFETCH(QByteArray, logs);
        QFETCH(QString, page);
        const RawTree tree;
        const RawTree data;
        writeServer(tree, logs);
        tree.file("Users/svc/NTUSER.DAT", "a profile");
        tree.file("logs/W3SVC1/u_ex210301.log", "a log");
        data.file("IIS/W3SVC1/u_ex210301.log", "a log");
        tree.link(link.split('/'), leadsTo);
        QString real = page;
        const QString linked = QStringLiteral("C:\\") + QString::fromLatin1(link).replace(u'/', u'\\');
        real = real.startsWith(linked) ? QString::fromLatin1(leadsTo) + real.mid(linked.size()) : real;
        (real.startsWith(u'D') ? data : tree)
            .file(real.mid(3).replace(u'\\', u'/').toLatin1().constData(), "<p>hello</p>");
        const QString target = QStringLiteral("C=%1,D=%2").arg(tree.text(), data.text());
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = newFile();
        const auto collected = collectInto(zip, **evidence, allChecks());
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        const ScanResult expected = scanOf(target);
        const auto found =
            std::count_if(expected.findings.begin(), expected.findings.end(),
                          [&page](const Finding& finding) { return finding.subject.path.display() == page; });
        QCOMPARE(found, 1);
        QCOMPARE(toldButForLogCounts(scanOf(zip)), toldButForLogCounts(expected));
        const QJsonObject list = listOf(zip);
        QCOMPARE(twice(list), QStringList());
        QVERIFY(!rowOf(list, page).isEmpty());
        QVERIFY(!rowOf(list, QStringLiteral("C:\\Users\\svc\\NTUSER.DAT")).isEmpty());
    }

    /** Each kind of files is collected under the name by which it is looked for. */
    void everyKindHasItsOwnName()
    {
        const RawTree tree;
        writeServer(tree, "C:\\logs");
        tree.file("Users/svc/NTUSER.DAT", "a profile");
        tree.file("Users/svc/logs/W3SVC1/u_ex210301.log", "a log");
        tree.file("Users/svc/logs/W3SVC1/notes.txt", "nobody asks");
        tree.file("inetpub/wwwroot/profile/NTUSER.DAT", "another");
        tree.link({"logs"}, "C:\\Users\\svc\\logs");
        tree.link({"Users", "bob"}, "C:\\inetpub\\wwwroot\\profile");
        tree.link({"web"}, "C:\\Users");
        const QString target = QStringLiteral("C=") + tree.text();
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = newFile();
        QVERIFY(collectInto(zip, **evidence, allChecks()));
        const QJsonObject list = listOf(zip);
        for (const char16_t* path :
             {u"C:\\logs\\W3SVC1\\u_ex210301.log", u"C:\\Users\\svc\\NTUSER.DAT",
              u"C:\\Users\\bob\\NTUSER.DAT", u"C:\\web\\svc\\NTUSER.DAT",
              u"C:\\web\\svc\\logs\\W3SVC1\\notes.txt", u"C:\\inetpub\\wwwroot\\profile\\NTUSER.DAT"}) {
            QVERIFY2(!rowOf(list, QString::fromUtf16(path)).isEmpty(), qPrintable(QString::fromUtf16(path)));
        }
        for (const char16_t* path :
             {u"C:\\logs\\W3SVC1\\notes.txt", u"C:\\Users\\svc\\logs\\W3SVC1\\notes.txt"}) {
            QVERIFY2(rowOf(list, QString::fromUtf16(path)).isEmpty(), qPrintable(QString::fromUtf16(path)));
        }
        QCOMPARE(twice(list), QStringList());
        QCOMPARE(toldButForLogCounts(scanOf(zip)), toldButForLogCounts(scanOf(target)));
    }

    /** IIS has one folder under two names, and one below it by the second: that is there by the first. */
    void aServedFolderBelowASecondName()
    {
        const RawTree tree;
        writeServer(tree, "C:\\WebLogs");
        QByteArray configuration = smallIisConfiguration();
        configuration.replace("%SITES%\\shop", "C:\\real")
            .replace("\\\\nas\\share", "C:\\second")
            .replace("%NOWHERE%\\lost", "C:\\second\\sub");
        tree.file("Windows/System32/inetsrv/config/applicationHost.config", configuration);
        tree.file("real/sub/aspnet_client/x.aspx", "<p>hello</p>");
        tree.link({"second"}, "C:\\real");
        const QString target = QStringLiteral("C=") + tree.text();
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = newFile();
        QVERIFY(collectInto(zip, **evidence, allChecks()));
        QCOMPARE(toldButForLogCounts(scanOf(zip)), toldButForLogCounts(scanOf(target)));
        const auto rows = listOf(zip).value(QStringLiteral("folders")).toArray();
        const auto sub = std::find_if(rows.begin(), rows.end(), [](const QJsonValue& row) {
            return row[QStringLiteral("path")].toString() == QStringLiteral("C:\\second\\sub");
        });
        QVERIFY(sub != rows.end());
        QCOMPARE((*sub)[QStringLiteral("state")].toString(), QStringLiteral("read"));
        QCOMPARE((*sub)[QStringLiteral("same_as")].toString(), QStringLiteral("C:\\real\\sub"));
    }
};

MAILMEND_TEST_CLASS(CollectLinksTest)

#include "collect_links_test.moc"
