// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_story.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

enum class Copy { None, Of2nd, Of7th, OfNobodyKnows };

/** The page as only a copy of the disk shows it, which is older than the look. */
Finding copiedPage(Copy copy, char content = 'a')
{
    Finding found = page(Page);
    found.state = QStringLiteral("sha256:") + QString(64, QLatin1Char(content));
    if (copy != Copy::None) {
        const int day = copy == Copy::Of2nd ? 2 : 7;
        found.olderCopy = OlderCopy{copy == Copy::OfNobodyKnows ? QDateTime() : serverOn(day).takenAt};
    }
    return found;
}

/** A look that could not read the page as it is. */
ScanResult heldOn(int day, const Finding& found)
{
    ScanResult scan = scanOf(serverOn(day), {found});
    scan.checks.first().unread.append(unreadOf("web-roots"));
    return scan;
}

Event fixedOn(int day, const char* state)
{
    return events::findingRechecked(page(Page).id, toWord(FindingStatus::Fixed),
                                    verbatim(QStringLiteral("Proven.")), serverOn(day), {},
                                    QString::fromLatin1(state));
}

QString reasonIn(const CaseView& view)
{
    return inEnglish(view.finding(page(Page).id)->statusReason);
}

} // namespace

/** Of a page that another program holds, all that a look shows may be an older copy of the disk. */
class OlderCopyTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void afterARepair_data()
    {
        QTest::addColumn<Copy>("copy");
        QTest::addColumn<QByteArray>("replacement");
        QTest::addColumn<FindingStatus>("status");
        QTest::addColumn<QString>("word");
        QTest::newRow("a harmless page took its place; the copy is from before")
            << Copy::Of2nd << QByteArray("sha256:bb") << FindingStatus::Fixed
            << QStringLiteral("does not undo the repair");
        QTest::newRow("it was gone; the copy is from before, and a file is there now")
            << Copy::Of2nd << QByteArray() << FindingStatus::CannotTell
            << QStringLiteral("What the file holds now is not known");
        QTest::newRow("the copy is from after, replaced")
            << Copy::Of7th << QByteArray("sha256:bb") << FindingStatus::NotFixedYet
            << QStringLiteral("there again");
        QTest::newRow("the copy is from after, gone")
            << Copy::Of7th << QByteArray() << FindingStatus::NotFixedYet << QStringLiteral("there again");
        QTest::newRow("nobody knows of when the copy is, replaced")
            << Copy::OfNobodyKnows << QByteArray("sha256:bb") << FindingStatus::CannotTell
            << QStringLiteral("Nothing shows whether that copy is from before");
        QTest::newRow("nobody knows of when the copy is, gone")
            << Copy::OfNobodyKnows << QByteArray() << FindingStatus::CannotTell
            << QStringLiteral("Nothing shows whether that copy is from before");
        QTest::newRow("no copy: it is there") << Copy::None << QByteArray("sha256:bb")
                                              << FindingStatus::NotFixedYet << QStringLiteral("there again");
    }

    void afterARepair()
    {
        QFETCH(Copy, copy);
        QFETCH(QByteArray, replacement);
        QFETCH(FindingStatus, status);
        QFETCH(QString, word);
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).add(events::stepDone(quarantine(), Ana));
        story.add(fixedOn(5, replacement.constData()));
        story.add(events::stepVerified(quarantine(), toWord(StepStatus::Verified),
                                       verbatim(QStringLiteral("Proven.")), Ana));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        story.scan(heldOn(9, copiedPage(copy)));
        QCOMPARE(statusOf(story.view(), page(Page)), status);
        QVERIFY2(reasonIn(story.view()).contains(word), qPrintable(reasonIn(story.view())));
        QCOMPARE(story.view().step(quarantine())->status,
                 status == FindingStatus::Fixed        ? StepStatus::Verified
                 : status == FindingStatus::CannotTell ? StepStatus::CannotTell
                                                       : StepStatus::NotVerified);
        // What was collected before that look tells nothing of the file that was held in it.
        story.scan(scanOf(serverOn(8), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), status);
        // Let go and harmless: nothing of it stays.
        story.scan(scanOf(serverOn(11), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        QVERIFY2(!reasonIn(story.view()).contains(QStringLiteral("copy")),
                 qPrintable(reasonIn(story.view())));
        // Let go and bad: it came back.
        story.scan(scanOf(serverOn(12), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::NotFixedYet);
    }

    void theReasonNamesTheCopyAndWhatWasProven()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).add(fixedOn(5, "sha256:bb"));
        story.scan(heldOn(9, copiedPage(Copy::Of2nd))).scan(heldOn(10, copiedPage(Copy::Of2nd)));
        const QString reason = reasonIn(story.view());
        QVERIFY2(reason.startsWith(QStringLiteral("Proven. ")), qPrintable(reason));
        QVERIFY2(reason.contains(QStringLiteral("of 2 November 2026")), qPrintable(reason));
        QVERIFY2(reason.contains(QStringLiteral("On 10 November 2026")), qPrintable(reason));
        QCOMPARE(reason.count(QStringLiteral("older copy")), 1);
        QVERIFY2(reason.contains(QStringLiteral("Your technician can remove it")), qPrintable(reason));
    }

    /** What could not be told after a proof, and is then seen as it is, has come back. */
    void seenAfterItCouldNotBeTold()
    {
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).add(fixedOn(5, ""));
        story.scan(heldOn(9, copiedPage(Copy::Of2nd))).scan(scanOf(serverOn(10), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::NotFixedYet);
    }

    /** Somebody had it there. */
    void foundOnlyInACopy()
    {
        Story story;
        story.scan(heldOn(9, copiedPage(Copy::Of2nd)));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Open);
        QVERIFY(story.view().step(quarantine()));
        story.scan(scanOf(serverOn(11), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
    }

    void aStepThatWasDone_data()
    {
        QTest::addColumn<QDateTime>("made");
        QTest::addColumn<bool>("isCopy");
        QTest::addColumn<StepStatus>("status");
        // The story's events are of 22 November, 9 o'clock and some minutes.
        const QDateTime repair(QDate(2026, 11, 22), QTime(9, 0), Qt::UTC);
        QTest::newRow("seen as it is") << QDateTime() << false << StepStatus::NotVerified;
        QTest::newRow("a copy from before it was found")
            << serverOn(1).takenAt.addDays(-1) << true << StepStatus::MarkedDone;
        QTest::newRow("a copy from before it was done")
            << repair.addDays(-1) << true << StepStatus::MarkedDone;
        QTest::newRow("a copy from after it was done")
            << repair.addSecs(3600) << true << StepStatus::NotVerified;
        QTest::newRow("a copy of nobody knows when") << QDateTime() << true << StepStatus::MarkedDone;
    }

    void aStepThatWasDone()
    {
        QFETCH(QDateTime, made);
        QFETCH(bool, isCopy);
        QFETCH(StepStatus, status);
        Story story;
        story.scan(scanOf(serverOn(1), {page(Page)})).add(events::stepDone(quarantine(), Ana));
        Finding now = page(Page);
        if (isCopy) {
            now.olderCopy = OlderCopy{made};
        }
        story.scan(heldOn(25, now));
        QCOMPARE(story.view().step(quarantine())->status, status);
        QCOMPARE(statusOf(story.view(), page(Page)),
                 status == StepStatus::NotVerified ? FindingStatus::NotFixedYet : FindingStatus::Open);
    }

    void openStaysOpenAndSaysWhy()
    {
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)})).scan(heldOn(9, copiedPage(Copy::Of2nd, 'c')));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Open);
        QCOMPARE(story.view().finding(page(Page).id)->finding.state, page(Page).state);
        QVERIFY(reasonIn(story.view()).contains(QStringLiteral("older copy")));
        story.scan(scanOf(serverOn(11), {page(Page)}));
        QVERIFY(reasonIn(story.view()).isEmpty());
    }

    void evidenceFromBeforeItWasHeld_data()
    {
        QTest::addColumn<Copy>("copy");
        QTest::newRow("the copy is from before") << Copy::Of2nd;
        QTest::newRow("nobody knows of when the copy is") << Copy::OfNobodyKnows;
    }

    /** A collection of the 7th without the page says nothing of the file that was held on the 9th. */
    void evidenceFromBeforeItWasHeld()
    {
        QFETCH(Copy, copy);
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)})).scan(heldOn(9, copiedPage(copy)));
        story.scan(scanOf(serverOn(7), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Open);
        story.scan(scanOf(serverOn(10), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
    }

    void acceptance_data()
    {
        QTest::addColumn<Copy>("copy");
        QTest::addColumn<FindingStatus>("status");
        QTest::newRow("the copy has what was there before") << Copy::Of2nd << FindingStatus::Accepted;
        QTest::newRow("the copy has what came later") << Copy::Of7th << FindingStatus::Open;
        QTest::newRow("nobody knows") << Copy::OfNobodyKnows << FindingStatus::Open;
    }

    /** Another state than the accepted one reopens it, unless it is known to be from before. */
    void acceptance()
    {
        QFETCH(Copy, copy);
        QFETCH(FindingStatus, status);
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)}));
        story.add(events::findingAccepted(page(Page), QStringLiteral("ours"), QDate(2026, 12, 31), Ana));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Accepted);
        story.scan(heldOn(9, copiedPage(copy, 'c')));
        QCOMPARE(statusOf(story.view(), page(Page)), status);
    }
};

MAILMEND_TEST_CLASS(OlderCopyTest)
#include "older_copy_test.moc"
