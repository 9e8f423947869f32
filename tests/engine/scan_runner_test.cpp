// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/scan_parts.h"
#include "fake_checks.h"
#include "fake_files.h"
#include "support/registration.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

#include <thread>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

WindowsPath path(const char* text)
{
    return *WindowsPath::parse(QString::fromLatin1(text));
}

Interest interest(const char* folder, bool recursive = true, QList<QByteArray> names = {})
{
    Interest wanted;
    wanted.folder = path(folder);
    wanted.recursive = recursive;
    wanted.names = std::move(names);
    return wanted;
}

/** What a listener was told. */
struct Told
{
    QStringList found;
    QStringList targets;
    QStringList checks;
    int progress = 0;
    ScanProgress last;
    std::atomic<int> inside{0};
    bool overlapped = false;

    ScanListener listener()
    {
        const auto alone = [this](auto&& work) {
            overlapped = overlapped || ++inside > 1;
            work();
            --inside;
        };
        return {
            [this, alone](const ScanProgress& reached) {
                alone([&] {
                    ++progress;
                    last = reached;
                });
            },
            [this, alone](const TargetInfo& target) { alone([&] { targets.append(target.id); }); },
            [this, alone](const Finding& finding) { alone([&] { found.append(finding.id); }); },
            [this, alone](const CheckResult& result) { alone([&] { checks.append(result.check); }); },
        };
    }
};

} // namespace

class ScanRunnerTest : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<Seen> m_seen;
    std::shared_ptr<FakeFiles> m_files;
    std::vector<const Check*> m_checks;
    Knowledge m_knowledge;
    CancelToken m_cancel;
    Told* m_told = nullptr;
    std::unique_ptr<Told> m_toldHolder;
    Clock m_clock = fixedClock(QDateTime({2026, 3, 1}, {12, 0}, Qt::UTC));

    void addFile(const char* where, const QByteArray& content)
    {
        m_files->files.push_back({path(where), content, {}, false});
    }

    Result<ScanResult> scan(ScanRequest request = {})
    {
        if (request.targets.isEmpty()) {
            request.targets = {{QStringLiteral("server"), false}};
        }
        const ScanParts parts{m_checks,
                              [this](const TargetSpec& target, const CancelToken&) { return open(target); }};
        return runScanWith(parts, request, m_knowledge, m_clock, m_cancel, m_told->listener());
    }

    Result<EvidencePointer> open(const TargetSpec& target) const
    {
        if (target.text.startsWith(QStringLiteral("bad"))) {
            return Error{ErrorKind::NotFound, verbatim(QStringLiteral("It is not there.")), {}, {}, {}};
        }
        const QString id =
            target.text.startsWith(QStringLiteral("same")) ? QStringLiteral("same") : target.text;
        return EvidencePointer(fakeEvidence(m_files, id));
    }

