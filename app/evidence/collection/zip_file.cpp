// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_file.h"

namespace mailmend {

zip_t* openZipFile(const QByteArray& path, zip_error_t* error)
{
    zip_source_t* const source = zipFileSource(path, error);
    zip_t* const zip = source != nullptr ? zip_open_from_source(source, ZIP_RDONLY, error) : nullptr;
    if (zip == nullptr && source != nullptr) {
        zip_source_free(source);
    }
    return zip;
}

} // namespace mailmend
