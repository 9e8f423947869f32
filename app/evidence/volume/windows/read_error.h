// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows/file_calls.h"

namespace mailmend::native {

/** A raw name for a sentence. */
Argument shownName(const QByteArray& name);

/** What Windows answered when `name` (raw) was read, in words. @param code of GetLastError() */
Error readError(DWORD code, const QByteArray& name);

} // namespace mailmend::native
