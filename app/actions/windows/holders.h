// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QStringList>

#include <windows.h>

namespace mailmend {

/** Names of the programs that have this file open, ours left out, each once. Empty: Windows doesn't tell. */
QStringList programsThatHold(HANDLE file);

} // namespace mailmend
