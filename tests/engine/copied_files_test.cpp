// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/collected.h"
#include "engine/fake_checks.h"
#include "engine/look_again.h"
#include "engine/scan_parts.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr const Check* kCopiedChecks[] = {&pagesCheck};
constexpr const Check* kCopiedFolder[] = {&wholeFolderCheck};
const QDateTime kCopyTime({2026, 11, 1}, {3, 0}, Qt::UTC);

FakeFile heldPage(const char* name, const QByteArray& content, bool isOlder)
{
    FakeFile file;
    file.path = WindowsPath('C', {"inetpub", name});
    file.content = content;
    file.refused = Error{ErrorKind::InUse, verbatim(QStringLiteral("Another program holds it.")), {}, {}, {}};
    file.copied = kCopyTime;
    file.copyIsOlder = isOlder;
    return file;
}

} // namespace

/** A file that is read from a shadow copy: an older one shows what was there, and never that nothing is. */
class CopiedFilesTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<Seen> m_seen;
    std::shared_ptr<FakeFiles> m_files;
    QTemporaryDir m_folder;

    Result<ScanResult> scan(const CancelToken& cancel = {})
    {
        ScanRequest request;
        request.targets = {{QStringLiteral("server"), false}};
        const auto evidence = fakeEvidence(m_files, QStringLiteral("server"));
        const ScanParts parts{kCopiedChecks, [evidence](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(EvidencePointer(evidence));
                              }};
        return runScanWith(parts, request, {}, fixedClock(QDateTime({2026, 11, 27}, {12, 0}, Qt::UTC)),
                           cancel, {});
    }

