// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine_files.h"

#include <memory>
#include <utility>

/**
 * The operating system's calls that change a disk, for a store of changes and for a volume: the only place
 * that makes them. posix/ is Linux, windows/ is Windows; CMake takes one of them. Names are raw, stand
 * directly in an open folder, and are never followed where they are links. Errors speak of `shown` or of the
 * name itself.
 */
namespace mailmend::disk {

#ifdef _WIN32
using SystemHandle = void*;
#else
using SystemHandle = int;
#endif
inline SystemHandle noHandle()
{
#ifdef _WIN32
    return reinterpret_cast<void*>(static_cast<qintptr>(-1));
#else
    return -1;
#endif
}

/** An open file or folder, closed with its owner. Moved, never copied. */
class Handle
{
public:
    explicit Handle(SystemHandle number = noHandle()) : m_number(number) {}
    ~Handle() { close(); }
    Handle(Handle&& other) noexcept : m_number(std::exchange(other.m_number, noHandle())) {}
    Handle& operator=(Handle&& other) noexcept
    {
        if (this != &other) {
            close();
            m_number = std::exchange(other.m_number, noHandle());
        }
        return *this;
    }

    SystemHandle number() const { return m_number; }
    explicit operator bool() const { return m_number != noHandle(); }

private:
    void close();

    SystemHandle m_number;
};

/** A folder that a person named, by its raw path. Links on the way are theirs and are followed. */
Result<Handle> openPlace(const QByteArray& path);
/** The same, where the last name is no link. */
Result<Handle> openRoot(const QByteArray& path);
Result<Handle> openFolder(const Handle& folder, const QByteArray& name);
/** The same folder once more. */
Result<Handle> again(const Handle& folder, const QByteArray& shown);
/** False where another disk is connected in between. */
bool onSameVolume(const Handle& one, const Handle& other);

/**
 * To whom belongs what is made. On Linux both are the account that runs: nothing is elevated there.
 * ThisAccount: it, administrators and the system. Administrators: they and the system alone, as for a helper
 * that a person was given rights for: the same person without them must not get in.
 */
enum class Keeper { ThisAccount, Administrators };

enum class Access { Read, ReadAndWrite };
/** NotFound where it is not there. What is no ordinary file is found by sizeOf(). */
Result<Handle> openFile(const Handle& folder, const QByteArray& name, Access access, const QByteArray& shown);
/** For its owner only; Conflict where the name is taken. */
Result<Handle> createFile(const Handle& folder, const QByteArray& name, const QByteArray& shown,
                          Keeper keeper = Keeper::ThisAccount);
/** None: it is no ordinary file. */
Result<std::optional<qint64>> sizeOf(const Handle& file, const QByteArray& shown);
Result<qint64> readAt(const Handle& file, qint64 position, std::span<char> room, const QByteArray& shown);
Done writeAt(const Handle& file, qint64 position, QByteArrayView data, const QByteArray& shown);
/** Room on the disk for all of the file, which reads as zeros. */
Done reserve(const Handle& file, qint64 size, const QByteArray& shown);
/** On return what was written is on the disk; of a folder its names. */
Done flush(const Handle& fileOrFolder, const QByteArray& shown);
/** The same for a file whose size and times need not be. */
Done flushContent(const Handle& file, const QByteArray& shown);
/** False: somebody else holds it. It is given back with the handle. */
Result<bool> lock(const Handle& file, const QByteArray& shown);

Result<bool> exists(const Handle& folder, const QByteArray& name, const QByteArray& shown);
/** Closed to all others; fine where something of that name is there. */
Done makeFolder(const Handle& folder, const QByteArray& name, const QByteArray& shown,
                Keeper keeper = Keeper::ThisAccount);
Done closeToOthers(const Handle& folder, const QByteArray& shown);
/** True where it belongs to its keeper and nobody else gets in. */
Result<bool> isClosedToOthers(const Handle& fileOrFolder, const QByteArray& shown,
                              Keeper keeper = Keeper::ThisAccount);
/** Nothing is ever replaced: Conflict. */
Done rename(const Handle& folder, const QByteArray& from, const QByteArray& to, const QByteArray& shown);
/** Takes the place of what has that name. */
Done replace(const Handle& folder, const QByteArray& from, const QByteArray& to, const QByteArray& shown);
Done remove(const Handle& folder, const QByteArray& name, const QByteArray& shown);

/** To whom belongs what this process makes in a place that is not ours: what it has rights for, no less. */
Keeper keeperOfOurs();
/** What actions see of an open folder. */
std::unique_ptr<MachineFolder> machineFolder(Handle folder, Keeper keeper = keeperOfOurs());

/** What a disk says where nothing of that name is there, in words. */
Error notThere(const QByteArray& shown);

} // namespace mailmend::disk
