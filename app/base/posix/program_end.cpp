// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/program_end.h"

namespace mailmend {

int endProgram(int status)
{
    return status;
}

} // namespace mailmend
