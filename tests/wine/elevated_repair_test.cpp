// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change.h"
#include "base/reader.h"
#include "base/settings.h"
#include "engine/fix_runner.h"
#include "engine/fix_step.h"
#include "engine/helper/windows/elevated_line.h"
#include "engine/helper/windows/elevated_service.h"
#include "engine/helper/windows/pipe_calls.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "wine/dressing.h"
#include "wine/planned.h"

#include <QDir>
#include <QFile>

#include <thread>

#include <aclapi.h>
#include <sddl.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** All that has to come back; the texts say which of it did not. */
struct PageAsItIs
{
    QByteArray content;
    QString rights; ///< owner, group and list of rights, as Windows writes them down
    qint64 created = 0;
    qint64 written = 0;
    quint32 attributes = 0;
    QStringList streams; ///< named ones with their contents; wine 8 has none

    bool operator==(const PageAsItIs&) const = default;
};

std::wstring nativeName(const QString& path)
{
    return QDir::toNativeSeparators(path).toStdWString();
}

QString rightsNow(const QString& path)
{
    constexpr SECURITY_INFORMATION Kept =
        OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    LPWSTR text = nullptr;
    QString rights;
    if (GetNamedSecurityInfoW(nativeName(path).data(), SE_FILE_OBJECT, Kept, nullptr, nullptr, nullptr,
                              nullptr, &descriptor) == ERROR_SUCCESS &&
        ConvertSecurityDescriptorToStringSecurityDescriptorW(descriptor, SDDL_REVISION_1, Kept, &text,
                                                             nullptr) != 0) {
        rights = QString::fromWCharArray(text);
        LocalFree(text);
    }
    LocalFree(descriptor);
    return rights;
}

QStringList streamsOf(const QString& path)
{
    QStringList streams;
    WIN32_FIND_STREAM_DATA one = {};
    const HANDLE search = FindFirstStreamW(nativeName(path).c_str(), FindStreamInfoStandard, &one, 0);
    for (bool more = search != INVALID_HANDLE_VALUE; more; more = FindNextStreamW(search, &one) != 0) {
        const QString name = QString::fromWCharArray(one.cStreamName);
        QFile stream(path + name.section(u':', 0, 1));
        if (!name.startsWith(QStringLiteral("::")) && stream.open(QIODevice::ReadOnly)) {
            streams.append(name + u'=' + QString::fromLatin1(stream.readAll().toHex()));
        }
    }
    if (search != INVALID_HANDLE_VALUE) {
        FindClose(search);
    }
    streams.sort();
    return streams;
}

PageAsItIs pageAsItIs(const QString& path)
{
    PageAsItIs all;
    {
        const windows::Owned file(CreateFileW(nativeName(path).c_str(), FILE_READ_ATTRIBUTES, FILE_SHARE_READ,
                                              nullptr, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr));
        FILE_BASIC_INFO basic = {};
        if (!file || GetFileInformationByHandleEx(file.get(), FileBasicInfo, &basic, sizeof basic) == 0) {
            return {};
        }
        all.created = basic.CreationTime.QuadPart;
        all.written = basic.LastWriteTime.QuadPart;
        all.attributes = basic.FileAttributes;
    }
    all.rights = rightsNow(path);
    all.streams = streamsOf(path);
    QFile content(path);
    all.content = content.open(QIODevice::ReadOnly) ? content.readAll() : QByteArray();
    return all;
}

/** Rights of its own, as no file has that was just made there, and a time long past. Wine keeps of rights
 * what Linux knows: the owner's and everybody's. */
bool dressPage(const QString& path)
{
    const QString owner = rightsNow(path).section(QStringLiteral("G:"), 0, 0).mid(2);
    const QString rights = QStringLiteral("D:P(A;;FA;;;SY)(A;;FA;;;%1)(A;;FR;;;WD)").arg(owner);
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    ConvertStringSecurityDescriptorToSecurityDescriptorW(rights.toStdWString().c_str(), SDDL_REVISION_1,
                                                         &descriptor, nullptr);
    bool dressed = descriptor != nullptr &&
                   SetFileSecurityW(nativeName(path).c_str(), DACL_SECURITY_INFORMATION, descriptor) != 0;
    LocalFree(descriptor);
    QFile stream(path + QStringLiteral(":note")); // where the file system has them
    if (stream.open(QIODevice::WriteOnly)) {
        stream.write("beside");
    }
    stream.close();
    const windows::Owned file(
        CreateFileW(nativeName(path).c_str(), FILE_WRITE_ATTRIBUTES, 0, nullptr, OPEN_EXISTING, 0, nullptr));
    FILE_BASIC_INFO basic = {};
    basic.LastWriteTime.QuadPart = 132'000'000'000'000'000; // in 2019
    basic.FileAttributes = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_ARCHIVE;
    return dressed && file &&
           SetFileInformationByHandle(file.get(), FileBasicInfo, &basic, sizeof basic) != 0;
}

