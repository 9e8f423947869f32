// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows/file_calls.h"
#include "evidence/files.h"

#include <QStringList>

#include <optional>
#include <string>

/** Copies that Windows saves of files that it holds open itself: read once, and then gone. */
namespace mailmend::windows {

/** How a disk keeps what lies in a folder. */
struct Keeping
{
    bool keepsRights = false; ///< who may read a file
    bool isRemote = false;    ///< another computer's, or a share
};
/** None: it can't be told. */
std::optional<Keeping> keepingOf(const QString& folder);

/** Opens a copy that ends with its handle. Another program may look at a new file for a moment, and hold it.
 * @param tries that follow the first, a tenth of a second apart
 * @return none, with GetLastError() */
Owned openToDelete(const std::wstring& path, int tries = 10);

/** Hives with password hashes and keys are smaller; an event log of gigabytes is not worth the wait of
 * somebody who stopped. Bytes. */
inline constexpr qint64 mostOverwritten = 64 << 20;

/** Puts other bytes over a file, of a long one over its beginning, and waits until they are on the disk.
 * Never over what has another name too, or is a link. @return whether it could, with GetLastError() */
bool overwrite(HANDLE file);

/** The same, and then it is gone; for a handle that may write and delete. @return whether it is */
bool overwriteAndRemove(HANDLE file);

/**
 * Overwrites and removes copies of registry files that are left in a folder: real files of exactly their
 * names, with no other name, that nobody has open. Links are never followed.
 * @return the paths of those that are still there
 */
QStringList removeLeftHives(const QString& folder);

/** Reads a saved copy; with this reader it is overwritten and gone, and the folder too that was made for it.
 */
class SavedCopy : public FileReader
{
public:
    /** @param folder empty: none was made for it */
    SavedCopy(Owned file, QByteArray name, std::wstring folder = {});
    ~SavedCopy() override;
    Q_DISABLE_COPY_MOVE(SavedCopy)

    Result<qint64> read(std::span<char> room) override;
    /** Whether it begins with these bytes. It stands at its start, before and afterwards. */
    bool beginsWith(QByteArrayView head);

private:
    Owned m_file;
    QByteArray m_name;
    std::wstring m_folder;
};

/** It was made and could not be removed again. */
Error copyIsLeft(const QString& of, const QString& copy);

} // namespace mailmend::windows
