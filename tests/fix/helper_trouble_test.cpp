// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change_store.h"
#include "actions/store/installation_secret.h"
#include "base/reader.h"
#include "cases/events.h"
#include "fix/case_at_hand.h"
#include "support/registration.h"

#include <QFile>
#include <QTest>

#include <csignal>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A program that does what `lines` say instead of helping. */
QString script(const Practice& practice, const QByteArray& lines)
{
    const QString path = practice.console().path("no-helper");
    QFile::remove(path);
    QFile file(path);
    if (file.open(QIODevice::WriteOnly)) {
        file.write("#!/bin/sh\n" + lines);
    }
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return path;
}

} // namespace

/** A helper that is missing, can't be run, hangs or talks nonsense; and a person who holds, stops or cancels.
 */
class HelperTroubleTest : public QObject
{
    Q_OBJECT

    Practice m_practice;
    CaseAtHand m_case{m_practice};

    FixParts parts(const QString& helper = ConsoleRun::program(), const HelperPatience& patience = {})
    {
        return m_case.parts(helper, patience);
    }
    Result<StepPreview> preview(const FixParts& with) const { return m_case.preview(with); }
    Result<FixOutcome> apply(const FixParts& with, const FixListener& listener,
                             const CancelToken& cancel = {})
    {
        return m_case.apply(with, listener, cancel);
    }
    bool refresh() { return m_case.refresh(); }

