// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/live/event_log_file.h"
#include "evidence/live/windows/event_log_export.h"
#include "support/registration.h"

#include <QDir>
#include <QTemporaryDir>

#include <winevt.h>

using namespace mailmend;
using windows::ExportEvents;
using windows::readExported;

namespace {

const QString kTestChannel = QStringLiteral("MSExchange Management");
constexpr std::chrono::minutes exportLong{5};

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
                                             exportLong, {});
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
        const auto reader = readExported(kTestChannel, m_folder.path(), refuses(code), exportLong, {});
        QVERIFY(!reader);
        QCOMPARE(int(reader.error().kind), kind);
        QVERIFY(!inEnglish(reader.error().text).isEmpty());
        QCOMPARE(left(), QStringList());
    }

    void whatIsNoLogIsNoEmptyLog()
    {
        for (const QByteArray& content :
             {QByteArray(), QByteArray("ElfFil"), QByteArray("MZ not a log at all")}) {
            const auto reader = readExported(kTestChannel, m_folder.path(), writes(content), exportLong, {});
            QVERIFY(!reader && reader.error().kind == ErrorKind::Unsupported);
            QCOMPARE(left(), QStringList());
        }
        // It said that it did it, and there is no file.
        const auto none = readExported(kTestChannel, m_folder.path(), refuses(ERROR_SUCCESS), exportLong, {});
        QVERIFY(!none);
        QCOMPARE(left(), QStringList());
    }

    void oneThatHangsIsRemovedWhenItEnds()
    {
        const auto isFree = std::make_shared<std::atomic<bool>>(false);
        const ExportEvents inner = writes(QByteArray("ElfFile\0", 8));
        const auto hangs = [isFree, inner](const std::wstring& channel, const std::wstring& file) {
            const DWORD code = inner(channel, file);
            while (!*isFree) {
                Sleep(10);
            }
            return code;
        };
        const auto late =
            readExported(kTestChannel, m_folder.path(), hangs, std::chrono::milliseconds(50), {});
        QVERIFY(!late && late.error().kind == ErrorKind::InUse);
        *isFree = true;
        QTRY_COMPARE(left(), QStringList());
        CancelToken cancel;
        cancel.cancel();
        const auto stopped = readExported(kTestChannel, m_folder.path(), hangs, exportLong, cancel);
        QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
        QTRY_COMPARE(left(), QStringList());
    }

    /** Of a channel that no Windows has: never an empty log. */
    void windowsItselfSaysNo()
    {
        QVERIFY(windows::exportByWindows(L"Mailmend-Has-No-Channel/Test",
                                         (m_folder.path() + QStringLiteral("/x.evtx")).toStdWString()) !=
                ERROR_SUCCESS);
        const auto log = openEventLog(*WindowsPath::parse(QStringLiteral(
                                          "C:\\Windows\\System32\\winevt\\Logs\\Mailmend-Has-None.evtx")),
                                      m_folder.path(), {});
        QVERIFY(!log && !inEnglish(log.error().text).isEmpty());
        const auto other =
            openEventLog(*WindowsPath::parse(QStringLiteral("C:\\a.txt")), m_folder.path(), {});
        QVERIFY(!other && other.error().kind == ErrorKind::NotFound);
        QCOMPARE(left(), QStringList());
    }
};

MAILMEND_TEST_CLASS(EventLogExportTest)
#include "event_log_export_test.moc"
