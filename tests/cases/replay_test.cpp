// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_story.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A finding of the whole server as patch-level tells it; those of before don't tell what was added to the
 * id. */
Finding aboutServer(const char* distinction, bool isOfBefore = false)
{
    Finding finding = oldBuild();
    finding.distinction = QString::fromLatin1(distinction);
    finding.id = findingId(finding.check, finding.subject, finding.distinction);
    if (isOfBefore) {
        finding.distinction.clear();
    }
    return finding;
}

Finding underOtherNumber(const Finding& finding)
{
    Finding other = onOther(finding);
    other.id = findingId(other.check, other.subject, other.distinction);
    return other;
}

} // namespace

/** Cases that were begun with an older Mailmend. */
class ReplayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aNewerScanThatShowsNoHiddenStreams_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<std::optional<ReadState>>("shown");
        QTest::addColumn<FindingStatus>("status");
        const auto row = [](const char* name, const char* kind, std::optional<ReadState> shown,
                            FindingStatus status) {
            QTest::newRow(name) << QString::fromLatin1(kind) << shown << status;
        };
        row("shown", "volume", ReadState::Read, FindingStatus::Fixed);
        row("not collected", "volume", ReadState::NotCollected, FindingStatus::CannotTell);
        row("in part", "volume", ReadState::Partly, FindingStatus::CannotTell);
        row("a scan of before", "volume", std::nullopt, FindingStatus::CannotTell);
        row("a scan of before of this computer", "this-computer", std::nullopt, FindingStatus::Fixed);
        row("not shown on this computer", "this-computer", ReadState::Partly, FindingStatus::CannotTell);
    }

    /** A copy that doesn't show what hides beside files proves nothing about that. */
    void aNewerScanThatShowsNoHiddenStreams()
    {
        QFETCH(QString, kind);
        QFETCH(std::optional<ReadState>, shown);
        QFETCH(FindingStatus, status);
        const char* const hidden = "C:\\inetpub\\wwwroot\\index.aspx:evil.aspx";
        Story story;
        story.scan(scanOf(serverOn(1), {page(hidden)}));
        TargetInfo target = serverOn(5);
        target.kind = kind;
        ScanResult second = scanOf(target, {});
        if (shown) {
            CoverageEntry row;
            row.target = target.id;
            row.source = QStringLiteral("hidden-streams");
            row.state = *shown;
            row.reason = verbatim(QStringLiteral("Not shown."));
            second.coverage.append(row);
        }
        story.scan(second);
        QCOMPARE(statusOf(story.view(), page(hidden)), status);
    }

    void oneServerUnderTwoNumbers_data()
    {
        QTest::addColumn<int>("kind");
        QTest::addColumn<FindingStatus>("status");
        QTest::newRow("it is there under the other number") << 0 << FindingStatus::Open;
        QTest::newRow("it is there no more") << 1 << FindingStatus::Fixed;
        QTest::newRow("another page is there") << 2 << FindingStatus::Fixed;
        QTest::newRow("it is on another server") << 3 << FindingStatus::Open;
    }

    /** A case of before may have a domain controller twice: what has another id now has not gone by that. */
    void oneServerUnderTwoNumbers()
    {
        QFETCH(int, kind);
        QFETCH(FindingStatus, status);
        TargetInfo first = serverOn(1);
        first.identity.machineGuid = QStringLiteral("b1b2");
        TargetInfo then = first;
        then.takenAt = serverOn(5).takenAt;
        then.id = QStringLiteral("server-2");
        first.identity.machineSid.clear();
        then.identity.machineGuid = kind == 3 ? QStringLiteral("c1c2") : first.identity.machineGuid;
        QList<Finding> found;
        if (kind != 1) {
            found.append(onOther(kind == 2 ? page("C:\\inetpub\\wwwroot\\b.aspx") : page(Page)));
        }
        Story story;
        story.scan(scanOf(first, {page(Page)})).scan(scanOf(then, found));
        QCOMPARE(statusOf(story.view(), page(Page)), status);
    }

    /** All of what is found about a whole server has one subject: only the id tells which of it is repaired.
     */
    void twoFindingsOfOneServerUnderTwoNumbers()
    {
        TargetInfo first = serverOn(1);
        first.identity.machineGuid = QStringLiteral("b1b2");
        TargetInfo then = first;
        then.takenAt = serverOn(5).takenAt;
        then.id = QStringLiteral("server-2");
        first.identity.machineSid.clear();
        const Finding build = aboutServer("build", true);
        const Finding support = aboutServer("support", true);
        Story story;
        story.scan(scanOf(first, {build, support}));
        story.scan(scanOf(then, {underOtherNumber(aboutServer("support"))}));
        QCOMPARE(statusOf(story.view(), build), FindingStatus::Fixed);
        QCOMPARE(statusOf(story.view(), support), FindingStatus::Open);
    }
};

MAILMEND_TEST_CLASS(ReplayTest)
#include "replay_test.moc"
