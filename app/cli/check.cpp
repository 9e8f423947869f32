// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/scan_command.h"

namespace mailmend {

extern const Command checkCommand;
constinit const Command checkCommand{
    "check",
    "check TARGET… [--only CHECK,…] [--rules DIR] [--case FILE [--by NAME]] [--format text|json|jsonl] "
    "[--out FILE] "
    "[--threads N] [--passphrase-file FILE] [--shadow-copy]",
    MAILMEND_TEXT("console",
                  "Looks at a server: mounted disks (LETTER=FOLDER,…), a collection (zip or folder), "
                  "this-computer where that is a Windows, or sample:"),
    [](Console& console) { return runScanCommand(console, false); },
};

} // namespace mailmend