private Q_SLOTS:
    void init()
    {
        m_seen = std::make_unique<Seen>();
        seen() = m_seen.get();
        m_seen->interests = {interest("C:\\inetpub")};
        m_files = std::make_shared<FakeFiles>();
        m_checks = {&pagesCheck};
        m_cancel = {};
        m_toldHolder = std::make_unique<Told>();
        m_told = m_toldHolder.get();
    }

    void opensEachFileOnceForAllChecks()
    {
        m_checks = {&pagesCheck, &otherCheck};
        m_seen->otherInterests = {interest("C:\\inetpub\\wwwroot"), interest("C:\\inetpub\\wwwroot\\aspnet")};
        addFile("C:\\inetpub\\wwwroot\\a.aspx", "fine");
        addFile("C:\\inetpub\\wwwroot\\aspnet\\b.aspx", "EVIL");
        addFile("C:\\inetpub\\logs\\c.txt", "fine");
        addFile("C:\\Users\\d.txt", "not asked for");
        const auto result = scan();
        QVERIFY(result);
        QCOMPARE(m_files->walks.load(), 1);
        QCOMPARE(m_files->opened.load(), 3);
        QCOMPARE(m_files->walkedRoots.size(), size_t(1));
        QCOMPARE(m_seen->concluded.size(), 3);
        QCOMPARE(result->checks.size(), 2);
        QCOMPARE(inEnglish(result->checks.at(1).looked.first()), QStringLiteral("2"));
        QCOMPARE(result->findings.size(), 1);
        QCOMPARE(result->findings.first().target, QStringLiteral("server"));
        QCOMPARE(m_told->found, QStringList{result->findings.first().id});
        QCOMPARE(exitStatus(*result), 1);
    }

    void aFileBelongsToTheInnermostFolder()
    {
        m_seen->interests = {interest("C:\\inetpub"), interest("c:\\INETPUB\\wwwroot\\owa"),
                             interest("C:\\inetpub\\temp", false),
                             interest("D:\\ex", false, {"exsetup.exe"})};
        addFile("C:\\inetpub\\wwwroot\\x.aspx", "1");
        addFile("C:\\Inetpub\\WWWroot\\owa\\auth\\y.aspx", "22");
        addFile("C:\\inetpub\\temp\\z.aspx", "333");
        addFile("C:\\inetpub\\temp\\deep\\w.aspx", "4444");
        addFile("D:\\ex\\ExSetup.EXE", "55555");
        addFile("D:\\ex\\other.exe", "666666");
        addFile("D:\\ex\\deep\\exsetup.exe", "7777777");
        QVERIFY(scan());
        QCOMPARE(m_files->opened.load(), 5);
        QCOMPARE(m_seen->walked.size(), size_t(4));
        QCOMPARE(m_seen->walked[0].files, 2);
        QCOMPARE(m_seen->walked[0].bytes, 5);
        QCOMPARE(m_seen->walked[1].files, 1);
        QCOMPARE(m_seen->walked[1].bytes, 2);
        QCOMPARE(m_seen->walked[2].files, 1);
        QCOMPARE(m_seen->walked[3].files, 1);
        QCOMPARE(m_seen->walked[3].bytes, 5);
    }

    void concludesInTheOrderOfTheWalkWhateverTheThreadsDo_data()
    {
        QTest::addColumn<int>("threads");
        for (const int threads : {1, 2, 8}) {
            QTest::addRow("%d", threads) << threads;
        }
    }

    void concludesInTheOrderOfTheWalkWhateverTheThreadsDo()
    {
        QFETCH(int, threads);
        QStringList expected;
        for (int i = 0; i < 2000; ++i) {
            const QByteArray name = "C:\\inetpub\\" + QByteArray::number(i) + ".aspx";
            addFile(name.constData(), "x" + QByteArray::number(i));
            expected.append(QString::fromLatin1(name));
        }
        ScanRequest request;
        request.threads = threads;
        QVERIFY(scan(request));
        QCOMPARE(m_seen->concluded, expected);
        QVERIFY(!m_told->overlapped);
        QCOMPARE(m_told->last.filesSeen, 2000);
    }

    void memoryDoesNotGrowWithTheEvidence()
    {
        for (int i = 0; i < 20000; ++i) {
            addFile(("C:\\inetpub\\" + QByteArray::number(i)).constData(), "x");
        }
        ScanRequest request;
        request.threads = 2;
        QVERIFY(scan(request));
        // The queue's 256, one on the way in, and one with each worker.
        QVERIFY2(m_files->mostWaiting.load() <= 260,
                 QByteArray::number(m_files->mostWaiting.load()).constData());
    }

    void hashesTheWholeFileAndShowsItsFirst16Megabytes_data()
    {
        QTest::addColumn<qint64>("size");
        const qint64 bound = 16 * 1024 * 1024;
        QTest::newRow("empty") << qint64(0);
        QTest::newRow("one") << qint64(1);
        QTest::newRow("a window") << qint64(1024 * 1024);
        QTest::newRow("three windows and one") << qint64(3 * 1024 * 1024 + 1);
        QTest::newRow("just below") << bound - 1;
        QTest::newRow("the bound") << bound;
        QTest::newRow("just above") << bound + 1;
        QTest::newRow("far above") << bound + 5 * 1024 * 1024 + 7;
    }

    void hashesTheWholeFileAndShowsItsFirst16Megabytes()
    {
        QFETCH(qint64, size);
        QByteArray block(65521, Qt::Uninitialized);
        for (qsizetype i = 0; i < block.size(); ++i) {
            block[i] = static_cast<char>((i * 31) ^ (i >> 7));
        }
        const QByteArray content = block.repeated(size / block.size() + 1).first(size);
        addFile("C:\\inetpub\\a", content);
        addFile("C:\\inetpub\\b", "the buffer is used again");
        ScanRequest request;
        request.threads = 1;
        QVERIFY(scan(request));
        QCOMPARE(m_seen->hashes.first(), QCryptographicHash::hash(content, QCryptographicHash::Sha256));
        QCOMPARE(m_seen->sizes.first(), std::min<qsizetype>(size, 16 * 1024 * 1024));
        QCOMPARE(m_seen->cuts.first(), size > 16 * 1024 * 1024);
        QCOMPARE(m_seen->sizes.last(), 24);
        QCOMPARE(m_seen->walked[0].cutCount, size > 16 * 1024 * 1024 ? 1 : 0);
        QCOMPARE(m_seen->walked[0].bytes, size + 24);
    }

    void unreadableFilesAreListedAndKeepACheckFromBeingClear()
    {
        addFile("C:\\inetpub\\a.aspx", "fine");
        for (int i = 0; i < 250; ++i) {
            m_files->files.push_back(
                {path(("C:\\inetpub\\no" + QByteArray::number(i)).constData()), {}, {}, true});
        }
        m_files->files.push_back(
            {path("C:\\inetpub\\torn"),
             {},
             [](std::span<char>) -> Result<qint64> {
                 return Error{ErrorKind::Damaged, verbatim(QStringLiteral("Torn.")), {}, {}, {}};
             },
             false});
        addFile("C:\\inetpub\\fault", "THROW");
        const auto result = scan();
        QVERIFY(result);
        QCOMPARE(m_seen->walked[0].files, 2); // the fault came after the reading
        QCOMPARE(m_seen->walked[0].unreadableCount, 252);
        QCOMPARE(m_seen->walked[0].unreadable.size(), 200);
        QCOMPARE(result->checks.first().verdict, Verdict::CouldNotCheck);
        QCOMPARE(result->coverage.first().unreadable, 252);
        QCOMPARE(exitStatus(*result), 2);
    }

    void foldersThatCouldNotBeListedAreToldToTheirInterest()
    {
        m_seen->interests = {interest("C:\\inetpub"), interest("C:\\other"), interest("D:\\gone\\below")};
        m_files->states.insert(path("C:\\other").folded(),
                               {ReadState::NotCollected, verbatim(QStringLiteral("N"))});
        m_files->troublesToTell = {
            {path("C:\\inetpub\\secret"), {ReadState::Denied, verbatim(QStringLiteral("Denied."))}},
            {path("D:\\gone"), {ReadState::Missing, verbatim(QStringLiteral("Missing."))}}};
        QVERIFY(scan());
        QCOMPARE(m_seen->walked[0].state.state, ReadState::Partly);
        QVERIFY(inEnglish(m_seen->walked[0].state.reason).contains(QStringLiteral("C:\\inetpub\\secret")));
        QCOMPARE(m_seen->walked[1].state.state, ReadState::NotCollected);
        QCOMPARE(m_seen->walked[2].state.state, ReadState::Missing);
    }

    void withoutFilesEveryInterestSaysWhy()
    {
        const ScanParts parts{m_checks, [](const TargetSpec&, const CancelToken&) -> Result<EvidencePointer> {
                                  auto evidence = fakeEvidence(nullptr, QStringLiteral("none"));
                                  evidence->files.state = ReadState::Denied;
                                  evidence->files.reason = verbatim(QStringLiteral("No disk."));
                                  return EvidencePointer(evidence);
                              }};
        ScanRequest request;
        request.targets = {{QStringLiteral("x"), false}};
        const auto result = runScanWith(parts, request, m_knowledge, m_clock, m_cancel, {});
        QVERIFY(result);
        QCOMPARE(m_seen->walked[0].state.state, ReadState::Denied);
        QCOMPARE(result->checks.first().verdict, Verdict::CouldNotCheck);
    }

    void cancelEndsInsideOneEndlessFileAndKeepsWhatWasFound()
    {
        addFile("C:\\inetpub\\evil.aspx", "EVIL");
        m_files->files.push_back({path("C:\\inetpub\\endless"),
                                  {},
                                  [this](std::span<char> room) -> Result<qint64> {
                                      std::fill(room.begin(), room.end(), 'x');
                                      if (!m_told->found.isEmpty()) {
                                          m_cancel.cancel();
                                      }
                                      return static_cast<qint64>(room.size());
                                  },
                                  false});
        for (int i = 0; i < 5000; ++i) {
            addFile(("C:\\inetpub\\later" + QByteArray::number(i)).constData(), "x");
        }
        ScanRequest request;
        request.threads = 1;
        const auto result = scan(request);
        QVERIFY(result);
        QVERIFY(result->cancelled);
        QVERIFY(m_seen->cancelled);
        QCOMPARE(result->findings.size(), 1);
        QCOMPARE(m_told->found, QStringList{result->findings.first().id});
        QVERIFY(!result->leftOut.isEmpty());
        QCOMPARE(m_seen->walked[0].state.state, ReadState::Partly);
        QVERIFY(result->checks.first().verdict == Verdict::NeedsAction);
        QCOMPARE(result->answers.stillInside.answer, Answer::Unknown); // no areas in this test's knowledge
    }

    void aCancelledScanIsNeverClear()
    {
        addFile("C:\\inetpub\\a.aspx", "fine");
        addFile("C:\\inetpub\\b.aspx", "fine");
        m_seen->whileInspecting = [this] { m_cancel.cancel(); };
        ScanRequest request;
        request.threads = 1;
        const auto result = scan(request);
        QVERIFY(result);
        QVERIFY(result->cancelled);
        QCOMPARE(result->checks.first().verdict, Verdict::CouldNotCheck);
        QCOMPARE(exitStatus(*result), 2);
    }

    void cancelBeforeTheStartIsAResult()
    {
        m_cancel.cancel();
        const auto result = scan();
        QVERIFY(result);
        QVERIFY(result->cancelled);
        QVERIFY(result->targets.isEmpty());
        QCOMPARE(exitStatus(*result), 2);
    }

    void severalTargetsAreLookedAtOneAfterTheOther()
    {
        addFile("C:\\inetpub\\evil.aspx", "EVIL");
        ScanRequest request;
        request.targets = {
            {QStringLiteral("one"), false}, {QStringLiteral("bad"), false}, {QStringLiteral("two"), false}};
        const auto result = scan(request);
        QVERIFY(result);
        QCOMPARE(m_told->targets, (QStringList{QStringLiteral("one"), QStringLiteral("two")}));
        QCOMPARE(result->findings.size(), 2);
        QCOMPARE(result->checks.size(), 2);
        QCOMPARE(result->coverage.size(), 2);
        QCOMPARE(result->leftOut.size(), 1);
        QVERIFY(inEnglish(result->leftOut.first()).contains(QStringLiteral("It is not there.")));
    }

    void noTargetThatOpensIsAnError()
    {
        ScanRequest request;
        request.targets = {{QStringLiteral("bad"), false}, {QStringLiteral("bad2"), false}};
        const auto result = scan(request);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::NotFound);
    }

    void aPlaceNamedTwiceIsRefused_data()
    {
        QTest::addColumn<QStringList>("targets");
        QTest::newRow("twice") << QStringList{QStringLiteral("%1"), QStringLiteral("%1")};
        QTest::newRow("other spelling") << QStringList{QStringLiteral("%1"), QStringLiteral("%1/./")};
        QTest::newRow("as a volume") << QStringList{QStringLiteral("%1"), QStringLiteral("C=%1")};
        QTest::newRow("in one target") << QStringList{QStringLiteral("C=%1,D=%1")};
    }

    void aPlaceNamedTwiceIsRefused()
    {
        QFETCH(QStringList, targets);
        const QTemporaryDir folder;
        ScanRequest request;
        for (const QString& target : targets) {
            request.targets.append({QString(target).replace(QStringLiteral("%1"), folder.path()), false});
        }
        const auto result = scan(request);
        QVERIFY(!result);
        QCOMPARE(result.error().kind, ErrorKind::BadCall);
    }

    void theSameComputerTwiceIsLeftOutAndSaid()
    {
        ScanRequest request;
        request.targets = {{QStringLiteral("same1"), false}, {QStringLiteral("same2"), false}};
        const auto result = scan(request);
        QVERIFY(result);
        QCOMPARE(result->targets.size(), 1);
        QCOMPARE(result->leftOut.size(), 1);
    }

    void onlyLeavesChecksOutAndSaysSo()
    {
        m_checks = {&pagesCheck, &otherCheck};
        ScanRequest request;
        request.only = {QStringLiteral("other")};
        const auto result = scan(request);
        QVERIFY(result);
        QCOMPARE(result->checks.size(), 1);
        QCOMPARE(result->leftOut.size(), 1);
        QCOMPARE(exitStatus(*result), 2);
        request.only = {QStringLiteral("othre")};
        const auto wrong = scan(request);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind, ErrorKind::BadCall);
        QVERIFY(inEnglish(wrong.error().text).contains(QStringLiteral("othre")));
    }

    void aFaultInACheckIsCouldNotCheck()
    {
        m_checks = {&faultyCheck, &pagesCheck};
        addFile("C:\\inetpub\\evil.aspx", "EVIL");
        const auto result = scan();
        QVERIFY(result);
        QCOMPARE(result->checks.at(0).verdict, Verdict::CouldNotCheck);
        QCOMPARE(result->checks.at(1).verdict, Verdict::NeedsAction);
    }

    void aScopeOpensOnlyItsFiles()
    {
        addFile("C:\\inetpub\\wwwroot\\evil.aspx", "EVIL");
        addFile("C:\\inetpub\\wwwroot\\other.aspx", "EVIL");
        addFile("C:\\inetpub\\wwwroot\\deep\\evil.aspx", "EVIL");
        Subject subject;
        subject.kind = SubjectKind::File;
        subject.path = path("c:\\Inetpub\\WWWROOT\\Evil.aspx");
        ScanRequest request;
        request.scope.subjects = {subject};
        const auto result = scan(request);
        QVERIFY(result);
        QCOMPARE(m_files->opened.load(), 1);
        QCOMPARE(result->findings.size(), 1);
        QCOMPARE(m_files->walkedRoots.size(), size_t(1));
        QVERIFY(!m_files->walkedRoots.front().recursive);
    }

    void aScopeInAFolderThatWasNotReadSaysSo()
    {
        m_files->states.insert(path("C:\\inetpub\\wwwroot").folded(),
                               {ReadState::NotCollected, verbatim(QStringLiteral("Not asked for."))});
        Subject subject;
        subject.kind = SubjectKind::File;
        subject.path = path("C:\\inetpub\\wwwroot\\evil.aspx");
        ScanRequest request;
        request.scope.subjects = {subject};
        QVERIFY(scan(request));
        QCOMPARE(m_seen->walked[0].state.state, ReadState::NotCollected);
    }

    void findingsStandWorstFirst()
    {
        addFile("C:\\inetpub\\b.aspx", "EVIL");
        addFile("C:\\inetpub\\A.aspx", "EVIL");
        const auto result = scan();
        QVERIFY(result);
        QCOMPARE(result->findings.at(0).subject.path.name(), QByteArray("A.aspx"));
        QCOMPARE(result->findings.at(1).subject.path.name(), QByteArray("b.aspx"));
    }

    void aMissingRuleFolderIsAWrongCallAndABrokenRuleIsNamed()
    {
        const QTemporaryDir folder;
        QFile good(folder.filePath(QStringLiteral("good.yar")));
        QVERIFY(good.open(QIODevice::WriteOnly));
        good.write("rule good { strings: $a = \"EVIL\" condition: $a }");
        good.close();
        QFile broken(folder.filePath(QStringLiteral("broken.yara")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("rule broken { condition: nonsense }");
        broken.close();
        ScanRequest request;
        request.ruleFolders = {folder.path()};
        const auto result = scan(request);
        QVERIFY(result);
        QCOMPARE(result->leftOut.size(), 1);
        QVERIFY(inEnglish(result->leftOut.first()).contains(QStringLiteral("broken.yara")));
        request.ruleFolders = {folder.filePath(QStringLiteral("none"))};
        const auto wrong = scan(request);
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind, ErrorKind::BadCall);
    }
};

MAILMEND_TEST_CLASS(ScanRunnerTest)
#include "scan_runner_test.moc"
