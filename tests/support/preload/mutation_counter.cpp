// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A library for LD_PRELOAD that counts the calls which change a file system, and can kill the program after
 * one of them or let it fail. For tests only. What it does stands in the environment (tests/support/
 * mutations.h):
 *
 *   MAILMEND_MUTATIONS_BELOW  paths joined by ":"; only what lies at or below one of them counts
 *   MAILMEND_MUTATIONS_ONLY   does nothing in a program whose command line doesn't contain this
 *   MAILMEND_MUTATIONS_TRACE  file to which "number call path" is added for each call, before it is made
 *   MAILMEND_MUTATIONS_AT     number of the call, from 1, at which something happens
 *   MAILMEND_MUTATIONS_DO     kill: after that call; fail=ERRNO: that call is not made and fails;
 *                             full: from that call on everything that needs room fails with ENOSPC
 */
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace {

enum class Deed { Nothing, Kill, Fail, Full };

struct Plan
{
    bool on = false;
    std::vector<std::string> below;
    int trace = -1;
    long at = 0;
    Deed deed = Deed::Nothing;
    int code = 0;
};

std::string variable(const char* name)
{
    const char* value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string commandLine()
{
    const long file = syscall(SYS_openat, AT_FDCWD, "/proc/self/cmdline", O_RDONLY | O_CLOEXEC, 0);
    char text[65536];
    const long got = file < 0 ? 0 : syscall(SYS_read, file, text, sizeof text);
    if (file >= 0) {
        syscall(SYS_close, file);
    }
    std::string line(text, static_cast<size_t>(got < 0 ? 0 : got));
    for (char& c : line) {
        c = c == '\0' ? ' ' : c;
    }
    return line;
}

Plan readPlan()
{
    Plan plan;
    const std::string below = variable("MAILMEND_MUTATIONS_BELOW");
    const std::string only = variable("MAILMEND_MUTATIONS_ONLY");
    if (below.empty() || (!only.empty() && commandLine().find(only) == std::string::npos)) {
        return plan;
    }
    plan.on = true;
    for (size_t start = 0; start <= below.size();) {
        const size_t end = std::min(below.find(':', start), below.size());
        plan.below.push_back(below.substr(start, end - start));
        start = end + 1;
    }
    const std::string trace = variable("MAILMEND_MUTATIONS_TRACE");
    if (!trace.empty()) {
        plan.trace = static_cast<int>(
            syscall(SYS_openat, AT_FDCWD, trace.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    }
    plan.at = std::atol(variable("MAILMEND_MUTATIONS_AT").c_str());
    const std::string deed = variable("MAILMEND_MUTATIONS_DO");
    if (deed == "kill") {
        plan.deed = Deed::Kill;
    } else if (deed == "full") {
        plan.deed = Deed::Full;
        plan.code = ENOSPC;
    } else if (deed.rfind("fail=", 0) == 0) {
        plan.deed = Deed::Fail;
        plan.code = std::atoi(deed.c_str() + 5);
    }
    return plan;
}

const Plan& plan()
{
    static const Plan read = readPlan();
    return read;
}

std::atomic<long> counted{0};

std::string linkTarget(const std::string& link)
{
    char target[8192];
    const long length = syscall(SYS_readlinkat, AT_FDCWD, link.c_str(), target, sizeof target);
    return length < 0 ? std::string() : std::string(target, static_cast<size_t>(length));
}

std::string pathOf(int file)
{
    return linkTarget("/proc/self/fd/" + std::to_string(file));
}

std::string pathAt(int folder, const char* name)
{
    if (name != nullptr && name[0] == '/') {
        return name;
    }
    const std::string base = folder == AT_FDCWD ? linkTarget("/proc/self/cwd") : pathOf(folder);
    return base + "/" + (name == nullptr ? "" : name);
}

bool counts(const std::string& path)
{
    for (const std::string& one : plan().below) {
        if (path.compare(0, one.size(), one) == 0 &&
            (path.size() == one.size() || path[one.size()] == '/' || path[one.size()] == ' ')) {
            return true;
        }
    }
    return false;
}

/** Frees room or needs none: works on a full disk. */
bool needsNoRoom(std::string_view call)
{
    return call.rfind("unlink", 0) == 0 || call.rfind("rmdir", 0) == 0 ||
           call.find("sync") != std::string_view::npos;
}

/** Makes the call, or doesn't. */
template<typename Call>
auto mutate(const char* name, const std::string& path, Call call) -> decltype(call())
{
    const Plan& now = plan();
    if (!now.on || !counts(path)) {
        return call();
    }
    const long number = ++counted;
    if (now.trace >= 0) {
        const std::string line = std::to_string(number) + " " + name + " " + path + "\n";
        syscall(SYS_write, now.trace, line.data(), line.size());
    }
    const bool fails = (now.deed == Deed::Fail && number == now.at) ||
                       (now.deed == Deed::Full && now.at > 0 && number >= now.at && !needsNoRoom(name));
    if (fails) {
        errno = now.code;
        return static_cast<decltype(call())>(-1);
    }
    const auto result = call();
    if (now.deed == Deed::Kill && number == now.at) {
        syscall(SYS_kill, syscall(SYS_getpid), SIGKILL);
    }
    return result;
}

template<typename Function>
Function next(const char* name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

bool changes(int flags)
{
    return (flags & (O_CREAT | O_TRUNC)) != 0;
}

template<typename Open>
int openPath(const char* name, int folder, const char* path, int flags, Open open)
{
    return changes(flags) ? mutate(name, pathAt(folder, path), open) : open();
}

} // namespace

/** The call that this one stands before. */
#define MAILMEND_NEXT(name) static const auto real = next<decltype(&::name)>(#name);

#define MAILMEND_MODE(flags)                                                                                 \
    va_list list;                                                                                            \
    va_start(list, flags);                                                                                   \
    const mode_t mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(list, mode_t) : 0;                     \
    va_end(list);

extern "C" {

int open(const char* path, int flags, ...)
{
    MAILMEND_NEXT(open)
    MAILMEND_MODE(flags)
    return openPath("open", AT_FDCWD, path, flags, [&] { return real(path, flags, mode); });
}

int open64(const char* path, int flags, ...)
{
    MAILMEND_NEXT(open64)
    MAILMEND_MODE(flags)
    return openPath("open", AT_FDCWD, path, flags, [&] { return real(path, flags, mode); });
}

int openat(int folder, const char* path, int flags, ...)
{
    MAILMEND_NEXT(openat)
    MAILMEND_MODE(flags)
    return openPath("open", folder, path, flags, [&] { return real(folder, path, flags, mode); });
}

int openat64(int folder, const char* path, int flags, ...)
{
    MAILMEND_NEXT(openat64)
    MAILMEND_MODE(flags)
    return openPath("open", folder, path, flags, [&] { return real(folder, path, flags, mode); });
}

ssize_t write(int file, const void* data, size_t size)
{
    MAILMEND_NEXT(write)
    return mutate("write", pathOf(file), [&] { return real(file, data, size); });
}

ssize_t pwrite(int file, const void* data, size_t size, off_t position)
{
    MAILMEND_NEXT(pwrite)
    return mutate("write", pathOf(file), [&] { return real(file, data, size, position); });
}

ssize_t pwrite64(int file, const void* data, size_t size, off64_t position)
{
    MAILMEND_NEXT(pwrite64)
    return mutate("write", pathOf(file), [&] { return real(file, data, size, position); });
}

int fsync(int file)
{
    MAILMEND_NEXT(fsync)
    return mutate("fsync", pathOf(file), [&] { return real(file); });
}

int fdatasync(int file)
{
    MAILMEND_NEXT(fdatasync)
    return mutate("fdatasync", pathOf(file), [&] { return real(file); });
}

int fallocate(int file, int mode, off_t from, off_t size)
{
    MAILMEND_NEXT(fallocate)
    return mutate("fallocate", pathOf(file), [&] { return real(file, mode, from, size); });
}

int fallocate64(int file, int mode, off64_t from, off64_t size)
{
    MAILMEND_NEXT(fallocate64)
    return mutate("fallocate", pathOf(file), [&] { return real(file, mode, from, size); });
}

int ftruncate(int file, off_t size) noexcept
{
    MAILMEND_NEXT(ftruncate)
    return mutate("ftruncate", pathOf(file), [&] { return real(file, size); });
}

int ftruncate64(int file, off64_t size) noexcept
{
    MAILMEND_NEXT(ftruncate64)
    return mutate("ftruncate", pathOf(file), [&] { return real(file, size); });
}

int rename(const char* from, const char* to) noexcept
{
    MAILMEND_NEXT(rename)
    return mutate("rename", pathAt(AT_FDCWD, from), [&] { return real(from, to); });
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to) noexcept
{
    MAILMEND_NEXT(renameat)
    return mutate("rename", pathAt(fromFolder, from), [&] { return real(fromFolder, from, toFolder, to); });
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags) noexcept
{
    MAILMEND_NEXT(renameat2)
    return mutate("rename", pathAt(fromFolder, from),
                  [&] { return real(fromFolder, from, toFolder, to, flags); });
}

int link(const char* from, const char* to) noexcept
{
    MAILMEND_NEXT(link)
    return mutate("link", pathAt(AT_FDCWD, to), [&] { return real(from, to); });
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags) noexcept
{
    MAILMEND_NEXT(linkat)
    return mutate("link", pathAt(toFolder, to), [&] { return real(fromFolder, from, toFolder, to, flags); });
}

int unlink(const char* path) noexcept
{
    MAILMEND_NEXT(unlink)
    return mutate("unlink", pathAt(AT_FDCWD, path), [&] { return real(path); });
}

int unlinkat(int folder, const char* path, int flags) noexcept
{
    MAILMEND_NEXT(unlinkat)
    return mutate("unlink", pathAt(folder, path), [&] { return real(folder, path, flags); });
}

int rmdir(const char* path) noexcept
{
    MAILMEND_NEXT(rmdir)
    return mutate("rmdir", pathAt(AT_FDCWD, path), [&] { return real(path); });
}

int mkdir(const char* path, mode_t mode) noexcept
{
    MAILMEND_NEXT(mkdir)
    return mutate("mkdir", pathAt(AT_FDCWD, path), [&] { return real(path, mode); });
}

int mkdirat(int folder, const char* path, mode_t mode) noexcept
{
    MAILMEND_NEXT(mkdirat)
    return mutate("mkdir", pathAt(folder, path), [&] { return real(folder, path, mode); });
}

int fchmod(int file, mode_t mode) noexcept
{
    MAILMEND_NEXT(fchmod)
    return mutate("fchmod", pathOf(file), [&] { return real(file, mode); });
}

int fchown(int file, uid_t owner, gid_t group) noexcept
{
    MAILMEND_NEXT(fchown)
    return mutate("fchown", pathOf(file), [&] { return real(file, owner, group); });
}

int futimens(int file, const timespec times[2]) noexcept
{
    MAILMEND_NEXT(futimens)
    return mutate("futimens", pathOf(file), [&] { return real(file, times); });
}

int utimensat(int folder, const char* path, const timespec times[2], int flags) noexcept
{
    MAILMEND_NEXT(utimensat)
    return mutate("utimensat", pathAt(folder, path), [&] { return real(folder, path, times, flags); });
}

int setxattr(const char* path, const char* name, const void* value, size_t size, int flags) noexcept
{
    MAILMEND_NEXT(setxattr)
    return mutate("setxattr", pathAt(AT_FDCWD, path), [&] { return real(path, name, value, size, flags); });
}

int fsetxattr(int file, const char* name, const void* value, size_t size, int flags) noexcept
{
    MAILMEND_NEXT(fsetxattr)
    return mutate("fsetxattr", pathOf(file), [&] { return real(file, name, value, size, flags); });
}

int fremovexattr(int file, const char* name) noexcept
{
    MAILMEND_NEXT(fremovexattr)
    return mutate("fremovexattr", pathOf(file), [&] { return real(file, name); });
}

} // extern "C"
