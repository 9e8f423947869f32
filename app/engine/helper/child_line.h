// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/line.h"

namespace mailmend {

/** Starts a helper as a child process with our own rights. NotFound or Denied where that can't be done. */
Result<std::unique_ptr<HelperLine>> startChild(const QString& program, const HelperPatience& patience);

} // namespace mailmend
