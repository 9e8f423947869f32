// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/serve.h"

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"

#include <csignal>
#include <unistd.h>

namespace mailmend {

namespace {

/** Standard output for frames alone: whatever else writes to it lands on standard error. */
int takeOutput()
{
    const int frames = dup(STDOUT_FILENO);
    return frames >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 ? frames : -1;
}

int runHelper(Console& console)
{
    const auto arguments = Arguments::parse(console.arguments, {}, {1, 1, "act"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    if (arguments->word(0) != QStringLiteral("act") || console.inIsTerminal) {
        return fail(console,
                    {ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "Mailmend starts this by itself when it changes something. "
                                                  "Use preview, apply and undo.")),
                     {},
                     {},
                     {}});
    }
    // Ctrl+C reaches the whole group: who talks to us decides. A lost pipe is an answer, not an end.
    std::signal(SIGINT, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
    const int frames = takeOutput();
    if (frames < 0) {
        return exit_status::Fault;
    }
    const Served served =
        serveActions(STDIN_FILENO, frames, *console.knowledge, console.clock, console.sealFolder);
    return served == Served::ToTheEnd ? exit_status::Nothing : exit_status::WrongCall;
}

} // namespace

extern const Command helperCommand;
constinit const Command helperCommand{
    "helper",
    "helper act",
    MAILMEND_TEXT("console", "Started by Mailmend itself, for preview, apply and undo"),
    runHelper,
};

} // namespace mailmend
