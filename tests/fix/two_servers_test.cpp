// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change_store.h"
#include "actions/store/installation_secret.h"
#include "cases/event_log.h"
#include "cases/events.h"
#include "fix/harmed_run.h"
#include "support/disk_snapshot.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int ServersEvery = 30; ///< sanitised programs are slow: they take a share of the points
#else
constexpr int ServersEvery = 9;
#endif
constexpr int MostServersPoints = 1'000;
constexpr const char* ShellPage = "inetpub/wwwroot/aspnet_client/shell.aspx";

/** A server of the office: its disk, and a page on it that is to be taken away. */
struct Server
{
    Server(const char* serverName, char sid) : name(QString::fromLatin1(serverName))
    {
        SmallRegistry registry = smallRegistry();
        registry.sam.at(QStringLiteral("SAM\\Domains\\Account")).values.first().data.back() = sid;
        registry.system.at(QStringLiteral("ControlSet002\\Control\\ComputerName\\ComputerName")).values = {
            mailmend::sample::stringValue(QStringLiteral("ComputerName"), name)};
        for (const auto& [path, bytes] : smallServer(registry)) {
            tree.file(path.constData(), bytes);
        }
        content = smallShell() + "<!-- " + serverName + " -->";
        tree.file(ShellPage, content);
    }

    QString disk() const { return tree.text(); }
    QString page() const { return disk() + u'/' + QString::fromLatin1(ShellPage); }
    bool isThere() const
    {
        QFile file(page());
        return file.open(QIODevice::ReadOnly) && file.readAll() == content;
    }

    const QString name;
    RawTree tree;
    QByteArray content;
    QString step;
    QString finding;
};

} // namespace

/** Two servers in one case, with a repair on each: what is done on one never touches the other. */
class TwoServersTest : public QObject
{
    Q_OBJECT

    ConsoleRun m_console;
    Server m_birch{"BIRCH-EX01", '\x11'};
    Server m_cedar{"CEDAR-EX02", '\x7e'};

    QString caseFile() const { return m_console.path("office.mailmend"); }
    QString store() const { return caseFile() + QStringLiteral(".changes"); }

    QStringList words(const char* command, const Server& on, const QStringList& more = {}) const
    {
        return QStringList{QString::fromLatin1(command),
                           caseFile(),
                           on.step,
                           QStringLiteral("--by"),
                           QStringLiteral("Ada"),
                           QStringLiteral("--yes")} +
               more;
    }

    Ran run(const QStringList& arguments) const { return m_console.run(arguments); }

    QJsonObject shown() const
    {
        return run({QStringLiteral("case"), QStringLiteral("show"), caseFile(), QStringLiteral("--format"),
                    QStringLiteral("json")})
            .json();
    }

    int copiesOf(const Server& of) const
    {
        return wholeCopiesIn(QFileInfo(of.page()).path(), store(), of.content);
    }

    static QString stateOf(const QJsonObject& view, const Server& of)
    {
        QString state;
        for (const QJsonValue& one : view.value(QStringLiteral("changes")).toArray()) {
            if (one.toObject().value(QStringLiteral("step")).toString() == of.step) {
                state = one.toObject().value(QStringLiteral("state")).toString();
            }
        }
        return state;
    }

    static QString statusOf(const QJsonObject& view, const Server& of)
    {
        for (const QJsonValue& one : view.value(QStringLiteral("findings")).toArray()) {
            const QJsonObject finding = one.toObject().value(QStringLiteral("finding")).toObject();
            if (finding.value(QStringLiteral("id")).toString() == of.finding) {
                return one.toObject().value(QStringLiteral("status")).toString();
            }
        }
        return {};
    }

