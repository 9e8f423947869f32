// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/program_end.h"

#include <cstdio>

#include <windows.h>

namespace mailmend {

int endProgram(int status)
{
    std::fflush(nullptr);
    TerminateProcess(GetCurrentProcess(), static_cast<UINT>(status));
    return status;
}

} // namespace mailmend
