// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/disk.h"

#include "actions/windows/file.h"
#include "actions/windows/folder.h"
#include "actions/windows/rights.h"
#include "actions/windows/system_error.h"

namespace mailmend::disk {
namespace {

constexpr ACCESS_MASK kFolderAccess =
    FILE_LIST_DIRECTORY | FILE_TRAVERSE | FILE_READ_ATTRIBUTES | READ_CONTROL;

Result<Handle> handleOrError(windows::Owned opened, const QByteArray& shown)
{
    if (!opened) {
        return systemError(GetLastError(), shown);
    }
    return Handle(opened.release());
}

/** Only where it is a folder itself and no link to one. */
Result<Handle> folderOrError(windows::Owned opened, const QByteArray& shown)
{
    const auto facts = opened ? windows::factsOf(opened.get()) : std::nullopt;
    if (!facts || !facts->isFolder() || facts->isLink()) {
        return systemError(facts ? ERROR_DIRECTORY : GetLastError(), shown);
    }
    return Handle(opened.release());
}

windows::Opening forFolders()
{
    windows::Opening opening;
    opening.access = kFolderAccess;
    opening.kinds = windows::Kinds::OnlyFolders;
    return opening;
}

} // namespace

void Handle::close()
{
    if (m_number != noHandle()) {
        CloseHandle(m_number);
    }
}

Result<Handle> openPlace(const QByteArray& path)
{
    return folderOrError(windows::openPath(path, kFolderAccess), path);
}

Result<Handle> openRoot(const QByteArray& path)
{
    return folderOrError(windows::Owned(CreateFileW(
                             windows::longPath(path).c_str(), kFolderAccess,
                             FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr, OPEN_EXISTING,
                             FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr)),
                         path);
}

Result<Handle> openFolder(const Handle& folder, const QByteArray& name)
{
    if (!windows::isName(name)) {
        return systemError(ERROR_INVALID_NAME, name);
    }
    return folderOrError(windows::openIn(folder.number(), name, forFolders()), name);
}

Result<Handle> again(const Handle& folder, const QByteArray& shown)
{
    return handleOrError(windows::openIn(folder.number(), {}, forFolders()), shown);
}

bool onSameVolume(const Handle& one, const Handle& other)
{
    BY_HANDLE_FILE_INFORMATION first = {}, second = {};
    return GetFileInformationByHandle(one.number(), &first) != 0 &&
           GetFileInformationByHandle(other.number(), &second) != 0 &&
           first.dwVolumeSerialNumber == second.dwVolumeSerialNumber;
}

Result<Handle> openFile(const Handle& folder, const QByteArray& name, Access access, const QByteArray& shown)
{
    windows::Opening opening;
    opening.access = FILE_READ_DATA | FILE_READ_ATTRIBUTES | READ_CONTROL;
    if (access == Access::ReadAndWrite) {
        opening.access |= FILE_WRITE_DATA | FILE_APPEND_DATA | FILE_WRITE_ATTRIBUTES;
    }
    opening.kinds = windows::Kinds::NoFolders;
    windows::Owned opened = windows::openIn(folder.number(), name, opening);
    const auto facts = opened ? windows::factsOf(opened.get()) : std::nullopt;
    if (facts && facts->isLink()) {
        return systemError(ERROR_CANT_ACCESS_FILE, shown);
    }
    return handleOrError(std::move(opened), shown);
}

Result<Handle> createFile(const Handle& folder, const QByteArray& name, const QByteArray& shown,
                          Keeper keeper)
{
    return handleOrError(createIn(folder.number(), name, keeper), shown);
}

Result<std::optional<qint64>> sizeOf(const Handle& file, const QByteArray& shown)
{
    const auto facts = windows::factsOf(file.number());
    if (!facts) {
        return systemError(GetLastError(), shown);
    }
    const bool ordinary =
        !facts->isFolder() && facts->tag == 0 && GetFileType(file.number()) == FILE_TYPE_DISK;
    return ordinary ? std::optional<qint64>(facts->size) : std::nullopt;
}

Result<qint64> readAt(const Handle& file, qint64 position, std::span<char> room, const QByteArray& shown)
{
    return mailmend::readAt(file.number(), position, room, shown);
}

Done writeAt(const Handle& file, qint64 position, QByteArrayView data, const QByteArray& shown)
{
    return mailmend::writeAt(file.number(), position, data, shown);
}

Done reserve(const Handle& file, qint64 size, const QByteArray& shown)
{
    FILE_ALLOCATION_INFO room = {};
    room.AllocationSize.QuadPart = size;
    FILE_END_OF_FILE_INFO end = {};
    end.EndOfFile.QuadPart = size;
    if (SetFileInformationByHandle(file.number(), FileAllocationInfo, &room, sizeof room) != 0) {
        return doneOrLastError(
            SetFileInformationByHandle(file.number(), FileEndOfFileInfo, &end, sizeof end) != 0, shown);
    }
    if (GetLastError() == ERROR_DISK_FULL) {
        return systemError(ERROR_DISK_FULL, shown);
    }
    return writeAt(file, 0, QByteArray(size, '\0'), shown); // where the file system can't set room aside
}

Done flush(const Handle& fileOrFolder, const QByteArray& shown)
{
    const auto facts = windows::factsOf(fileOrFolder.number());
    if (!facts) {
        return systemError(GetLastError(), shown);
    }
    return doneOrLastError(facts->isFolder() ? flushFolder(fileOrFolder.number())
                                             : FlushFileBuffers(fileOrFolder.number()) != 0,
                           shown);
}

Done flushContent(const Handle& file, const QByteArray& shown)
{
    return doneOrLastError(FlushFileBuffers(file.number()) != 0, shown);
}

Result<bool> lock(const Handle& file, const QByteArray& shown)
{
    OVERLAPPED from = {};
    if (LockFileEx(file.number(), LOCKFILE_EXCLUSIVE_LOCK | LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, &from) != 0) {
        return true;
    }
    const DWORD code = GetLastError();
    return code == ERROR_LOCK_VIOLATION || code == ERROR_IO_PENDING ? Result<bool>(false)
                                                                    : systemError(code, shown);
}

Result<bool> exists(const Handle& folder, const QByteArray& name, const QByteArray& shown)
{
    const windows::Owned found = windows::openIn(folder.number(), name, {});
    if (found) {
        return true;
    }
    const DWORD code = GetLastError();
    return code == ERROR_FILE_NOT_FOUND ? Result<bool>(false) : systemError(code, shown);
}

Done makeFolder(const Handle& folder, const QByteArray& name, const QByteArray& shown, Keeper keeper)
{
    const OwnRights rights(keeper);
    if (rights.get() == nullptr) {
        return systemError(GetLastError(), shown);
    }
    windows::Opening opening = forFolders();
    opening.isNew = true;
    if (windows::makeIn(folder.number(), name, opening, rights.get())) {
        return done();
    }
    const DWORD code = GetLastError();
    return code == ERROR_ALREADY_EXISTS || code == ERROR_FILE_EXISTS ? done()
                                                                     : Done(systemError(code, shown));
}

Done closeToOthers(const Handle& folder, const QByteArray& shown)
{
    windows::Opening opening;
    opening.access = READ_CONTROL | WRITE_DAC;
    const windows::Owned once = windows::openIn(folder.number(), {}, opening);
    return doneOrLastError(once && OwnRights(Keeper::ThisAccount).giveTo(once.get()), shown);
}

Result<bool> isClosedToOthers(const Handle& fileOrFolder, const QByteArray& shown, Keeper keeper)
{
    const auto closed = onlyWeGetIn(fileOrFolder.number(), keeper);
    return closed ? Result<bool>(*closed) : systemError(GetLastError(), shown);
}

Done rename(const Handle& folder, const QByteArray& from, const QByteArray& to, const QByteArray& shown)
{
    return doneOrLastError(renameIn(folder.number(), from, to, Taken::IsAnError), shown);
}

Done replace(const Handle& folder, const QByteArray& from, const QByteArray& to, const QByteArray& shown)
{
    return doneOrLastError(renameIn(folder.number(), from, to, Taken::IsReplaced), shown);
}

Done remove(const Handle& folder, const QByteArray& name, const QByteArray& shown)
{
    return doneOrLastError(removeIn(folder.number(), name), shown);
}

Keeper keeperOfOurs()
{
    return rightsWereGiven() ? Keeper::Administrators : Keeper::ThisAccount;
}

std::unique_ptr<MachineFolder> machineFolder(Handle folder, Keeper keeper)
{
    return std::make_unique<WindowsFolder>(std::move(folder), keeper);
}

Error notThere(const QByteArray& shown)
{
    return systemError(ERROR_FILE_NOT_FOUND, shown);
}

} // namespace mailmend::disk
