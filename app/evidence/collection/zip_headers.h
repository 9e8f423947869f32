// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"

#include <QByteArray>

#include <zip.h>

namespace mailmend {

/**
 * Whether a zip's list of files says the same as the header before each file: name, method, lock, and
 * checksum and sizes where the header has them; and whether libzip read the same list. Writers that stream
 * leave sizes out and may note different versions, so those are not compared. Reads every header once, in
 * constant memory. Layout: APPNOTE.TXT 6.3, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.14
 * to 4.3.16 (ends), 4.5.3. Where it is cancelled the answer means nothing.
 */
bool zipHeadersAgree(const QByteArray& path, zip_t* zip, qint64 members, const CancelToken& cancel);

} // namespace mailmend
