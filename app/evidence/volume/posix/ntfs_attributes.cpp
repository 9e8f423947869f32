// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/posix/ntfs_attributes.h"

#include "base/escape.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <sys/stat.h>
#include <sys/xattr.h>

namespace mailmend::native {
namespace {

constexpr const char* kStreamList = "ntfs.streams.list";
constexpr const char* kNobodysStream = "user.mailmend-asks-whether-there-is-this";
constexpr QByteArrayView kStreamPrefix("user.");
constexpr qsizetype mostOfAnAttribute = 65536; // the most that Linux gives, of a list as well

/** None, with errno. */
template<typename Ask>
std::optional<QByteArray> answerOf(Ask ask)
{
    QByteArray room(mostOfAnAttribute, Qt::Uninitialized);
    const ssize_t size = ask(room.data(), static_cast<size_t>(room.size()));
    if (size < 0) {
        return std::nullopt;
    }
    room.truncate(size);
    return room;
}

class AttributeReader : public FileReader
{
public:
    explicit AttributeReader(QByteArray content) : m_content(std::move(content)) {}

    Result<qint64> read(std::span<char> room) override
    {
        const qsizetype count = std::min(m_content.size() - m_at, static_cast<qsizetype>(room.size()));
        std::copy_n(m_content.constData() + m_at, count, room.data());
        m_at += count;
        return count;
    }

private:
    QByteArray m_content;
    qsizetype m_at = 0;
};

} // namespace

void addWhatNtfsKeeps(const QByteArray& path, Details& details)
{
    quint32 attributes = 0;
    if (::lgetxattr(path.constData(), "system.ntfs_attrib", &attributes, sizeof attributes) ==
        sizeof attributes) {
        details.attributes = attributes;
        details.hasAttributes = true;
    }
    quint64 ticks = 0; // of 100 ns since 1601
    constexpr quint64 until1970 = 116'444'736'000'000'000ULL;
    if (!details.created.isValid() &&
        ::lgetxattr(path.constData(), "system.ntfs_crtime", &ticks, sizeof ticks) == sizeof ticks &&
        ticks > until1970) {
        details.created =
            QDateTime::fromMSecsSinceEpoch(static_cast<qint64>((ticks - until1970) / 10'000), Qt::UTC);
    }
}

QByteArray shortNameAt(const QByteArray& path)
{
    std::array<char, 64> name{}; // twelve letters
    const ssize_t size = ::lgetxattr(path.constData(), "system.ntfs_dos_name", name.data(), name.size());
    return size > 0 ? QByteArray(name.data(), size) : QByteArray();
}

StreamsShown streamsShown(int folder)
{
    if (::fgetxattr(folder, kStreamList, nullptr, 0) >= 0) {
        return StreamsShown::ByName;
    }
    return ::fgetxattr(folder, kNobodysStream, nullptr, 0) >= 0 || errno == ENODATA
               ? StreamsShown::AsAttributes
               : StreamsShown::No;
}

StreamNames streamNamesIn(const QByteArray& list, StreamsShown shown)
{
    StreamNames found;
    const QByteArrayView before = shown == StreamsShown::AsAttributes ? kStreamPrefix : QByteArrayView();
    for (const QByteArray& name : list.split('\0')) {
        if (name.isEmpty() || !name.startsWith(before)) {
            continue;
        }
        if (name.contains('/') || name.size() == before.size()) {
            found.whole = false;
        } else {
            found.names.push_back(name);
        }
    }
    return found;
}

Streams streamsAt(const QByteArray& path, const QByteArray& byName, StreamsShown shown)
{
    if (shown == StreamsShown::No) {
        return {};
    }
    const bool names = shown == StreamsShown::ByName;
    const auto list = answerOf([&path, names](char* room, size_t size) {
        return names ? ::lgetxattr(path.constData(), kStreamList, room, size)
                     : ::llistxattr(path.constData(), room, size);
    });
    if (!list) {
        return {{}, StreamsTold::InPart};
    }
    const StreamNames found = streamNamesIn(*list, shown);
    Streams streams{{}, found.whole ? StreamsTold::All : StreamsTold::InPart};
    for (const QByteArray& name : found.names) {
        if (names) {
            struct stat stream = {};
            const bool told = ::lstat((byName + ':' + name).constData(), &stream) == 0;
            streams.named.push_back({name, told ? static_cast<qint64>(stream.st_size) : 0});
        } else {
            const ssize_t size = ::lgetxattr(path.constData(), name.constData(), nullptr, 0);
            streams.named.push_back({name.mid(kStreamPrefix.size()), std::max<qint64>(size, 0)});
        }
    }
    return streams;
}

Result<std::unique_ptr<FileReader>> openStreamAttribute(const QByteArray& path, const QByteArray& stream,
                                                        const QByteArray& shownName)
{
    const QByteArray attribute = kStreamPrefix.toByteArray() + stream;
    auto content = answerOf([&path, &attribute](char* room, size_t size) {
        return ::lgetxattr(path.constData(), attribute.constData(), room, size);
    });
    if (content) {
        return std::unique_ptr<FileReader>(std::make_unique<AttributeReader>(std::move(*content)));
    }
    const int code = errno;
    const QString detail =
        QStringLiteral("%1 (errno %2)").arg(QString::fromLocal8Bit(std::strerror(code))).arg(code);
    const auto shown = place(displayBytes(shownName));
    if (code == ENODATA || code == ENOENT) {
        return Error{ErrorKind::NotFound,
                     say(MAILMEND_TEXT("evidence", "{name} is not there."), {{"name", shown}}),
                     {},
                     detail,
                     {}};
    }
    if (code == EACCES || code == EPERM) {
        return Error{ErrorKind::Denied,
                     say(MAILMEND_TEXT("evidence", "We were not allowed to read {name}."), {{"name", shown}}),
                     say(MAILMEND_TEXT("evidence",
                                       "Mount the disk so that this account may read it, then look again.")),
                     detail,
                     {}};
    }
    return Error{ErrorKind::Unsupported,
                 say(MAILMEND_TEXT("evidence",
                                   "{name} can't be read in full the way this disk is mounted. Mount it with "
                                   "ntfs-3g and its option {option}, then look again."),
                     {{"name", shown}, {"option", words(QStringLiteral("streams_interface=windows"))}}),
                 {},
                 detail,
                 {}};
}

} // namespace mailmend::native
