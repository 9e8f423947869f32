// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/container.h"

#include "base/escape.h"
#include "evidence/collection/zip_directory.h"
#include "evidence/collection/zip_error.h"
#include "evidence/collection/zip_file.h"
#include "evidence/collection/zip_headers.h"
#include "evidence/collection/zip_proof.h"
#include "evidence/volume/native.h"

#include <QMutex>
#include <QMutexLocker>

namespace mailmend {
namespace {

constexpr size_t maxHandles = 8;
/** Every handle keeps its own list of members, about 450 bytes each: large archives get fewer. */
constexpr qint64 maxListedByHandles = 600'000;
constexpr qint64 maxMemberSize = qint64(1) << 42;
/** Deflate can't pack better than about 1 : 1,032; only where a method can, this is the bound. */
constexpr qint64 maxRatio = 2'000;
constexpr qint64 smallMember = qint64(256) << 20;

void givePassphrase(zip_t* zip, const Secret& passphrase)
{
    if (!passphrase.isEmpty()) {
        zip_set_default_password(zip, passphrase.bytes().data());
    }
}

Result<std::unique_ptr<ZipProof>> proofOf(zip_t* zip, zip_uint64_t index, const zip_stat_t& stat,
                                          const Secret& passphrase)
{
    try {
        return ZipProof::begin(zip, index, stat, passphrase);
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Fault,
                     say(MAILMEND_TEXT("evidence", "Whether the file is what was locked can't be told.")),
                     {},
                     QString::fromLocal8Bit(exception.what()),
                     {}};
    }
}

bool isAnyLocked(zip_t* zip, qint64 members)
{
    bool isLocked = false;
    for (qint64 i = 0; i < members && !isLocked; ++i) {
        zip_stat_t stat;
        zip_stat_init(&stat);
        isLocked = zip_stat_index(zip, static_cast<zip_uint64_t>(i), 0, &stat) == 0 &&
                   zipMemberLock(stat) != MemberLock::None;
    }
    return isLocked;
}

/** One opened archive. libzip's handles are not thread-safe: everything on it goes through its lock. */
struct Handle
{
    explicit Handle(zip_t* opened) : zip(opened) {}
    ~Handle() { zip_discard(zip); }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;

    zip_t* zip;
    QMutex lock;
    int readers = 0; ///< guarded by the container's lock
};

class ZipContainer;

class ZipReader : public FileReader
{
public:
    ZipReader(std::shared_ptr<const ZipContainer> owner, std::shared_ptr<Handle> handle, zip_file_t* file,
              std::unique_ptr<ZipProof> proof, qint64 size, QByteArray name)
        : m_owner(std::move(owner)), m_handle(std::move(handle)), m_file(file), m_proof(std::move(proof)),
          m_left(size), m_name(std::move(name))
    {}
    ~ZipReader() override;
    Result<qint64> read(std::span<char> room) override;

private:
    /** Whether what was read, and at its end all of it, is what was locked. */
    bool isProven(qint64 got);

    std::shared_ptr<const ZipContainer> m_owner;
    std::shared_ptr<Handle> m_handle;
    zip_file_t* m_file;
    std::unique_ptr<ZipProof> m_proof; ///< nullptr: there is no seal, or it is not asked for
    qint64 m_left;
    QByteArray m_name;
};

class ZipContainer : public Container, public std::enable_shared_from_this<ZipContainer>
{
public:
    ZipContainer(QByteArray path, zip_t* first, qint64 members, QByteArray fingerprint, Text trouble,
                 Secret passphrase)
        : m_path(std::move(path)), m_members(members), m_fingerprint(std::move(fingerprint)),
          m_trouble(std::move(trouble)), m_passphrase(std::move(passphrase))
    {
        m_handles.push_back(std::make_shared<Handle>(first));
    }