Done fromAnywhere(const std::wstring&, disk::Keeper)
{
    return done();
}

} // namespace

/**
 * A repair on the computer that Mailmend runs on by a helper that was given rights: over its pipe, kept in
 * its own place. Wine has neither prompts nor accounts with fewer rights: the helper is a thread of this
 * program.
 */
class ElevatedRepairTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void appliedAndUndoneOnlyWithRights();
    void cleanupTestCase();

private:
    Result<std::unique_ptr<HelperLine>> start(const HelperPatience& patience)
    {
        windows::ElevatedStart start{
            windows::imageOf(GetCurrentProcess()), disk::Keeper::ThisAccount, {}, fromAnywhere};
        start.ask = [this](const std::wstring&, const std::wstring& arguments) {
            join();
            m_thread = std::thread([this, name = QString::fromStdWString(arguments).section(u' ', -1)] {
                [[maybe_unused]] const auto served =
                    windows::serveElevatedAs(m_service, name, *m_knowledge, systemClock());
            });
            ++m_asked;
            return windows::StartedWithRights{
                windows::Owned(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE,
                                           GetCurrentProcessId())),
                0};
        };
        return windows::startElevatedLine(start, patience);
    }
    void join()
    {
        if (m_thread.joinable()) {
            m_thread.join();
        }
    }
    bool refresh()
    {
        const auto events = m_log->read(0);
        auto now =
            events ? viewCase(*events, *m_knowledge, systemClock()()) : Result<CaseView>(events.error());
        m_view = now ? *now : CaseView{};
        return bool(now);
    }
    FixParts parts()
    {
        return {ConsoleRun::program(),
                *m_knowledge,
                systemClock(),
                [this](const QList<Event>& events) {
                    const auto written = m_log->append(m_view.lastEvent, events);
                    return written && refresh() ? done() : Done(Error{ErrorKind::Fault, {}, {}, {}, {}});
                },
                {std::chrono::seconds(3), std::chrono::minutes(2)},
                [this](HelperVerb, const HelperPatience& patience) { return start(patience); }};
    }

    ConsoleRun m_console;
    QString m_case = m_console.path("rights.mailmend");
    QString m_step;
    KnowledgePointer m_knowledge = *loadBuiltInKnowledge();
    windows::ElevatedService m_service{{QFileInfo(QCoreApplication::applicationFilePath()).fileName()},
                                       m_console.folder(),
                                       disk::Keeper::ThisAccount,
                                       disk::Keeper::ThisAccount, // wine knows no group that owns a file
                                       fromAnywhere,
                                       [] { return true; },
                                       std::chrono::minutes(1)};
    std::thread m_thread;
    int m_asked = 0;
    std::unique_ptr<EventLog> m_log;
    CaseView m_view;
};

void ElevatedRepairTest::initTestCase()
{
    const QStringList me{QStringLiteral("--by"), QStringLiteral("Ann Example")};
    dressAsSampleServer(m_console);
    QCOMPARE(
        m_console
            .run({QStringLiteral("check"), QStringLiteral("this-computer"), QStringLiteral("--case"), m_case})
            .status,
        1);
    QCOMPARE(
        m_console.run(QStringList{QStringLiteral("choose"), m_case, QStringLiteral("repair")} + me).status,
        0);
    const PlannedQuarantine planned = plannedQuarantine(
        m_console.run({QStringLiteral("plan"), m_case, QStringLiteral("--format"), QStringLiteral("json")})
            .json());
    m_step = planned.step;
    QVERIFY(!m_step.isEmpty());
    for (const QString& one : planned.after) {
        const Ran skipped =
            m_console.run(QStringList{QStringLiteral("skip"), m_case, one, QStringLiteral("--reason"),
                                      QStringLiteral("practice")} +
                          me);
        QVERIFY2(skipped.status == 0, skipped.err.constData());
    }
    QCoreApplication::setApplicationName(QStringLiteral("mailmend")); // whose seal the case has
    auto log = EventLog::open(m_case, defaultSealFolder(), systemClock());
    QVERIFY2(log, log ? "" : qPrintable(logLine(log.error())));
    m_log = std::move(*log);
    QVERIFY(refresh());
}

