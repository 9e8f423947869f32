// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/windows/file.h"

#include "actions/windows/system_error.h"

#include <algorithm>

namespace mailmend {
namespace {

constexpr qsizetype kMostAtOnce = 16 * 1024 * 1024;

OVERLAPPED at(qint64 position)
{
    OVERLAPPED where = {};
    where.Offset = static_cast<DWORD>(position & 0xffffffff);
    where.OffsetHigh = static_cast<DWORD>(position >> 32);
    return where;
}

} // namespace

Result<qint64> readAt(HANDLE file, qint64 position, std::span<char> room, const QByteArray& name)
{
    OVERLAPPED where = at(position);
    DWORD got = 0;
    const auto size = static_cast<DWORD>(std::min(room.size(), static_cast<size_t>(kMostAtOnce)));
    if (ReadFile(file, room.data(), size, &got, &where) == 0) {
        const DWORD code = GetLastError();
        return code == ERROR_HANDLE_EOF ? Result<qint64>(0) : systemError(code, name);
    }
    return qint64(got);
}

Done writeAt(HANDLE file, qint64 position, QByteArrayView data, const QByteArray& name)
{
    while (!data.isEmpty()) {
        OVERLAPPED where = at(position);
        DWORD written = 0;
        if (WriteFile(file, data.data(), static_cast<DWORD>(std::min(data.size(), kMostAtOnce)), &written,
                      &where) == 0 ||
            written == 0) {
            const DWORD code = GetLastError();
            return systemError(code != ERROR_SUCCESS ? code : ERROR_DISK_FULL, name);
        }
        data = data.sliced(written);
        position += written;
    }
    return done();
}

Done WindowsNewFile::write(QByteArrayView data)
{
    const Done written = writeAt(m_file.get(), m_end, data, m_name);
    if (written) {
        m_end += data.size();
    }
    return written;
}

Done WindowsNewFile::flush()
{
    return doneOrLastError(FlushFileBuffers(m_file.get()) != 0, m_name);
}

} // namespace mailmend