    void list(const CancelToken& cancel, const std::function<bool(const Member&)>& each) const override
    {
        const std::shared_ptr<Handle> handle = first();
        const QMutexLocker lock(&handle->lock);
        for (qint64 i = 0; i < m_members && !cancel.isCancelled(); ++i) {
            const auto index = static_cast<zip_uint64_t>(i);
            zip_stat_t stat;
            zip_stat_init(&stat);
            const char* name = zip_get_name(handle->zip, index, ZIP_FL_ENC_RAW);
            if (name == nullptr || zip_stat_index(handle->zip, index, 0, &stat) != 0) {
                continue; // libzip gives a name for every member that its list has
            }
            Member member{QByteArray(name), index, static_cast<qint64>(stat.size),
                          zipMemberTime(handle->zip, index, stat), zipMemberLock(stat)};
            if (!member.name.endsWith('/') && !each(member)) {
                return;
            }
        }
    }

    Result<std::unique_ptr<FileReader>> open(quint64 index) const override { return open(index, true); }
    Result<std::unique_ptr<FileReader>> openToCompare(quint64 index) const override
    {
        return open(index, false);
    }
    Text trouble() const override { return m_trouble; }
    bool bothSlashes() const override { return true; }
    QByteArray logBeside() const override { return readLogBeside(m_path); }
    QByteArray fingerprint() const override { return m_fingerprint; }

    void release(Handle& handle) const
    {
        const QMutexLocker lock(&m_lock);
        --handle.readers;
    }

private:
    Result<std::unique_ptr<FileReader>> open(quint64 index, bool looksAtSeal) const;
    std::shared_ptr<Handle> first() const
    {
        const QMutexLocker lock(&m_lock);
        return m_handles.front();
    }
    /** A handle that nobody reads from, a new one, or the one with the fewest readers. */
    std::shared_ptr<Handle> take() const;

    QByteArray m_path;
    qint64 m_members;
    QByteArray m_fingerprint;
    Text m_trouble;
    Secret m_passphrase;
    mutable QMutex m_lock;
    mutable std::vector<std::shared_ptr<Handle>> m_handles;
};

ZipReader::~ZipReader()
{
    {
        const QMutexLocker lock(&m_handle->lock);
        m_proof.reset();
        zip_fclose(m_file);
    }
    m_owner->release(*m_handle);
}

bool ZipReader::isProven(qint64 got)
{
    try {
        if (m_proof && got > 0) {
            m_proof->advance(got);
        }
        return !m_proof || got > 0 || m_proof->holds();
    } catch (const std::exception&) { // OpenSSL fails
        return false;
    }
}

Result<qint64> ZipReader::read(std::span<char> room)
{
    if (room.empty()) {
        return qint64(0);
    }
    const QMutexLocker lock(&m_handle->lock);
    const zip_int64_t got = zip_fread(m_file, room.data(), room.size());
    if (got < 0) {
        return zipMemberError(zip_file_get_error(m_file), m_name);
    }
    m_left -= got;
    // More, or less, than the archive's list says: the list and the data are not of one piece.
    if (m_left < 0 || (got == 0 && m_left > 0)) {
        return Error{ErrorKind::Damaged,
                     say(MAILMEND_TEXT("evidence", "{name} is not as long as the zip file says."),
                         {{"name", place(displayBytes(m_name))}}),
                     {},
                     {},
                     {}};
    }
    if (!isProven(got)) {
        return zipChangedSince(m_name);
    }
    return qint64(got);
}

std::shared_ptr<Handle> ZipContainer::take() const
{
    const QMutexLocker lock(&m_lock);
    std::shared_ptr<Handle> best = m_handles.front();
    for (const std::shared_ptr<Handle>& handle : m_handles) {
        if (handle->readers < best->readers) {
            best = handle;
        }
    }
    const bool room = m_handles.size() < maxHandles &&
                      (static_cast<qint64>(m_handles.size()) + 1) * m_members <= maxListedByHandles;
    if (best->readers > 0 && room) {
        if (zip_t* another = openZipFile(m_path, nullptr); another != nullptr) {
            // Somebody may have changed the file meanwhile; numbers then mean something else.
            if (zip_get_num_entries(another, 0) == m_members) {
                givePassphrase(another, m_passphrase);
                best = std::make_shared<Handle>(another);
                m_handles.push_back(best);
            } else {
                zip_discard(another);
            }
        }
    }
    ++best->readers;
    return best;
}

Result<std::unique_ptr<FileReader>> ZipContainer::open(quint64 index, bool looksAtSeal) const
{
    const std::shared_ptr<Handle> handle = take();
    const auto give = [this, &handle](Error error) {
        release(*handle);
        return error;
    };
    const QMutexLocker lock(&handle->lock);
    zip_stat_t stat;
    zip_stat_init(&stat);
    const char* raw = zip_get_name(handle->zip, index, ZIP_FL_ENC_RAW);
    if (raw == nullptr || zip_stat_index(handle->zip, index, 0, &stat) != 0) {
        return give(zipMemberError(zip_get_error(handle->zip), {}));
    }
    const QByteArray name(raw);
    const auto size = static_cast<qint64>(stat.size);
    const auto packed = static_cast<qint64>(stat.comp_size);
    if (size < 0 || size > maxMemberSize || (size > smallMember && packed < size / maxRatio)) {
        return give(
            {ErrorKind::TooLarge,
             say(MAILMEND_TEXT("evidence",
                               "{name} would unpack from {packed} to {size}, so it was not opened."),
                 {{"name", place(displayBytes(name))}, {"packed", bytes(packed)}, {"size", bytes(size)}}),
             {},
             {},
             {}});
    }
    zip_file_t* file = zip_fopen_index(handle->zip, index, 0);
    if (file == nullptr) {
        return give(zipMemberError(zip_get_error(handle->zip), name));
    }
    std::unique_ptr<ZipProof> proof;
    if (looksAtSeal) {
        auto begun = proofOf(handle->zip, index, stat, m_passphrase);
        if (!begun) {
            zip_fclose(file);
            return give(because(begun.error(), zipChangedSince(name).text));
        }
        proof = std::move(*begun);
    }
    return std::unique_ptr<FileReader>(
        std::make_unique<ZipReader>(shared_from_this(), handle, file, std::move(proof), size, name));
}

} // namespace

