// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/disk.h"
#include "actions/volume/writability.h"
#include "actions/windows/system_error.h"
#include "base/windows/file_calls.h"

#include <winioctl.h>

namespace mailmend {
namespace {

/** Whether the disk wants to be checked; only administrators are told. */
DirtyState dirtyStateOf(HANDLE folder)
{
    std::wstring path(32'768, L'\0');
    const DWORD length = GetFinalPathNameByHandleW(folder, path.data(), DWORD(path.size()),
                                                   FILE_NAME_NORMALIZED | VOLUME_NAME_GUID);
    const size_t brace = length > 0 && length < path.size() ? path.find(L"}\\") : std::wstring::npos;
    if (brace == std::wstring::npos) {
        return DirtyState::Unreadable;
    }
    const windows::Owned volume(CreateFileW(path.substr(0, brace + 1).c_str(), GENERIC_READ,
                                            FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING, 0,
                                            nullptr));
    DWORD flags = 0, size = 0;
    if (!volume || DeviceIoControl(volume.get(), FSCTL_IS_VOLUME_DIRTY, nullptr, 0, &flags, sizeof flags,
                                   &size, nullptr) == 0) {
        return DirtyState::Unreadable;
    }
    return (flags & VOLUME_IS_DIRTY) != 0 ? DirtyState::Dirty : DirtyState::Clean;
}

bool mayWriteIn(HANDLE folder)
{
    windows::Opening opening;
    opening.access = FILE_ADD_FILE | FILE_DELETE_CHILD | FILE_LIST_DIRECTORY;
    opening.kinds = windows::Kinds::OnlyFolders;
    if (windows::openIn(folder, {}, opening)) {
        return true;
    }
    opening.access = FILE_ADD_FILE | FILE_LIST_DIRECTORY; // a file may give the right to remove it itself
    return bool(windows::openIn(folder, {}, opening));
}

/** The Windows that runs here is awake, whatever its hiberfil.sys says. */
bool isOfThisWindows(HANDLE root)
{
    wchar_t system[MAX_PATH] = {};
    if (GetSystemWindowsDirectoryW(system, MAX_PATH) == 0) {
        return false;
    }
    const windows::Owned own =
        windows::openPath(QString::fromWCharArray(system).left(2).toUtf8(), FILE_READ_ATTRIBUTES);
    BY_HANDLE_FILE_INFORMATION first = {}, second = {};
    return own && GetFileInformationByHandle(own.get(), &first) != 0 &&
           GetFileInformationByHandle(root, &second) != 0 &&
           first.dwVolumeSerialNumber == second.dwVolumeSerialNumber &&
           first.nFileIndexLow == second.nFileIndexLow && first.nFileIndexHigh == second.nFileIndexHigh;
}

} // namespace

Result<WriteFacts> writeFactsOf(const disk::Handle& folder, const std::vector<disk::Handle>& roots,
                                const QString& shown)
{
    WriteFacts facts;
    facts.shown = shown;
    wchar_t type[MAX_PATH] = {};
    DWORD flags = 0;
    if (GetVolumeInformationByHandleW(folder.number(), nullptr, 0, nullptr, nullptr, &flags, type,
                                      MAX_PATH) == 0) {
        return systemError(GetLastError(), shown.toUtf8());
    }
    facts.mount.type = QString::fromWCharArray(type).toUtf8();
    facts.mount.readOnly = (flags & FILE_READ_ONLY_VOLUME) != 0;
    // A Windows that sleeps has all of its disks in memory, not only the one that holds hiberfil.sys.
    for (const disk::Handle& root : roots) {
        const SleepState state = isOfThisWindows(root.number()) ? SleepState::Awake : sleepStateOf(root);
        facts.sleep = state == SleepState::Awake ? facts.sleep : state;
    }
    facts.ntfs = facts.mount.type == "NTFS";
    // Where we aren't told, Windows itself still keeps a disk that it can't trust from being written.
    facts.dirty = facts.ntfs ? dirtyStateOf(folder.number()) : DirtyState::NotNtfs;
    facts.mayWrite = mayWriteIn(folder.number());
    return facts;
}

QList<Text> lostBy(const disk::Handle*, const FileRecord& record)
{
    QList<Text> out;
    if (record.attribute("system.ntfs_dos_name") != nullptr) {
        out.append(say(MAILMEND_TEXT("actions", "The short name that the file has beside its long one.")));
    }
    if (record.links > 1) {
        out.append(
            say(MAILMEND_TEXT(
                    "actions",
                    "That this name shares its content with {count} other {count|name|names}: after undo it "
                    "is a file of its own."),
                {{"count", count(static_cast<qint64>(record.links) - 1)}}));
    }
    return out;
}

} // namespace mailmend
