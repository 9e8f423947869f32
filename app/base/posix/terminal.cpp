// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/terminal.h"

#include <unistd.h>

namespace mailmend {

bool isTerminal(std::FILE* stream)
{
    return ::isatty(::fileno(stream)) == 1;
}

void prepareTerminal() {}

} // namespace mailmend
