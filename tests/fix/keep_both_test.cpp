// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/harmed_run.h"
#include "fix/practice.h"
#include "support/json_schema.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

#include <algorithm>

using namespace mailmend::testing;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int KeepEvery = 8; ///< sanitised programs are slow: they take a share of the points
#else
constexpr int KeepEvery = 1;
#endif
/** Each half of it is harmed at every point by KillTest; here it is where they meet that is new. */
constexpr int HelperEvery = 4, ParentEvery = 12;
constexpr int FailEvery = KeepEvery == 1 ? 7 : 14; ///< several points lie where the room was made already
constexpr int MostKeepPoints = 2'000;

const QByteArray Later("<html>our own page, which came later</html>");
const QString MomentInTheWay = QStringLiteral("in-the-way");

QString valueOf(const QJsonObject& object, const char* key)
{
    return object.value(QLatin1StringView(key)).toString();
}

} // namespace

/**
 * An undo that finds something else in its place and keeps that too. What it takes on the way is a change
 * like any other: agreed to before it happens, in the case, to be undone, and finished or put back after a
 * cut.
 */
class KeepBothTest : public QObject
{
    Q_OBJECT

    Practice m_practice;

    QStringList undo(const QString& what, const QStringList& more = {QStringLiteral("--keep-present")}) const
    {
        return QStringList{QStringLiteral("undo"), m_practice.caseFile(), what,
                           QStringLiteral("--by"), QStringLiteral("Ada"), QStringLiteral("--yes")} +
               more;
    }

    QJsonObject shown() const { return m_practice.run("case show CASE --format json").json(); }

    /** The newest change that made room for another, or the newest of a step. */
    static QJsonObject changeIn(const QJsonObject& view, bool madeRoom)
    {
        QJsonObject newest;
        for (const QJsonValue& one : view.value(QStringLiteral("changes")).toArray()) {
            if (one.toObject().value(QStringLiteral("room_for")).isString() == madeRoom) {
                newest = one.toObject();
            }
        }
        return newest;
    }

    bool isLaterInPlace() const { return contentOf(m_practice.page()) == Later; }
    bool isPageInPlace() const { return contentOf(m_practice.page()) == m_practice.pageContent(); }

    /** Numbers of the history's lines that hold these words, in order. */
    static QList<qint64> linesWith(const QJsonObject& view, const QString& words)
    {
        QList<qint64> numbers;
        for (const QJsonValue& one : view.value(QStringLiteral("history")).toArray()) {
            if (valueOf(one.toObject(), "text").contains(words)) {
                numbers.append(one.toObject().value(QStringLiteral("number")).toInteger());
            }
        }
        return numbers;
    }

    /** What the case says of both, held against the disk and the store. Empty: all is well. */
    QString faults(const Ran& next) const
    {
        const QJsonObject view = next.json();
        QString out;
        if (next.status != 0 ||
            !view.value(QStringLiteral("integrity")).toObject().value(QStringLiteral("intact")).toBool()) {
            out += QStringLiteral("the case can't be opened or does not verify; ");
        }
        if (m_practice.wholeCopies() != 1 || m_practice.wholeCopies(Later) != 1) {
            out += QStringLiteral("%1 copies of the page and %2 of what lay in its place; ")
                       .arg(m_practice.wholeCopies())
                       .arg(m_practice.wholeCopies(Later));
        }
        if (!m_practice.strangers().isEmpty()) {
            out += QStringLiteral("left beside the page: ") + m_practice.strangers().join(u' ');
        }
        const QString own = valueOf(changeIn(view, false), "state"),
                      room = valueOf(changeIn(view, true), "state");
        if ((own == QStringLiteral("undone")) != isPageInPlace() || own == QStringLiteral("undoing")) {
            out += QStringLiteral("the page is %1 in the case; ").arg(own);
        }
        if ((room == QStringLiteral("applied")) == isLaterInPlace() || room == QStringLiteral("begun") ||
            room == QStringLiteral("undoing")) {
            out += QStringLiteral("what lay in its place is %1 in the case; ").arg(room);
        }
        return out;
    }

