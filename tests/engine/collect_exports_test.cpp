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
    QStringList m_asked, m_left, m_removedFrom;
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
        return collect({*m_evidence, builtInKnowledge(), kExportChecks, {}, {}, system}, **to,
                       fixedClock(QDateTime({2026, 11, 27}, {9, 0}, Qt::UTC)), m_cancel, {});
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
    }

    void whatIsLeftIsSaid()
    {
        m_left = {QStringLiteral("D:\\.mailmend-0123456789abcdef.logs")};
        const auto collected = run();
        QVERIFY(collected);
        QCOMPARE(collected->left.size(), 1);
        QVERIFY(inEnglish(collected->left.first()).contains(m_left.first()));
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
    }
};

MAILMEND_TEST_CLASS(CollectExportsTest)
#include "collect_exports_test.moc"
