// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/native.h"

#include "base/escape.h"
#include "base/posix/extended_attribute.h"
#include "evidence/volume/posix/ntfs_attributes.h"

#include <QFile>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace mailmend::native {
namespace {

constexpr size_t maxNames = 2'000'000;
constexpr qsizetype maxLinkTarget = 65536;

/** A descriptor with its owner. */
class Descriptor
{
public:
    explicit Descriptor(int number) : m_number(number) {}
    ~Descriptor()
    {
        if (m_number >= 0) {
            ::close(m_number);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return m_number; }

private:
    int m_number;
};

Error errorFor(int code, const QByteArray& name)
{
    const auto shown = place(displayBytes(name));
    const QString detail =
        QStringLiteral("%1 (errno %2)").arg(QString::fromLocal8Bit(std::strerror(code))).arg(code);
    switch (code) {
    case ENOENT:
    case ENAMETOOLONG:
        return {ErrorKind::NotFound,
                say(MAILMEND_TEXT("evidence", "{name} is not there."), {{"name", shown}}),
                {},
                detail,
                {}};
    case EACCES:
    case EPERM:
        return {ErrorKind::Denied,
                say(MAILMEND_TEXT("evidence", "We were not allowed to read {name}."), {{"name", shown}}),
                say(MAILMEND_TEXT("evidence",
                                  "Mount the disk so that this account may read it, then look again.")),
                detail,
                {}};
    case ENOTDIR:
    case ELOOP:
        return {ErrorKind::BadCall,
                say(MAILMEND_TEXT("evidence", "{name} is no folder."), {{"name", shown}}),
                {},
                detail,
                {}};
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        return {ErrorKind::Full,
                say(MAILMEND_TEXT("evidence", "This computer has no room left to open {name}."),
                    {{"name", shown}}),
                {},
                detail,
                {}};
    default:
        return {
            ErrorKind::Damaged,
            say(MAILMEND_TEXT("evidence", "The disk gave an error when we read {name}."), {{"name", shown}}),
            {},
            detail,
            {}};
    }
}

Kind kindOf(mode_t mode)
{
    return S_ISREG(mode)   ? Kind::File
           : S_ISDIR(mode) ? Kind::Folder
           : S_ISLNK(mode) ? Kind::Link
                           : Kind::Other;
}

QDateTime toTime(const statx_timestamp& stamp)
{
    return QDateTime::fromMSecsSinceEpoch(stamp.tv_sec * 1000 + stamp.tv_nsec / 1'000'000, Qt::UTC);
}

Result<Details> statAt(int folder, const QByteArray& name, int flags)
{
    struct statx found = {};
    if (::statx(folder, name.constData(), flags, STATX_BASIC_STATS | STATX_BTIME, &found) != 0) {
        return errorFor(errno, name);
    }
    Details details;
    details.kind = kindOf(found.stx_mode);
    details.size = static_cast<qint64>(found.stx_size);
    details.modified = toTime(found.stx_mtime);
    if ((found.stx_mask & STATX_BTIME) != 0) {
        details.created = toTime(found.stx_btime);
    }
    return details;
}

/** Names come from the evidence too: one of a stream must not lead out of its folder. */
bool isOneName(const QByteArray& name)
{
    return name != "." && name != ".." && !name.contains('/') && !name.contains('\0');
}

/** Opens without moving the access time where that is allowed. */
int openQuietly(int folder, const QByteArray& name, int flags)
{
    int number = -1;
    do {
        number = ::openat(folder, name.constData(), flags | O_NOATIME);
        if (number < 0 && errno == EPERM) {
            number = ::openat(folder, name.constData(), flags);
        }
    } while (number < 0 && errno == EINTR);
    return number;
}

class PosixReader : public FileReader
{
public:
    PosixReader(int number, QByteArray name) : m_file(number), m_name(std::move(name)) {}

    Result<qint64> read(std::span<char> room) override
    {
        for (;;) {
            const ssize_t got = ::read(m_file.number(), room.data(), room.size());
            if (got >= 0) {
                return qint64(got);
            }
            if (errno != EINTR) {
                return errorFor(errno, m_name);
            }
        }
    }

private:
    Descriptor m_file;
    QByteArray m_name;
};

class PosixFolder : public Folder
{
public:
    explicit PosixFolder(int number) : m_folder(number) {}

