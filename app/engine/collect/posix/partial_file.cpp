// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/partial_file.h"

#include "base/escape.h"
#include "base/logging.h"
#include "engine/collect/write_trouble.h"
#include "evidence/volume/native.h"

#include <QFileInfo>
#include <spdlog/spdlog.h>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

namespace mailmend {
namespace {

constexpr int politeness = 10; // nice's number: 0 is usual, 19 the most

WriteTrouble troubleOf(int code)
{
    switch (code) {
    case EEXIST:
        return WriteTrouble::NameIsTaken;
    case ENOSPC:
    case EDQUOT:
        return WriteTrouble::NoRoom;
    case EFBIG:
        return WriteTrouble::TooLarge;
    case ENOENT:
    case ENOTDIR:
        return WriteTrouble::NoFolder;
    default:
        return WriteTrouble::NotAllowed;
    }
}

Error errorOf(int code, const QString& path)
{
    return writeError(troubleOf(code), path, QString::fromLocal8Bit(std::strerror(code)));
}

QByteArray folderOf(const QByteArray& path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray(".") : slash == 0 ? QByteArray("/") : path.first(slash);
}

class PosixPartialFile : public PartialFile
{
public:
    PosixPartialFile(int descriptor, QString name)
        : m_descriptor(descriptor), m_name(std::move(name)), m_native(native::toNative(m_name))
    {}
    ~PosixPartialFile() override { closeFile(); }
    PosixPartialFile(const PosixPartialFile&) = delete;
    PosixPartialFile& operator=(const PosixPartialFile&) = delete;

    Done write(QByteArrayView bytes) override
    {
        while (!bytes.isEmpty()) {
            const ssize_t put = ::write(m_descriptor, bytes.data(), static_cast<size_t>(bytes.size()));
            if (put < 0 && errno == EINTR) {
                continue;
            }
            if (put < 0) {
                return errorOf(errno, path());
            }
            bytes = bytes.sliced(put);
        }
        return done();
    }

    Done finish() override
    {
        if (::fsync(m_descriptor) != 0 || ::close(std::exchange(m_descriptor, -1)) != 0) {
            return errorOf(errno, path());
        }
        m_isWhole = true;
        if (!giveName()) {
            return errorOf(errno, m_name);
        }
        m_hasName = true;
        flushFolder();
        return done();
    }

    qint64 room() const override
    {
        struct statvfs state = {};
        return ::fstatvfs(m_descriptor, &state) == 0
                   ? static_cast<qint64>(state.f_bavail) * static_cast<qint64>(state.f_frsize)
                   : -1;
    }

    bool isWhole() const override { return m_isWhole; }

    QString path() const override { return m_hasName ? m_name : m_name + QStringLiteral(".partial"); }

private:
    void closeFile()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }

    /** Never over another file. A stick without hard links has no call that promises it: there we look first.
     */
    bool giveName() const
    {
        const QByteArray partial = m_native + ".partial";
        if (::link(partial.constData(), m_native.constData()) == 0) {
            if (::unlink(partial.constData()) != 0) { // it is whole, under two names
                note("its first name stays", errno);
            }
            return true;
        }
        if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS && errno != EMLINK) {
            return false;
        }
        struct stat state = {};
        if (::lstat(m_native.constData(), &state) == 0) {
            errno = EEXIST;
            return false;
        }
        return ::rename(partial.constData(), m_native.constData()) == 0;
    }

    /** So that the name outlives a power cut. The file itself is on the disk by now, and is whole without it.
     */
    void flushFolder() const
    {
        const int folder = ::open(folderOf(m_native).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (folder < 0 || (::fsync(folder) != 0 && errno != EINVAL)) { // not every file system can
            note("its folder could not be flushed", errno);
        }
        if (folder >= 0) {
            ::close(folder);
        }
    }

    void note(const char* what, int code) const
    {
        logger("collect")->warn("{}: {}: {}", escapeForLog(m_name).toStdString(), what, std::strerror(code));
    }

    int m_descriptor;
    QString m_name;
    QByteArray m_native;
    bool m_isWhole = false;
    bool m_hasName = false;
};

Result<dev_t> deviceOf(const QByteArray& path, const QString& shown)
{
    struct stat state = {};
    if (::stat(path.constData(), &state) != 0) {
        return errorOf(errno, shown);
    }
    return state.st_dev;
}

} // namespace

Result<std::unique_ptr<PartialFile>> createPartialFile(const QString& name)
{
    const QByteArray wanted = native::toNative(name);
    struct stat state = {};
    if (::lstat(wanted.constData(), &state) == 0) {
        return errorOf(EEXIST, name);
    }
    const int descriptor =
        ::open((wanted + ".partial").constData(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        return errorOf(errno, name + QStringLiteral(".partial"));
    }
    return std::unique_ptr<PartialFile>(std::make_unique<PosixPartialFile>(descriptor, name));
}

Result<bool> isOnDiskOf(const QString& name, const QStringList& folders)
{
    const auto own = deviceOf(folderOf(native::toNative(name)), name);
    if (!own) {
        return own.error();
    }
    for (const QString& folder : folders) {
        const auto other = deviceOf(native::toNative(folder), folder);
        if (other && *other == *own) {
            return true;
        }
    }
    return false;
}

void letOthersGoFirst()
{
    ::setpriority(PRIO_PROCESS, 0, std::max(::getpriority(PRIO_PROCESS, 0), politeness));
#ifdef __linux__
    // ioprio_set(2) has no wrapper: who = this process, class 2 (best effort), level 7 (the least).
    constexpr int whoProcess = 1, bestEffort = 2, classShift = 13, least = 7;
    ::syscall(SYS_ioprio_set, whoProcess, 0, bestEffort << classShift | least);
#endif
}

} // namespace mailmend
