// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/elevation.h"
#include "engine/helper/pipe.h"
#include "engine/helper/serve.h"

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/output.h"

#include <csignal>

namespace mailmend {
namespace {

int runHelper(Console& console)
{
    const auto arguments = Arguments::parse(console.arguments, {{"pipe", "NAME"}}, {1, 1, "act or scan"});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const bool isElevated = arguments->has("pipe");
    const bool looks = arguments->word(0) == QStringLiteral("scan");
    // A look without rights is what check does.
    const bool isCalled =
        looks ? isElevated
              : arguments->word(0) == QStringLiteral("act") && (isElevated || !console.inIsTerminal);
    if (!isCalled) {
        return fail(console,
                    {ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "Mailmend starts this by itself when it changes something "
                                                  "or looks with more rights. Use preview, apply, undo and "
                                                  "check.")),
                     {},
                     {},
                     {}});
    }
    // Ctrl+C reaches the whole group: who talks to us decides.
    std::signal(SIGINT, SIG_IGN);
    if (isElevated) {
        const auto served = serveElevated(looks ? HelperVerb::Scan : HelperVerb::Act,
                                          arguments->value("pipe"), *console.knowledge, console.clock);
        if (!served) {
            return fail(console, served.error());
        }
        return *served == Served::ToTheEnd ? exit_status::Nothing : exit_status::WrongCall;
    }
    const auto pipes = pipe::takeStandardPipes();
    if (!pipes) {
        return exit_status::Fault;
    }
    const Served served =
        serveActions(pipes->in, pipes->out, *console.knowledge, console.clock, {console.sealFolder});
    return served == Served::ToTheEnd ? exit_status::Nothing : exit_status::WrongCall;
}

} // namespace

extern const Command helperCommand;
constinit const Command helperCommand{
    "helper",
    "helper act|scan",
    MAILMEND_TEXT("console",
                  "Started by Mailmend itself, for preview, apply and undo, and to look with more rights"),
    runHelper,
};

} // namespace mailmend
