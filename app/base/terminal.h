// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdio>

namespace mailmend {

/** True where a person sees or types what goes through this stream. */
bool isTerminal(std::FILE* stream);

/** Once, before anything is printed: terminals take UTF-8 and colours, files and pipes the bytes as they are.
 */
void prepareTerminal();

} // namespace mailmend