void ElevatedRepairTest::cleanupTestCase()
{
    join();
    QCoreApplication::setApplicationName(QStringLiteral("mailmend-test"));
    const Result<FixTask> task = fixTask(m_view, m_step); // other tests look at the same page
    QVERIFY(task);
    const QString page = task->finding.finding.subject.path.display();
    SetFileAttributesW(nativeName(page).c_str(), FILE_ATTRIBUTE_NORMAL);
    QFile::remove(page + QStringLiteral(":note")); // wine 8 makes a file of its own of a stream
    QVERIFY(QFile::remove(page));
    dressAsSampleServer(ConsoleRun());
}

void ElevatedRepairTest::appliedAndUndoneOnlyWithRights()
{
    const QString me = QStringLiteral("Ann Example");
    const Result<FixTask> task = fixTask(m_view, m_step);
    QVERIFY(task && dressPage(task->finding.finding.subject.path.display()));
    auto shown = previewStep(CaseView(m_view), m_case, m_step, parts(), {});
    QVERIFY2(shown, shown ? "" : qPrintable(logLine(shown.error())));
    QVERIFY(shown->protectedStore.isEmpty() && m_asked == 0); // wine refuses us nothing: nobody is asked
    const auto path = std::get<WindowsPath>(shown->request.parameters.value(QStringLiteral("path")));
    const QString file = path.display();
    const PageAsItIs before = pageAsItIs(file);
    QVERIFY(!before.content.isEmpty());
    QVERIFY2(before.rights.contains(QStringLiteral(";;;WD)")), qPrintable(before.rights));
    shown->protectedStore = newChangeId(); // as where Windows had refused
    const auto applied = applyStep(CaseView(m_view), m_case, *shown, me, parts(), {}, {});
    QVERIFY2(applied, applied ? "" : qPrintable(logLine(applied.error())));
    QCOMPARE(m_asked, 1);
    QVERIFY(!QFileInfo::exists(file));
    QVERIFY(!QFileInfo::exists(changeStoreFolder(m_case))); // nothing of it lies beside the case
    const QDir kept(m_console.path("Mailmend/%1.changes/objects").arg(shown->protectedStore));
    QCOMPARE(kept.entryList(QDir::Files).size(), 1);
    QVERIFY(refresh());
    const QString change = applied->change.change;
    QCOMPARE(m_view.change(change)->protectedStore, shown->protectedStore);
    QCOMPARE(m_view.change(change)->record.state, ChangeState::Applied);
    // Undone only from there, and only with rights.
    FixParts without = parts();
    without.elevated = {};
    const auto refused =
        undoChange(CaseView(m_view), m_case, change, UndoWish::OnlyIfUntouched, me, without, {}, {});
    QVERIFY(!refused && refused.error().kind == ErrorKind::Denied);
    QVERIFY(!QFileInfo::exists(file));
    // A content that somebody has changed is not put back.
    QFile object(kept.filePath(kept.entryList(QDir::Files).first()));
    QVERIFY(object.open(QIODevice::ReadWrite));
    const QByteArray whole = object.readAll();
    QByteArray spoilt = whole;
    spoilt[spoilt.size() - 1] = char(spoilt.back() ^ 1);
    QVERIFY(object.seek(0) && object.write(spoilt) == spoilt.size() && object.flush());
    const auto damaged =
        undoChange(CaseView(m_view), m_case, change, UndoWish::OnlyIfUntouched, me, parts(), {}, {});
    QVERIFY(!damaged && !QFileInfo::exists(file));
    QVERIFY(object.seek(0) && object.write(whole) == whole.size());
    object.close();
    QVERIFY(refresh());
    const auto undone =
        undoChange(CaseView(m_view), m_case, change, UndoWish::OnlyIfUntouched, me, parts(), {}, {});
    QVERIFY2(undone, undone ? "" : qPrintable(logLine(undone.error())));
    const PageAsItIs after = pageAsItIs(file);
    QCOMPARE(after.rights, before.rights);
    QCOMPARE(after.written, before.written);
    QCOMPARE(after.attributes, before.attributes);
    QCOMPARE(after.streams, before.streams);
    QCOMPARE(after.created == before.created || !undone->change.lost.isEmpty(), true);
    QCOMPARE(after.content, before.content);
}

MAILMEND_TEST_CLASS(ElevatedRepairTest)
#include "elevated_repair_test.moc"
