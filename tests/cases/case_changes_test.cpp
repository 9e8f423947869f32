// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/stored_change.h"
#include "base/reader.h"
#include "cases/case_fixture.h"
#include "cases/case_story.h"
#include "cases/event_types.h"
#include "support/registration.h"

#include <QJsonDocument>
#include <QRandomGenerator>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString Change = QStringLiteral("0123456789abcdef0123456789abcdef");

ActionRequest request()
{
    return {QStringLiteral("quarantine-file"),
            Change,
            {{QStringLiteral("path"), page(Page).subject.path},
             {QStringLiteral("sha256"), Sha256Value{QByteArray(32, '\xaa')}},
             {QStringLiteral("why"), QStringLiteral("said so")}}};
}

Preview shownToAna()
{
    Preview preview;
    preview.title = say(MAILMEND_TEXT("test", "This moves {page} into the case."),
                        {{"page", place(QStringLiteral("log.aspx"))}});
    preview.changes = {say(MAILMEND_TEXT("test", "It is gone from its folder."))};
    preview.digest = QByteArray(32, '\x07');
    return preview;
}

ChangeRecord recordOf(ChangeState state, bool recovered = false)
{
    ChangeRecord record;
    record.change = Change;
    record.action = request().action;
    record.parameters = request().parameters;
    record.state = state;
    record.what = say(MAILMEND_TEXT("test", "It was moved."));
    record.lost = {say(MAILMEND_TEXT("test", "When it was created."))};
    record.begun = QDateTime(QDate(2026, 11, 22), QTime(9, 30), Qt::UTC);
    record.settled = record.begun.addSecs(2);
    record.recovered = recovered;
    record.head = QByteArray(32, '\x42');
    return record;
}

Event agreed()
{
    return events::consented(quarantine(), request(), shownToAna(), Ana);
}

Event settled(ChangeState state, const QString& by = Ana, bool recovered = false)
{
    return events::changeSettled(quarantine(), recordOf(state, recovered), by);
}

Event lookedAgain(FindingStatus status, int day = 22)
{
    return events::findingRechecked(page(Page).id, toWord(status), verbatim(QStringLiteral("Looked.")),
                                    serverOn(day), {}, page(Page).state);
}

Story begun()
{
    return Story().scan(scanOf(serverOn(1), {page(Page)}));
}

} // namespace

