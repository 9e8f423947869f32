// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_story.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

enum class Vain { Recheck, Scan, StoppedScan };

/** A look on the 9th by which nobody could tell. */
void lookInVain(Story& story, Vain how)
{
    if (how == Vain::Recheck) {
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::CannotTell),
                                           verbatim(QStringLiteral("Another program held it open.")),
                                           serverOn(9), {}));
        return;
    }
    ScanResult scan = scanOf(serverOn(9), {});
    scan.cancelled = how == Vain::StoppedScan;
    if (how == Vain::Scan) {
        scan.checks.first().unread.append(unreadOf("web-roots"));
    }
    story.scan(scan);
}

} // namespace

/** Evidence from before a look by which nobody could tell clears nothing: the page may have come back since.
 */
class DoubtTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void olderEvidenceClearsNothing_data()
    {
        QTest::addColumn<Vain>("how");
        QTest::addColumn<int>("day");
        QTest::addColumn<FindingStatus>("status");
        const auto rows = [](const char* name, Vain how) {
            const auto row = [&](const char* when, int day, FindingStatus status) {
                QTest::newRow((QByteArray(name) + ", then " + when).constData()) << how << day << status;
            };
            row("older evidence", 7, FindingStatus::CannotTell);
            row("the same with more rights", 9, FindingStatus::Fixed);
            row("newer evidence", 10, FindingStatus::Fixed);
        };
        rows("a recheck", Vain::Recheck);
        rows("a scan", Vain::Scan);
        rows("a stopped scan", Vain::StoppedScan);
    }

    void olderEvidenceClearsNothing()
    {
        QFETCH(Vain, how);
        QFETCH(int, day);
        QFETCH(FindingStatus, status);
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)}));
        lookInVain(story, how);
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::CannotTell);
        story.scan(scanOf(serverOn(day), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), status);
    }

    /** Another computer's evidence, or that from before it was found, puts nothing in doubt. */
    void whatDoesNotCount()
    {
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)}));
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::CannotTell),
                                           verbatim(QStringLiteral("Another computer.")), {}, {}));
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::CannotTell),
                                           verbatim(QStringLiteral("Older.")), serverOn(2), {}));
        story.scan(scanOf(serverOn(4), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
    }

    void aLookThatSawWhatSpeaksAgainstIt_data()
    {
        QTest::addColumn<int>("day");
        QTest::addColumn<bool>("disputes");
        QTest::addColumn<FindingStatus>("status");
        QTest::newRow("of the same evidence") << 5 << true << FindingStatus::CannotTell;
        QTest::newRow("of newer evidence") << 6 << true << FindingStatus::CannotTell;
        QTest::newRow("of older evidence") << 4 << true << FindingStatus::Fixed;
        QTest::newRow("it only could not tell") << 6 << false << FindingStatus::Fixed;
    }

    /** A whole scan does not find the page; the closer look at it sees that it lies there unchanged. */
    void aLookThatSawWhatSpeaksAgainstIt()
    {
        QFETCH(int, day);
        QFETCH(bool, disputes);
        QFETCH(FindingStatus, status);
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)}));
        story.add(events::findingAccepted(page(Page), QStringLiteral("Known."), QDate(2026, 12, 31), Ana));
        story.scan(scanOf(serverOn(5), {}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        story.add(events::findingRechecked(page(Page).id, toWord(FindingStatus::CannotTell),
                                           verbatim(QStringLiteral("It is there.")), serverOn(day), {}, {},
                                           disputes));
        const CaseView view = story.view();
        QCOMPARE(statusOf(view, page(Page)), status);
        QCOMPARE(view.finding(page(Page).id)->acceptance.has_value(), status == FindingStatus::CannotTell);
        story.scan(scanOf(serverOn(9), {page(Page)})); // then it was never gone
        QCOMPARE(statusOf(story.view(), page(Page)) == FindingStatus::NotFixedYet,
                 status == FindingStatus::Fixed);
    }

    /** Where Exchange is gone, so is what was said of its build; a copied disk doesn't show what runs. */
    void aCheckThatDoesNotApply()
    {
        ScanResult without = scanOf(serverOn(5), {});
        without.checks.last().verdict = Verdict::NotApplicable;
        Story removed;
        Finding updates = oldBuild();
        updates.distinction = QStringLiteral("missing-updates");
        Finding once = oldBuild();
        once.id = findingId(once.check, once.subject, QStringLiteral("past-exposure"));
        once.distinction = QStringLiteral("past-exposure");
        removed.scan(scanOf(serverOn(3), {updates, once})).scan(without);
        QCOMPARE(statusOf(removed.view(), updates), FindingStatus::Fixed);
        QCOMPARE(statusOf(removed.view(), once), FindingStatus::CannotTell);
        ScanResult copied = scanOf(serverOn(5), {});
        copied.checks.first().verdict = Verdict::NotApplicable;
        copied.checks.first().reason = verbatim(QStringLiteral("Nothing runs in a copy."));
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)})).scan(copied);
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::CannotTell);
    }

    void whatShowsItStillCounts()
    {
        Story story;
        story.scan(scanOf(serverOn(3), {page(Page)}));
        lookInVain(story, Vain::Recheck);
        story.scan(scanOf(serverOn(7), {page(Page)}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Open);
        story.scan(scanOf(serverOn(8), {})); // still from before the look in vain
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Open);
    }
};

MAILMEND_TEST_CLASS(DoubtTest)
#include "doubt_test.moc"
