// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows/file_calls.h"

namespace mailmend {

/** What Windows answered to a change at `name` (raw), in words. @param code of GetLastError() */
Error systemError(DWORD code, const QByteArray& name);

/** Done, or what GetLastError() says. */
inline Done doneOrLastError(bool worked, const QByteArray& name)
{
    return worked ? done() : Done(systemError(GetLastError(), name));
}

} // namespace mailmend
