// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/collect/collect_plan.h"
#include "engine/collect/spool.h"

#include <QJsonObject>

namespace mailmend {

/** What became of one file. */
struct CollectedRow
{
    const FileEntry& file;
    QByteArray member;             ///< empty: nothing of it is stored
    qint64 size = 0;               ///< bytes stored
    QByteArray sha256;             ///< of these, hexadecimal
    Text error;                    ///< empty: none. With a member: what is stored is not all of it
    bool isSavedByWindows = false; ///< Windows held the file open and saved this copy of it
    bool heldByAntiVirus = false;  ///< that was the error
    QDateTime copyMade{};          ///< it was read from a shadow copy of this time; invalid: from the file
    bool copyIsOlder = false;      ///< that was there before this collecting
};

/**
 * The list of contents of a collection, mailmend-collection.json (app/evidence/collection/README.md), which
 * is written last: until then its rows are kept packed.
 */
class Manifest
{
public:
    /** @param visitedAs the name that its files have in this list */
    void addFolder(const WindowsPath& folder, const FolderState& state, const WindowsPath& visitedAs);
    void addFile(const CollectedRow& row);
    qint64 rows() const { return m_rows; }
    qint64 size() const { return m_folders.size() + m_files.size(); } ///< about, in bytes

    /** Gives the whole list in pieces. @param head `format` to `taken_at`. @param finished invalid: it was
     * not. */
    Done write(const QJsonObject& head, const std::vector<WantedFiles>& asked, const QDateTime& finished,
               const std::function<Done(QByteArrayView)>& take);

private:
    Spool m_folders;
    Spool m_files;
    qint64 m_rows = 0;
    bool m_hasFolders = false;
    bool m_hasFiles = false;
};

/** "files/C/inetpub/aux%2E": the name of a file in a collection. */
QByteArray memberName(const WindowsPath& path);

} // namespace mailmend
