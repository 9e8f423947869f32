// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/output.h"

namespace mailmend {

namespace {

int runHelp(Console& console)
{
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    Output& to = **output;
    const QString wanted = console.arguments.value(0);
    for (const Command* command : allCommands()) {
        if (wanted == QLatin1StringView(command->name)) {
            to.line(say(command->summary));
            to.line(QStringLiteral("mailmend-cli ") + QString::fromUtf8(command->usage), 2);
            const auto printed = to.finish();
            return printed ? exit_status::Nothing : fail(console, printed.error());
        }
    }
    to.line(say(MAILMEND_TEXT(
        "console", "Mailmend looks at a collected or mounted Exchange server and says in plain words "
                   "what is wrong and how to repair it. Only apply and undo change what is looked at, and "
                   "they ask first.")));
    to.line();
    for (const Command* command : allCommands()) {
        to.line(QStringLiteral("mailmend-cli ") + QString::fromUtf8(command->usage));
        to.line(say(command->summary), 4);
    }
    to.line();
    to.line(say(MAILMEND_TEXT(
        "console", "Exit status: 1 something needs action, 3 something to look at, 2 something could "
                   "not be checked or was left out, 0 otherwise; 64 the call is wrong, 66 the target "
                   "cannot be read, 70 a fault of Mailmend's.")));
    const auto printed = to.finish();
    return printed ? exit_status::Nothing : fail(console, printed.error());
}

} // namespace

extern const Command helpCommand;
constinit const Command helpCommand{
    "help",
    "help [COMMAND]",
    MAILMEND_TEXT("console", "Prints the commands"),
    runHelp,
};

} // namespace mailmend
