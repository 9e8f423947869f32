// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/events.h"
#include "engine/helper/child_line.h"
#include "fix/case_at_hand.h"
#include "support/disk_snapshot.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <algorithm>
#include <csignal>

using namespace mailmend;
using namespace mailmend::testing;

/**
 * What the case does not know of a change is taken over from the helper's journal, the finding is looked at
 * again, and none of it happens on another server's disk that is connected in the same place.
 */
class TakeOverTest : public QObject
{
    Q_OBJECT

    Practice m_practice;
    CaseAtHand m_case{m_practice};
    RawTree m_other; ///< another server's disk, with the very page in the very place

    QString away() const { return m_practice.disk() + QStringLiteral("-away"); }

    /** The other server's disk stands where the case has the first one's. */
    bool exchange() const
    {
        return QFile::rename(m_practice.disk(), away()) &&
               QProcess::execute(
                   QStringLiteral("cp"),
                   {QStringLiteral("-a"), QString::fromLocal8Bit(m_other.path()), m_practice.disk()}) == 0;
    }

    void exchangeBack() const
    {
        if (QFile::exists(away())) {
            QDir(m_practice.disk()).removeRecursively();
            QFile::rename(away(), m_practice.disk());
        }
    }

    DiskSnapshot disk() const { return snapshotOf(QFile::encodeName(m_practice.disk())); }

    /** Everything is written into the case but what has this type. */
    FixParts partsWithout(const QString& type)
    {
        FixParts parts = m_case.parts();
        parts.append = [type, write = parts.append](const QList<Event>& events) {
            const bool has = std::any_of(events.begin(), events.end(),
                                         [&type](const Event& one) { return one.type == type; });
            return has ? Done(Error{ErrorKind::Full, {}, {}, {}, {}}) : write(events);
        };
        return parts;
    }

    static bool saysOther(const Error& error)
    {
        return error.kind == ErrorKind::Conflict &&
               inEnglish(error.text).contains(QStringLiteral("not for certain the disk"));
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        for (const auto& [path, content] : smallServer()) {
            m_other.file(path.constData(), content);
        }
        const QString below = QDir(m_practice.disk()).relativeFilePath(m_practice.page());
        m_other.file(below.toUtf8().constData(), m_practice.pageContent());
    }

    void init()
    {
        m_practice.reset();
        QVERIFY(m_case.open());
    }

    void cleanup()
    {
        m_case.close();
        exchangeBack();
    }

    void anotherDiskInItsPlaceIsNotTouched()
    {
        const auto shown = m_case.preview(m_case.parts());
        QVERIFY(shown);
        const CaseView view = m_case.view;
        QVERIFY(exchange());
        const DiskSnapshot other = disk();
        const auto preview = m_case.preview(m_case.parts());
        QVERIFY(!preview && saysOther(preview.error()));
        // Agreed to when the right disk was there.
        const auto applied =
            applyStep(view, m_practice.caseFile(), *shown, QStringLiteral("Ada"), m_case.parts(), {}, {});
        QVERIFY(!applied);
        const Error& why = applied.error().cause ? *applied.error().cause : applied.error();
        QVERIFY2(saysOther(why), qPrintable(logLine(applied.error())));
        QCOMPARE(differenceOf(other, disk()), QByteArray());
        QVERIFY(m_case.refresh() && m_case.view.changes.size() == 1);
        QVERIFY(m_case.view.changes.first().record.state == ChangeState::RolledBack);
    }

