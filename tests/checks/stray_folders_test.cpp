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
        QTest::newRow("Windows' own pool") << stray(".net V4.5", open) << pool;
        QTest::newRow("Exchange's pool") << stray("MSExchangeOWAAppPool", open) << pool;
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
        VirtualDirectory owa;
        owa.applicationPool = QStringLiteral("MSExchangeOWAAppPool");
        iis->virtualDirectories = {owa};
        server.fake.evidence.iis = {iis, ReadState::Read, {}};
        server.all.strayFolders = {folder};
        const Outcome outcome = server.conclude();
        QVERIFY(outcome.findings.isEmpty());
        QVERIFY2(looked(outcome).contains(words), qPrintable(looked(outcome)));
        QVERIFY(looked(outcome).contains(folder.path.display()));
        QCOMPARE(rowOf(outcome).state, ReadState::Read);
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
