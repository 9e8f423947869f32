// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_command.h"

namespace mailmend {

extern const Command scanCommand;
constinit const Command scanCommand{
    "scan",
    "scan PATH… [--only CHECK,…] [--rules DIR] [--case FILE [--by NAME]] [--format text|json|jsonl] [--out "
    "FILE] "
    "[--threads N] [--passphrase-file FILE]",
    MAILMEND_TEXT("console", "Looks at any files or folders, without a Windows disk around them"),
    [](Console& console) { return runScanCommand(console, true); },
};

} // namespace mailmend
