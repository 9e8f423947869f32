// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/event_log_export.h"

#include "base/windows/bounded_thread.h"
#include "evidence/live/event_log_file.h"
#include "evidence/live/windows/saved_copy.h"
#include "evidence/volume/windows/read_error.h"

#include <QDir>
#include <QRandomGenerator>

#include <winevt.h>

namespace mailmend {
namespace windows {
namespace {

constexpr std::chrono::minutes longestEventExport{10};
constexpr std::chrono::seconds eventExportAfterCancel{2};
constexpr QByteArrayView eventFileHead("ElfFile\0",
                                       8); // Source: [MS-EVEN6] 2.2.17 and the format's own files

/** The folder that is made for one export. Goes with everything in it. */
struct ExportPlace
{
    std::wstring folder, file;

    void remove() const
    {
        DeleteFileW(file.c_str());
        RemoveDirectoryW(folder.c_str());
    }
};

Error exportFailed(DWORD code, const QString& channel)
{
    // Source: Microsoft Learn, "Windows Event Log Error Constants".
    if (code == ERROR_EVT_CHANNEL_NOT_FOUND || code == ERROR_EVT_INVALID_CHANNEL_PATH) {
        return {ErrorKind::NotFound,
                say(MAILMEND_TEXT("evidence", "Windows has no event log called {name}."),
                    {{"name", words(channel)}}),
                {},
                codeInWords(code),
                {}};
    }
    if (code == ERROR_DISK_FULL || code == ERROR_HANDLE_DISK_FULL) {
        return {ErrorKind::Full,
                say(MAILMEND_TEXT("evidence", "There is too little room for a copy of the event log {name}."),
                    {{"name", words(channel)}}),
                say(MAILMEND_TEXT("evidence", "Make room, or write to another disk, then collect again.")),
                codeInWords(code),
                {}};
    }
    if (code == ERROR_ACCESS_DENIED || code == ERROR_PRIVILEGE_NOT_HELD) {
        return native::readError(code, channel.toUtf8());
    }
    return {ErrorKind::InUse,
            say(MAILMEND_TEXT("evidence", "Windows holds the event log {name} open and did not export it."),
                {{"name", words(channel)}}),
            say(MAILMEND_TEXT("evidence", "See whether the service Windows Event Log runs, then try again.")),
            codeInWords(code),
            {}};
}

Error exportTookTooLong(const QString& channel)
{
    return {ErrorKind::InUse,
            say(MAILMEND_TEXT("evidence", "Windows did not export the event log {name} in time."),
                {{"name", words(channel)}}),
            say(MAILMEND_TEXT("evidence", "Save that log in the Event Viewer, and look at the saved file.")),
            {},
            {}};
}

Error exportWasStopped()
{
    return {ErrorKind::Cancelled, say(MAILMEND_TEXT("evidence", "Collecting was stopped.")), {}, {}, {}};
}

} // namespace

DWORD exportByWindows(const std::wstring& channel, const std::wstring& file)
{
    SetLastError(ERROR_SUCCESS);
    if (EvtExportLog(nullptr, channel.c_str(), L"*", file.c_str(), EvtExportLogChannelPath) != FALSE) {
        return ERROR_SUCCESS;
    }
    const DWORD code = GetLastError();
    return code != ERROR_SUCCESS ? code : static_cast<DWORD>(ERROR_GEN_FAILURE);
}

Result<std::unique_ptr<FileReader>> readExported(const QString& channel, const QString& folder,
                                                 const ExportEvents& exportEvents,
                                                 std::chrono::milliseconds bound, const CancelToken& cancel)
{
    // Source: Microsoft Learn, EvtExportLog: an absolute path that ends with .evtx, of a file that isn't
    // there.
    const QString made = QStringLiteral("%1/.mailmend-%2.logs")
                             .arg(QDir(folder).absolutePath())
                             .arg(QRandomGenerator::system()->generate64(), 16, 16, QLatin1Char('0'));
    const QString copy = QDir::toNativeSeparators(made) + QStringLiteral("\\log.evtx");
    const ExportPlace there{longPath(made.toUtf8()), longPath((made + QStringLiteral("/log.evtx")).toUtf8())};
    ClosedToOthers closed;
    if (closed.attributes() == nullptr || CreateDirectoryW(there.folder.c_str(), closed.attributes()) == 0) {
        return native::readError(GetLastError(), made.toUtf8());
    }
    struct Outcome
    {
        std::mutex mutex;
        bool isAwaited = true;
        DWORD code = ERROR_GEN_FAILURE;
    };
    const auto outcome = std::make_shared<Outcome>();
    BoundedThread::Ended ended;
    {
        BoundedThread thread;
        ended = thread.run(
            [outcome, there, exportEvents, name = channel.toStdWString(), file = copy.toStdWString()] {
                const DWORD code = exportEvents(name, file);
                const std::lock_guard lock(outcome->mutex);
                outcome->code = code;
                if (!outcome->isAwaited) {
                    there.remove();
                }
            },
            bound, cancel, eventExportAfterCancel);
    }
    {
        const std::lock_guard lock(outcome->mutex);
        outcome->isAwaited = false;
    }
    if (ended != BoundedThread::Ended::InTime) {
        there.remove(); // where it ended just now; else it goes when the export has ended
        return ended == BoundedThread::Ended::Cancelled ? exportWasStopped() : exportTookTooLong(channel);
    }
    Owned reader = outcome->code == ERROR_SUCCESS ? openToDelete(there.file) : Owned();
    const DWORD code = outcome->code == ERROR_SUCCESS ? GetLastError() : outcome->code;
    if (!reader) {
        there.remove();
        return GetFileAttributesW(there.file.c_str()) != INVALID_FILE_ATTRIBUTES
                   ? copyIsLeft(channel, copy)
                   : exportFailed(code, channel);
    }
    const bool isLog = beginsWith(reader.get(), eventFileHead);
    auto saved = std::make_unique<SavedCopy>(std::move(reader), channel.toUtf8(), there.folder);
    if (!isLog) {
        return Error{ErrorKind::Unsupported,
                     say(MAILMEND_TEXT("evidence", "What Windows exported of {name} is no event log."),
                         {{"name", words(channel)}}),
                     {},
                     {},
                     {}};
    }
    return std::unique_ptr<FileReader>(std::move(saved));
}

} // namespace windows

Result<std::unique_ptr<FileReader>> openEventLog(const WindowsPath& file, const QString& folder,
                                                 const CancelToken& cancel)
{
    const QString channel = channelOf(file);
    if (channel.isEmpty()) {
        return native::readError(ERROR_FILE_NOT_FOUND, file.display().toUtf8());
    }
    return windows::readExported(channel, folder, windows::exportByWindows, windows::longestEventExport,
                                 cancel);
}

} // namespace mailmend