    QString afterNextStart(const HarmedRun& harmed) const
    {
        QString out;
        if (m_practice.wholeCopies() < 1 || m_practice.wholeCopies(Later) < 1) {
            out += QStringLiteral("no whole copy was left; ");
        }
        const Ran next = m_practice.run("case show CASE --format json");
        out += faults(next);
        if (out.isEmpty() && !isPageInPlace()) { // it can be gone on with
            const Ran again = m_practice.run(undo(m_practice.step()));
            out += again.status == 0 && isPageInPlace()
                       ? faults(m_practice.run("case show CASE --format json"))
                       : QStringLiteral("it can't be gone on with: ") + QString::fromUtf8(again.err);
        }
        return out.isEmpty()
                   ? out
                   : out + u'\n' + QString::fromUtf8(harmed.ran.out + harmed.ran.err + "--\n" + next.err);
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        const Ran applied = m_practice.run("apply CASE STEP --by Ada --yes");
        QVERIFY2(applied.status == 0, applied.err.constData());
        QFile other(m_practice.page());
        QVERIFY(other.open(QIODevice::WriteOnly) && other.write(Later) == Later.size());
        other.close();
        m_practice.keepAs(MomentInTheWay);
    }

    void init() { m_practice.bringBack(MomentInTheWay); }

    void itIsAChangeLikeAnyOther()
    {
        const Ran undone =
            m_practice.run(undo(m_practice.step(), {QStringLiteral("--keep-present"),
                                                    QStringLiteral("--format"), QStringLiteral("json")}));
        QVERIFY2(undone.status == 0, undone.err.constData());
        QVERIFY(isPageInPlace());
        const Ran next = m_practice.run("case show CASE --format json");
        QCOMPARE(faults(next), QString());
        QCOMPARE(whatIsWrong(next.out, QStringLiteral("mailmend-case-1.schema.json")), QString());
        const QJsonObject view = next.json(), room = changeIn(view, true), own = changeIn(view, false);
        QCOMPARE(
            valueOf(undone.json().value(QStringLiteral("steps")).toArray().first().toObject(), "made_room"),
            valueOf(room, "id"));
        QCOMPARE(valueOf(room, "room_for"), valueOf(own, "id"));
        QCOMPARE(valueOf(room, "by"), QStringLiteral("Ada"));
        QVERIFY(room.value(QStringLiteral("consented_at")).isString());
        // The end of what is allowed, not the hour of the change.
        const QString until = valueOf(room, "undo_until");
        QVERIFY2(until.endsWith(QStringLiteral("T12:00:00Z")), qPrintable(until));
        QVERIFY(room.value(QStringLiteral("step")).isNull());
        // Agreed to, done, and only then the undo was begun.
        const auto agreed = linesWith(view, QStringLiteral("Agreed that Mailmend keeps what lies"));
        const auto taken = linesWith(view, QStringLiteral("Keep what lies in the place"));
        const auto begun = linesWith(view, QStringLiteral("Agreed to undo this step"));
        QVERIFY(agreed.size() == 1 && taken.size() == 1 && begun.size() == 1);
        QVERIFY(agreed.first() < taken.first() && taken.first() < begun.first());
        QVERIFY(m_practice.stepStatus() != QStringLiteral("verified"));
        QCOMPARE(m_practice.findingStatus(), QStringLiteral("not-fixed-yet"));
        QVERIFY(m_practice.run("case show CASE").out.contains(valueOf(room, "id").toUtf8()));
        const Ran papers = m_practice.run("report CASE --format html --audience technician");
        QVERIFY2(papers.out.contains("Keep what lies in the place of a file that is put back"),
                 papers.err.constData());
    }

