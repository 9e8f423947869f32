// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "another_look.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QDir>
#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const auto Library = QStringLiteral("C:\\inetpub\\bin\\filter.dll");

std::shared_ptr<LiveView> running(const LiveFacts& facts)
{
    return std::make_shared<LiveView>([facts] { return facts; });
}

LiveFacts nothingLoaded()
{
    LiveFacts facts;
    facts.modules.state = ReadState::Read;
    return facts;
}

/** What was found of a file that the web server had loaded. */
CaseFinding loadedFile(const CaseView& view)
{
    CaseFinding known = view.findings.first();
    known.finding.check = QStringLiteral("running-code");
    known.finding.state = QStringLiteral("unsigned");
    known.finding.subject.kind = SubjectKind::Module;
    known.finding.subject.path = {};
    known.finding.subject.name = Library;
    return known;
}

/** As if the check that found it had run and found nothing. */
LookedAt nothingFound(const State& state, const CaseFinding& known)
{
    static const std::array<const Check*, 1> pageChecks{&pagesCheck};
    LookedAt looked{{state.evidence}, {Again::scan(state)}, pageChecks, &builtIn()};
    looked.scans.first().findings.clear();
    looked.scans.first().checks.first().check = known.finding.check;
    looked.scans.first().checks.first().verdict = Verdict::Clear;
    return looked;
}

Unread partly(const char* reason)
{
    return {QStringLiteral("exchange-binaries"), ReadState::Partly, verbatim(QString::fromLatin1(reason))};
}

} // namespace

