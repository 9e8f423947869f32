// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "actions/machine_files.h"
#include "base/windows/file_calls.h"

namespace mailmend {

/** A folder by its handle. Every call names one thing in it, follows nothing, and may be interrupted. */
class WindowsFolder : public MachineFolder
{
public:
    WindowsFolder(disk::Handle folder, disk::Keeper keeper) : m_folder(std::move(folder)), m_keeper(keeper) {}

    Result<QList<QByteArray>> names() const override;
    Result<NameKind> kind(const QByteArray& name) const override;
    Result<FileTime> modified() const override;
    Done mayBeTaken(const QByteArray& name) const override;
    Result<std::unique_ptr<OpenFile>> open(const QByteArray& name) const override;
    Result<std::unique_ptr<NewFile>> create(const QByteArray& name) override;
    Done rename(const QByteArray& from, const QByteArray& to) override;
    Done remove(const QByteArray& name) override;
    Done flush() override;

private:
    disk::Handle m_folder;
    disk::Keeper m_keeper; ///< of what is made in it
};

/** What the names in a folder are for; false, with GetLastError(). */
enum class Taken { IsAnError, IsReplaced };
bool renameIn(HANDLE folder, const QByteArray& from, const QByteArray& to, Taken taken);
bool removeIn(HANDLE folder, const QByteArray& name);
bool flushFolder(HANDLE folder);
/** A file that is made, for its keeper only. */
windows::Owned createIn(HANDLE folder, const QByteArray& name, disk::Keeper keeper);

/** A moment of Windows' as records keep it. */
FileTime toFileTime(const LARGE_INTEGER& ticks);

} // namespace mailmend
