// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/held_open.h"

#include "actions/quarantine/served.h"
#include "base/escape.h"

namespace mailmend::quarantine {
namespace {

QString eachPool(const char* command, const QStringList& pools)
{
    QStringList commands;
    for (const QString& pool : pools) {
        commands.append(QLatin1String(command) + QStringLiteral(" -Name ") + quoteForPowerShell(pool));
    }
    return commands.join(QStringLiteral("; "));
}

Text whatToDo(const QStringList& pools)
{
    if (pools.isEmpty()) {
        return say(
            MAILMEND_TEXT("quarantine-file",
                          "Close the program that holds it. If you can't tell which, stop the web server "
                          "for a moment (iisreset /stop), then do this again."));
    }
    return say(
        MAILMEND_TEXT(
            "quarantine-file",
            "Most likely it is the web server, which delivers it in the application {count|pool|pools} "
            "{pools}. Open Windows PowerShell as administrator and type: {stop} – until it is started "
            "again, what it delivers does not answer. Then do this again, and type: {start}"),
        {{"count", count(pools.size())},
         {"pools", names(pools)},
         {"stop", words(eachPool("Stop-WebAppPool", pools))},
         {"start", words(eachPool("Start-WebAppPool", pools))}});
}

} // namespace

Error whyNotTaken(const Error& why, const WindowsPath& file, const Machine& machine)
{
    if (why.kind != ErrorKind::Conflict || !machine.isThisComputer) {
        return why;
    }
    return {why.kind, why.text, whatToDo(poolsThatServe(file, machine.served)), why.detail, why.cause};
}

} // namespace mailmend::quarantine
