// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/file_calls.h"
#include "evidence/collection/zip_file.h"

namespace mailmend {

zip_source_t* zipFileSource(const QByteArray& path, zip_error_t* error)
{
    const std::wstring wide = windows::longPath(path);
    return zip_source_win32w_create(wide.c_str(), 0, -1, error);
}

} // namespace mailmend
