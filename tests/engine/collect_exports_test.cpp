// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/collected.h"
#include "engine/sample_scan.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr const Check* kExportChecks[] = {&wholeFolderCheck};

FakeFile heldLog(const char* name)
{
    FakeFile file;
    file.path = WindowsPath('C', {"inetpub", "winevt", "Logs", name});
    file.refused = Error{ErrorKind::InUse, verbatim(QStringLiteral("Windows holds it.")), {}, {}, {}};
    return file;
}

FakeFile heldHive(const char* name)
{
    FakeFile file = heldLog(name);
    file.path = WindowsPath('C', {"inetpub", "config", name});
    return file;
}

class ExportedBytes : public FileReader
{
public:
    Result<qint64> read(std::span<char> room) override
    {
        room[0] = 'E';
        return qint64(m_isOver ? 0 : (m_isOver = true));
    }

private:
    bool m_isOver = false;
};

} // namespace

/** What a collection does with exported event logs, and says of copies that it could not remove. */
class CollectExportsTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    std::shared_ptr<FakeFiles> m_files;
    std::shared_ptr<Evidence> m_evidence;
    CancelToken m_cancel;
    QStringList m_asked, m_left, m_removedFrom, m_saved;
    QStringList m_hivesLeft, m_hivesRemovedFrom;
    QByteArray m_passphrase;
    bool m_isOpenToOthers = false;
    std::function<ChannelExport()> m_answer;
    int m_number = 0;

    Result<Collected> run()
    {
        auto to = createPartialFile(m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)));
        if (!to) {
            return to.error();
        }
        const EventLogSystem system{[this](const QString& channel, const QString&, const CancelToken&) {
                                        m_asked.append(channel);
                                        return m_answer();
                                    },
                                    [this](const QString& folder) {
                                        m_removedFrom.append(folder);
                                        return m_left;
                                    }};
        const LoadedHiveSystem hives{
            [this](const WindowsPath& file, const QString&) -> Result<std::unique_ptr<FileReader>> {
                m_saved.append(QString::fromUtf8(file.name()));
                if (holdsPasswordHashes(file)) {
                    return std::unique_ptr<FileReader>(new ExportedBytes);
                }
                return Error{ErrorKind::NotFound, verbatim(QStringLiteral("Not loaded.")), {}, {}, {}};
            },
            [this](const QString&) { return m_isOpenToOthers; },
            [this](const QString& folder) {
                m_hivesRemovedFrom.append(folder);
                return m_hivesLeft;
            }};
        return collect({*m_evidence, builtInKnowledge(), kExportChecks, m_passphrase, {}, system, hives},
                       **to, fixedClock(QDateTime({2026, 11, 27}, {9, 0}, Qt::UTC)), m_cancel, {});
    }