    void reset() const
    {
        const QString kept = m_console.path("kept");
        QDir(store()).removeRecursively();
        QFile::remove(caseFile() + QStringLiteral("-journal"));
        copyAll(kept + QStringLiteral("/case"), caseFile());
        copyAll(kept + QStringLiteral("/home"), m_console.path("home"));
        for (const Server* server : {&m_birch, &m_cedar}) {
            copyAll(kept + u'/' + server->name, QFileInfo(server->page()).path());
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        const Ran scan = run({QStringLiteral("check"), m_birch.disk(), m_cedar.disk(),
                              QStringLiteral("--case"), caseFile(), QStringLiteral("--only"),
                              QStringLiteral("web-shells"), QStringLiteral("--by"), QStringLiteral("Ada")});
        QVERIFY2(scan.status == 1, scan.err.constData());
        run({QStringLiteral("choose"), caseFile(), QStringLiteral("repair"), QStringLiteral("--by"),
             QStringLiteral("Ada")});
        QMap<QString, QString> hosts;
        const QJsonObject view = shown();
        for (const QJsonValue& target :
             view.value(QStringLiteral("scan")).toObject().value(QStringLiteral("targets")).toArray()) {
            hosts.insert(target.toObject().value(QStringLiteral("id")).toString(),
                         target.toObject().value(QStringLiteral("host")).toString());
        }
        QSet<QString> before;
        for (const QJsonValue& one :
             view.value(QStringLiteral("plan")).toObject().value(QStringLiteral("steps")).toArray()) {
            const QJsonObject step = one.toObject();
            if (!step.value(QStringLiteral("action")).isString()) {
                continue;
            }
            const QString host =
                hosts.value(step.value(QStringLiteral("targets")).toArray().first().toString());
            Server& of = host == m_birch.name ? m_birch : m_cedar;
            of.step = step.value(QStringLiteral("id")).toString();
            of.finding = step.value(QStringLiteral("findings")).toArray().first().toString();
            for (const QJsonValue& first : step.value(QStringLiteral("waits_for")).toArray()) {
                before.insert(first.toString());
            }
        }
        QVERIFY(!m_birch.step.isEmpty() && !m_cedar.step.isEmpty() && m_birch.step != m_cedar.step);
        for (const QString& step : std::as_const(before)) {
            run({QStringLiteral("done"), caseFile(), step, QStringLiteral("--by"), QStringLiteral("Ada")});
        }
        const QString kept = m_console.path("kept");
        QVERIFY(QDir().mkpath(kept));
        copyAll(caseFile(), kept + QStringLiteral("/case"));
        copyAll(m_console.path("home"), kept + QStringLiteral("/home"));
        for (const Server* server : {&m_birch, &m_cedar}) {
            copyAll(QFileInfo(server->page()).path(), kept + u'/' + server->name);
        }
    }

    void init() { reset(); }

    void oneIsDoneAndTheOtherUntouched()
    {
        const DiskSnapshot cedar = snapshotOf(m_cedar.tree.path());
        const Ran applied = run(words("apply", m_birch));
        QVERIFY2(applied.status == 0, applied.err.constData());
        QVERIFY(!m_birch.isThere());
        QCOMPARE(differenceOf(cedar, snapshotOf(m_cedar.tree.path())), QByteArray());
        QCOMPARE(statusOf(shown(), m_birch), QStringLiteral("fixed"));
        QCOMPARE(statusOf(shown(), m_cedar), QStringLiteral("open"));
        // Both are done, and one is undone: the other stays done.
        QCOMPARE(run(words("apply", m_cedar)).status, 0);
        const DiskSnapshot done = snapshotOf(m_cedar.tree.path());
        QCOMPARE(run(words("undo", m_birch)).status, 0);
        QVERIFY(m_birch.isThere());
        QCOMPARE(differenceOf(done, snapshotOf(m_cedar.tree.path())), QByteArray());
        const QJsonObject view = shown();
        QCOMPARE(stateOf(view, m_birch), QStringLiteral("undone"));
        QCOMPARE(stateOf(view, m_cedar), QStringLiteral("applied"));
        QCOMPARE(statusOf(view, m_cedar), QStringLiteral("fixed"));
        QCOMPARE(copiesOf(m_birch), 1);
        QCOMPARE(copiesOf(m_cedar), 1);
    }

    void theirDisksAreNotTakenForEachOther()
    {
        const QString away = m_birch.disk() + QStringLiteral("-away");
        QVERIFY(QFile::rename(m_birch.disk(), away) && QFile::rename(m_cedar.disk(), m_birch.disk()));
        const DiskSnapshot cedar = snapshotOf(m_birch.tree.path());
        const Ran applied = run(words("apply", m_birch));
        QVERIFY(applied.status != 0);
        QVERIFY2(applied.err.simplified().contains("not for certain the disk"), applied.err.constData());
        QCOMPARE(differenceOf(cedar, snapshotOf(m_birch.tree.path())), QByteArray());
        QVERIFY(QFile::rename(m_birch.disk(), m_cedar.disk()) && QFile::rename(away, m_birch.disk()));
    }

    /** What makes room on one of two disks is put back on that one, whichever number it has. */
    void whatIsKeptTooKnowsItsServer()
    {
        QCOMPARE(run(words("apply", m_cedar)).status, 0);
        m_cedar.tree.file(ShellPage, "our own page");
        QCOMPARE(run(words("undo", m_cedar, {QStringLiteral("--keep-present")})).status, 0);
        QVERIFY(m_cedar.isThere());
        QVERIFY(QFile::remove(m_cedar.page()));
        const DiskSnapshot birch = snapshotOf(m_birch.tree.path());
        QString room;
        for (const QJsonValue& one : shown().value(QStringLiteral("changes")).toArray()) {
            room = one.toObject().value(QStringLiteral("room_for")).isString()
                       ? one.toObject().value(QStringLiteral("id")).toString()
                       : room;
        }
        const Ran undone = run({QStringLiteral("undo"), caseFile(), room, QStringLiteral("--by"),
                                QStringLiteral("Ada"), QStringLiteral("--yes")});
        QVERIFY2(undone.status == 0, undone.err.constData());
        QFile page(m_cedar.page());
        QVERIFY(page.open(QIODevice::ReadOnly));
        QCOMPARE(page.readAll(), QByteArray("our own page"));
        QCOMPARE(differenceOf(birch, snapshotOf(m_birch.tree.path())), QByteArray());
    }

    void whatStaysOpenOnOneHoldsUpNothing()
    {
        QCOMPARE(run(words("apply", m_birch)).status, 0);
        QString change;
        for (const QJsonValue& one : shown().value(QStringLiteral("changes")).toArray()) {
            change = one.toObject().value(QStringLiteral("id")).toString();
        }
        {
            // Its undoing was begun, and everything ended.
            const QString seals = sealFolderBelow(m_console.path("home"));
            const auto secret = installationSecret(seals);
            auto log = EventLog::open(caseFile(), seals);
            QVERIFY(secret && log);
            auto kept = ChangeStore::open(store(), *secret, ChangeStore::Missing::IsAnError);
            QVERIFY(kept);
            auto journal = (*kept)->journal(change);
            QVERIFY(journal);
            JournalEntry entry;
            entry.step = QStringLiteral("undoing");
            entry.state = ChangeState::Undoing;
            entry.what = say(MAILMEND_TEXT("test", "Begun."));
            entry.at = journal->record().settled;
            ChangeRecord undoing = journal->record();
            undoing.state = ChangeState::Undoing;
            const auto seen = (*log)->read(0);
            QVERIFY(seen &&
                    (*log)->append(seen->last().number,
                                   {events::changeSettled(m_birch.step, undoing, QStringLiteral("Ada"))}));
            QVERIFY(journal->append(entry));
        }
        const QString away = m_birch.disk() + QStringLiteral("-away");
        QVERIFY(QFile::rename(m_birch.disk(), away));
        const DiskSnapshot birch = snapshotOf(QFile::encodeName(away));
        const Ran applied = run(words("apply", m_cedar));
        QVERIFY2(applied.status == 0, applied.err.constData());
        QVERIFY(!m_cedar.isThere());
        QCOMPARE(stateOf(shown(), m_birch), QStringLiteral("undoing"));
        QCOMPARE(differenceOf(birch, snapshotOf(QFile::encodeName(away))), QByteArray());
        QVERIFY(QFile::rename(away, m_birch.disk()));
        const DiskSnapshot cedar = snapshotOf(m_cedar.tree.path());
        QCOMPARE(run(words("undo", m_birch)).status, 0);
        QVERIFY(m_birch.isThere());
        QCOMPARE(differenceOf(cedar, snapshotOf(m_cedar.tree.path())), QByteArray());
        QCOMPARE(copiesOf(m_birch), 1);
        QCOMPARE(copiesOf(m_cedar), 1);
    }

    /** The program ends in the middle of one, that disk is taken away, and the other is gone on with. */
    void killedOnOneAndGoneOnWithTheOther()
    {
        const QString away = m_birch.disk() + QStringLiteral("-away");
        int points = 0;
        for (int point = 5; point < MostServersPoints; point += ServersEvery, ++points) {
            reset();
            const DiskSnapshot cedar = snapshotOf(m_cedar.tree.path());
            const HarmedRun harmed =
                runHarmed(m_console, words("apply", m_birch), Role::Parent, Harm::Kill, point);
            if (!harmed.harmed) {
                break;
            }
            const QByteArray where = "killed at call " + QByteArray::number(point);
            QVERIFY2(differenceOf(cedar, snapshotOf(m_cedar.tree.path())).isEmpty(), where.constData());
            QVERIFY2(copiesOf(m_birch) >= 1, where.constData());
            // That disk is away: what is open stays so, and holds up nothing.
            QVERIFY(QFile::rename(m_birch.disk(), away));
            const DiskSnapshot birch = snapshotOf(QFile::encodeName(away));
            const Ran applied = run(words("apply", m_cedar));
            QVERIFY2(applied.status == 0, (where + ": " + applied.err).constData());
            QVERIFY2(differenceOf(birch, snapshotOf(QFile::encodeName(away))).isEmpty(), where.constData());
            QVERIFY(QFile::rename(away, m_birch.disk()));
            const QJsonObject view = shown();
            QVERIFY2(stateOf(view, m_birch) != QStringLiteral("begun"), where.constData());
            QCOMPARE(stateOf(view, m_birch) == QStringLiteral("applied"), !m_birch.isThere());
            QCOMPARE(stateOf(view, m_cedar), QStringLiteral("applied"));
            QVERIFY2(copiesOf(m_birch) == 1 && copiesOf(m_cedar) == 1, where.constData());
        }
        qInfo("%d points", points);
        QVERIFY(points > 2);
    }
};

MAILMEND_TEST_CLASS(TwoServersTest)
#include "two_servers_test.moc"
