// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/run_command.h"

#include "cli/output.h"

#include <algorithm>
#include <exception>

namespace mailmend {

namespace {

const Command* findCommand(QStringView name)
{
    const auto all = allCommands();
    const auto found = std::find_if(all.begin(), all.end(), [name](const Command* command) {
        return name == QLatin1StringView(command->name);
    });
    return found == all.end() ? nullptr : *found;
}

bool asksForHelp(const QStringList& arguments)
{
    const QStringList options = arguments.first(std::max<qsizetype>(
        arguments.indexOf(QStringLiteral("--")) < 0 ? arguments.size()
                                                    : arguments.indexOf(QStringLiteral("--")),
        0));
    return options.contains(QStringLiteral("--help")) || options.contains(QStringLiteral("-h"));
}

int unknownCommand(Console& console, const QString& name)
{
    return fail(console, {ErrorKind::BadCall,
                          name.isEmpty() ? say(MAILMEND_TEXT("console", "Say what to do."))
                                         : say(MAILMEND_TEXT("console", "There is no command {name}."),
                                               {{"name", words(name)}}),
                          say(MAILMEND_TEXT("console", "mailmend-cli help prints the commands.")),
                          {},
                          {}});
}

} // namespace

int runCommand(Console& console, const QStringList& words)
{
    const QString name = words.value(0);
    if (name == QStringLiteral("--version")) {
        std::fputs("mailmend " MAILMEND_VERSION "\n", console.out);
        return exit_status::Nothing;
    }
    const bool help = name == QStringLiteral("--help") || name == QStringLiteral("-h");
    const Command* command = findCommand(help ? QStringLiteral("help") : name);
    if (command == nullptr) {
        return unknownCommand(console, name);
    }
    console.arguments = words.mid(1);
    if (!help && asksForHelp(console.arguments)) {
        console.arguments = {name};
        command = findCommand(QStringLiteral("help"));
    }
    try {
        return command->run(console);
    } catch (const std::exception& exception) {
        const bool acts = name == QStringLiteral("apply") || name == QStringLiteral("undo");
        return fail(console, {ErrorKind::Fault,
                              acts ? say(MAILMEND_TEXT("console", "Mailmend failed."))
                                   : say(MAILMEND_TEXT("console", "Mailmend failed. Nothing was changed.")),
                              acts ? say(MAILMEND_TEXT("console", "When this case is opened next, what was "
                                                                  "begun is finished or put back, or the "
                                                                  "case says what that needs."))
                                   : Text(),
                              QString::fromLocal8Bit(exception.what()),
                              {}});
    }
}

} // namespace mailmend
