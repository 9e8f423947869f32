// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"

#include <QHash>

#include <vector>

namespace mailmend {

/** One file as a collection holds it. */
struct CollectedFile
{
    WindowsPath path;
    qint64 member = -1; ///< -1: the collector saw it but did not store it; `why` says more
    qint64 ranges = -1; ///< member that tells where the stored pieces belong (Velociraptor's .idx)
    qint64 size = 0;
    QDateTime modified;
    QDateTime created;
    TimeSource timeSource = TimeSource::Unknown;
    quint32 attributes = 0;
    bool hasAttributes = false;
    bool heldByAntiVirus = false; ///< why it was not stored
    Text why;
};

/**
 * A path as one piece of memory: the drive's letter or nothing, then each component behind a null; raw names.
 * Half a million paths are kept like this.
 */
QByteArray rawKey(const WindowsPath& path);
WindowsPath fromRawKey(const QByteArray& key);

/**
 * The files of a collection in about 70 bytes and a name each: names lie in one buffer, every folder is kept
 * once. In the order in which they were added. A value; not thread-safe while it changes.
 */
class FileTable
{
public:
    void add(const CollectedFile& file);
    size_t size() const { return m_rows.size(); }

    CollectedFile at(size_t row) const;
    WindowsPath path(size_t row) const;
    qint64 member(size_t row) const { return m_rows[row].member; }
    /** Replaces everything but the path. */
    void update(size_t row, const CollectedFile& file);

    /** The folder of a row by its number, and what the numbers stand for; each folder may have several. */
    quint32 folderOf(size_t row) const { return m_rows[row].folder; }
    size_t folders() const { return m_folders.size(); }
    WindowsPath folder(quint32 number) const { return fromRawKey(m_folders[number]); }
    QByteArray name(size_t row) const;

    /** Everything on the drive `from` is on the drive `to` from now on. */
    void moveDrive(char from, char to);

private:
    struct Row
    {
        qint64 nameAt = 0;
        qint64 size = 0;
        qint64 modified = 0; ///< milliseconds since 1970
        qint64 created = 0;
        quint32 nameLength = 0;
        quint32 folder = 0;
        qint32 member = -1;
        qint32 ranges = -1;
        qint32 reason = -1;
        quint32 attributes = 0;
        TimeSource timeSource = TimeSource::Unknown;
        bool hasModified = false;
        bool hasCreated = false;
        bool hasAttributes = false;
        bool heldByAntiVirus = false;
    };

    quint32 folderNumber(const WindowsPath& folder);
    static void fill(Row& row, const CollectedFile& file);

    std::vector<Row> m_rows;
    QByteArray m_names;
    std::vector<QByteArray> m_folders; ///< raw keys
    QHash<QByteArray, quint32> m_folderNumbers;
    std::vector<Text> m_reasons;
};

} // namespace mailmend
