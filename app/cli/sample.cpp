// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/sample/sample.h"

#include "cli/arguments.h"
#include "cli/output.h"

#include <QDir>
#include <QFileInfo>

namespace mailmend {

namespace {

int runSample(Console& console)
{
    const auto arguments =
        Arguments::parse(console.arguments, {{"out", "FOLDER|FILE.zip"}, {"repaired"}}, {0, 0, ""});
    if (!arguments) {
        return fail(console, arguments.error());
    }
    const QString where = arguments->value("out");
    if (where.isEmpty()) {
        return fail(console,
                    {ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "Say where to write it: --out FOLDER or --out FILE.zip.")),
                     {},
                     {},
                     {}});
    }
    if (const auto written = writeSample(where, arguments->has("repaired")); !written) {
        Error error = written.error();
        if (error.kind == ErrorKind::Conflict) {
            error.kind = ErrorKind::BadCall;
        }
        return fail(console, error);
    }
    auto output = Output::open(console, {});
    if (!output) {
        return fail(console, output.error());
    }
    (*output)->line(
        say(MAILMEND_TEXT("console", "The sample server is in {place}. Its web shells are harmless, but an "
                                     "anti-virus program may not like them."),
            {{"place", place(where)}}));
    const bool isFolder = QFileInfo(where).isDir();
    (*output)->line(
        say(isFolder ? MAILMEND_TEXT("console", "Look at it as at a mounted disk, which can be repaired: "
                                                "mailmend-cli check {target} --case FILE")
                     : MAILMEND_TEXT("console", "Look at it: mailmend-cli check {target} --case FILE"),
            {{"target", place(isFolder ? QDir(where).filePath(QStringLiteral("C")) : where)}}));
    const auto printed = (*output)->finish();
    return printed ? exit_status::Nothing : fail(console, printed.error());
}

} // namespace

extern const Command sampleCommand;
constinit const Command sampleCommand{
    "sample",
    "sample --out FOLDER|FILE.zip [--repaired]",
    MAILMEND_TEXT("console", "Writes the sample server, to practise on"),
    runSample,
};

} // namespace mailmend
