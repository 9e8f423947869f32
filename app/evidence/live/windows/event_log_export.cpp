// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/event_log_export.h"

#include "base/windows/bounded_thread.h"
#include "base/windows/closed_to_others.h"
#include "evidence/live/windows/saved_copy.h"
#include "evidence/volume/windows/read_error.h"

#include <QDir>
#include <QRandomGenerator>

#include <winevt.h>

namespace mailmend {
namespace windows {
namespace {

constexpr DWORD betweenExportRemovals = 50; // milliseconds
constexpr QByteArrayView eventFileHead("ElfFile\0",
                                       8); // Source: [MS-EVEN6] 2.2.17 and the format's own files

/** The folder that is made for one export. Goes with everything in it. */
struct ExportPlace
{
    std::wstring folder, file;

    void remove() const
    {
        if (const Owned open = openToDelete(file, 0)) {
            overwrite(open.get());
        } else {
            DeleteFileW(file.c_str());
        }
        RemoveDirectoryW(folder.c_str());
    }

    /** Tries again for as long. @return whether nothing is left */
    bool removeWithin(std::chrono::milliseconds bound) const
    {
        const auto end = std::chrono::steady_clock::now() + bound;
        for (;;) {
            remove();
            if (GetFileAttributesW(folder.c_str()) == INVALID_FILE_ATTRIBUTES &&
                (GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND)) {
                return true;
            }
            if (std::chrono::steady_clock::now() >= end) {
                return false;
            }
            Sleep(betweenExportRemovals);
        }
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

/** The same error, with what Windows still writes. */
Error withWhatIsLeft(Error error, const QString& left)
{
    const Text rest =
        say(MAILMEND_TEXT("evidence", "Windows still holds its copy: {path}. Delete that folder later."),
            {{"path", place(left)}});
    error.text = say(MAILMEND_TEXT("evidence", "{all}"), {{"all", sentences({error.text, rest})}});
    return error;
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

ChannelExport readExported(const QString& channel, const QString& folder, const ExportEvents& exportEvents,
                           const ExportBounds& bounds, const CancelToken& cancel)
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
        return {native::readError(GetLastError(), made.toUtf8())};
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
            bounds.whole, cancel, std::chrono::milliseconds(0));
    }
    {
        const std::lock_guard lock(outcome->mutex);
        outcome->isAwaited = false;
    }
    if (ended != BoundedThread::Ended::InTime) {
        // Where it goes on after that too, it goes when it has ended.
        const bool isGone = there.removeWithin(bounds.afterGivingUp);
        const bool isLate = ended == BoundedThread::Ended::TooLate;
        const Error error = isLate ? exportTookTooLong(channel) : exportWasStopped();
        return {isGone ? error : withWhatIsLeft(error, QDir::toNativeSeparators(made)), isLate};
    }
    Owned opened = outcome->code == ERROR_SUCCESS ? openToDelete(there.file) : Owned();
    const DWORD code = outcome->code == ERROR_SUCCESS ? GetLastError() : outcome->code;
    if (!opened) {
        return {there.removeWithin(bounds.afterGivingUp) ? exportFailed(code, channel)
                                                         : copyIsLeft(channel, copy)};
    }
    auto saved = std::make_unique<SavedCopy>(std::move(opened), channel.toUtf8(), there.folder);
    if (!saved->beginsWith(eventFileHead)) {
        return {Error{ErrorKind::Unsupported,
                      say(MAILMEND_TEXT("evidence", "What Windows exported of {name} is no event log."),
                          {{"name", words(channel)}}),
                      {},
                      {},
                      {}}};
    }
    return {std::unique_ptr<FileReader>(std::move(saved))};
}

} // namespace windows

EventLogSystem eventLogsOfThisSystem()
{
    return {[](const QString& channel, const QString& folder, const CancelToken& cancel) {
                return windows::readExported(channel, folder, windows::exportByWindows, {}, cancel);
            },
            windows::removeLeftExports};
}

} // namespace mailmend