Result<ContainerPointer> openZip(const QString& path, const CancelToken& cancel, const Secret& passphrase)
{
    const QByteArray raw = native::toNative(path);
    const auto details = native::look(raw);
    if (!details) {
        return details.error();
    }
    zip_error_t error;
    zip_error_init(&error);
    zip_t* zip = openZipFile(raw, &error);
    if (zip == nullptr) {
        const Error why = zipOpenError(&error);
        zip_error_fini(&error);
        return why;
    }
    const qint64 members = zip_get_num_entries(zip, 0);
    if (members > kMaxMembers) {
        zip_discard(zip);
        return Error{
            ErrorKind::TooLarge,
            say(MAILMEND_TEXT("evidence",
                              "This zip file holds {count} files; more than {bound} are not opened."),
                {{"count", count(members)}, {"bound", count(kMaxMembers)}}),
            say(MAILMEND_TEXT("evidence", "Collect fewer folders at a time, or mount the server's disk and "
                                          "open that.")),
            {},
            {}};
    }
    if (zipMembersOverlap(zip, members, details->size)) {
        zip_discard(zip);
        return damagedZip("members overlap");
    }
    givePassphrase(zip, passphrase);
    Text trouble;
    if (!zipHeadersAgree(raw, zip, members, cancel)) {
        trouble = say(MAILMEND_TEXT("evidence", "The list of files in this zip file and what stands before "
                                                "each of them don't agree: it was damaged or changed. Names "
                                                "and folders of files may be wrong."));
    }
    if (!passphrase.isEmpty() && !isAnyLocked(zip, members)) {
        zip_discard(zip);
        return Error{ErrorKind::Conflict,
                     say(MAILMEND_TEXT("evidence", "A passphrase was given, but nothing in this zip file is "
                                                   "locked: it is not the one that was locked with it. "
                                                   "Nothing in it was looked at.")),
                     say(MAILMEND_TEXT("evidence", "Copy the zip file again from where it was made. If it "
                                                   "never was locked, look at it without a passphrase.")),
                     QStringLiteral("no locked member"),
                     {}};
    }
    if (cancel.isCancelled()) {
        zip_discard(zip);
        return Error{
            ErrorKind::Cancelled, say(MAILMEND_TEXT("evidence", "Opening was cancelled.")), {}, {}, {}};
    }
    const QByteArray fingerprint = zipFingerprint(raw, zip, members, details->size);
    return ContainerPointer(
        std::make_shared<ZipContainer>(raw, zip, members, fingerprint, trouble, passphrase));
}

} // namespace mailmend
