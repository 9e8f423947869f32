// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows/file_calls.h"

#include <winternl.h>

namespace mailmend::windows {

/**
 * Opens a stream of an open file, which is the only way to it: its name is none of a folder's.
 *
 * @param stream raw: "evil" of "page.aspx:evil"
 * @param disposition FILE_OPEN or FILE_OVERWRITE_IF
 * @return none, with GetLastError()
 */
Owned openStream(HANDLE file, const QByteArray& stream, ACCESS_MASK access, ULONG disposition);

} // namespace mailmend::windows