private Q_SLOTS:
    void init()
    {
        m_files = std::make_shared<FakeFiles>();
        m_files->files = {heldLog("System.evtx"), heldLog("Security.evtx")};
        m_evidence = fakeEvidence(m_files, QStringLiteral("fake"));
        m_evidence->target.kind = QStringLiteral("this-computer");
        m_cancel = {};
        m_asked.clear();
        m_left.clear();
        m_removedFrom.clear();
        m_hivesLeft.clear();
        m_hivesRemovedFrom.clear();
        m_saved.clear();
        m_passphrase.clear();
        m_isOpenToOthers = false;
        m_answer = [] { return ChannelExport{std::unique_ptr<FileReader>(new ExportedBytes)}; };
    }

    void nothingIsLeft()
    {
        const auto collected = run();
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        QCOMPARE(collected->files, 2);
        QCOMPARE(collected->left.size(), 0);
        // Before the first export, and after the last.
        QCOMPARE(m_removedFrom, QStringList(2, QFileInfo(m_folder.path()).absoluteFilePath()));
        QCOMPARE(m_hivesRemovedFrom, m_removedFrom);
    }

    void whatIsLeftIsSaid()
    {
        m_left = {QStringLiteral("D:\\.mailmend-0123456789abcdef.logs")};
        const auto collected = run();
        QVERIFY(collected);
        QCOMPARE(collected->left.size(), 1);
        QVERIFY(inEnglish(collected->left.first()).contains(m_left.first()));
    }

    /** Of this run, or of one that was broken off: a plain copy holds password hashes. */
    void aHiveThatIsLeftIsSaid()
    {
        m_hivesLeft = {QStringLiteral("D:\\.mailmend-0123456789abcdef.hive")};
        const auto collected = run();
        QVERIFY(collected);
        QCOMPARE(collected->left.size(), 1);
        const QString said = inEnglish(collected->left.first());
        QVERIFY2(said.contains(m_hivesLeft.first()) && said.contains(QStringLiteral("password hashes")),
                 qPrintable(said));
    }

    void whatIsLeftIsSaidAfterACancelToo()
    {
        m_left = {QStringLiteral("D:\\.mailmend-0123456789abcdef.logs")};
        m_answer = [this] {
            m_cancel.cancel();
            return ChannelExport{
                Error{ErrorKind::Cancelled, verbatim(QStringLiteral("Stopped.")), {}, {}, {}}};
        };
        const auto collected = run();
        QVERIFY(!collected && collected.error().kind == ErrorKind::Cancelled);
        QVERIFY(inEnglish(collected.error().hint).contains(m_left.first()));
        QCOMPARE(m_asked.size(), 1);
    }

    void afterOneWithoutAnAnswerNoOtherIsAsked()
    {
        m_answer = [] {
            return ChannelExport{Error{ErrorKind::InUse, verbatim(QStringLiteral("Slow.")), {}, {}, {}},
                                 true};
        };
        const auto collected = run();
        QVERIFY(collected);
        QCOMPARE(collected->unreadable, 2);
        QCOMPARE(m_asked, QStringList{QStringLiteral("System")});
    }

    void anotherServersLogsAreNotAskedFor()
    {
        m_evidence->target.kind = QStringLiteral("volume");
        QVERIFY(run());
        QCOMPARE(m_asked, QStringList());
        QCOMPARE(m_removedFrom, QStringList());
        QCOMPARE(m_hivesRemovedFrom, QStringList());
    }

    void hashesLieWhereOthersReadOnlyWhereTheCollectionDoesToo_data()
    {
        QTest::addColumn<bool>("isLocked");
        QTest::addColumn<bool>("isOpenToOthers");
        QTest::addColumn<bool>("isCopied");
        QTest::newRow("locked, closed disk") << true << false << true;
        QTest::newRow("locked, a stick") << true << true << false;
        QTest::newRow("not locked, a stick") << false << true << true;
        QTest::newRow("not locked, closed disk") << false << false << true;
    }

    void hashesLieWhereOthersReadOnlyWhereTheCollectionDoesToo()
    {
        QFETCH(bool, isLocked);
        QFETCH(bool, isOpenToOthers);
        QFETCH(bool, isCopied);
        m_passphrase = isLocked ? "four words that nobody knows" : "";
        m_isOpenToOthers = isOpenToOthers;
        m_files->files = {heldHive("SAM"), heldHive("SYSTEM"), heldLog("System.evtx")};
        const auto collected = run();
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        QCOMPARE(m_saved.contains(QStringLiteral("SAM")), isCopied);
        QVERIFY(m_saved.contains(QStringLiteral("SYSTEM")) && m_asked.contains(QStringLiteral("System")));
        QCOMPARE(collected->unreadable, isCopied ? 1 : 2); // SYSTEM is never loaded here
        QCOMPARE(collected->notCopied.size(), isCopied ? 0 : 1);
        if (!isCopied) {
            const QString said = inEnglish(collected->notCopied.first());
            QVERIFY2(said.contains(QStringLiteral("SAM")) && said.contains(QStringLiteral("NTFS")),
                     qPrintable(said));
        }
        if (!isLocked) {
            const QJsonObject row = rowOf(listOf(m_folder.filePath(QStringLiteral("%1.zip").arg(m_number))),
                                          QStringLiteral("C:\\inetpub\\config\\SAM"));
            QVERIFY(row.value(QStringLiteral("saved_by_windows")).toBool());
        }
    }

    void aShadowCopyNeedsNoCopyInPlain()
    {
        m_passphrase = "four words that nobody knows";
        m_isOpenToOthers = true;
        m_files->files = {heldHive("SAM")};
        m_files->files[0].copied = QDateTime({2026, 11, 1}, {3, 0}, Qt::UTC);
        m_files->files[0].copyIsOlder = false;
        const auto collected = run();
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        QCOMPARE(m_saved, QStringList());
        QCOMPARE(collected->files, 1);
        QCOMPARE(collected->notCopied.size(), 0);
    }

    void whatOnlyAdministratorsReadIsSaidToBeThat()
    {
        m_passphrase = "four words that nobody knows";
        m_isOpenToOthers = true;
        m_files->files = {heldHive("SAM")};
        m_files->files[0].refused->kind = ErrorKind::Denied;
        const auto collected = run();
        QVERIFY(collected);
        QCOMPARE(collected->notCopied.size(), 0);
    }

    void whichFilesHoldHashes()
    {
        const auto holds = [](const char* path) {
            return holdsPasswordHashes(*WindowsPath::parse(QString::fromLatin1(path)));
        };
        QVERIFY(holds("C:\\Windows\\System32\\config\\SAM"));
        QVERIFY(holds("c:\\windows\\system32\\CONFIG\\security"));
        QVERIFY(!holds("C:\\Windows\\System32\\config\\SYSTEM"));
        QVERIFY(!holds("C:\\inetpub\\SAM"));
    }
};

MAILMEND_TEST_CLASS(CollectExportsTest)
#include "collect_exports_test.moc"