private Q_SLOTS:
    void init()
    {
        m_seen = std::make_unique<Seen>();
        seen() = m_seen.get();
        Interest interest;
        interest.folder = WindowsPath('C', {"inetpub"});
        interest.takesOlderCopies = true;
        m_seen->interests = {interest};
        m_files = std::make_shared<FakeFiles>();
    }

    void whatAnOlderOneShowsIsFound()
    {
        m_files->files = {heldPage("bad.aspx", "EVIL", true)};
        const auto result = scan();
        QVERIFY(result);
        QCOMPARE(result->findings.size(), 1);
        QCOMPARE(m_seen->walked.front().files, 1);
        QCOMPARE(m_seen->walked.front().unreadableCount, 1);
        QCOMPARE(result->coverage.size(), 1);
        QVERIFY(result->coverage.first().state == ReadState::Partly);
        // The finding says itself that it is not of now.
        QCOMPARE(result->findings.first().facts.size(), 1);
        QCOMPARE(inEnglish(result->findings.first().facts.first().text),
                 QStringLiteral("Another program holds it."));
        m_files->files = {heldPage("bad.aspx", "EVIL", false)};
        const auto made = scan();
        QVERIFY(made && made->findings.size() == 1 && made->findings.first().facts.isEmpty());
    }

    void anOlderOneIsNeverClear()
    {
        m_files->files = {heldPage("page.aspx", "fine", true)};
        const auto result = scan();
        QVERIFY(result && result->findings.isEmpty());
        QVERIFY(result->checks.first().verdict == Verdict::CouldNotCheck);
        QCOMPARE(m_seen->inspected.size(), 1);
    }

    /** Who does not say that it takes an older one is not shown it. */
    void whoDoesNotTakeIt()
    {
        m_seen->interests.front().takesOlderCopies = false;
        m_files->files = {heldPage("bad.aspx", "EVIL", true)};
        const auto result = scan();
        QVERIFY(result && result->findings.isEmpty() && m_seen->inspected.isEmpty());
        QCOMPARE(m_seen->walked.front().files, 0);
        QCOMPARE(m_seen->walked.front().unreadableCount, 1);
        m_files->files = {heldPage("bad.aspx", "EVIL", false)};
        const auto made = scan();
        QVERIFY(made && made->findings.size() == 1);
    }

    /** Seen again, but only in the older copy: it may have been repaired since. */
    void aSecondLookSaysThatItIsOlder()
    {
        m_files->files = {heldPage("bad.aspx", "EVIL", true)};
        const auto result = scan();
        QVERIFY(result && result->findings.size() == 1);
        const auto evidence = fakeEvidence(m_files, QStringLiteral("server"));
        evidence->target.identity.machineSid = QStringLiteral("S-1-5-21-1-2-3");
        evidence->target.identity.name = QStringLiteral("EX01");
        evidence->target.identity.installDate = QDateTime({2020, 1, 1}, {0, 0}, Qt::UTC);
        CaseFinding known;
        known.finding = result->findings.first();
        known.seenIn = evidence->target;
        known.seenIn.takenAt = QDateTime({2026, 11, 26}, {12, 0}, Qt::UTC);
        evidence->target.takenAt = QDateTime({2026, 11, 27}, {12, 0}, Qt::UTC);
        Rechecked again = lookAgain(known, {{evidence}, {*result}}, {});
        QVERIFY2(again.status == FindingStatus::CannotTell, qPrintable(inEnglish(again.reason)));
        QVERIFY2(inEnglish(again.reason).contains(QStringLiteral("holds now could not be read")),
                 qPrintable(inEnglish(again.reason)));
        m_files->files.front().refused.reset();
        again = lookAgain(known, {{evidence}, {*result}}, {});
        QVERIFY(again.status == FindingStatus::NotFixedYet);
        QCOMPARE(inEnglish(again.reason), QStringLiteral("It is still there, unchanged."));
        // Not found again in the older copy: what it holds now is not known.
        m_files->files = {heldPage("bad.aspx", "fine", true)};
        const auto clean = scan();
        QVERIFY(clean && clean->findings.isEmpty());
        again = lookAgain(known, {{evidence}, {*clean}}, {});
        QVERIFY2(again.status == FindingStatus::CannotTell, qPrintable(inEnglish(again.reason)));
    }

    void oneThatWasMadeForThisCounts()
    {
        m_files->files = {heldPage("page.aspx", "fine", false)};
        const auto result = scan();
        QVERIFY(result && result->findings.isEmpty());
        QVERIFY(result->checks.first().verdict == Verdict::Clear);
        QCOMPARE(m_seen->walked.front().unreadableCount, 0);
    }

    void withoutOneItIsNotRead()
    {
        m_files->files = {heldPage("page.aspx", "EVIL", true)};
        m_files->files.front().copied = {};
        const auto result = scan();
        QVERIFY(result && result->findings.isEmpty());
        QCOMPARE(m_seen->walked.front().files, 0);
        QVERIFY(result->checks.first().verdict == Verdict::CouldNotCheck);
    }

    void whatWasMadeIsGivenBack()
    {
        m_files->files = {heldPage("page.aspx", "fine", false)};
        QVERIFY(scan());
        QCOMPARE(m_files->givenBack.load(), 1);
        CancelToken cancel;
        m_seen->whileInspecting = [cancel] { cancel.cancel(); };
        const auto stopped = scan(cancel);
        QVERIFY(stopped && stopped->cancelled);
        QCOMPARE(m_files->givenBack.load(), 2);
    }

    void whatIsLeftBehindIsSaid()
    {
        m_files->files = {heldPage("page.aspx", "fine", false)};
        m_files->leftBehind =
            Error{ErrorKind::Conflict, verbatim(QStringLiteral("It is still there.")), {}, {}, {}};
        const auto result = scan();
        QVERIFY(result);
        QCOMPARE(inEnglish(result->leftOut.value(0)), QStringLiteral("It is still there."));
        const auto collected = collectInto(m_folder.filePath(QStringLiteral("left.zip")),
                                           *fakeEvidence(m_files, QStringLiteral("fake")), kCopiedFolder);
        QVERIFY(collected);
        QCOMPARE(inEnglish(collected->left.value(0)), QStringLiteral("It is still there."));
    }

    void aCollectionKeepsOfWhenItIs()
    {
        m_files->files = {heldPage("older.aspx", "older", true), heldPage("now.aspx", "now", false)};
        const QString zip = m_folder.filePath(QStringLiteral("held.zip"));
        const auto collected =
            collectInto(zip, *fakeEvidence(m_files, QStringLiteral("fake")), kCopiedFolder);
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        QCOMPARE(collected->files, 2);
        QCOMPARE(collected->older, 1);
        QCOMPARE(m_files->givenBack.load(), 1);
        const QJsonObject list = listOf(zip);
        const QJsonObject older = rowOf(list, QStringLiteral("C:\\inetpub\\older.aspx"));
        QCOMPARE(older.value(QStringLiteral("shadow_copy")).toString().left(19),
                 QStringLiteral("2026-11-01T03:00:00"));
        QVERIFY(!older.contains(QStringLiteral("made_for_this")) && !older.contains(QStringLiteral("error")));
        QVERIFY(rowOf(list, QStringLiteral("C:\\inetpub\\now.aspx"))
                    .value(QStringLiteral("made_for_this"))
                    .toBool());

        const auto opened = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(opened);
        const Files& files = *(*opened)->files.part;
        const FileEntry held = files.find(WindowsPath('C', {"inetpub", "older.aspx"})).value(0);
        const auto asItIs = files.open(held);
        QVERIFY(!asItIs && asItIs.error().kind == ErrorKind::InUse);
        QVERIFY(inEnglish(asItIs.error().text).contains(QStringLiteral("1 November 2026")));
        const auto copied = files.openCopy(held, asItIs.error());
        QVERIFY(copied && copied->older);
        QCOMPARE(copied->made, kCopyTime);
        QByteArray room(10, '\0');
        const auto got = copied->reader->read({room.data(), static_cast<size_t>(room.size())});
        QVERIFY(got);
        QCOMPARE(room.left(*got), QByteArray("older"));
        const auto now =
            readWhole(files, files.find(WindowsPath('C', {"inetpub", "now.aspx"})).value(0), 100);
        QVERIFY(now);
        QCOMPARE(*now, QByteArray("now"));
    }
};

MAILMEND_TEST_CLASS(CopiedFilesTest)
#include "copied_files_test.moc"
