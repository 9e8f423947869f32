// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fake_accounts.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** The server stands open since 2022. */
StrayFolder stray(const char* name, const QDateTime& used, TimeSource source = TimeSource::Ntfs)
{
    return {WindowsPath('C', {"Users", name}), true, used, source};
}

QString looked(const Outcome& outcome)
{
    QStringList lines;
    for (const Text& line : outcome.looked) {
        lines.append(inEnglish(line));
    }
    return lines.join(u'\n');
}

CoverageEntry rowOf(const Outcome& outcome)
{
    for (const CoverageEntry& row : outcome.coverage) {
        if (row.source == QStringLiteral("profile-folders")) {
            return row;
        }
    }
    return {};
}

} // namespace

/** Folders of profiles that Windows' list does not name: old ones are common, used ones are looked at. */
class StrayFoldersTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void usedWhileTheServerStoodOpen()
    {
        AccountServer server;
        server.all.strayFolders = {stray("helper", on(2023, 5, 6))};
        const Finding finding = server.only();
        QCOMPARE(finding.verdict, Verdict::LookAtThis);
        QCOMPARE(finding.severity, Severity::Low);
        QCOMPARE(finding.subject.kind, SubjectKind::Account);
        QCOMPARE(finding.subject.name, QStringLiteral("C:\\Users\\helper"));
        QCOMPARE(finding.state, QStringLiteral("profile folder"));
        QVERIFY(finding.playbook.isEmpty());
        QVERIFY(inEnglish(finding.harmless).contains(QStringLiteral("common")));
        QCOMPARE(finding.facts.first().path.display(), QStringLiteral("C:\\Users\\helper\\NTUSER.DAT"));
        QCOMPARE(finding.facts.first().timeSource, TimeSource::Ntfs);
    }

    void ordinaryOnesAreOnlyTold_data()
    {
        QTest::addColumn<StrayFolder>("folder");
        QTest::addColumn<QString>("words");
        const QDateTime old = on(2017, 3, 4), open = on(2023, 5, 6);
        const QString before = QStringLiteral("did not stand open"), copy = QStringLiteral("this copy");
        const QString pool = QStringLiteral("application pools");
        QTest::newRow("old") << stray("jan.OFFICE", old) << before;
        QTest::newRow("old, by the disk's own table") << stray("jan.000", old, TimeSource::Mft) << before;
        QTest::newRow("a copy's time") << stray("jan", open, TimeSource::Unknown) << copy;
        QTest::newRow("an archive's time") << stray("jan", open, TimeSource::Container) << copy;
        QTest::newRow("a collector's time") << stray("jan", open, TimeSource::Collector) << copy;
        QTest::newRow("no time") << stray("jan", {}) << copy;
        QTest::newRow("a pool") << stray("intranetPOOL", open) << pool;
        QTest::newRow("a pool that the list of profiles names with another folder")
            << stray("DefaultAppPool", open) << pool;
        StrayFolder empty = stray("tools", open);
        empty.isProfile = false;
        empty.used = {};
        QTest::newRow("no profile") << empty << QStringLiteral("saw no profile");
    }

    void ordinaryOnesAreOnlyTold()
    {
        QFETCH(StrayFolder, folder);
        QFETCH(QString, words);
        AccountServer server;
        auto iis = std::make_shared<IisConfiguration>();
        iis->applicationPools = {{QStringLiteral("IntranetPool"), true, true}};
        server.fake.evidence.iis = {iis, ReadState::Read, {}};
        server.all.strayFolders = {folder};
        // Microsoft's documentation of application pool identities has this SID as that of DefaultAppPool.
        server.all.profiles.append(
            {QStringLiteral("S-1-5-82-3006700770-424185619-1745488364-794895919-4004696415"),
             QStringLiteral("C:\\Users\\DefaultAppPool.IIS APPPOOL"), on(2023, 5, 6)});
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QVERIFY2(looked(outcome).contains(words), qPrintable(looked(outcome)));
        QVERIFY(looked(outcome).contains(folder.path.display()));
        QCOMPARE(rowOf(outcome).state, ReadState::Read);
    }

    /** Anybody can give a folder the name of a pool. */
    void aPoolsNameAloneExcusesNothing_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("usual, and not configured") << QStringLiteral("DefaultAppPool");
        QTest::newRow("as another account") << QStringLiteral("MSExchangeOWAAppPool");
        QTest::newRow("without profiles") << QStringLiteral(".NET v4.5");
        QTest::newRow("only near") << QStringLiteral("IntranetPool2");
    }

    void aPoolsNameAloneExcusesNothing()
    {
        QFETCH(QString, name);
        AccountServer server;
        auto iis = std::make_shared<IisConfiguration>();
        iis->applicationPools = {{QStringLiteral("IntranetPool"), true, true},
                                 {QStringLiteral(".NET v4.5"), true, false},
                                 {QStringLiteral("MSExchangeOWAAppPool"), false, true}};
        server.fake.evidence.iis = {iis, ReadState::Read, {}};
        server.all.strayFolders = {stray(name.toUtf8().constData(), on(2023, 5, 6))};
        QCOMPARE(server.only().subject.name, QStringLiteral("C:\\Users\\") + name);
        server.all.strayFolders = {stray(name.toUtf8().constData(), on(2017, 3, 4))};
        QVERIFY(server.quiet());
    }

    void withoutTheConfigurationAPoolsNameIsUnread()
    {
        AccountServer server;
        server.fake.evidence.iis = {nullptr, ReadState::Denied, verbatim(QStringLiteral("It was locked."))};
        const qsizetype before = server.conclude().unread.size();
        server.all.strayFolders = {stray(".net V4.5", on(2023, 5, 6))};
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QCOMPARE(outcome.unread.size(), before + 1);
        QCOMPARE(outcome.unread.last().state, ReadState::Partly);
        QVERIFY(inEnglish(outcome.unread.last().reason).contains(QStringLiteral("It was locked.")));
    }

    /** A copy's, an archive's or a collector's time says nothing: then nobody knows. */
    void withoutATimeItIsUnread_data()
    {
        QTest::addColumn<TimeSource>("source");
        QTest::newRow("copy") << TimeSource::Unknown;
        QTest::newRow("archive") << TimeSource::Container;
        QTest::newRow("collector") << TimeSource::Collector;
    }

    void withoutATimeItIsUnread()
    {
        QFETCH(TimeSource, source);
        AccountServer server;
        const qsizetype before = server.conclude().unread.size();
        server.all.strayFolders = {stray("jan", on(2023, 5, 6), TimeSource::Ntfs)};
        QCOMPARE(server.conclude().unread.size(), before);
        server.all.strayFolders = {stray("jan", on(2023, 5, 6), source)};
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.unread.size(), before + 1);
        QCOMPARE(outcome.unread.last().state, ReadState::Partly);
        QVERIFY(inEnglish(outcome.unread.last().reason).contains(QStringLiteral("C:\\Users\\jan")));
    }

    void whatWasNotSeenIsUnread()
    {
        AccountServer server;
        const qsizetype before = server.conclude().unread.size();
        QCOMPARE(rowOf(server.conclude()).state, ReadState::Read);
        server.all.strayState = {ReadState::NotCollected, verbatim(QStringLiteral("Nobody asked for it."))};
        const Outcome outcome = server.conclude();
        QCOMPARE(outcome.unread.size(), before + 1);
        QCOMPARE(rowOf(outcome).state, ReadState::NotCollected);
        QVERIFY(inEnglish(rowOf(outcome).reason).contains(QStringLiteral("Nobody asked")));
        QVERIFY(outcome.findings.isEmpty());
    }

    void manyAreCounted()
    {
        AccountServer server;
        for (int i = 0; i < 30; ++i) {
            server.all.strayFolders.append(stray(QByteArray::number(i).constData(), on(2017, 3, 4)));
        }
        QVERIFY(looked(server.conclude()).contains(QStringLiteral("and 10 more")));
    }
};

MAILMEND_TEST_CLASS(StrayFoldersTest)
#include "stray_folders_test.moc"
