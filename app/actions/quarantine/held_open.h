// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine.h"
#include "base/result.h"

namespace mailmend::quarantine {

/**
 * Why a file can't be taken now, with what to do: which application pool has to be stopped where the web
 * server delivers the file. Other errors than a file that is held open come back as they are. Pure.
 *
 * @param why what the disk said
 */
Error whyNotTaken(const Error& why, const WindowsPath& file, const Machine& machine);

} // namespace mailmend::quarantine