    void itCanBeUndoneByItsNumber()
    {
        QCOMPARE(m_practice.run(undo(m_practice.step())).status, 0);
        const QString room = valueOf(changeIn(shown(), true), "id");
        const Ran refused = m_practice.run(undo(room, {}));
        QVERIFY(refused.status != 0); // the page lies there now
        QVERIFY2(refused.err.contains("another file"), refused.err.constData());
        QVERIFY(isPageInPlace());
        QCOMPARE(m_practice.run(undo(QString(32, u'0'))).status, 64);
        QCOMPARE(m_practice.run(undo(valueOf(changeIn(shown(), false), "id"))).status, 64); // undone already
        const Ran undone = m_practice.run(undo(room));
        QVERIFY2(undone.status == 0, undone.err.constData());
        QVERIFY(isLaterInPlace());
        QCOMPARE(m_practice.wholeCopies(), 1);
        QCOMPARE(m_practice.wholeCopies(Later), 1);
        // The disk was looked at again: what lies there now is another page, but no page of Exchange's.
        const auto looked =
            linesWith(shown(), QStringLiteral("It was changed, but what was found still holds"));
        QVERIFY(!looked.isEmpty() &&
                looked.last() == shown().value(QStringLiteral("last_event")).toInteger());
        QCOMPARE(shown().value(QStringLiteral("changes")).toArray().size(), 3);
        // And the step's own change by its number.
        m_practice.bringBack(MomentInTheWay);
        QVERIFY(QFile::remove(m_practice.page()));
        QCOMPARE(m_practice.run(undo(valueOf(changeIn(shown(), false), "id"), {})).status, 0);
        QVERIFY(isPageInPlace());
    }

    void nothingInTheWayMakesNoRoom()
    {
        QVERIFY(QFile::remove(m_practice.page()));
        QCOMPARE(m_practice.run(undo(m_practice.step())).status, 0);
        QVERIFY(isPageInPlace());
        QCOMPARE(shown().value(QStringLiteral("changes")).toArray().size(), 1);
    }

    void whereTheUndoFailsTheRoomIsGivenBack()
    {
        // The second half finds no room on the disk: the first half is taken back, and the case says so.
        int givenBack = 0;
        for (int point = 2; point < MostKeepPoints; point += FailEvery) {
            m_practice.bringBack(MomentInTheWay);
            const HarmedRun run =
                runHarmed(m_practice, undo(m_practice.step()), Role::Helper, Harm::FailOnce, point);
            if (!run.harmed) {
                break;
            }
            const Ran next = m_practice.run("case show CASE --format json");
            const QString fault = faults(next);
            QVERIFY2(fault.isEmpty(), qPrintable(QStringLiteral("%1: ").arg(point) + fault));
            if (run.ran.status != 0) {
                QVERIFY2(isLaterInPlace(), run.ran.err.constData());
                givenBack +=
                    valueOf(changeIn(next.json(), true), "state") == QStringLiteral("undone") ? 1 : 0;
            }
        }
        QVERIFY(givenBack > 0);
    }

    void everyPointIsSurvived_data()
    {
        QTest::addColumn<int>("role");
        QTest::addColumn<int>("harm");
        for (const Role role : {Role::Helper, Role::Parent}) {
            for (const Harm harm : {Harm::Kill, Harm::DiskFull}) {
                QTest::addRow("%s, %s", role == Role::Helper ? "helper" : "parent",
                              harm == Harm::Kill ? "killed" : "no room")
                    << static_cast<int>(role) << static_cast<int>(harm);
            }
        }
    }

    void everyPointIsSurvived()
    {
        QFETCH(int, role);
        QFETCH(int, harm);
        const int every = (static_cast<Role>(role) == Role::Helper ? HelperEvery : ParentEvery) * KeepEvery;
        int points = 0;
        for (int point = 1; point < MostKeepPoints; point += every, ++points) {
            m_practice.bringBack(MomentInTheWay);
            const HarmedRun run = runHarmed(m_practice, undo(m_practice.step()), static_cast<Role>(role),
                                            static_cast<Harm>(harm), point);
            if (!run.harmed) {
                QCOMPARE(run.ran.status, 0);
                break;
            }
            const QString fault = afterNextStart(run);
            QVERIFY2(fault.isEmpty(), qPrintable(QStringLiteral("harmed at call %1: ").arg(point) + fault));
        }
        qInfo("%s: %d points", QTest::currentDataTag(), points);
        QVERIFY(points > 1);
    }
};

MAILMEND_TEST_CLASS(KeepBothTest)
#include "keep_both_test.moc"