    void wantUntouched()
    {
        QVERIFY(QFile::exists(m_practice.page()));
        QVERIFY(m_practice.strangers().isEmpty());
        QCOMPARE(m_practice.wholeCopies(), 1);
        QVERIFY(!doneChange(m_case.view, m_practice.step()));
        for (const CaseChange& change : m_case.view.changes) {
            QVERIFY(change.record.state == ChangeState::RolledBack);
        }
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble())); }

    void init()
    {
        m_practice.reset();
        QVERIFY(m_case.open());
        const CaseStep* step = m_case.view.step(m_practice.step());
        QVERIFY(step && step->waitsFor.isEmpty());
    }

    void cleanup() { m_case.close(); }

    void aStepThatWaitsNamesTheOther()
    {
        const auto shown = preview(parts());
        QVERIFY(shown);
        CaseView waiting = m_case.view;
        const auto other =
            std::find_if(waiting.steps.begin(), waiting.steps.end(),
                         [this](const CaseStep& one) { return one.step.id != m_practice.step(); });
        QVERIFY(other != waiting.steps.end());
        for (CaseStep& one : waiting.steps) {
            if (one.step.id == m_practice.step()) {
                one.waitsFor = {other->step.id};
            }
        }
        const auto outcome =
            applyStep(waiting, m_practice.caseFile(), *shown, QStringLiteral("Ada"), parts(), {}, {});
        QVERIFY(!outcome);
        const QString said = inEnglish(outcome.error().text);
        QVERIFY2(said.contains(inEnglish(other->step.title)), qPrintable(said));
        QVERIFY2(!said.contains(other->step.id), qPrintable(said));
        wantUntouched();
    }

    void aMissingHelperIsSaid()
    {
        const auto shown = preview(parts(QStringLiteral("/nowhere/mailmend-cli")));
        QVERIFY(!shown);
        QCOMPARE(shown.error().kind, ErrorKind::NotFound);
        QVERIFY(inEnglish(shown.error().text).contains(QStringLiteral("/nowhere/mailmend-cli")));
        QVERIFY(!shown.error().hint.isEmpty());
    }

    void aHelperThatCannotRunIsSaid()
    {
        const QString path = script(m_practice, "exit 0\n");
        QFile::setPermissions(path, QFile::ReadOwner);
        const auto shown = preview(parts(path));
        QVERIFY(!shown);
        QCOMPARE(shown.error().kind, ErrorKind::Denied);
    }

    void aHelperThatHangsOrTalksNonsenseIsEnded_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::newRow("says nothing") << QByteArray("exec sleep 60\n");
        QTest::newRow("ends at once") << QByteArray("exit 3\n");
        QTest::newRow("words") << QByteArray("echo hello everybody, this is no frame; exec sleep 60\n");
        QTest::newRow("for ever") << QByteArray("while :; do printf '\\002\\000\\000\\000{}'; done\n");
    }

    void aHelperThatHangsOrTalksNonsenseIsEnded()
    {
        QFETCH(QByteArray, lines);
        const auto shown =
            preview(parts(script(m_practice, lines), {std::chrono::seconds(2), std::chrono::seconds(2)}));
        QVERIFY(!shown);
        QVERIFY(!shown.error().text.isEmpty());
        wantUntouched();
    }

    void aHelperThatHangsInTheMiddleIsReplaced()
    {
        // The real helper, stopped where it asks for the first time: another one puts back what it began.
        const CaseView view = m_case.view;
        const auto shown = preview(parts());
        QVERIFY(shown);
        bool asked = false;
        FixListener listener;
        listener.wish = [&asked] {
            if (!asked) {
                asked = true;
                signalHelper(SIGSTOP); // it holds the store's lock until it is ended
            }
            return FixWish::GoOn;
        };
        const auto outcome = applyStep(
            view, m_practice.caseFile(), *shown, QStringLiteral("Ada"),
            parts(ConsoleRun::program(), {std::chrono::seconds(30), std::chrono::seconds(8)}), listener, {});
        QVERIFY(asked);
        QVERIFY(refresh());
        QCOMPARE(m_practice.wholeCopies(), 1);
        if (outcome) {
            QVERIFY(outcome->change.recovered);
            QVERIFY(!QFile::exists(m_practice.page()));
        } else {
            wantUntouched();
        }
    }

    void whoStopsGetsEverythingBack()
    {
        // At each safe point in turn, until there are no more.
        int points = 0;
        for (bool stopped = true; stopped; ++points) {
            init();
            stopped = false;
            int asked = 0;
            FixListener listener;
            listener.wish = [&] {
                stopped = stopped || asked++ == points;
                return stopped ? FixWish::Stop : FixWish::GoOn;
            };
            const auto outcome = apply(parts(), listener);
            QVERIFY(refresh());
            QCOMPARE(m_practice.wholeCopies(), 1);
            if (stopped && !outcome) {
                wantUntouched();
            }
            QVERIFY(outcome || stopped);
        }
        QVERIFY(points > 1);
    }

    void whoCancelsGetsEverythingBack()
    {
        const CancelToken cancel;
        cancel.cancel();
        const auto outcome = apply(parts(), {}, cancel);
        QVERIFY(!outcome);
        QVERIFY(refresh());
        wantUntouched();
    }

    void holdingWaitsAndGoesOn()
    {
        int held = 0;
        FixListener listener;
        listener.wish = [&held] { return ++held <= 5 ? FixWish::Hold : FixWish::GoOn; };
        const auto outcome = apply(parts(), listener);
        QVERIFY2(outcome, outcome ? "" : qPrintable(logLine(outcome.error())));
        QVERIFY(held > 5);
        QVERIFY(outcome->status == FindingStatus::Fixed);
    }

    void whoHoldsAndStopsGetsEverythingBack()
    {
        int held = 0;
        FixListener listener;
        listener.wish = [&held] { return ++held <= 3 ? FixWish::Hold : FixWish::Stop; };
        QVERIFY(!apply(parts(), listener));
        QVERIFY(refresh());
        wantUntouched();
    }

    void aCaseThatCannotBeWrittenStopsItBefore()
    {
        const CaseView view = m_case.view;
        const auto shown = preview(parts());
        QVERIFY(shown);
        FixParts full = parts();
        full.append = [](const QList<Event>&) { return Done(Error{ErrorKind::Full, {}, {}, {}, {}}); };
        const auto outcome =
            applyStep(view, m_practice.caseFile(), *shown, QStringLiteral("Ada"), full, {}, {});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().kind, ErrorKind::Full);
        wantUntouched();
    }

    Result<QList<ChangeRecord>> takeOver() { return m_case.takeOver(parts()); }

    void whatNobodyAgreedToIsNotGoneOnWith()
    {
        // A journal of this installation that this case has never heard of, as if it had been interrupted.
        const auto shown = preview(parts());
        const auto secret = installationSecret(m_practice.sealFolder());
        QVERIFY(shown && secret);
        {
            auto store = ChangeStore::open(m_practice.storeFolder(), *secret, ChangeStore::Missing::IsMade);
            QVERIFY(store);
            JournalEntry intent;
            intent.step = QStringLiteral("begun");
            intent.what = shown->preview.title;
            intent.at = QDateTime::currentDateTimeUtc();
            QVERIFY((*store)->begin(shown->request, intent));
        }
        const auto told = takeOver();
        QVERIFY(told && told->size() == 1);
        QVERIFY(told->first().state == ChangeState::Begun);
        QVERIFY2(inEnglish(told->first().what).contains(QStringLiteral("Nobody agreed")),
                 qPrintable(inEnglish(told->first().what)));
        m_case.view.integrity.intact = false; // and a case that does not verify is not acted on at all
        const auto broken = takeOver();
        QVERIFY(broken && broken->isEmpty());
        QVERIFY(QFile::exists(m_practice.page()));
    }

    void anotherStoreDoesNotSayThatNothingBegan()
    {
        const auto shown = preview(parts());
        QVERIFY(shown && !QFile::exists(m_practice.storeFolder()));
        QVERIFY(m_case.log().append(m_case.view.lastEvent,
                                    {events::consented(m_practice.step(), shown->request, shown->preview,
                                                       QStringLiteral("Ada"), QString(32, u'a'))}));
        QVERIFY(refresh());
        QVERIFY(
            ChangeStore::open(m_practice.storeFolder(), QByteArray(32, 's'), ChangeStore::Missing::IsMade));
        const auto told = takeOver();
        QVERIFY(told && told->size() == 1);
        QVERIFY(told->first().state == ChangeState::Begun);
        QVERIFY(inEnglish(told->first().what).contains(QStringLiteral("missing in")));
        QVERIFY(refresh());
        QVERIFY(m_case.view.changes.last().record.state == ChangeState::Begun);
    }

    void aDiskThatIsAwayLeavesItOpen()
    {
        // Agreed to, and then the disk was taken away before the helper could say what became of it.
        const CaseView view = m_case.view;
        const auto shown = preview(parts());
        QVERIFY(shown);
        const QString away = m_practice.disk() + QStringLiteral("-away");
        const auto outcome =
            applyStep(view, m_practice.caseFile(), *shown, QStringLiteral("Ada"), parts(), {}, {});
        QVERIFY(outcome);
        QVERIFY(refresh());
        QVERIFY(QFile::rename(m_practice.disk(), away));
        const auto undone = m_case.undo(outcome->change.change, parts());
        QVERIFY(!undone);
        QVERIFY(refresh());
        QVERIFY(doneChange(m_case.view, m_practice.step())); // still done: it can be undone later
        QVERIFY(QFile::rename(away, m_practice.disk()));
        const auto later = m_case.undo(outcome->change.change, parts());
        QVERIFY2(later, later ? "" : qPrintable(logLine(later.error())));
        QCOMPARE(m_practice.wholeCopies(), 1);
    }
};

MAILMEND_TEST_CLASS(HelperTroubleTest)
#include "helper_trouble_test.moc"
