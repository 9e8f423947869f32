// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/sample_scan.h"
#include "evidence/sample/sample.h"
#include "support/collections.h"
#include "support/registration.h"

#include <QTemporaryDir>

#include <algorithm>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** What decides about each finding, in a form that a failed test can print. */
QStringList sortedFindings(const ScanResult& result)
{
    QStringList list;
    for (const Finding& finding : result.findings) {
        list.append(finding.id + u' ' + QString::fromLatin1(toWord(finding.verdict)) + u' ' + finding.state +
                    u' ' + finding.subject.name);
    }
    list.sort();
    return list;
}

} // namespace

/**
 * The same server says the same, whichever way it is opened: carried in memory, as a collector's zip, as that
 * zip unpacked, and as a mounted disk.
 */
class SameAnswerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void sameFindingsFromEverySource_data();
    void sameFindingsFromEverySource();
    void sameFindingsFromEveryCollector_data();
    void sameFindingsFromEveryCollector();
    void logsAloneAreNoCleanServer();
    void sampleFindsItsThreePages();
    void sampleFindsItsAccount();
    void sampleIsReadInFull();
    void repairedHasNoneOfThem();
    void everyWordIsKnown();
};

void SameAnswerTest::sameFindingsFromEverySource_data()
{
    QTest::addColumn<bool>("repaired");
    QTest::newRow("found") << false;
    QTest::newRow("repaired") << true;
}

void SameAnswerTest::sameFindingsFromEverySource()
{
    QFETCH(bool, repaired);
    QTemporaryDir folder;
    const QString disk = folder.filePath(QStringLiteral("disk"));
    const QString zip = folder.filePath(QStringLiteral("server.zip"));
    const QString unpacked = folder.filePath(QStringLiteral("unpacked"));
    QVERIFY(writeSample(disk, repaired));
    QVERIFY(writeSample(zip, repaired));
    QVERIFY(writeUnpackedSample(unpacked, repaired));
    const ScanResult expected =
        scanOf(repaired ? QStringLiteral("sample:repaired") : QStringLiteral("sample:"));
    QVERIFY(!expected.findings.isEmpty());
    QCOMPARE(expected.targets.size(), 1);
    for (const QString& target :
         {zip, unpacked, disk + QStringLiteral("/C"), QStringLiteral("C=") + disk + QStringLiteral("/C")}) {
        const ScanResult result = scanOf(target);
        QCOMPARE(result.targets.size(), 1);
        QCOMPARE(result.targets.first().id, expected.targets.first().id);
        QCOMPARE(sortedFindings(result), sortedFindings(expected));
        QCOMPARE(exitStatus(result), exitStatus(expected));
        QCOMPARE(toWord(result.answers.exposed.answer), toWord(expected.answers.exposed.answer));
        QCOMPARE(toWord(result.answers.stillInside.answer), toWord(expected.answers.stillInside.answer));
    }
}

void SameAnswerTest::sameFindingsFromEveryCollector_data()
{
    sameFindingsFromEverySource_data();
}

/** KAPE and CyLR prove less than Velociraptor does; what they brought is judged in the same way. */
void SameAnswerTest::sameFindingsFromEveryCollector()
{
    QFETCH(bool, repaired);
    const ScanResult expected =
        scanOf(repaired ? QStringLiteral("sample:repaired") : QStringLiteral("sample:"));
    const QByteArray above = "uploads/auto/C%3A/";
    KapeParts kape;
    const QDateTime taken = expected.targets.first().takenAt;
    kape.stamp = taken.toString(QStringLiteral("yyyy-MM-ddTHH_mm_ss_0000000")).toLatin1();
    const Result<QList<MemoryMember>> sample = sampleCollection(repaired);
    QVERIFY(sample);
    for (const MemoryMember& member : *sample) {
        if (member.name.startsWith(above)) {
            kape.files.append({member.name.mid(above.size()), member.content});
        }
    }
    const QByteArray log =
        taken.toString(QStringLiteral("yyyy-MM-ddTHH:mm:ss")).toLatin1() + " [info] Collection complete.\n";
    const QTemporaryDir folder;
    const QString kapeZip = folder.filePath(QStringLiteral("kape.zip"));
    const QString kapeFolder = folder.filePath(QStringLiteral("kape"));
    const QString cylr = folder.filePath(QStringLiteral("EXAMPLE01.zip"));
    const QString own = folder.filePath(QStringLiteral("own.zip"));
    writeFile(kapeZip, makeZip(kapeCollection(kape)));
    writeFolder(kapeFolder, kapeCollection(kape));
    QList<ZipMember> cylrMembers = cylrCollection(kape.files, log);
    cylrMembers.last().name =
        "CyLR_Collection_Log_" + taken.toString(QStringLiteral("yyyy-MM-dd_HH-mm-ss")).toLatin1() + ".log";
    writeFile(cylr, makeZip(cylrMembers));
    writeFile(own, makeZip(mailmendCollectionOf(kape.files, taken)));
    for (const QString& target : {kapeZip, kapeFolder, cylr, own}) {
        const ScanResult result = scanOf(target);
        QCOMPARE(result.targets.size(), 1);
        QCOMPARE(result.targets.first().id, expected.targets.first().id);
        // That a setting is nowhere is shown by Mailmend's own list only: the others bring files, not proof.
        ScanResult shown = expected;
        if (target != own) {
            shown.findings.removeIf([](const Finding& finding) {
                return inEnglish(finding.title).contains(QStringLiteral("temporary fix"));
            });
        }
        QCOMPARE(sortedFindings(result).join(u'\n'), sortedFindings(shown).join(u'\n'));
        QVERIFY(result.answers.stillInside.answer != Answer::NoneFound);
        QVERIFY(result.answers.couldWeTell.answer == expected.answers.couldWeTell.answer);
    }
}

