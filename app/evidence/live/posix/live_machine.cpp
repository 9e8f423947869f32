// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/live_machine.h"

namespace mailmend {

bool isLiveMachineOffered()
{
    return false;
}

Result<LiveMachine> openLiveMachine()
{
    return Error{
        ErrorKind::Unsupported,
        say(MAILMEND_TEXT("evidence", "This computer runs no Windows, so it can't be the server.")),
        say(MAILMEND_TEXT("evidence", "Start Mailmend on the server, or choose the server's disk or a "
                                      "collection from it.")),
        {},
        {}};
}

} // namespace mailmend
