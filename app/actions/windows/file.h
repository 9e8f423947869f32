// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine_files.h"
#include "base/windows/file_calls.h"

namespace mailmend {

/**
 * Record and bytes of an open file. The record's attributes have the names that Linux' NTFS drivers give the
 * same bytes: system.ntfs_attrib, _acl, _times, _dos_name, and user.NAME for the stream NAME.
 * @param name raw, for words
 */
Result<FileRecord> recordOf(HANDLE file, const QByteArray& name);
Result<qint64> readAt(HANDLE file, qint64 position, std::span<char> room, const QByteArray& name);
Done writeAt(HANDLE file, qint64 position, QByteArrayView data, const QByteArray& name);
/** Sets what can be set; an error only where the disk is full or broken. */
Done applyRecord(HANDLE file, const FileRecord& record, const QByteArray& name);

class WindowsFile : public OpenFile
{
public:
    WindowsFile(windows::Owned file, QByteArray name) : m_file(std::move(file)), m_name(std::move(name)) {}
    Result<FileRecord> record() const override { return recordOf(m_file.get(), m_name); }
    Result<qint64> read(qint64 position, std::span<char> room) const override
    {
        return readAt(m_file.get(), position, room, m_name);
    }

private:
    windows::Owned m_file;
    QByteArray m_name;
};

class WindowsNewFile : public NewFile
{
public:
    WindowsNewFile(windows::Owned file, QByteArray name) : m_file(std::move(file)), m_name(std::move(name)) {}
    Result<FileRecord> record() const override { return recordOf(m_file.get(), m_name); }
    Result<qint64> read(qint64 position, std::span<char> room) const override
    {
        return readAt(m_file.get(), position, room, m_name);
    }
    Done write(QByteArrayView data) override;
    Done apply(const FileRecord& record) override { return applyRecord(m_file.get(), record, m_name); }
    Done flush() override;

private:
    windows::Owned m_file;
    QByteArray m_name;
    qint64 m_end = 0;
};

} // namespace mailmend
