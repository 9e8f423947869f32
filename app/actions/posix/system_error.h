// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

namespace mailmend {

/** What the operating system answered to a change at `name` (raw), in words. @param code errno */
Error systemError(int code, const QByteArray& name);

} // namespace mailmend
