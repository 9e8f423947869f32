// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows/file_calls.h"
#include "evidence/files.h"

#include <string>

/** Copies that Windows saves of files that it holds open itself: read once, and then gone. */
namespace mailmend::windows {

/** Opens a copy that ends with its handle. Another program may look at a new file for a moment, and hold it.
 * @return none, with GetLastError() */
Owned openToDelete(const std::wstring& path);

/** Whether a file begins with these bytes; then it stands at its start again. */
bool beginsWith(HANDLE file, QByteArrayView head);

/** Reads a saved copy; it is gone with this reader, and the folder too that was made for it. */
class SavedCopy : public FileReader
{
public:
    /** @param folder empty: none was made for it */
    SavedCopy(Owned file, QByteArray name, std::wstring folder = {});
    ~SavedCopy() override;
    Q_DISABLE_COPY_MOVE(SavedCopy)

    Result<qint64> read(std::span<char> room) override;

private:
    Owned m_file;
    QByteArray m_name;
    std::wstring m_folder;
};

/** It was made and could not be removed again. */
Error copyIsLeft(const QString& of, const QString& copy);

} // namespace mailmend::windows
