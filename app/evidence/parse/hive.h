// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "evidence/registry.h"

#include <QByteArray>
#include <QList>

#include <memory>

namespace mailmend {

/** What following every reference in a hive found. */
struct HiveSurvey
{
    qint64 keys = 0;
    qint64 values = 0;
    qint64 damagedKeys = 0; ///< keys of which something could not be read
    QDateTime newestKey;    ///< newest last write of any key, UTC; as hostile as the hive
    bool finished = true;   ///< false: the hive's lists lead to more than it can hold
};

/** What was taken over from the logs of a hive that Windows had not finished writing. */
struct HiveReplay
{
    bool needed = false; ///< the hive was dirty
    int entries = 0;     ///< log entries applied; 1 for the old form
    qint64 pages = 0;    ///< dirty pages applied
};

/**
 * A registry hive (regf 1.3 to 1.6) in memory, read by our own code. Nothing in it is trusted: all counts,
 * sizes and depths are bounded, and lists that lead in circles end. Immutable; copies share the bytes;
 * thread-safe.
 *
 * Damage is never silent. A key of which something could not be read is Found with `complete` false and the
 * losses in the answer's `reason`; a key that a damaged list may hide is CouldNotRead; and in a hive whose
 * state() is not Read no key is ever Absent.
 */
class Hive
{
public:
    /** The largest hive and logs that are read, in bytes together. */
    static constexpr qint64 kBound = qint64{1} << 30;

    /**
     * Follows every reference once, so that damage anywhere is known from the start (about 3 ms for each MB).
     *
     * @param logs the contents of LOG1 and LOG2 (or LOG) in any order; used only where the hive is dirty.
     * @return Damaged: not a hive, or its root can't be read. Unsupported: a log, or another version.
     * TooLarge. Cancelled. Every lesser damage gives a hive whose state() is Partly.
     */
    static Result<Hive> open(QByteArray primary, const QList<QByteArray>& logs = {},
                             const CancelToken& cancel = {});

    /** The key below the root; backslashes between names, compared without case; empty: the root. */
    RegistryAnswer key(QStringView path) const;

    ReadState state() const;    ///< Read or Partly
    const Text& reason() const; ///< why Partly
    const HiveReplay& replay() const;
    quint32 sequence() const; ///< after the replay
    /** The newest of all keys' times and the header's, UTC; as hostile as the hive. */
    QDateTime lastWritten() const;
    const HiveSurvey& survey() const;
    HiveState describe(RegistryHive which) const;

private:
    struct Content;
    explicit Hive(std::shared_ptr<const Content> content);

    std::shared_ptr<const Content> m_content;
};

} // namespace mailmend
