// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <zip.h>

namespace mailmend {

/** The file at a raw path as libzip reads it; nullptr and `error` where it can't be opened. */
zip_source_t* zipFileSource(const QByteArray& path, zip_error_t* error);

/** Opens it for reading only. @param error may be nullptr */
zip_t* openZipFile(const QByteArray& path, zip_error_t* error);

} // namespace mailmend
