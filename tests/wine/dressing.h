// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/registry.h"
#include "support/console_run.h"

namespace mailmend::testing {

/**
 * Makes the Windows that wine shows look like the sample server: its registry and its files on C:. Writes
 * over what is there, so it ends the program where this is not wine. The server is written to "server" in the
 * console's folder.
 */
void dressAsSampleServer(const ConsoleRun& console);

/** Writes a key of HKEY_LOCAL_MACHINE, with the values that are given. */
void writeLiveKey(const QString& path, const RegistryKey& key);

} // namespace mailmend::testing