/** That something was not found again proves that it is gone only where it was asked for in the same way. */
class RecheckProofTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { lookAtPages(m_seen); }

    void aChangedPage_data()
    {
        QTest::addColumn<QString>("reference");
        QTest::addColumn<bool>("searched");
        QTest::addColumn<FindingStatus>("status");
        QTest::newRow("of anybody's") << QString() << true << FindingStatus::Fixed;
        QTest::newRow("found by a rule of the user's own")
            << QString::fromLatin1(reference::OwnRule) << true << FindingStatus::CannotTell;
        QTest::newRow("found by comparing with what Microsoft shipped")
            << QString::fromLatin1(reference::NotAsShipped) << true << FindingStatus::CannotTell;
        QTest::newRow("in a folder that is not searched any more")
            << QString() << false << FindingStatus::CannotTell;
    }

    void aChangedPage()
    {
        QFETCH(QString, reference);
        QFETCH(bool, searched);
        QFETCH(FindingStatus, status);
        CaseFinding known = Again(infected(1)).view().findings.first();
        known.finding.references.append(reference);
        State changed(5);
        changed.with(Page, "fine");
        if (!searched) {
            m_seen.interests.front().folder = *WindowsPath::parse(u"C:\\elsewhere");
        }
        const Rechecked one = lookAgain(known, nothingFound(changed, known), {});
        QVERIFY2(one.status == status, qPrintable(inEnglish(one.reason)));
        QCOMPARE(one.disputes, status == FindingStatus::CannotTell);
    }

    void theShippedPageIsBack()
    {
        CaseFinding known = Again(infected(1)).view().findings.first();
        known.finding.references.append(QString::fromLatin1(reference::NotAsShipped));
        State changed(5);
        changed.with(Page, "as shipped");
        Knowledge knowledge = builtIn();
        knowledge.files.shippedByHash.insert(QByteArray::fromHex(sha256Hex("as shipped")), {});
        LookedAt looked = nothingFound(changed, known);
        looked.knowledge = &knowledge;
        QCOMPARE(lookAgain(known, looked, {}).status, FindingStatus::Fixed);
        // Microsoft's own, whatever else could not be compared, and whoever's rule had found the other.
        looked.scans.first().checks.first().unread = {
            {QStringLiteral("shipped-pages"), ReadState::Skipped, verbatim(QStringLiteral("No list."))}};
        known.finding.references.append(QString::fromLatin1(reference::OwnRule));
        QCOMPARE(lookAgain(known, looked, {}).status, FindingStatus::Fixed);
        // Of a build without a list nobody says that it is wrong.
        knowledge.files.shippedByHash.clear();
        known.finding.references.removeAll(QString::fromLatin1(reference::OwnRule));
        const Rechecked unlisted = lookAgain(known, looked, {});
        QCOMPARE(unlisted.status, FindingStatus::CannotTell);
        QVERIFY2(inEnglish(unlisted.reason).contains(QStringLiteral("no list")),
                 qPrintable(inEnglish(unlisted.reason)));
    }

    /** It was not there to be read while we looked. */
    void aPageThatIsBack()
    {
        CaseFinding known = Again(infected(1)).view().findings.first();
        known.finding.state = QStringLiteral("gone");
        State there(5);
        there.with(Page, "fine");
        QCOMPARE(lookAgain(known, nothingFound(there, known), {}).status, FindingStatus::Fixed);
        known.finding.state = QStringLiteral("anti-virus"); // what that program took is back: who knows why
        QCOMPARE(lookAgain(known, nothingFound(there, known), {}).status, FindingStatus::CannotTell);
    }

    void windowsVouchesForItNow()
    {
        CaseFinding known = Again(infected(1)).view().findings.first();
        known.finding.check = QStringLiteral("running-code");
        known.finding.state = QStringLiteral("broken");
        State there(5);
        there.with(Page, "MZ");
        LiveFacts facts = nothingLoaded();
        facts.programs.state = ReadState::Read;
        facts.programs.rows.append(LiveProgram{});
        facts.programs.rows.last().path = Page.display();
        facts.programs.rows.last().signature = Signature::NotAsked;
        there.evidence->live = {running(facts), ReadState::Read, {}};
        QCOMPARE(lookAgain(known, nothingFound(there, known), {}).status, FindingStatus::CannotTell);
        facts.programs.rows.last().signature = Signature::Signed;
        there.evidence->live = {running(facts), ReadState::Read, {}};
        QCOMPARE(lookAgain(known, nothingFound(there, known), {}).status, FindingStatus::Fixed);
    }

    /** Nobody asked for its folder: a whole scan that did not find it saw nothing of it. */
    void aFolderThatNobodyAskedFor_data()
    {
        QTest::addColumn<bool>("searched");
        QTest::addColumn<bool>("disputes");
        QTest::newRow("it is searched") << true << false;
        QTest::newRow("it is not served any more") << false << true;
    }

    void aFolderThatNobodyAskedFor()
    {
        QFETCH(bool, searched);
        QFETCH(bool, disputes);
        const CaseFinding known = Again(infected(1)).view().findings.first();
        State later(5, QStringLiteral("collection"));
        later.folder(Page.parent(), ReadState::NotCollected);
        if (!searched) {
            m_seen.interests.front().folder = *WindowsPath::parse(u"C:\\elsewhere");
        }
        const Rechecked one = lookAgain(known, nothingFound(later, known), {});
        QCOMPARE(one.status, FindingStatus::CannotTell);
        QCOMPARE(one.disputes, disputes);
    }

    /** A pool that sleeps has loaded nothing; the file is still there for the next request. */
    void aFileThatIsNotLoadedJustNow()
    {
        const CaseFinding known = loadedFile(Again(infected(1)).view());
        State there(5);
        there.with(*WindowsPath::parse(Library), "MZ");
        there.evidence->live = {running(nothingLoaded()), ReadState::Read, {}};
        const Rechecked one = lookAgain(known, nothingFound(there, known), {});
        QCOMPARE(one.status, FindingStatus::CannotTell);
        QVERIFY(one.disputes);
        QVERIFY2(inEnglish(one.reason).contains(QStringLiteral("still there")),
                 qPrintable(inEnglish(one.reason)));

        State gone(5);
        gone.evidence->live = there.evidence->live;
        QCOMPARE(lookAgain(known, nothingFound(gone, known), {}).status, FindingStatus::Fixed);
        gone.folder(WindowsPath::parse(Library)->parent(), ReadState::Denied);
        const Rechecked unseen = lookAgain(known, nothingFound(gone, known), {});
        QCOMPARE(unseen.status, FindingStatus::CannotTell);
        QVERIFY(unseen.disputes); // the check reads lists only, and has nothing unread

        LiveFacts loaded = nothingLoaded();
        loaded.modules.rows.append(LiveModule{});
        loaded.modules.rows.last().path = Library;
        there.evidence->live = {running(loaded), ReadState::Read, {}};
        QCOMPARE(lookAgain(known, nothingFound(there, known), {}).status, FindingStatus::Fixed);
    }

    /** Not having what was not there either when it was found hides nothing; having less does. */
    void whatWasUnreadThen_data()
    {
        QTest::addColumn<QList<Unread>>("then");
        QTest::addColumn<QList<Unread>>("now");
        QTest::addColumn<FindingStatus>("status");
        const Unread one = partly("ExSetup.exe was not there.");
        const Unread other = partly("The folder was not collected.");
        Unread missing = one;
        missing.state = ReadState::Missing;
        QTest::newRow("all") << QList<Unread>() << QList<Unread>() << FindingStatus::Fixed;
        QTest::newRow("the same") << QList{one} << QList{one} << FindingStatus::Fixed;
        Unread never = one;
        never.state = ReadState::Skipped;
        Unread neverOfMore = other;
        neverOfMore.state = ReadState::Skipped;
        QTest::newRow("what is never read") << QList{never} << QList{neverOfMore} << FindingStatus::Fixed;
        QTest::newRow("less than then") << QList<Unread>() << QList{one} << FindingStatus::CannotTell;
        Unread missingOther = other;
        missingOther.state = ReadState::Missing;
        QTest::newRow("of another build")
            << QList{missing} << QList{missingOther} << FindingStatus::CannotTell;
        QTest::newRow("partly then, not at all now")
            << QList{one} << QList{missing} << FindingStatus::CannotTell;
        QTest::newRow("another part") << QList{one} << QList{other} << FindingStatus::CannotTell;
    }

    void whatWasUnreadThen()
    {
        QFETCH(QList<Unread>, then);
        QFETCH(QList<Unread>, now);
        QFETCH(FindingStatus, status);
        CaseFinding known = Again(infected(1)).view().findings.first();
        known.finding.subject = {};
        known.finding.check = QStringLiteral("patch-level");
        known.unreadThen = then;
        LookedAt looked = nothingFound(State(5), known);
        looked.scans.first().checks.first().unread = now;
        QCOMPARE(lookAgain(known, looked, {}).status, status);
    }

    /** A look that could not tell is no excuse for the next: what counts is what was read when it was seen.
     */
    void theSamePoorLookTwice()
    {
        Again again(infected(1));
        QVERIFY(again.view().findings.first().unreadThen.isEmpty());
        ScanResult poor = Again::scan(State(5));
        poor.checks.first().unread = {partly("ExSetup.exe was not there.")};
        again.take(events::scanned(poor, {}));
        QCOMPARE(again.view().findings.first().status, FindingStatus::CannotTell);
        QVERIFY(again.view().findings.first().unreadThen.isEmpty());
    }

    /** A whole scan without the user's own rule doesn't find the page again, which lies there unchanged. */
    void aFurtherScanWithoutTheRuleThatFoundIt()
    {
        QTemporaryDir folder;
        const QString zip = folder.filePath(QStringLiteral("server.zip"));
        QVERIFY(writeSample(zip, false));
        const QString rules = folder.filePath(QStringLiteral("rules"));
        QVERIFY(QDir().mkpath(rules));
        QFile rule(rules + QStringLiteral("/own.yar"));
        QVERIFY(rule.open(QIODevice::WriteOnly));
        rule.write("rule any_page { condition: filesize > 0 }");
        rule.close();
        auto before = runScan({{{zip, false}}, {QStringLiteral("web-shells")}, {rules}, 2, {}}, builtIn(),
                              sampleClock(), {}, {});
        QVERIFY(before);
        before->targets.first().takenAt = before->targets.first().takenAt.addDays(-1);
        Again again{*before};
        const auto later = runScan({{{zip, false}}, {}, {}, 2, {}}, builtIn(), sampleClock(), {}, {});
        QVERIFY(later);
        const auto more = eventsOfFurtherScan(again.view(), *later, {{zip, false}}, builtIn(), {}, {});
        QVERIFY(more);
        QVERIFY(later->findings.size() < before->findings.size());
        again.take(*more);
        for (const CaseFinding& one : again.view().findings) {
            QVERIFY2(one.status != FindingStatus::Fixed, qPrintable(one.finding.subject.name));
        }
    }

private:
    Seen m_seen;
};

MAILMEND_TEST_CLASS(RecheckProofTest)
#include "recheck_proof_test.moc"
