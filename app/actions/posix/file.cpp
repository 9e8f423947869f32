// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/posix/file.h"

#include "actions/posix/system_error.h"

#include <cerrno>

#include <fcntl.h>

namespace mailmend {

Result<qint64> readAt(int file, qint64 position, std::span<char> room, const QByteArray& name)
{
    for (;;) {
        const ssize_t got = ::pread(file, room.data(), room.size(), position);
        if (got >= 0) {
            return qint64(got);
        }
        if (errno != EINTR) {
            return systemError(errno, name);
        }
    }
}

Done writeAt(int file, qint64 position, QByteArrayView data, const QByteArray& name)
{
    while (!data.isEmpty()) {
        const ssize_t written = ::pwrite(file, data.data(), static_cast<size_t>(data.size()), position);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return systemError(written == 0 ? ENOSPC : errno, name);
        }
        data = data.sliced(written);
        position += written;
    }
    return done();
}

Done PosixNewFile::write(QByteArrayView data)
{
    const Done written = writeAt(m_file.number(), m_end, data, m_name);
    if (written) {
        m_end += data.size();
    }
    return written;
}

Done PosixNewFile::flush()
{
    if (::fsync(m_file.number()) != 0) {
        return systemError(errno, m_name);
    }
    ::posix_fadvise(m_file.number(), 0, 0, POSIX_FADV_DONTNEED);
    return done();
}

} // namespace mailmend
