// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "actions/machine_files.h"

namespace mailmend {

/** A folder by its descriptor. Every call names one thing in it, follows nothing, and may be interrupted. */
class PosixFolder : public MachineFolder
{
public:
    explicit PosixFolder(disk::Handle folder) : m_folder(std::move(folder)) {}
    int number() const { return m_folder.number(); }

    Result<QList<QByteArray>> names() const override;
    Result<NameKind> kind(const QByteArray& name) const override;
    Result<FileTime> modified() const override;
    Done mayBeTaken(const QByteArray&) const override { return done(); } ///< open files can be, here
    Result<std::unique_ptr<OpenFile>> open(const QByteArray& name) const override;
    Result<std::unique_ptr<NewFile>> create(const QByteArray& name) override;
    Done rename(const QByteArray& from, const QByteArray& to) override;
    Done remove(const QByteArray& name) override;
    Done flush() override;

private:
    disk::Handle m_folder;
};

/** Opens `name` in a folder (or a path, from AT_FDCWD) as a folder, not through a link. */
Result<disk::Handle> openFolderAt(int folder, const QByteArray& name);

/** Renames in a folder where `to` is free. @return errno; 0: it is done */
int renameInto(int folder, const QByteArray& from, const QByteArray& to);

} // namespace mailmend
