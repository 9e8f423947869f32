// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "checks/registry.h"
#include "engine/collected.h"
#include "engine/recheck.h"
#include "engine/sample_scan.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"
#include "support/small_server.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr const char* marker = "the birch knows";

ScanResult scanWithRule(const QString& target, const QString& rules)
{
    ScanRequest request;
    request.targets = {TargetSpec{target, false}};
    request.ruleFolders = {rules};
    auto result = runScan(request, builtInKnowledge(), sampleClock(), CancelToken(), ScanListener());
    if (!result) {
        qFatal("%s", qPrintable(logLine(result.error())));
    }
    return *std::move(result);
}

QStringList filesFound(const ScanResult& result)
{
    QStringList paths;
    for (const Finding& finding : result.findings) {
        if (finding.subject.kind == SubjectKind::File) {
            paths.append(finding.subject.path.display());
        }
    }
    paths.sort();
    return paths;
}

CoverageEntry rowOfSource(const ScanResult& result, const QString& source)
{
    for (const CoverageEntry& row : result.coverage) {
        if (row.source == source) {
            return row;
        }
    }
    return {};
}

} // namespace

/** A folder that the web server serves is looked at as such, though it lies where intruders leave files,
 * where programs are not searched. */
class ServedLinksTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    RawTree m_rules;
    int m_number = 0;

    /** A small server that also serves `served`, in which a program and a page hold what the rule knows. */
    static void writeServer(const RawTree& tree, const QByteArray& served, const QByteArray& real)
    {
        for (const auto& [name, content] : smallServer()) {
            tree.file(name.constData(), content);
        }
        QByteArray configuration = smallIisConfiguration();
        configuration.replace("%SITES%\\shop", served);
        tree.file("Windows/System32/inetsrv/config/applicationHost.config", configuration);
        tree.file((real + "/bin/a.dll").constData(), QByteArray("MZ ") + marker);
        tree.file((real + "/x.aspx").constData(), marker);
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_rules.file("own.yar", QByteArray("rule own { strings: $a = \"") + marker + "\" condition: $a }");
    }

    void isLookedAtAsServed_data()
    {
        QTest::addColumn<QByteArray>("link");
        QTest::addColumn<QByteArray>("leadsTo");
        QTest::addColumn<QByteArray>("served");
        QTest::addColumn<QByteArray>("real"); // where the files are
        QTest::addColumn<QStringList>("found");
        const auto both = [](const QString& folder) {
            return QStringList{folder + QStringLiteral("\\bin\\a.dll"), folder + QStringLiteral("\\x.aspx")};
        };
        QTest::newRow("a link to a drop folder")
            << QByteArray("web") << QByteArray("C:\\ProgramData\\site") << QByteArray("C:\\web")
            << QByteArray("ProgramData/site") << both(QStringLiteral("C:\\web"));
        QTest::newRow("a link to a whole drop folder")
            << QByteArray("web") << QByteArray("C:\\ProgramData") << QByteArray("C:\\web")
            << QByteArray("ProgramData") << both(QStringLiteral("C:\\web"));
        QTest::newRow("below a served folder")
            << QByteArray("inetpub/wwwroot/shop") << QByteArray("C:\\Users\\Public\\shop")
            << QByteArray("C:\\web") << QByteArray("Users/Public/shop")
            << both(QStringLiteral("C:\\inetpub\\wwwroot\\shop"));
        QTest::newRow("a drop folder leads into a served one")
            << QByteArray("ProgramData/x") << QByteArray("C:\\inetpub\\wwwroot\\shop")
            << QByteArray("C:\\web") << QByteArray("inetpub/wwwroot/shop")
            << both(QStringLiteral("C:\\inetpub\\wwwroot\\shop"));
        QTest::newRow("served in a drop folder")
            << QByteArray() << QByteArray() << QByteArray("C:\\ProgramData\\site")
            << QByteArray("ProgramData/site") << both(QStringLiteral("C:\\ProgramData\\site"));
        QTest::newRow("a drop folder is served")
            << QByteArray() << QByteArray() << QByteArray("C:\\Users\\Public") << QByteArray("Users/Public")
            << both(QStringLiteral("C:\\Users\\Public"));
        QTest::newRow("a drop folder lies in a served one")
            << QByteArray() << QByteArray() << QByteArray("C:\\Users") << QByteArray("Users/Public")
            << both(QStringLiteral("C:\\Users\\Public"));
        QTest::newRow("a drop folder as ever")
            << QByteArray() << QByteArray() << QByteArray("C:\\web") << QByteArray("ProgramData/site")
            << QStringList{QStringLiteral("C:\\ProgramData\\site\\x.aspx")};
    }

    void isLookedAtAsServed()
    {
        QFETCH(QByteArray, link);
        QFETCH(QByteArray, leadsTo);
        QFETCH(QByteArray, served);
        QFETCH(QByteArray, real);
        QFETCH(QStringList, found);
        const RawTree tree;
        writeServer(tree, served, real);
        if (!link.isEmpty()) {
            tree.link(link.split('/'), leadsTo);
        }
        const QString target = QStringLiteral("C=") + tree.text();
        const ScanResult disk = scanWithRule(target, m_rules.text());
        QCOMPARE(filesFound(disk), found);
        QCOMPARE(rowOfSource(disk, QStringLiteral("drop-folders")).state, ReadState::Read);
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number));
        QVERIFY(collectInto(zip, **evidence, allChecks()));
        QCOMPARE(told(scanWithRule(zip, m_rules.text())).join(u'\n'), told(disk).join(u'\n'));
    }

    /** A page that a collection has under another name is not gone. */
    void aSecondNameIsNoProof()
    {
        const RawTree tree;
        writeServer(tree, "C:\\web", "ProgramData/site");
        tree.file("ProgramData/site/x.aspx", "GIF89a");
        tree.file("ProgramData/site/below/y.aspx", "GIF89a");
        const QString target = QStringLiteral("C=") + tree.text();
        const ScanResult first = scanOf(target);
        QCOMPARE(filesFound(first), (QStringList{QStringLiteral("C:\\ProgramData\\site\\below\\y.aspx"),
                                                 QStringLiteral("C:\\ProgramData\\site\\x.aspx")}));
        QList<Event> events = events::scanned(first, {});
        for (qsizetype i = 0; i < events.size(); ++i) {
            events[i].number = i + 1;
        }
        const CaseView view = *viewCase(events, builtInKnowledge(), sampleClock()());
        RecheckRequest request;
        for (const Finding& finding : first.findings) {
            if (finding.subject.kind == SubjectKind::File) {
                request.findings.append(finding.id);
            }
        }

        tree.link({"web"}, "C:\\ProgramData\\site");
        SmallRegistry later = smallRegistry();
        later.system.at(QStringLiteral("ControlSet002\\Control\\Session Manager\\Environment")).time =
            smallServerTime().addDays(3);
        for (const auto& [name, content] : smallServer(later)) {
            if (name.endsWith("SYSTEM")) {
                tree.file(name.constData(), content);
            }
        }
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number));
        QVERIFY(collectInto(zip, **evidence, allChecks()));
        QCOMPARE(filesFound(scanOf(zip)),
                 (QStringList{QStringLiteral("C:\\web\\below\\y.aspx"), QStringLiteral("C:\\web\\x.aspx")}));
        request.with = {{zip, false}};
        const auto fromZip = recheck(view, request, builtInKnowledge(), sampleClock(), {}, {});
        QVERIFY(fromZip);
        QCOMPARE(fromZip->findings.size(), 2);
        for (const Rechecked& one : fromZip->findings) {
            QCOMPARE(one.status, FindingStatus::CannotTell);
            QVERIFY2(inEnglish(one.reason).contains(QStringLiteral("C:\\web")),
                     qPrintable(inEnglish(one.reason)));
        }
        request.with = {{target, false}};
        const auto fromDisk = recheck(view, request, builtInKnowledge(), sampleClock(), {}, {});
        QVERIFY(fromDisk);
        QCOMPARE(fromDisk->findings.size(), 2);
        for (const Rechecked& one : fromDisk->findings) {
            QCOMPARE(one.status, FindingStatus::NotFixedYet);
        }
    }

    /** What could not be read of the served folder was not read of the drop folder either. */
    void theDropFoldersRowStaysTrue()
    {
        const RawTree tree;
        writeServer(tree, "C:\\web", "ProgramData/site");
        tree.pipe({"ProgramData", "site", "below", "pipe.aspx"});
        tree.link({"web"}, "C:\\ProgramData\\site");
        const QString target = QStringLiteral("C=") + tree.text();
        const ScanResult disk = scanWithRule(target, m_rules.text());
        for (const QString& source : {QStringLiteral("web-roots"), QStringLiteral("drop-folders")}) {
            QCOMPARE(rowOfSource(disk, source).state, ReadState::Partly);
        }
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number));
        QVERIFY(collectInto(zip, **evidence, allChecks()));
        QCOMPARE(told(scanWithRule(zip, m_rules.text())).join(u'\n'), told(disk).join(u'\n'));
    }
};

MAILMEND_TEST_CLASS(ServedLinksTest)

#include "served_links_test.moc"
