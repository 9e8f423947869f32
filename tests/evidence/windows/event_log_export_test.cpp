// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/live/windows/event_log_export.h"
#include "support/registration.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTemporaryDir>

#include <atomic>
#include <thread>

#include <winevt.h>

using namespace mailmend;
using windows::ExportEvents;
using windows::readExported;
using windows::removeLeftExports;

namespace {

const QString kTestChannel = QStringLiteral("MSExchange Management");
constexpr windows::ExportBounds exportLong{std::chrono::minutes(5), std::chrono::milliseconds(100)};
constexpr windows::ExportBounds exportShort{std::chrono::milliseconds(50), std::chrono::milliseconds(100)};

/** Writes what is given, as EvtExportLog does for a channel that has events. */
ExportEvents writes(const QByteArray& content)
{
    return [content](const std::wstring&, const std::wstring& file) -> DWORD {
        QFile target(QString::fromStdWString(file));
        return target.open(QIODevice::NewOnly) && target.write(content) == content.size()
                   ? ERROR_SUCCESS
                   : static_cast<DWORD>(ERROR_FILE_EXISTS);
    };
}

ExportEvents refuses(DWORD code)
{
    return [code](const std::wstring&, const std::wstring&) { return code; };
}

/** Holds its file open until it is let go. */
struct HangingExport
{
    std::shared_ptr<std::atomic<bool>> isWriting = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> isFree = std::make_shared<std::atomic<bool>>(false);

    DWORD operator()(const std::wstring&, const std::wstring& file) const
    {
        QFile target(QString::fromStdWString(file));
        if (!target.open(QIODevice::NewOnly) || target.write("ElfFile\0", 8) != 8 || !target.flush()) {
            return ERROR_FILE_EXISTS;
        }
        *isWriting = true;
        while (!*isFree) {
            Sleep(10);
        }
        return ERROR_SUCCESS;
    }
};

} // namespace

/** A channel's events come as a file that is gone afterwards. The fake answers as Microsoft Learn says of
 * EvtExportLog and its error constants. */
class EventLogExportTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QStringList left() const
    {
        return QDir(m_folder.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    bool put(const QString& name) const
    {
        QFile file(m_folder.filePath(name));
        return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) &&
               file.write("ElfFile\0", 8) == 8;
    }

private Q_SLOTS:
    void itIsReadAndGone()
    {
        std::wstring asked;
        QString where;
        const QByteArray content = QByteArray("ElfFile\0", 8) + QByteArray(3'000'000, 'e');
        const ExportEvents inner = writes(content);
        {
            const auto reader = readExported(kTestChannel, m_folder.path(),
                                             [&](const std::wstring& channel, const std::wstring& file) {
                                                 asked = channel;
                                                 where = QString::fromStdWString(file);
                                                 return inner(channel, file);
                                             },
                                             exportLong, {})
                                    .reader;
            QVERIFY2(reader, reader ? "" : qPrintable(logLine(reader.error())));
            QByteArray all, room(1 << 20, '\0');
            for (;;) {
                const auto got = (*reader)->read({room.data(), static_cast<size_t>(room.size())});
                QVERIFY(got);
                if (*got == 0) {
                    break;
                }
                all.append(room.constData(), *got);
            }
            QCOMPARE(all, content);
        }
        QCOMPARE(QString::fromStdWString(asked), kTestChannel);
        QVERIFY2(where.endsWith(QStringLiteral("\\log.evtx")) && where.at(1) == u':', qPrintable(where));
        QCOMPARE(left(), QStringList());
    }

    void whyNot_data()
    {
        QTest::addColumn<quint32>("code");
        QTest::addColumn<int>("kind");
        QTest::newRow("not said") << quint32(ERROR_GEN_FAILURE) << int(ErrorKind::InUse);
        QTest::newRow("no such channel") << quint32(ERROR_EVT_CHANNEL_NOT_FOUND) << int(ErrorKind::NotFound);
        QTest::newRow("not allowed") << quint32(ERROR_ACCESS_DENIED) << int(ErrorKind::Denied);
        QTest::newRow("no room") << quint32(ERROR_DISK_FULL) << int(ErrorKind::Full);
        QTest::newRow("service is not there") << quint32(RPC_S_SERVER_UNAVAILABLE) << int(ErrorKind::InUse);
    }

    void whyNot()
    {
        QFETCH(quint32, code);
        QFETCH(int, kind);
        const auto reader = readExported(kTestChannel, m_folder.path(), refuses(code), exportLong, {}).reader;
        QVERIFY(!reader);
        QCOMPARE(int(reader.error().kind), kind);
        QVERIFY(!inEnglish(reader.error().text).isEmpty());
        QCOMPARE(left(), QStringList());
    }

    void whatIsNoLogIsNoEmptyLog()
    {
        for (const QByteArray& content :
             {QByteArray(), QByteArray("ElfFil"), QByteArray("MZ not a log at all")}) {
            const auto reader =
                readExported(kTestChannel, m_folder.path(), writes(content), exportLong, {}).reader;
            QVERIFY(!reader && reader.error().kind == ErrorKind::Unsupported);
            QCOMPARE(left(), QStringList());
        }
        // It said that it did it, and there is no file.
        const auto none =
            readExported(kTestChannel, m_folder.path(), refuses(ERROR_SUCCESS), exportLong, {}).reader;
        QVERIFY(!none);
        QCOMPARE(left(), QStringList());
    }

    void oneThatHangsIsRemovedWhenItEnds()
    {
        const HangingExport hangs;
        const auto late = readExported(kTestChannel, m_folder.path(), hangs, exportShort, {});
        QVERIFY(!late.reader && late.reader.error().kind == ErrorKind::InUse && late.isUnanswered);
        QCOMPARE(left().size(), 1);
        QVERIFY2(inEnglish(late.reader.error().text).contains(left().first()),
                 qPrintable(inEnglish(late.reader.error().text)));
        *hangs.isFree = true;
        QTRY_COMPARE(left(), QStringList());
    }

    void oneThatEndsJustAfterItsBoundIsGone()
    {
        const HangingExport hangs;
        std::thread later([hangs] {
            Sleep(300);
            *hangs.isFree = true;
        });
        const auto late = readExported(kTestChannel, m_folder.path(), hangs,
                                       {std::chrono::milliseconds(50), std::chrono::minutes(1)}, {});
        later.join();
        QVERIFY(!late.reader && late.isUnanswered);
        QCOMPARE(left(), QStringList());
        QVERIFY(!inEnglish(late.reader.error().text).contains(QStringLiteral(".mailmend-")));
    }

    void cancelledBefore()
    {
        CancelToken cancel;
        cancel.cancel();
        const auto stopped = readExported(kTestChannel, m_folder.path(), HangingExport(), exportLong, cancel);
        QVERIFY(!stopped.reader && stopped.reader.error().kind == ErrorKind::Cancelled);
        QVERIFY(!stopped.isUnanswered);
        QCOMPARE(left(), QStringList());
    }

    void cancelledMeanwhile()
    {
        const HangingExport hangs;
        const CancelToken cancel;
        std::thread person([hangs, cancel] {
            while (!*hangs.isWriting) {
                Sleep(10);
            }
            cancel.cancel();
        });
        QElapsedTimer timer;
        timer.start();
        const auto stopped = readExported(kTestChannel, m_folder.path(), hangs, exportLong, cancel);
        const qint64 took = timer.elapsed();
        person.join();
        QVERIFY2(took < 30'000, qPrintable(QString::number(took)));
        QVERIFY(!stopped.reader && stopped.reader.error().kind == ErrorKind::Cancelled);
        QVERIFY(!stopped.isUnanswered);
        QCOMPARE(left().size(), 1);
        QVERIFY2(inEnglish(stopped.reader.error().text).contains(left().first()),
                 qPrintable(inEnglish(stopped.reader.error().text)));
        // What another run would find: it is held open, so it is named and let be.
        QCOMPARE(removeLeftExports(m_folder.path()).size(), 1);
        QCOMPARE(left().size(), 1);
        *hangs.isFree = true;
        QTRY_COMPARE(left(), QStringList());
    }

    void whatABrokenOffRunLeftIsRemoved()
    {
        const QString ours = QStringLiteral(".mailmend-0123456789abcdef.logs");
        QVERIFY(put(ours + QStringLiteral("/log.evtx")));
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral(".mailmend-00000000000000ff.logs")));
        QCOMPARE(removeLeftExports(m_folder.path()), QStringList());
        QCOMPARE(left(), QStringList());
    }

    void whatIsNotOursStays()
    {
        const QStringList others{QStringLiteral(".mailmend-0123456789abcdef.hive"),
                                 QStringLiteral(".mailmend-0123456789abcde.logs"),
                                 QStringLiteral(".mailmend-0123456789abcdefa.logs"),
                                 QStringLiteral(".mailmend-0123456789ABCDEF.logs"),
                                 QStringLiteral("a.mailmend-0123456789abcdef.logs"),
                                 QStringLiteral(".mailmend-0123456789abcdef.logs.old")};
        for (const QString& name : others) {
            QVERIFY(put(name + QStringLiteral("/log.evtx")));
        }
        const QDir folder(m_folder.path());
        QCOMPARE(removeLeftExports(m_folder.path()), QStringList());
        for (const QString& name : others) {
            QVERIFY2(folder.exists(name + QStringLiteral("/log.evtx")), qPrintable(name));
            QVERIFY(QDir(folder.filePath(name)).removeRecursively());
        }
        // Ours by name, and more than ours by what is in it: named.
        const QString more = QStringLiteral(".mailmend-1111111111111111.logs");
        const QString file = QStringLiteral(".mailmend-2222222222222222.logs");
        const QString holder = QStringLiteral(".mailmend-3333333333333333.logs");
        QVERIFY(put(more + QStringLiteral("/log.evtx")) && put(more + QStringLiteral("/Security.evtx")) &&
                put(file) && put(holder + QStringLiteral("/log.evtx/Security.evtx")));
        const QStringList named = removeLeftExports(m_folder.path());
        QCOMPARE(named.size(), 3);
        QVERIFY(named.first().endsWith(QDir::separator() + more) && folder.exists(file) &&
                folder.exists(more + QStringLiteral("/log.evtx")) &&
                folder.exists(more + QStringLiteral("/Security.evtx")) &&
                folder.exists(holder + QStringLiteral("/log.evtx/Security.evtx")));
        for (const QString& name : {more, holder}) {
            QVERIFY(QDir(folder.filePath(name)).removeRecursively());
        }
        QVERIFY(QFile::remove(folder.filePath(file)));
    }

    void aLinkToEvidenceIsNotFollowed()
    {
        QTemporaryDir elsewhere;
        QFile evidence(elsewhere.filePath(QStringLiteral("log.evtx")));
        QVERIFY(evidence.open(QIODevice::WriteOnly) && evidence.write("ElfFile") == 7);
        evidence.close();
        const std::wstring link =
            m_folder.filePath(QStringLiteral(".mailmend-4444444444444444.logs")).toStdWString();
        constexpr DWORD anybody = 2; // Source: Microsoft Learn, CreateSymbolicLink: without a privilege
        QVERIFY(CreateSymbolicLinkW(link.c_str(),
                                    QDir::toNativeSeparators(elsewhere.path()).toStdWString().c_str(),
                                    SYMBOLIC_LINK_FLAG_DIRECTORY | anybody) != 0);
        QCOMPARE(removeLeftExports(m_folder.path()).size(), 1);
        QVERIFY(evidence.exists());
        QVERIFY(RemoveDirectoryW(link.c_str()) != 0);
    }

    /** Of a channel that no Windows has: never an empty log. */
    void windowsItselfSaysNo()
    {
        QVERIFY(windows::exportByWindows(L"Mailmend-Has-No-Channel/Test",
                                         (m_folder.path() + QStringLiteral("/x.evtx")).toStdWString()) !=
                ERROR_SUCCESS);
        EventLogExports exports(eventLogsOfThisSystem(), m_folder.path());
        const auto log = exports.open(*WindowsPath::parse(QStringLiteral(
                                          "C:\\Windows\\System32\\winevt\\Logs\\Mailmend-Has-None.evtx")),
                                      {});
        QVERIFY(!log && !inEnglish(log.error().text).isEmpty());
        const auto other = exports.open(*WindowsPath::parse(QStringLiteral("C:\\a.txt")), {});
        QVERIFY(!other && other.error().kind == ErrorKind::NotFound);
        QCOMPARE(left(), QStringList());
    }
};

MAILMEND_TEST_CLASS(EventLogExportTest)
#include "event_log_export_test.moc"
