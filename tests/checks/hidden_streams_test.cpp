// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "base/sha256.h"
#include "checks/web_shells.h"
#include "fake_server.h"
#include "support/registration.h"
#include "unread.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const WindowsPath kWebFolder('C', {"inetpub", "wwwroot"});

/** Files that show what hides beside their content, or don't. */
class Showing : public FakeFiles
{
public:
    FolderState shown = streamsNotShown();
    FolderState streams() const override { return shown; }
};

/** The web folder of a server, and what a walk over it would have brought. */
struct WebFolder
{
    std::shared_ptr<Showing> files = std::make_shared<Showing>();
    Evidence evidence;
    Knowledge knowledge;
    std::shared_ptr<const FileRules> rules = *FileRules::compile(
        {{QStringLiteral("test"),
          R"(rule commands { meta: title = "runs commands" reason = "It says so." harmless = "None is known."
             verdict = "needs-action" technique = "T1505.003" strings: $a = "purple elephant" condition: $a })"}});
    CancelToken cancel;
    Scope scope;
    std::vector<ObservationPointer> observations;
    std::vector<WalkedInterest> walked;

    WebFolder()
    {
        evidence.files = {files, ReadState::Read, {}};
        evidence.folders.systemDrive = WindowsPath('C', {});
        for (const Interest& interest : webShellsCheck.interests(evidence, knowledge)) {
            if (interest.folder == kWebFolder) {
                walked.push_back({interest, {ReadState::Read, {}}, 0, 0, {}, 0, 0});
            }
        }
    }

    void show(const char* name, const QByteArray& content, FileEntry entry = {})
    {
        walked.front().files += 1;
        entry.path = kWebFolder.child(name);
        const Item item{entry, walked.front().interest, content, false, sha256(content)};
        if (auto seen = webShellsCheck.inspect(item, {evidence, knowledge, *rules, cancel})) {
            observations.push_back(std::move(seen));
        }
    }

    Outcome conclude() const
    {
        return webShellsCheck.conclude({evidence, knowledge, *rules, observations, walked, scope, {}, false});
    }
};

CoverageEntry rowOf(const Outcome& outcome)
{
    QList<CoverageEntry> rows = outcome.coverage;
    rows.removeIf([](const CoverageEntry& one) { return one.source != u"hidden-streams"; });
    return rows.size() == 1 ? rows.first() : CoverageEntry{};
}

} // namespace

/** What hides beside the content of files: where it was not looked at, and where a finding hides. */
class HiddenStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** A limit of what was given, told once: it makes nothing unknown. */
    void whatIsNotShownIsToldOnce()
    {
        WebFolder folder;
        QVERIFY(rowOf(folder.conclude()).source.isEmpty()); // nothing was read, which says more
        folder.show("index.htm", "page");
        const Outcome outcome = folder.conclude();
        QCOMPARE(rowOf(outcome).state, ReadState::NotCollected);
        QVERIFY(inEnglish(rowOf(outcome).reason).contains(QStringLiteral("not looked at")));
        QVERIFY(!isUnread(outcome, "hidden-streams"));
    }

    void whatIsShown()
    {
        WebFolder folder;
        folder.files->shown = {ReadState::Read, {}};
        folder.show("index.htm", "page");
        QCOMPARE(rowOf(folder.conclude()).source, QStringLiteral("hidden-streams"));
        QCOMPARE(rowOf(folder.conclude()).state, ReadState::Read);
    }

    void aFindingSaysWhereItHides_data()
    {
        QTest::addColumn<bool>("isOfFolder");
        QTest::newRow("a file") << false;
        QTest::newRow("a folder") << true;
    }

    void aFindingSaysWhereItHides()
    {
        QFETCH(bool, isOfFolder);
        WebFolder folder;
        FileEntry entry;
        entry.hasAttributes = true;
        entry.isOfFolder = isOfFolder;
        folder.show("client:help.aspx", "purple elephant", entry);
        const Outcome outcome = folder.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        QCOMPARE(outcome.findings.first().verdict, Verdict::NeedsAction);
        qsizetype hides = 0;
        qsizetype ofHolder = 0;
        for (const Fact& fact : outcome.findings.first().facts) {
            hides += inEnglish(fact.text).contains(QStringLiteral("alternate data stream")) ? 1 : 0;
            ofHolder += fact.path == kWebFolder.child("client") ? 1 : 0;
        }
        QCOMPARE(hides, 1);
        QCOMPARE(ofHolder, isOfFolder ? 1 : 0);
    }

    /** Whatever it is called there, nothing reads it as configuration: it is taken out, not put right. */
    void itIsNeverConfiguration_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("playbook");
        QTest::newRow("hidden page") << QByteArray("logon.aspx:help.aspx") << QStringLiteral("P1");
        QTest::newRow("hidden, named so") << QByteArray("logon.aspx:web.config") << QStringLiteral("P1");
        QTest::newRow("a configuration") << QByteArray("web.config") << QStringLiteral("P5");
    }

    void itIsNeverConfiguration()
    {
        QFETCH(QByteArray, name);
        QFETCH(QString, playbook);
        WebFolder folder;
        folder.show(name.constData(), "purple elephant");
        const Outcome outcome = folder.conclude();
        QCOMPARE(outcome.findings.size(), 1);
        QCOMPARE(outcome.findings.first().playbook, playbook);
    }
};

MAILMEND_TEST_CLASS(HiddenStreamsTest)
#include "hidden_streams_test.moc"
