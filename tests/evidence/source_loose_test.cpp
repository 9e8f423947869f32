// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "builder/pe_writer.h"
#include "evidence/evidence.h"
#include "evidence/loose/content_kind.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"
#include "support/zip_builder.h"

#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QByteArray iisLog = "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n"
                          "#Fields: date time s-ip cs-method\r\n2021-03-03 04:00:00 10.0.0.1 GET\r\n";
const QByteArray proxyLog = "DateTime,RequestId,MajorVersion\r\n#Software: Microsoft Exchange Server\r\n"
                            "#Version: 15.01.2375.007\r\n#Log-type: HttpProxy Logs\r\n"
                            "#Fields: DateTime,RequestId\r\n";

QByteArray program()
{
    sample::PeVersion version;
    version.file = version.product = {15, 1, 2507, 6};
    version.strings = {{QStringLiteral("OriginalFilename"), QStringLiteral("ExSetup.exe")}};
    return sample::writePe(version, {});
}

QByteArray wide(const QByteArray& text)
{
    QByteArray out("\xFF\xFE");
    for (const char c : text) {
        out.append(c).append('\0');
    }
    return out;
}

QStringList rows(const Evidence& evidence)
{
    QStringList list;
    for (const CoverageEntry& entry : evidence.coverage) {
        list.append(QStringLiteral("%1 %2 %3")
                        .arg(entry.source, QLatin1String(toWord(entry.state)))
                        .arg(entry.files));
    }
    list.sort();
    return list;
}

QString factText(const Evidence& evidence, const char* key)
{
    for (const HostFact& one : evidence.target.facts) {
        if (one.key == QLatin1String(key)) {
            return one.value;
        }
    }
    return QStringLiteral("none");
}

} // namespace

class SourceLooseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void contentDecides_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("kind");
        const auto add = [](const char* name, const QByteArray& head, ContentKind kind) {
            QTest::newRow(name) << head << static_cast<int>(kind);
        };
        add("empty", {}, ContentKind::Text);
        add("page", "<%@ Page Language=\"C#\" %>", ContentKind::Text);
        add("IIS log", iisLog, ContentKind::IisLog);
        add("HttpProxy log", proxyLog, ContentKind::HttpProxyLog);
        add("words about a log", "notes\nmore\n" + iisLog, ContentKind::Text);
        add("transport log", "#Software: Microsoft Exchange Server\r\n#Log-type: Agent Log\r\n",
            ContentKind::Text);
        add("events", QByteArray("ElfFile\0\0\0", 10), ContentKind::EventLog);
        add("almost events", "ElfFile and more", ContentKind::Text);
        add("hive", QByteArray("regf\1\0", 6), ContentKind::Hive);
        add("program", QByteArray("MZ\x90\0", 4), ContentKind::Program);
        add("zip", "PK\3\4", ContentKind::Zip);
        add("image", QByteArray("vhdxfile\0\0", 10), ContentKind::Other);
        add("web.config", "\xEF\xBB\xBF<?xml version=\"1.0\"?>\n<!-- <a> -->\n<configuration>",
            ContentKind::IisConfiguration);
        add("other XML", "<?xml version=\"1.0\"?><configurations>", ContentKind::Text);
        add("task",
            wide("<?xml version=\"1.0\"?><Task version=\"1.2\" "
                 "xmlns=\"http://schemas.microsoft.com/windows/2004/02/mit/task\">"),
            ContentKind::Task);
        add("other task", "<task>wash</task>", ContentKind::Text);
        add("open comment", "<!-- <configuration>", ContentKind::Text);
    }

    void contentDecides()
    {
        QFETCH(QByteArray, head);
        QFETCH(int, kind);
        QCOMPARE(static_cast<int>(contentKindOf(head)), kind);
        for (qsizetype at = 0; at < head.size(); ++at) { // any bytes end
            QByteArray other = head;
            other[at] = static_cast<char>(other.at(at) ^ 0x40);
            contentKindOf(other);
            contentKindOf(head.first(at));
        }
    }

    void kindsAreListedAndNoServerIsClaimed()
    {
        const RawTree tree;
        tree.file("logs/proxy.txt", proxyLog);
        tree.file("logs/u_ex.log", iisLog);
        tree.file("a/Security.bin", QByteArray("ElfFile\0\0\0", 10));
        tree.file("page.aspx", "<%@ Page %>");
        tree.file("web.config", "<configuration/>");
        for (const auto& [path, content] : smallServer()) {
            if (path.contains("/config/S")) {
                tree.file(QByteArray("hives/" + path.mid(path.lastIndexOf('/') + 1) + ".copy").constData(),
                          content);
            }
        }
        tree.file("hives/broken", "regf" + QByteArray(100, 'x'));
        tree.file("bin/renamed.tmp", program());
        tree.file("bin/ExSetup.exe", "MZ and nothing more");
        const auto opened = openEvidence({tree.text(), true}, CancelToken());
        QVERIFY(opened);
        const Evidence& evidence = **opened;
        QCOMPARE(
            rows(evidence),
            (QStringList{QStringLiteral("event-logs skipped 1"), QStringLiteral("exchange-binaries read 1"),
                         QStringLiteral("httpproxy-logs skipped 1"),
                         QStringLiteral("iis-configuration skipped 1"), QStringLiteral("iis-logs skipped 1"),
                         QStringLiteral("registry-sam read 1"), QStringLiteral("registry-software read 1"),
                         QStringLiteral("registry-system read 1")}));
        QCOMPARE(factText(evidence, "file-name"), QStringLiteral("BIRCH-EX01"));
        QCOMPARE(factText(evidence, "file-exchange-program"), QStringLiteral("15.1.2507.6"));
        QVERIFY(factText(evidence, "file-exchange-build") != QStringLiteral("none"));
        QCOMPARE(factText(evidence, "name"), QStringLiteral("none"));
        QVERIFY(evidence.target.host.isEmpty());
        QVERIFY(evidence.target.identity.machineSid.isEmpty());
        QVERIFY(!evidence.target.takenAt.isValid());
        QVERIFY(!evidence.registry && !evidence.exchange && !evidence.iis);
        for (const HostFact& one : evidence.target.facts) {
            QVERIFY(inEnglish(one.label).contains(QStringLiteral("by the file")));
            QVERIFY(inEnglish(one.source).contains(QStringLiteral(", in ")));
        }
    }

    void theSameInAZip()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("files.zip"));
        QList<ZipMember> members{{"u_ex.log", iisLog, true}};
        for (const auto& [name, content] : smallServer()) {
            members.append(ZipMember{.name = "x/" + name, .content = content, .deflate = true});
        }
        writeFile(path, makeZip(members));
        const auto opened = openEvidence({path, true}, CancelToken());
        QVERIFY(opened);
        QCOMPARE(factText(**opened, "file-name"), QStringLiteral("BIRCH-EX01"));
        QVERIFY(rows(**opened).contains(QStringLiteral("iis-logs skipped 1")));
    }

    /** `check` takes a single file as it is; what is an archive or an image is no page. */
    void singleFilesCanBeChecked()
    {
        const RawTree tree;
        const auto check = [&tree](const char* name, const QByteArray& content) {
            tree.file(name, content);
            return openEvidence({tree.text() + QLatin1Char('/') + QString::fromUtf8(name), false},
                                CancelToken());
        };
        const auto page = check("page.aspx", "<%@ Page %>");
        QVERIFY(page);
        QVERIFY((*page)->looseFiles);
        QCOMPARE((*page)->target.kind, QStringLiteral("loose-files"));
        QCOMPARE((*page)->files->find(WindowsPath(0, {"page.aspx"})).size(), 1);
        const auto hive = check("SYSTEM", smallServer().at(1).second);
        QVERIFY(hive);
        QCOMPARE(factText(**hive, "file-name"), QStringLiteral("BIRCH-EX01"));
        QVERIFY(!check("disk.vhdx", QByteArray("vhdxfile\0\0", 10)));
        QVERIFY(!check("cut.zip", "this was a zip"));
        const auto zipped = check("renamed.bin", makeZip({{"holiday.jpg", "x"}}));
        QVERIFY(!zipped); // a collection without a layout
        QCOMPARE(zipped.error().kind, ErrorKind::Unsupported);
    }
};

MAILMEND_TEST_CLASS(SourceLooseTest)

#include "source_loose_test.moc"
