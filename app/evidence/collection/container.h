// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "base/secret.h"
#include "evidence/files.h"

#include <functional>
#include <memory>

namespace mailmend {

/** How one file in a container is locked. */
enum class MemberLock : quint8 {
    None,
    Weak,   ///< by a passphrase, in a form that doesn't show changes
    Sealed, ///< by a passphrase, without which no change of its content stays hidden
};

/** One file in a container. */
struct Member
{
    QByteArray name; ///< raw, as the container's own list has it
    quint64 index = 0;
    qint64 size = 0;
    QDateTime modified; ///< UTC as far as it can be known; invalid: not known
    MemberLock lock = MemberLock::None;
};

/**
 * A zip, a folder, or files in memory that hold a collection: members by number, in the container's order.
 * Folders are no members. Read-only and thread-safe.
 */
class Container
{
public:
    virtual ~Container() = default;

    /** Calls `each` for every member until it returns false. */
    virtual void list(const CancelToken& cancel, const std::function<bool(const Member&)>& each) const = 0;
    /** Of a sealed member the reader fails at its end with Damaged where its content was changed. */
    virtual Result<std::unique_ptr<FileReader>> open(quint64 index) const = 0;
    /** The same for who compares the content with a hash that can be trusted: the seal is not looked at. */
    virtual Result<std::unique_ptr<FileReader>> openToCompare(quint64 index) const { return open(index); }
    /** What could not be listed; empty: everything was. */
    virtual Text trouble() const { return {}; }
    /** Whether names may use either slash; in a folder only "/" separates. */
    virtual bool bothSlashes() const = 0;
    /** What a collector left beside it under the container's name and ".log"; empty: nothing. At most 16 MB.
     */
    virtual QByteArray logBeside() const { return {}; }
    /** The same for the same content; tells targets apart. */
    virtual QByteArray fingerprint() const = 0;
};
using ContainerPointer = std::shared_ptr<const Container>;

/**
 * Most members that one container may have: with the lists that a collector writes of them, half a million
 * stay below 1 GB of memory (measured with 500,000 names of 90 letters).
 */
inline constexpr qint64 kMaxMembers = 500'000;

/** @param passphrase of locked members; empty: there is none
 * @return Damaged where the zip is cut or not one, TooLarge beyond bounds, Denied, NotFound, Cancelled. */
Result<ContainerPointer> openZip(const QString& path, const CancelToken& cancel,
                                 const Secret& passphrase = {});

/** The files below a folder. Links are followed inside it only; what can't be read counts as trouble. */
Result<ContainerPointer> openFolderContainer(const QString& path, const CancelToken& cancel);

/** One file in memory. */
struct MemoryMember
{
    QByteArray name; ///< as a zip's own list would have it
    QDateTime modified;
    QByteArray content;
};

/** Files that are in memory, such as the sample. Order is kept. */
ContainerPointer memoryContainer(QList<MemoryMember> members);

/** The file `path` + ".log", or nothing. */
QByteArray readLogBeside(const QByteArray& path);

/** A whole member, or TooLarge. */
Result<QByteArray> readMember(const Container& container, quint64 index, qint64 bound);

/**
 * A member's name split into components. None where it could lead out: absolute, "..", or starting at a
 * drive's current folder ("C:name"); or holds an empty name. "C:" alone as the first component is kept.
 */
std::optional<QList<QByteArray>> splitMemberName(const QByteArray& name, bool bothSlashes);

} // namespace mailmend
