# SPDX-FileCopyrightText: The Mailmend authors
# SPDX-License-Identifier: Apache-2.0
# Makes mailmend-cli(1) of what "mailmend-cli help" prints, so that the page can't lag behind the program.
# -v version=0.1.0

function escaped(line) {
    gsub(/\\/, "\\e", line)
    gsub(/-/, "\\-", line)
    gsub(/…/, "...", line)
    sub(/^[.']/, "\\\\\\&&", line)
    return line
}

BEGIN {
    print ".\\\" Made from what the program prints as its help."
    print ".TH MAILMEND\\-CLI 1 \"\" \"Mailmend " version "\" \"User commands\""
    print ".SH NAME\nmailmend\\-cli \\- look at an Exchange server and repair it step by step, on the console"
    print ".SH SYNOPSIS\n.B mailmend\\-cli\n.I COMMAND\n[...]"
    print ".SH DESCRIPTION"
}
/^mailmend-cli / {
    if (!commands) {
        print ".SH COMMANDS"
        commands = 1
    }
    print ".TP\n.B " escaped(substr($0, length("mailmend-cli ") + 1))
    next
}
/^Exit status: / {
    print ".SH EXIT STATUS"
    sub(/^Exit status: /, "")
}
/[^ ]/ {
    sub(/^ +/, "")
    print escaped($0)
}
END {
    print ".SH SEE ALSO\n.BR mailmend (1)"
}