/** What Mailmend itself changed, as the case tells it. */
class CaseChangesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void agreedAndNotDoneYetIsBegun()
    {
        Story story = begun();
        story.add(events::stepOpened(QStringLiteral("p0-call-first"))).add(agreed());
        const CaseView view = story.view();
        QCOMPARE(view.changes.size(), 1);
        const CaseChange* change = view.change(Change);
        QVERIFY(change);
        QCOMPARE(change->record.state, ChangeState::Begun);
        QCOMPARE(change->record.action, request().action);
        QCOMPARE(change->record.parameters, request().parameters);
        QCOMPARE(change->step, quarantine());
        QCOMPARE(change->findings, QStringList{page(Page).id});
        QCOMPARE(change->by, Ana);
        QVERIFY(change->consentedAt.isValid());
        // Nothing is done, and after a crash the person is where it happened.
        QCOMPARE(view.step(quarantine())->status, StepStatus::Open);
        QCOMPARE(view.currentStep, quarantine());
        QVERIFY(inEnglish(view.history.last().text).contains(QStringLiteral("This moves log.aspx")));
        QVERIFY(!view.change(u"another"));
    }

    void doneByMailmend()
    {
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied));
        CaseView view = story.view();
        QCOMPARE(view.change(Change)->record.state, ChangeState::Applied);
        QCOMPARE(view.change(Change)->record.head, QByteArray(32, '\x42'));
        QCOMPARE(view.change(Change)->record.lost.size(), 1);
        QCOMPARE(view.step(quarantine())->status, StepStatus::MarkedDone);
        QCOMPARE(view.step(quarantine())->by, Ana);
        QVERIFY(inEnglish(view.history.last().text).contains(QStringLiteral("Done. It was moved.")));
        view = story.add(lookedAgain(FindingStatus::Fixed)).view();
        QCOMPARE(view.step(quarantine())->status, StepStatus::Verified);
        QCOMPARE(statusOf(view, page(Page)), FindingStatus::Fixed);
    }

    /** The plan stays as it is while its steps are done: after the first page comes the second. */
    void theNextStepIsTheNextPage()
    {
        QList<Finding> pages;
        for (const char* name : {"a", "b", "c"}) {
            pages.append(page(QStringLiteral("C:\\inetpub\\wwwroot\\%1.aspx")
                                  .arg(QLatin1String(name))
                                  .toUtf8()
                                  .constData()));
        }
        Story story;
        story.scan(scanOf(serverOn(1), pages));
        const CaseView before = story.view();
        for (const CaseStep& step : before.steps) {
            if (step.step.id == quarantineOf(pages.first())) {
                break;
            }
            story.add(events::stepDone(step.step.id, Ana));
        }
        for (const Finding& one : pages) {
            QCOMPARE(story.view().currentStep, quarantineOf(one));
            story.add(events::stepOpened(quarantineOf(one))).add(events::stepDone(quarantineOf(one), Ana));
            story.add(events::findingRechecked(one.id, toWord(FindingStatus::Fixed),
                                               verbatim(QStringLiteral("Looked.")), serverOn(22), {}, {}));
        }
        const CaseView after = story.view();
        QVERIFY(after.currentStep != before.currentStep && !after.currentStep.contains(u'@'));
        for (qsizetype i = 0; i < before.steps.size(); ++i) {
            QCOMPARE(after.steps.at(i).step.id, before.steps.at(i).step.id);
        }
        // What is found is still told with what is open first.
        story = Story().scan(scanOf(serverOn(1), pages));
        story.add(events::findingRechecked(pages.first().id, toWord(FindingStatus::Fixed),
                                           verbatim(QStringLiteral("Looked.")), serverOn(22), {}, {}));
        QCOMPARE(story.view().findings.last().finding.id, pages.first().id);
    }

    /** An undo that failed gives nobody more days. */
    void daysToUndoCountFromTheFirstTime()
    {
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied));
        const QDateTime until(QDate(2026, 12, 23), QTime(12, 0), Qt::UTC); // the 22nd is over everywhere
        QCOMPARE(story.view().change(Change)->undoUntil(), until);
        story.add(settled(ChangeState::Undoing));
        QVERIFY(!story.view().change(Change)->undoUntil().isValid());
        ChangeRecord again = recordOf(ChangeState::Applied);
        again.settled = again.settled.addDays(12);
        story.add(events::changeSettled(quarantine(), again, Ana));
        const CaseView view = story.view();
        QCOMPARE(view.change(Change)->record.settled, again.settled);
        QCOMPARE(view.change(Change)->undoUntil(), until);
        QCOMPARE(view.change(Change)->lastDayToUndo(), QDate(2026, 12, 22));
        // The whole of the last day wherever it is read, as the action itself allows it; whatever the clock's
        // zone.
        for (const int hours : {-12, -8, -5, 0, 1, 9, 14}) {
            const QDateTime evening(QDate(2026, 12, 22), QTime(23, 59, 59), Qt::OffsetFromUTC, hours * 3600);
            QVERIFY(view.change(Change)->canBeUndone(evening));
        }
        const QDateTime end = until.addSecs(-1);
        QVERIFY(view.change(Change)->canBeUndone(end));
        QVERIFY(!view.change(Change)->canBeUndone(end.addSecs(1)));
        QVERIFY(view.change(Change)->canBeUndone(end.toOffsetFromUtc(3600)));
        QVERIFY(!view.change(Change)->canBeUndone(end.addSecs(1).toOffsetFromUtc(-3600)));
        story.add(settled(ChangeState::Undone));
        QVERIFY(!story.view().change(Change)->canBeUndone(again.settled));
        QVERIFY(!story.view().change(Change)->lastDayToUndo().isValid());
    }

    void theHistoryOfAnUndo()
    {
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied)).add(settled(ChangeState::Undoing));
        const QString line = inEnglish(story.view().history.last().text);
        QVERIFY2(line.startsWith(QStringLiteral("Agreed to undo this step: ")), qPrintable(line));
        QVERIFY(!line.contains(QStringLiteral("not finished")));
    }

    void doneButStillThere()
    {
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied)).add(lookedAgain(FindingStatus::NotFixedYet));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::NotVerified);
    }

    /** A page that was put back is there again, whatever had been proven. */
    void undoneIsOpenAgain_data()
    {
        QTest::addColumn<ChangeState>("state");
        QTest::newRow("undone") << ChangeState::Undone;
        QTest::newRow("interrupted while undoing") << ChangeState::Undoing;
    }

    void undoneIsOpenAgain()
    {
        QFETCH(ChangeState, state);
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied)).add(lookedAgain(FindingStatus::Fixed));
        story.add(events::stepOpened(QStringLiteral("p27-isolate")));
        story.add(settled(state, QStringLiteral("Ben")));
        const CaseView view = story.view();
        QCOMPARE(view.step(quarantine())->status, StepStatus::Open);
        QCOMPARE(statusOf(view, page(Page)), FindingStatus::Open);
        QVERIFY(inEnglish(view.finding(page(Page).id)->statusReason).contains(QStringLiteral("undone")));
        QCOMPARE(view.change(Change)->record.state, state);
        QCOMPARE(view.change(Change)->undoneBy, QStringLiteral("Ben"));
        QCOMPARE(view.change(Change)->by, Ana);
        QCOMPARE(view.currentStep, quarantine());
        // Once more, with another change, and proven.
        ChangeRecord second = recordOf(ChangeState::Applied);
        second.change = QString(32, QLatin1Char('e'));
        story.add(events::changeSettled(quarantine(), second, Ana)).add(lookedAgain(FindingStatus::Fixed));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::Verified);
        QCOMPARE(statusOf(story.view(), page(Page)), FindingStatus::Fixed);
        QCOMPARE(story.view().changes.size(), 2);
        QCOMPARE(story.view().changes.first().record.change, Change);
    }

    /** Put back at the next start: nothing is done, and the person is at the same step. */
    void rolledBackAfterACrash()
    {
        Story story = begun();
        story.add(agreed()).add(events::stepOpened(QStringLiteral("p0-call-first")));
        story.add(settled(ChangeState::RolledBack, {}, true));
        const CaseView view = story.view();
        QCOMPARE(view.step(quarantine())->status, StepStatus::Open);
        QCOMPARE(view.currentStep, quarantine());
        QVERIFY(view.change(Change)->record.recovered);
        QCOMPARE(view.change(Change)->by, Ana);
        QVERIFY(
            inEnglish(view.history.last().text).contains(QStringLiteral("after it had been interrupted")));
    }

    /** Finished at the next start: whoever agreed has done it. */
    void finishedAfterACrash()
    {
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied, {}, true));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::MarkedDone);
        QCOMPARE(story.view().step(quarantine())->by, Ana);
        QVERIFY(story.view().currentStep != quarantine());
    }

    /** A step that a person marked as done stays so where an attempt of Mailmend's was put back. */
    void rollingBackTakesNothingFromAPerson()
    {
        Story story = begun();
        story.add(events::stepDone(quarantine(), Ana)).add(agreed()).add(settled(ChangeState::RolledBack));
        QCOMPARE(story.view().step(quarantine())->status, StepStatus::MarkedDone);
    }

    /** What undo put away first is a change of its own that nobody agreed to by name. */
    void aChangeWithoutConsent()
    {
        ChangeRecord record = recordOf(ChangeState::Applied);
        record.what = say(MAILMEND_TEXT("test", "What was there was kept too."));
        Story story = begun();
        story.add(events::changeSettled({}, record, {}));
        const CaseView view = story.view();
        QCOMPARE(view.changes.size(), 1);
        QVERIFY(view.change(Change)->step.isEmpty() && view.change(Change)->findings.isEmpty());
        QVERIFY(inEnglish(view.history.last().text).contains(Change));
        QCOMPARE(view.step(quarantine())->status, StepStatus::Open);
    }

    /** What lay in the way of an undo, kept too: a change of its own that belongs to no step. */
    void whatMadeRoomForAnUndo()
    {
        ActionRequest room = request();
        room.change = QString(32, u'e');
        ChangeRecord taken = recordOf(ChangeState::Applied);
        taken.change = room.change;
        Story story = begun();
        story.add(agreed()).add(settled(ChangeState::Applied));
        const QString current = story.view().currentStep;
        story.add(events::consentedToMakeRoom(Change, {room, shownToAna()}, Ana, QString(32, u'f')));
        CaseView view = story.view();
        const CaseChange* made = view.change(room.change);
        QVERIFY(made && made->record.state == ChangeState::Begun && made->step.isEmpty());
        QCOMPARE(made->roomFor, Change);
        QCOMPARE(made->by, Ana);
        QCOMPARE(made->store, QString(32, u'f'));
        QVERIFY(made->protectedStore.isEmpty());
        QVERIFY(made->findings.isEmpty());
        QCOMPARE(view.rootOf(*made), view.change(Change));
        QCOMPARE(view.currentStep, current); // the person stays where they were
        QVERIFY(
            inEnglish(view.history.last().text).contains(QStringLiteral("keeps what lies in the place now")));
        story.add(events::changeSettled({}, taken, Ana)).add(settled(ChangeState::Undone));
        view = story.view();
        QVERIFY(view.change(room.change)->undoUntil().isValid());
        QCOMPARE(view.change(Change)->record.state, ChangeState::Undone);
        QCOMPARE(view.step(quarantine())->status, StepStatus::Open);
        // Undoing it opens no step and brings no finding back by itself.
        taken.state = ChangeState::Undone;
        const FindingStatus before = view.finding(page(Page).id)->status;
        story.add(events::changeSettled({}, taken, Ana));
        view = story.view();
        QCOMPARE(view.change(room.change)->record.state, ChangeState::Undone);
        QCOMPARE(view.finding(page(Page).id)->status, before);
        // A forged ring has no root.
        ActionRequest ring = request();
        Story forged = begun();
        forged.add(events::consentedToMakeRoom(Change, {ring, shownToAna()}, Ana, {}));
        QVERIFY(!forged.view().rootOf(*forged.view().change(Change)));
    }

    void throughTheStore()
    {
        for (const ChangeState state : {ChangeState::Begun, ChangeState::Applied, ChangeState::RolledBack,
                                        ChangeState::Undoing, ChangeState::Undone}) {
            const ChangeRecord before = recordOf(state, true);
            const auto after = readChangeRecord(store(before));
            QVERIFY(after);
            QCOMPARE(after->change, before.change);
            QCOMPARE(after->action, before.action);
            QCOMPARE(after->parameters, before.parameters);
            QCOMPARE(after->state, state);
            QCOMPARE(after->what, before.what);
            QCOMPARE(after->lost, before.lost);
            QCOMPARE(after->begun, before.begun);
            QCOMPARE(after->settled, before.settled);
            QVERIFY(after->recovered);
            QCOMPARE(after->head, before.head);
        }
    }

    void foreignRecordsAreRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QJsonValue>("value");
        const auto row = [](const char* name, const char* key, const QJsonValue& value) {
            QTest::newRow(name) << QString::fromLatin1(key) << value;
        };
        row("an id that is a path", "change", QStringLiteral("../../../../../../../../../etc/pas"));
        row("an id in capitals", "change", Change.toUpper());
        row("no id", "change", QJsonValue());
        row("an unknown state", "state", QStringLiteral("finished"));
        row("a state that is a number", "state", 7);
        row("a head that is too short", "head", QStringLiteral("abcd"));
        row("a head that is no number", "head", QString(64, QLatin1Char('x')));
        row("parameters that are a list", "parameters", QJsonArray{1});
        row("a parameter that is a number", "parameters", QJsonObject{{QStringLiteral("path"), 1}});
        row("a hash that is too short", "parameters",
            QJsonObject{
                {QStringLiteral("a"), QJsonObject{{QStringLiteral("sha256"), QStringLiteral("aa")}}}});
        row("lost things that are words", "lost", QStringLiteral("everything"));
        row("a time that is none", "begun", QStringLiteral("yesterday"));
        row("a sentence that is none", "what", QStringLiteral("done"));
    }

    void foreignRecordsAreRefused()
    {
        QFETCH(QString, key);
        QFETCH(QJsonValue, value);
        QJsonObject json = store(recordOf(ChangeState::Applied));
        json.insert(key, value);
        QVERIFY(!readChangeRecord(json));
        // In a case it is a line of the history and nothing more.
        Event event = settled(ChangeState::Applied);
        for (auto member = json.constBegin(); member != json.constEnd(); ++member) {
            event.data.insert(member.key(), member.value());
        }
        Story story = begun();
        const CaseView view = story.add(event).view();
        QVERIFY(view.changes.isEmpty());
        QCOMPARE(view.step(quarantine())->status, StepStatus::Open);
        QVERIFY(inEnglish(view.history.last().text).contains(QStringLiteral("can't be read")));
    }

    /** Members taken away or of any other type, in every event of a repair: it folds, and never crashes. */
    void anyDamage()
    {
        const QList<Event> whole{
            agreed(), settled(ChangeState::Applied), settled(ChangeState::Undone),
            events::signedOff({}, QStringLiteral("Ben"), QStringLiteral("x"), Ana),
            events::findingAccepted(page(Page), QStringLiteral("x"), QDate(2027, 1, 1), Ana)};
        const QList<QJsonValue> wrong{QJsonValue(),
                                      7,
                                      -1.5e300,
                                      true,
                                      QStringLiteral("\u202e<b>"),
                                      QJsonArray{1},
                                      QJsonObject{{QStringLiteral("x"), QJsonArray{}}}};
        int tried = 0;
        for (qsizetype i = 0; i < whole.size(); ++i) {
            for (const QString& key : whole.at(i).data.keys()) {
                for (const QJsonValue& value : wrong) {
                    QList<Event> damaged = whole;
                    damaged[i].data.insert(key, value);
                    Story story = begun();
                    const CaseView view = story.add(damaged).view();
                    QCOMPARE(view.history.size(), 1 + whole.size());
                    for (const HistoryLine& line : view.history) {
                        QVERIFY(!inEnglish(line.text).isEmpty());
                    }
                    ++tried;
                }
            }
        }
        QVERIFY(tried > 150);
    }

    /** Consent lies on the disk before anything is done: the folder of the case file is flushed too. */
    void consentIsDurable()
    {
        CaseFixture fixture;
        auto log = fixture.create();
        QVERIFY(log->append(0, {agreed()}));
        int cases = 0;
        for (const QString& name : QSqlDatabase::connectionNames()) {
            if (name.startsWith(QStringLiteral("mailmend-case-"))) {
                QSqlQuery query(QSqlDatabase::database(name, false));
                QVERIFY(query.exec(QStringLiteral("PRAGMA synchronous")) && query.next());
                QCOMPARE(query.value(0).toInt(), 3); // EXTRA: FULL, and the folder after the commit
                ++cases;
            }
        }
        QCOMPARE(cases, 1);
        const CaseView view = *viewCase(*fixture.open()->read(0), builtIn(), fixture.now());
        QCOMPARE(view.change(Change)->record.parameters, request().parameters);
    }
};

MAILMEND_TEST_CLASS(CaseChangesTest)
#include "case_changes_test.moc"