/** Files of which none can be a page never make "nothing found". */
void SameAnswerTest::logsAloneAreNoCleanServer()
{
    const QTemporaryDir folder;
    const QString log = folder.filePath(QStringLiteral("u_ex210303.log"));
    writeFile(log, "#Software: Microsoft Internet Information Services 10.0\r\n");
    QCOMPARE(exitStatus(scanOf(log)), 2);
    const QString page = folder.filePath(QStringLiteral("page.aspx"));
    writeFile(page, "<%@ Page Language=\"C#\" %><p>Opening hours</p>");
    QCOMPARE(exitStatus(scanOf(page)), 0);
}

void SameAnswerTest::sampleFindsItsThreePages()
{
    const ScanResult result = scanOf(QStringLiteral("sample:"));
    QStringList pages;
    for (const Finding& finding : result.findings) {
        if (finding.check == QStringLiteral("web-shells")) {
            QVERIFY2(finding.verdict == Verdict::NeedsAction, qPrintable(finding.subject.name));
            pages.append(QString::fromUtf8(finding.subject.path.name()));
        }
    }
    pages.sort();
    const QStringList expected{QStringLiteral("OutlookZH.aspx"), QStringLiteral("help.aspx"),
                               QStringLiteral("qzkvmwtr.aspx")};
    QCOMPARE(pages, expected);
    QCOMPARE(exitStatus(result), 1);
    QCOMPARE(toWord(result.answers.stillInside.answer), "yes");
    QCOMPARE(toWord(result.answers.exposed.answer), "yes");
    QCOMPARE(toWord(result.answers.entered.answer), "yes");
    QCOMPARE(toWord(result.answers.couldWeTell.answer), "partly");
}

/** The hidden one, and not the two that the office itself made: its emergency and its backup account. */
void SameAnswerTest::sampleFindsItsAccount()
{
    const QString sid = QStringLiteral("S-1-5-21-2718405377-1490067783-3355187021-1003");
    QList<Finding> accounts;
    for (const Finding& finding : scanOf(QStringLiteral("sample:")).findings) {
        if (finding.check == QStringLiteral("local-accounts")) {
            accounts.append(finding);
        }
    }
    QCOMPARE(accounts.size(), 1);
    QCOMPARE(accounts.first().subject.sid, sid);
    QCOMPARE(accounts.first().verdict, Verdict::NeedsAction);
    QCOMPARE(accounts.first().playbook, QStringLiteral("P10"));
    QCOMPARE(accounts.first().since, QDateTime(QDate(2021, 8, 21), QTime(2, 41, 52), Qt::UTC));
    QString facts;
    for (const Fact& fact : accounts.first().facts) {
        facts += inEnglish(fact.text) + u'\n';
    }
    QVERIFY2(facts.contains(sid) && facts.contains(QStringLiteral("6 logons")) &&
                 facts.contains(QStringLiteral("stood open to CVE-")),
             qPrintable(facts));
}

void SameAnswerTest::sampleIsReadInFull()
{
    // This version reads no logs, no tasks and no directory; there is no file list for this build; C:\root
    // and its like are not there on any healthy server, and a collector's silence about them proves nothing.
    // Velociraptor does not collect what hides beside the content of files.
    static const QStringList known{QStringLiteral("shipped-pages"), QStringLiteral("scheduled-tasks"),
                                   QStringLiteral("drop-folders"), QStringLiteral("directory"),
                                   QStringLiteral("hidden-streams")};
    QStringList odd;
    for (const CoverageEntry& row : scanOf(QStringLiteral("sample:")).coverage) {
        const bool log = row.source.endsWith(QStringLiteral("-logs"));
        if (log || row.source == QStringLiteral("scheduled-tasks")) {
            QCOMPARE(toWord(row.state), "skipped");
        }
        if (row.state != ReadState::Read && !log && !known.contains(row.source)) {
            odd.append(row.source + u' ' + QString::fromLatin1(toWord(row.state)) + u' ' +
                       inEnglish(row.reason));
        }
    }
    QCOMPARE(odd.join(u'\n'), QString());
}

void SameAnswerTest::repairedHasNoneOfThem()
{
    const ScanResult result = scanOf(QStringLiteral("sample:repaired"));
    for (const Finding& finding : result.findings) {
        QVERIFY2(finding.check == QStringLiteral("patch-level"), qPrintable(inEnglish(finding.title)));
    }
    QVERIFY(result.answers.stillInside.answer != Answer::Yes);
    const ScanResult found = scanOf(QStringLiteral("sample:"));
    const TargetInfo &later = result.targets.first(), &earlier = found.targets.first();
    QCOMPARE(later.id, earlier.id);
    Text why;
    QVERIFY(sameMachine(earlier.identity, later.identity, &why) == SameMachine::Yes);
    QVERIFY(isNewer(later, earlier) == Newer::Yes);
    QVERIFY(isNewer(earlier, later) == Newer::No);
}

void SameAnswerTest::everyWordIsKnown()
{
    const Knowledge& knowledge = builtInKnowledge();
    const ScanResult result = scanOf(QStringLiteral("sample:"));
    QVERIFY(!result.coverage.isEmpty());
    for (const CoverageEntry& row : result.coverage) {
        QVERIFY2(std::any_of(knowledge.sources.begin(), knowledge.sources.end(),
                             [&row](const SourceName& name) { return name.id == row.source; }),
                 qPrintable(row.source));
    }
    for (const Finding& finding : result.findings) {
        QVERIFY2(finding.playbook.isEmpty() || knowledge.playbook(finding.playbook) != nullptr,
                 qPrintable(finding.playbook));
    }
}

MAILMEND_TEST_CLASS(SameAnswerTest)
#include "same_answer_test.moc"
