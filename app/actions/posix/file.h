// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "actions/machine_files.h"

namespace mailmend {

/** Record and bytes of an open descriptor. @param name raw, for words */
Result<FileRecord> recordOf(int file, const QByteArray& name);
Result<qint64> readAt(int file, qint64 position, std::span<char> room, const QByteArray& name);
Done writeAt(int file, qint64 position, QByteArrayView data, const QByteArray& name);
/** Sets what can be set; an error only where the disk is full or broken. */
Done applyRecord(int file, const FileRecord& record, const QByteArray& name);

class PosixFile : public OpenFile
{
public:
    PosixFile(disk::Handle file, QByteArray name) : m_file(std::move(file)), m_name(std::move(name)) {}
    Result<FileRecord> record() const override { return recordOf(m_file.number(), m_name); }
    Result<qint64> read(qint64 position, std::span<char> room) const override
    {
        return readAt(m_file.number(), position, room, m_name);
    }

private:
    disk::Handle m_file;
    QByteArray m_name;
};

class PosixNewFile : public NewFile
{
public:
    PosixNewFile(disk::Handle file, QByteArray name) : m_file(std::move(file)), m_name(std::move(name)) {}
    Result<FileRecord> record() const override { return recordOf(m_file.number(), m_name); }
    Result<qint64> read(qint64 position, std::span<char> room) const override
    {
        return readAt(m_file.number(), position, room, m_name);
    }
    Done write(QByteArrayView data) override;
    Done apply(const FileRecord& record) override { return applyRecord(m_file.number(), record, m_name); }
    Done flush() override;

private:
    disk::Handle m_file;
    QByteArray m_name;
    qint64 m_end = 0;
};

} // namespace mailmend
