// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/windows/reparse.h"

#include "base/wtf8.h"
#include "evidence/volume/windows/read_error.h"

#include <QtEndian>

#include <array>

#include <winioctl.h>

namespace mailmend::native {
namespace {

// Source: [MS-FSCC] 2.1.2.4 and 2.1.2.5, symbolic links and mount points.
constexpr size_t headSize = 8;       ///< tag, length, reserved
constexpr size_t junctionNames = 16; ///< after four offsets and lengths
constexpr size_t linkNames = 20;     ///< and after flags

quint32 numberAt(std::span<const char> data, size_t at)
{
    return qFromLittleEndian<quint32>(data.data() + at);
}

quint16 shortAt(std::span<const char> data, size_t at)
{
    return qFromLittleEndian<quint16>(data.data() + at);
}

} // namespace

std::optional<QByteArray> readReparseData(std::span<const char> data)
{
    if (data.size() < linkNames) {
        return std::nullopt;
    }
    const quint32 tag = numberAt(data, 0);
    if (tag != IO_REPARSE_TAG_SYMLINK && tag != IO_REPARSE_TAG_MOUNT_POINT) {
        return std::nullopt;
    }
    const size_t names = tag == IO_REPARSE_TAG_SYMLINK ? linkNames : junctionNames;
    const size_t begin = names + shortAt(data, headSize);
    const size_t length = shortAt(data, headSize + 2);
    if (length % 2 != 0 || begin > data.size() || length > data.size() - begin) {
        return std::nullopt;
    }
    QString target;
    for (size_t i = 0; i < length; i += 2) {
        target += QChar(shortAt(data, begin + i));
    }
    return toWtf8(target);
}

Result<QByteArray> reparseTarget(HANDLE link, const QByteArray& name)
{
    std::array<char, MAXIMUM_REPARSE_DATA_BUFFER_SIZE> room;
    DWORD got = 0;
    if (DeviceIoControl(link, FSCTL_GET_REPARSE_POINT, nullptr, 0, room.data(), DWORD(room.size()), &got,
                        nullptr) == 0) {
        return readError(GetLastError(), name);
    }
    const auto target = readReparseData(std::span<const char>(room.data(), got));
    return target ? Result<QByteArray>(*target) : readError(ERROR_INVALID_REPARSE_DATA, name);
}

} // namespace mailmend::native
