// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_fixture.h"
#include "cases/case_sign_off.h"
#include "cases/case_story.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QDate Until(2026, 12, 24);

Event accepted(const Finding& finding, const QDate& until = Until)
{
    return events::findingAccepted(finding, QStringLiteral("our own page"), until, Ana);
}

Finding changed(Finding finding)
{
    finding.state = QStringLiteral("sha256:") + QString(64, QLatin1Char('b'));
    return finding;
}

Event lookedAgain(const Finding& as, FindingStatus status)
{
    return events::findingRechecked(as.id, toWord(status), verbatim(QStringLiteral("Looked.")), serverOn(5),
                                    {}, status == FindingStatus::NotFixedYet ? as.state : QString());
}

Story found()
{
    return Story().scan(scanOf(serverOn(1), {page(Page), oldBuild()}));
}

} // namespace

/** Findings that somebody takes as they are, and cases that somebody declares finished. */
class SignOffTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void anAcceptedFinding()
    {
        Story story = found();
        const Answer before = story.view().scan->answers.stillInside.answer;
        const CaseView view = story.add(accepted(page(Page))).view();
        const CaseFinding* finding = view.finding(page(Page).id);
        QCOMPARE(finding->status, FindingStatus::Accepted);
        QVERIFY(finding->acceptance && finding->acceptance->holds);
        QCOMPARE(finding->acceptance->until, Until);
        const QString why = inEnglish(finding->statusReason);
        QVERIFY2(why.contains(QStringLiteral("Ana")) && why.contains(QStringLiteral("our own page")),
                 qPrintable(why));
        // It improves no answer, and hides nothing from the scan.
        QCOMPARE(view.scan->answers.stillInside.answer, before);
        QCOMPARE(view.scan->findings.size(), 2);
        QCOMPARE(exitStatus(*view.scan), 1);
        // Its repair waits for nobody; what repairs others too does.
        QCOMPARE(view.step(quarantine())->status, StepStatus::Skipped);
        QCOMPARE(view.step(quarantine())->reason, QStringLiteral("our own page"));
        QCOMPARE(view.step(u"p0-call-first")->status, StepStatus::Open);
        QCOMPARE(statusOf(view, oldBuild()), FindingStatus::Open);
        QCOMPARE(view.findings.last().finding.id, page(Page).id); // after what is open
    }

    void untilTheDayAndNoLonger()
    {
        Story story = found();
        story.add(accepted(page(Page)));
        QCOMPARE(statusOf(story.view(Until), page(Page)), FindingStatus::Accepted);
        const CaseView later = story.view(Until.addDays(1));
        QCOMPARE(statusOf(later, page(Page)), FindingStatus::Open);
        QVERIFY(!later.finding(page(Page).id)->acceptance->holds);
        QVERIFY(inEnglish(later.finding(page(Page).id)->statusReason).contains(QStringLiteral("has passed")));
        QCOMPARE(later.step(quarantine())->status, StepStatus::Open);
        story.add(accepted(page(Page), Until.addDays(30)));
        QCOMPARE(statusOf(story.view(Until.addDays(1)), page(Page)), FindingStatus::Accepted);
    }

    void onlyAsItWas()
    {
        // Another content in a further scan.
        Story story = found();
        story.add(accepted(page(Page))).scan(scanOf(serverOn(5), {changed(page(Page)), oldBuild()}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Open);
        QVERIFY(inEnglish(story.view().finding(page(Page).id)->statusReason)
                    .contains(QStringLiteral("not as it was")));
        // The same content.
        Story same = found();
        same.add(accepted(page(Page))).scan(scanOf(serverOn(5), {page(Page), oldBuild()}));
        QCOMPARE(statusOf(same.view(), page(Page)), FindingStatus::Accepted);
        // Looked at by itself.
        Story again = found();
        again.add(accepted(page(Page))).add(lookedAgain(page(Page), FindingStatus::NotFixedYet));
        QCOMPARE(statusOf(again.view(), page(Page)), FindingStatus::Accepted);
        again.add(lookedAgain(changed(page(Page)), FindingStatus::NotFixedYet));
        QCOMPARE(statusOf(again.view(), page(Page)), FindingStatus::NotFixedYet);
        // An event of a version that did not tell the state.
        again.add(lookedAgain(page(Page), FindingStatus::NotFixedYet));
        QCOMPARE(statusOf(again.view(), page(Page)), FindingStatus::Accepted);
        Event older = lookedAgain(page(Page), FindingStatus::NotFixedYet);
        older.data.remove(QStringLiteral("state"));
        QCOMPARE(statusOf(again.add(older).view(), page(Page)), FindingStatus::NotFixedYet);
    }

    void whatIsGoneIsFixedAndComesBackOpen()
    {
        Story story = found();
        story.add(accepted(page(Page))).scan(scanOf(serverOn(5), {oldBuild()}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        story.scan(scanOf(serverOn(6), {page(Page), oldBuild()}));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::NotFixedYet);
        QVERIFY(!story.view().finding(page(Page).id)->acceptance);
    }

    void whatCannotBeSeenAnyMoreIsNotAccepted()
    {
        Story story = found();
        story.add(accepted(page(Page))).add(lookedAgain(page(Page), FindingStatus::CannotTell));
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::CannotTell);
    }

    void nonsenseAcceptsNothing_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("no day") << QStringLiteral("until") << QJsonValue();
        QTest::newRow("no such day") << QStringLiteral("until") << QJsonValue(QStringLiteral("2026-02-31"));
        QTest::newRow("no state") << QStringLiteral("state") << QJsonValue(QString());
        QTest::newRow("another state") << QStringLiteral("state") << QJsonValue(QStringLiteral("sha256:00"));
        QTest::newRow("another finding") << QStringLiteral("finding") << QJsonValue(QStringLiteral("zzz"));
    }

    void nonsenseAcceptsNothing()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        Event event = accepted(page(Page));
        event.data.insert(key, value);
        Story story = found();
        QCOMPARE(statusOf(story.add(event).view(), page(Page)), FindingStatus::Open);
    }

    void oneAloneIsNoSecondPerson()
    {
        QVERIFY(isSamePerson(QStringLiteral("Ana"), QStringLiteral("Ana")));
        QVERIFY(isSamePerson(QStringLiteral(" ana  LIM "), QStringLiteral("Ana Lim")));
        QVERIFY(!isSamePerson(QStringLiteral("Ana"), QStringLiteral("Ben")));
        QVERIFY(!isSamePerson({}, QStringLiteral("Ana")));
    }

    void signedAndWhatWasOpen()
    {
        Story story = found();
        QVERIFY(!story.view().signOff);
        const CaseView before = story.view();
        const int open = static_cast<int>(before.steps.size()) - before.stepsSettled();
        story.add(events::signedOff(before, QStringLiteral("Ben"), QStringLiteral("enough for today"), Ana));
        const CaseView view = story.view();
        QVERIFY(view.signOff && view.signOff->stands);
        QCOMPARE(view.signOff->by, Ana);
        QCOMPARE(view.signOff->second, QStringLiteral("Ben"));
        QCOMPARE(view.signOff->text, QStringLiteral("enough for today"));
        QCOMPARE(view.signOff->openSteps, open);
        QCOMPARE(view.signOff->event, view.lastEvent);
        const QString line = inEnglish(view.history.last().text);
        QVERIFY2(line.contains(QStringLiteral("Ben")) && line.contains(QString::number(open)) &&
                     line.contains(QStringLiteral("enough for today")),
                 qPrintable(line));
    }

    /** Whoever signs over steps that nobody looked at again has signed that too. */
    void signedAndWhatWaitedForALook()
    {
        Story story = found();
        const auto signedNow = [&story] {
            story.add(events::signedOff(story.view(), QStringLiteral("Ben"), QStringLiteral("enough"), Ana));
            return inEnglish(story.view().history.last().text);
        };
        QVERIFY(!signedNow().contains(QStringLiteral("not looked at")));
        story.add(events::stepDone(quarantine(), Ana));
        const QString line = signedNow();
        QVERIFY2(
            line.contains(QStringLiteral(". 1 step was done and not looked at again yet. Second person")),
            qPrintable(line));
        Event older = story.events().last();
        older.data.remove(QStringLiteral("not_looked_at"));
        QVERIFY(!inEnglish(story.add(older).view().history.last().text)
                     .contains(QStringLiteral("not looked at")));
    }

    void whatHappensAfterwards_data()
    {
        QTest::addColumn<QList<Event>>("after");
        QTest::addColumn<bool>("stands");
        QTest::newRow("a look at a step")
            << QList<Event>{events::stepOpened(QStringLiteral("p0-call-first"))} << true;
        QTest::newRow("a report") << QList<Event>{events::reportWritten({}, {}, {}, {}, Ana)} << true;
        QTest::newRow("a note") << QList<Event>{events::noteAdded(QStringLiteral("x"), {}, {}, Ana)} << true;
        QTest::newRow("a step") << QList<Event>{events::stepDone(QStringLiteral("p0-call-first"), Ana)}
                                << false;
        QTest::newRow("a scan") << events::scanned(scanOf(serverOn(5), {}), Ana) << false;
        QTest::newRow("evidence") << QList<Event>{events::evidenceReceived(serverOn(5), {}, {}, Ana)}
                                  << false;
        QTest::newRow("an acceptance") << QList<Event>{accepted(page(Page))} << false;
        QTest::newRow("another look") << QList<Event>{lookedAgain(page(Page), FindingStatus::Fixed)} << false;
        Event future;
        future.type = QStringLiteral("of a later version");
        QTest::newRow("something unknown") << QList<Event>{future} << false;
    }

    void whatHappensAfterwards()
    {
        QFETCH(QList<Event>, after);
        QFETCH(bool, stands);
        Story story = found();
        story.add(events::signedOff(story.view(), {}, {}, Ana)).add(after);
        QCOMPARE(story.view().signOff->stands, stands);
        // Signed once more it stands again.
        story.add(events::signedOff(story.view(), {}, {}, Ana));
        QVERIFY(story.view().signOff->stands);
    }

    void itEndsWithWhatWasAccepted()
    {
        Story story = found();
        story.add(accepted(page(Page))).add(events::signedOff(story.view(), {}, {}, Ana));
        QVERIFY(story.view(Until).signOff->stands);
        QVERIFY(!story.view(Until.addDays(1)).signOff->stands);
    }

    /** What was left out until a day is open again on that day. */
    void itEndsWithWhatWasLeftOut()
    {
        Story story = found();
        story.add(events::stepSkipped(quarantine(), QStringLiteral("ours"), Ana, Until))
            .add(events::signedOff(story.view(), {}, {}, Ana));
        QVERIFY(story.view(Until.addDays(-1)).signOff->stands);
        QVERIFY(!story.view(Until).signOff->stands);
        story.add(events::stepSkipped(quarantine(), QStringLiteral("for good"), Ana))
            .add(events::signedOff(story.view(), {}, {}, Ana));
        QVERIFY(story.view(Until.addYears(5)).signOff->stands);
    }

    /** A case that was changed outside can't be signed. */
    void aChangedCaseCannotBeSigned()
    {
        CaseFixture fixture;
        {
            auto log = fixture.create();
            QVERIFY(log->append(0, events::scanned(scanOf(serverOn(1), {page(Page)}), Ana)));
        }
        QVERIFY(fixture.sql({QStringLiteral("INSERT INTO events VALUES (3, ?, ?)")},
                            {QByteArray("{}"), QByteArray(32, 'x')}));
        auto log = fixture.open();
        QVERIFY(!log->verify().intact);
        const auto events = *log->read(0);
        const CaseView view = *viewCase(events, builtIn(), fixture.now());
        const auto signedNow = log->append(view.lastEvent, {events::signedOff(view, {}, {}, Ana)});
        QVERIFY(!signedNow);
        QCOMPARE(signedNow.error().kind, ErrorKind::Damaged);
    }
};

MAILMEND_TEST_CLASS(SignOffTest)
#include "sign_off_test.moc"
