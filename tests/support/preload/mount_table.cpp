// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A library for LD_PRELOAD that shows a program another table of mounts than the system's, so that disks in
 * any state can be put before it by whoever may mount nothing. For tests only.
 *
 *   MAILMEND_MOUNT_TABLE  file that is opened instead of /proc/self/mountinfo
 */
#include <cstdarg>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

int openInstead(int folder, const char* path, int flags, va_list more)
{
    const char* table = std::getenv("MAILMEND_MOUNT_TABLE");
    const bool isIt = table != nullptr && path != nullptr && std::strcmp(path, "/proc/self/mountinfo") == 0;
    const bool makes = (flags & (O_CREAT | O_TMPFILE)) != 0;
    const unsigned mode = makes ? va_arg(more, unsigned) : 0;
    return static_cast<int>(syscall(SYS_openat, folder, isIt ? table : path, flags, mode));
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const int file = openInstead(AT_FDCWD, path, flags, more);
    va_end(more);
    return file;
}

int open64(const char* path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const int file = openInstead(AT_FDCWD, path, flags, more);
    va_end(more);
    return file;
}

} // extern "C"
