// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_file.h"

namespace mailmend {

zip_source_t* zipFileSource(const QByteArray& path, zip_error_t* error)
{
    return zip_source_file_create(path.constData(), 0, -1, error);
}

} // namespace mailmend
