// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/posix/extended_attribute.h"

#include <sys/xattr.h>

namespace mailmend::posix {

std::optional<QByteArray> extendedAttribute(int file, const char* name)
{
    QByteArray value(65536, Qt::Uninitialized); // the most that Linux gives
    const ssize_t size = ::fgetxattr(file, name, value.data(), static_cast<size_t>(value.size()));
    if (size < 0) {
        return std::nullopt;
    }
    value.truncate(size);
    return value;
}

} // namespace mailmend::posix