    Result<Listing> list(const CancelToken& cancel) const override
    {
        // A fresh description: reading positions are not shared between threads.
        const int copy = openQuietly(m_folder.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (copy < 0) {
            return errorFor(errno, ".");
        }
        DIR* stream = ::fdopendir(copy);
        if (stream == nullptr) {
            const int code = errno;
            ::close(copy);
            return errorFor(code, ".");
        }
        Listing listing;
        for (;;) {
            errno = 0;
            const dirent* found = ::readdir(stream);
            if (found == nullptr) {
                if (errno != 0) {
                    listing.whole = false;
                    listing.trouble = QString::fromLocal8Bit(std::strerror(errno));
                }
                break;
            }
            if (cancel.isCancelled() || listing.children.size() >= maxNames) {
                listing.whole = false;
                listing.trouble = QStringLiteral("cancelled, or over %1 names").arg(maxNames);
                break;
            }
            const QByteArray name(found->d_name);
            if (name == "." || name == "..") {
                continue;
            }
            listing.children.push_back({name, kindHere(name, found->d_type)});
        }
        ::closedir(stream);
        std::sort(listing.children.begin(), listing.children.end(),
                  [](const Child& left, const Child& right) { return left.name < right.name; });
        return listing;
    }

    Result<FolderPointer> folder(const QByteArray& name) const override
    {
        if (!isOneName(name)) {
            return errorFor(EINVAL, name);
        }
        const int number =
            openQuietly(m_folder.number(), name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (number < 0) {
            return errorFor(errno, name);
        }
        return FolderPointer(std::make_shared<PosixFolder>(number));
    }

    Result<Details> details(const QByteArray& name) const override
    {
        auto details = statHere(name);
        if (details && details->kind == Kind::File && isNtfs()) {
            addWhatNtfsKeeps(pathOf(name), *details);
        }
        if (details && (details->kind == Kind::File || details->kind == Kind::Folder)) {
            const QByteArray path = pathOf(name);
            details->streams = streamsAt(path, path, shown());
        }
        return details;
    }

    Result<QByteArray> linkTarget(const QByteArray& name) const override
    {
        if (!isOneName(name)) {
            return errorFor(EINVAL, name);
        }
        QByteArray target(maxLinkTarget, Qt::Uninitialized);
        const ssize_t length = ::readlinkat(m_folder.number(), name.constData(), target.data(),
                                            static_cast<size_t>(target.size()));
        if (length < 0) {
            return errorFor(errno, name);
        }
        target.truncate(length);
        return target;
    }

    Result<QByteArray> longNameOf(const QByteArray& shortName) const override
    {
        const auto listing = isNtfs3g(systemType()) ? list(CancelToken()) : Result<Listing>(Listing{});
        if (!listing) {
            return listing.error();
        }
        const QByteArray wanted = foldName(shortName);
        for (const Child& child : listing->children) {
            if (foldName(shortNameAt(pathOf(child.name))) == wanted) {
                return child.name;
            }
        }
        return isNtfs3g(systemType()) ? errorFor(ENOENT, shortName) : Folder::longNameOf(shortName);
    }

    Streams streams() const override
    {
        const QByteArray path = "/proc/self/fd/" + QByteArray::number(m_folder.number());
        return streamsAt(path + "/.", canonical(path), shown());
    }

    Result<std::unique_ptr<FileReader>> file(const QByteArray& name) const override
    {
        const auto unsupported = [&name] {
            return Error{ErrorKind::Unsupported,
                         say(MAILMEND_TEXT("evidence", "{name} is no ordinary file, so it was not opened."),
                             {{"name", place(displayBytes(name))}}),
                         {},
                         {},
                         {}};
        };
        // Looked at before and after opening: a pipe must not block us, a device must not notice us.
        const auto before = statHere(name);
        if (!before) {
            const qsizetype colon = name.indexOf(':');
            return before.error().kind == ErrorKind::NotFound && colon > 0 &&
                           shown() == StreamsShown::AsAttributes
                       ? openStreamAttribute(pathOf(name.left(colon)), name.mid(colon + 1), name)
                       : before.error();
        }
        if (before->kind != Kind::File) {
            return unsupported();
        }
        const int number =
            openQuietly(m_folder.number(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
        if (number < 0) {
            return errorFor(errno, name);
        }
        auto reader = std::make_unique<PosixReader>(number, name);
        struct stat opened = {};
        if (::fstat(number, &opened) != 0 || !S_ISREG(opened.st_mode)) {
            return unsupported();
        }
        return std::unique_ptr<FileReader>(std::move(reader));
    }

    Result<FileOwnership> ownership(const QByteArray& name) const override
    {
        const auto before = statHere(name);
        if (!before || before->kind != Kind::File) {
            return before ? Folder::ownership(name) : before.error(); // a pipe or device is never opened
        }
        const Descriptor file(
            openQuietly(m_folder.number(), name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        if (file.number() < 0) {
            return errorFor(errno, name);
        }
        // Source: ntfs-3g's wiki on extended attributes; Linux, fs/ntfs3/xattr.c.
        for (const char* attribute : {"system.ntfs_acl", "system.ntfs_security"}) {
            if (auto descriptor = posix::extendedAttribute(file.number(), attribute)) {
                return FileOwnership{
                    std::move(*descriptor),
                    posix::extendedAttribute(file.number(), "system.ntfs_dos_name").value_or(QByteArray())};
            }
        }
        return Folder::ownership(name);
    }

    bool isNtfs() const override
    {
        if (m_isNtfs < 0) {
            m_isNtfs = askIsNtfs() ? 1 : 0;
        }
        return m_isNtfs == 1;
    }

private:
    Result<Details> statHere(const QByteArray& name) const
    {
        return isOneName(name) ? statAt(m_folder.number(), name, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT)
                               : errorFor(EINVAL, name);
    }

    /** Its file system's number, Linux' own; 0: it did not tell. */
    long systemType() const
    {
        struct statfs system = {};
        return ::fstatfs(m_folder.number(), &system) == 0 ? static_cast<long>(system.f_type) : 0;
    }

    bool askIsNtfs() const
    {
        constexpr long ntfs = 0x5346544e, ntfs3 = 0x7366746e;
        const long type = systemType();
        return type == ntfs || type == ntfs3 || isNtfs3g(type);
    }

    /** One of many FUSE file systems; it alone has this attribute. */
    bool isNtfs3g(long type) const
    {
        constexpr long fuse = 0x65735546;
        return type == fuse && ::fgetxattr(m_folder.number(), "system.ntfs_attrib", nullptr, 0) > 0;
    }

    StreamsShown shown() const
    {
        int known = m_shown;
        if (known < 0) {
            known =
                static_cast<int>(isNtfs3g(systemType()) ? streamsShown(m_folder.number()) : StreamsShown::No);
            m_shown = known;
        }
        return static_cast<StreamsShown>(known);
    }

    /** For calls that take no open folder. */
    QByteArray pathOf(const QByteArray& name) const
    {
        return "/proc/self/fd/" + QByteArray::number(m_folder.number()) + '/' + name;
    }

    Kind kindHere(const QByteArray& name, unsigned char type) const
    {
        switch (type) {
        case DT_REG:
            return Kind::File;
        case DT_DIR:
            return Kind::Folder;
        case DT_LNK:
            return Kind::Link;
        case DT_UNKNOWN: {
            const auto found = details(name);
            return found ? found->kind : Kind::Other;
        }
        default:
            return Kind::Other;
        }
    }

    Descriptor m_folder;
    mutable std::atomic<int> m_isNtfs = -1; ///< -1: not asked yet
    mutable std::atomic<int> m_shown = -1;  ///< the same
};

} // namespace

Result<FolderPointer> openFolder(const QByteArray& path)
{
    const int number = openQuietly(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (number < 0) {
        return errorFor(errno, path);
    }
    return FolderPointer(std::make_shared<PosixFolder>(number));
}

Result<Details> look(const QByteArray& path)
{
    return statAt(AT_FDCWD, path, AT_NO_AUTOMOUNT);
}

QByteArray canonical(const QByteArray& path)
{
    char* resolved = ::realpath(path.constData(), nullptr);
    if (resolved == nullptr) {
        return path;
    }
    const QByteArray result(resolved);
    std::free(resolved);
    return result;
}

QByteArray toNative(const QString& path)
{
    return QFile::encodeName(path);
}

QString exampleVolumes()
{
    return QStringLiteral("C=/mnt/c,D=/mnt/d");
}

} // namespace mailmend::native
