// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/dressed_page.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace mailmend::testing {

void dressPage(const QByteArray& path)
{
    ::chmod(path.constData(), 0640);
    ::setxattr(path.constData(), "user.Zone.Identifier", "ZoneId=3", 8, 0);
    ::setxattr(path.constData(), "user.empty", "", 0, 0);
    if (::geteuid() == 0) {
        [[maybe_unused]] const int done = ::chown(path.constData(), 1234, 5678);
    }
    const timespec times[2] = {{1614744669, 123456789}, {1614744670, 987654321}};
    ::utimensat(AT_FDCWD, path.constData(), times, 0);
}

bool isThere(const QByteArray& path)
{
    struct stat found = {};
    return ::lstat(path.constData(), &found) == 0;
}

} // namespace mailmend::testing
