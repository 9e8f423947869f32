// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/logging.h"
#include "base/own_libraries.h"
#include "base/program_end.h"
#include "base/terminal.h"
#include "cli/output.h"
#include "cli/run_command.h"

#include <QCoreApplication>

#include <csignal>

namespace {

/** What Ctrl+C asks to stop. Set once, before the handler is. */
const mailmend::CancelToken* stopped = nullptr;

/** The first Ctrl+C asks the work to end and print what it has; the second ends the program. */
extern "C" void stopWork(int signal)
{
    stopped->cancel();
    std::signal(signal, SIG_DFL);
}

/** Runs the command that the words name. */
int runConsole(int argc, char** argv)
{
    using namespace mailmend;
    loadOnlyOwnLibraries();
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mailmend"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MAILMEND_VERSION));
    startLogging({});
    prepareTerminal();
    Console console{{},
                    stdout,
                    stderr,
                    isTerminal(stdout),
                    {},
                    systemClock(),
                    programReader(QLocale(), QTimeZone::systemTimeZone()),
                    defaultSealFolder(),
                    {},
                    stdin,
                    isTerminal(stdin) && isTerminal(stderr),
                    QCoreApplication::applicationFilePath()};
    auto knowledge = loadBuiltInKnowledge();
    if (!knowledge) {
        return fail(console, knowledge.error());
    }
    console.knowledge = std::move(*knowledge);
    stopped = &console.cancel;
    std::signal(SIGINT, stopWork);
    const int status = runCommand(console, application.arguments().mid(1));
    std::signal(SIGINT, SIG_DFL); // its token is gone now
    return status;
}

} // namespace

int main(int argc, char** argv)
{
    return mailmend::endProgram(runConsole(argc, argv));
}