    void whatWasDoneWithRightsWaitsForThem()
    {
        auto shown = m_case.preview(m_case.parts());
        QVERIFY(shown);
        QVERIFY(m_case.apply(m_case.parts())); // there is a store beside the case too
        shown->request.change = QString(32, u'a');
        FixParts parts = m_case.parts();
        const QString key(32, u'e');
        QVERIFY(parts.append({events::consented(m_practice.step(), shown->request, shown->preview,
                                                QStringLiteral("Ada"), QString(32, u'f'), key)}));
        QVERIFY(m_case.refresh());
        QCOMPARE(m_case.view.change(shown->request.change)->protectedStore, key);
        const auto waits = [this, &parts](const char* words) {
            const auto told = m_case.takeOver(parts);
            return told && told->size() == 1 && told->first().state == ChangeState::Begun &&
                   inEnglish(told->first().what).contains(QString::fromLatin1(words)) && m_case.refresh() &&
                   m_case.view.change(told->first().change)->record.state == ChangeState::Begun;
        };
        // The store beside the case has never heard of it, and that says nothing of it. Nobody is asked
        // unasked; where there is no Windows that could ask, it is not spoken of.
        QVERIFY(waits("needs them again"));
        QVERIFY(waits("on the server where it was done"));
        QVERIFY(!waits("when Windows asks"));
        int asked = 0;
        parts.elevated = [&asked](HelperVerb, const HelperPatience&) -> Result<std::unique_ptr<HelperLine>> {
            ++asked;
            return Error{ErrorKind::Denied, say(MAILMEND_TEXT("test", "They said no.")), {}, {}, {}};
        };
        QVERIFY(waits("They said no."));
        QCOMPARE(asked, 1);
        // A helper without rights has no such store, whatever key it is given.
        parts.elevated = [](HelperVerb, const HelperPatience& patience) {
            return startChild(ConsoleRun::program(), patience);
        };
        const auto refused = m_case.takeOver(parts);
        QVERIFY(!refused && refused.error().kind == ErrorKind::BadCall);
    }

    void nobodyIsToldToConnectADiskWhereRightsAreNeeded()
    {
        const auto shown = m_case.preview(m_case.parts());
        QVERIFY(shown);
        const auto hintAfter = [this, &shown](const QString& protectedStore) {
            ActionRequest asked = shown->request;
            asked.change = newChangeId();
            const FixParts parts = m_case.parts();
            const Done begun = parts.append({events::consented(m_practice.step(), asked, shown->preview,
                                                               QStringLiteral("Ada"), {}, protectedStore)});
            const auto again = applyStep(CaseView(m_case.view), m_practice.caseFile(), *shown,
                                         QStringLiteral("Ada"), parts, {}, {});
            return begun && !again && again.error().kind == ErrorKind::Conflict
                       ? inEnglish(again.error().hint)
                       : QString();
        };
        const QString rights = hintAfter(QString(32, u'e'));
        QVERIFY2(rights.contains(QStringLiteral("“Finish it or put it back”")), qPrintable(rights));
        QVERIFY(!rights.contains(QStringLiteral("Connect the disk")));
        QVERIFY(m_case.view.changes.size() == 1);
        m_case.close();
        m_practice.reset();
        QVERIFY(m_case.open());
        QCOMPARE(hintAfter({}), QStringLiteral("Connect the disk and open the case again."));
    }

    void whatOnePlaceCannotTellHidesNoOther()
    {
        // One change is open beside the case, and one where only administrators get in.
        QVERIFY(!m_case.apply(partsWithout(QStringLiteral("change-settled"))));
        QVERIFY(m_case.refresh() && m_case.view.changes.size() == 1);
        const QString beside = m_case.view.changes.first().record.change;
        FixParts parts = m_case.parts();
        const CaseChange known = m_case.view.changes.first();
        const QString away(32, u'a');
        QVERIFY(parts.append(
            {events::consented(m_practice.step(), {known.record.action, away, known.record.parameters}, {},
                               QStringLiteral("Ada"), QString(32, u'f'), QString(32, u'e'))}));
        QVERIFY(m_case.refresh() && m_case.view.changes.size() == 2);
        const auto both = [](const TakenOver& told) {
            return std::pair(told.changes.size(), told.troubles.size());
        };
        // No helper can be started for what lies beside the case.
        FixParts none = m_case.parts(QStringLiteral("/nowhere/mailmend-cli"));
        const TakenOver far = m_case.takeOverAll(none);
        QVERIFY(both(far) == std::pair(qsizetype(1), qsizetype(1)));
        QCOMPARE(far.changes.first().change, away);
        QVERIFY(far.changes.first().state == ChangeState::Begun);
        // And the other way round.
        parts.elevated = [](HelperVerb, const HelperPatience& patience) {
            return startChild(ConsoleRun::program(), patience);
        };
        const TakenOver near = m_case.takeOverAll(parts);
        QVERIFY(both(near) == std::pair(qsizetype(1), qsizetype(1)));
        QCOMPARE(near.changes.first().change, beside);
        QVERIFY(near.changes.first().state == ChangeState::Applied);
        QVERIFY(near.troubles.first().kind == ErrorKind::BadCall);
    }

    void nothingIsPutBackOnAnotherDisk()
    {
        const auto applied = m_case.apply(m_case.parts());
        QVERIFY(applied);
        QVERIFY(exchange());
        QVERIFY(QFile::remove(m_practice.page())); // its place is free
        const DiskSnapshot other = disk();
        for (const UndoWish wish : {UndoWish::OnlyIfUntouched, UndoWish::KeepPresentToo}) {
            const auto undone = m_case.undo(applied->change.change, m_case.parts(), wish);
            QVERIFY(!undone);
            const Error& why = undone.error().cause ? *undone.error().cause : undone.error();
            QVERIFY2(saysOther(why), qPrintable(logLine(undone.error())));
            QCOMPARE(differenceOf(other, disk()), QByteArray());
            QVERIFY(m_case.refresh() && doneChange(m_case.view, m_practice.step()));
        }
        exchangeBack();
        QVERIFY(m_case.undo(applied->change.change, m_case.parts()));
        QCOMPARE(m_practice.wholeCopies(), 1);
        QVERIFY(QFile::exists(m_practice.page()));
    }

    void nothingIsFinishedOnAnotherDisk()
    {
        // The helper ends once the copy is noted as whole, and none can be started after it.
        QFile once(m_practice.console().path("once"));
        QVERIFY(once.open(QIODevice::WriteOnly));
        once.write("#!/bin/sh\n[ -e \"$0.used\" ] && exit 3\n: > \"$0.used\"\nexec '" +
                   QFile::encodeName(ConsoleRun::program()) + "' \"$@\"\n");
        once.close();
        QVERIFY(once.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        bool killed = false;
        FixListener listener;
        listener.progress = [&killed](const ActionProgress& progress) {
            if (inEnglish(progress.doing).startsWith(QStringLiteral("Taking the file out"))) {
                signalHelper(SIGKILL);
                killed = true;
            }
        };
        QVERIFY(!m_case.apply(m_case.parts(once.fileName()), listener));
        QVERIFY(killed);
        QVERIFY(m_case.refresh() && m_case.view.changes.first().record.state == ChangeState::Begun);
        QVERIFY(exchange());
        const DiskSnapshot other = disk();
        const auto elsewhere = m_case.takeOver(m_case.parts());
        QVERIFY(elsewhere && elsewhere->size() == 1 && elsewhere->first().state == ChangeState::Begun);
        QVERIFY2(inEnglish(elsewhere->first().what).contains(QStringLiteral("not for certain the disk")),
                 qPrintable(inEnglish(elsewhere->first().what)));
        QCOMPARE(differenceOf(other, disk()), QByteArray());
        exchangeBack();
        const auto here = m_case.takeOver(m_case.parts());
        QVERIFY(here && here->size() == 1 && here->first().state == ChangeState::Applied);
        QVERIFY(here->first().recovered);
        QCOMPARE(m_practice.wholeCopies(), 1);
        QVERIFY(!QFile::exists(m_practice.page()) && m_practice.strangers().isEmpty());
    }

    void theJournalWinsOverWhatWasTakenForNeverBegun()
    {
        // The store was away when the case was opened, and it was said that nothing had begun.
        const auto applied = m_case.apply(partsWithout(QStringLiteral("change-settled")));
        QVERIFY(!applied);
        QVERIFY(m_case.refresh() && m_case.view.changes.size() == 1);
        ChangeRecord record = m_case.view.changes.first().record;
        QVERIFY(record.state == ChangeState::Begun);
        record.state = ChangeState::RolledBack;
        record.head = QByteArray(32, '\0');
        record.recovered = true;
        record.settled = QDateTime::currentDateTimeUtc();
        QVERIFY(m_case.parts().append({events::changeSettled(m_practice.step(), record, {})}));
        QVERIFY(m_case.view.changes.first().record.state == ChangeState::RolledBack);
        const auto told = m_case.takeOver(m_case.parts());
        QVERIFY(told && told->size() == 1);
        QVERIFY(told->first().state == ChangeState::Applied);
        QVERIFY(m_case.refresh());
        const CaseChange& now = m_case.view.changes.first();
        QVERIFY(now.record.state == ChangeState::Applied && now.record.head != QByteArray(32, '\0'));
        QVERIFY(!QFile::exists(m_practice.page()));
        QVERIFY(m_case.undo(now.record.change, m_case.parts())); // and it can be undone
        QVERIFY(QFile::exists(m_practice.page()));
        // One that the journal itself says was put back stays so, and is not told again.
        const auto again = m_case.takeOver(m_case.parts());
        QVERIFY(again && again->isEmpty());
    }

    void whatIsTakenOverIsLookedAtAgain()
    {
        // It was done, but the program ended before the case heard of it.
        QVERIFY(!m_case.apply(partsWithout(QStringLiteral("change-settled"))));
        QVERIFY(m_case.refresh());
        QVERIFY(m_case.view.finding(m_practice.finding())->status == FindingStatus::Open);
        const auto told = m_case.takeOver(m_case.parts());
        QVERIFY(told && told->size() == 1 && told->first().state == ChangeState::Applied);
        QVERIFY2(inEnglish(told->first().what).contains(QStringLiteral("is gone: its folder was read")),
                 qPrintable(inEnglish(told->first().what)));
        QVERIFY(m_case.refresh());
        QVERIFY(m_case.view.finding(m_practice.finding())->status == FindingStatus::Fixed);
        QVERIFY(m_case.view.step(m_practice.step())->status == StepStatus::Verified);
        // The same after an undo of which the case did not hear the end: what was found is there again.
        const QString change = m_case.view.changes.first().record.change;
        int settled = 0;
        FixParts parts = m_case.parts();
        parts.append = [&settled, write = parts.append](const QList<Event>& events) {
            const bool second = events.first().type == QStringLiteral("change-settled") && ++settled > 1;
            return second ? Done(Error{ErrorKind::Full, {}, {}, {}, {}}) : write(events);
        };
        QVERIFY(!m_case.undo(change, parts));
        QVERIFY(m_case.refresh() && m_case.view.changes.first().record.state == ChangeState::Undoing);
        const auto undone = m_case.takeOver(m_case.parts());
        QVERIFY(undone && undone->size() == 1 && undone->first().state == ChangeState::Undone);
        QVERIFY(m_case.refresh());
        QVERIFY(m_case.view.finding(m_practice.finding())->status == FindingStatus::NotFixedYet);
    }

    void aSecondLookThatCannotBeTakenIsNotFixed()
    {
        QVERIFY(!m_case.apply(partsWithout(QStringLiteral("change-settled"))));
        QVERIFY(m_case.refresh());
        QVERIFY(QFile::rename(m_practice.disk(), away()));
        const auto told = m_case.takeOver(m_case.parts());
        QVERIFY(told && told->size() == 1 && told->first().state == ChangeState::Applied);
        QVERIFY(m_case.refresh());
        QVERIFY(m_case.view.finding(m_practice.finding())->status != FindingStatus::Fixed);
        QVERIFY(m_case.view.step(m_practice.step())->status != StepStatus::Verified);
        QVERIFY(QFile::rename(away(), m_practice.disk()));
    }
};

MAILMEND_TEST_CLASS(TakeOverTest)
#include "take_over_test.moc"
