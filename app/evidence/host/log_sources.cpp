// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/log_sources.h"

namespace mailmend {

QList<LogSource> logSources(const Evidence& evidence)
{
    QList<WindowsPath> iisFolders;
    Text whyNoIis;
    if (evidence.iis) {
        iisFolders = evidence.iis->logFolders;
        whyNoIis =
            say(MAILMEND_TEXT("evidence", "The IIS configuration names no log folder that we can find."));
    } else {
        // Without the configuration the usual folder is counted where it exists, but its absence proves
        // nothing.
        iisFolders = {evidence.folders.systemDrive.joined(u"inetpub\\logs\\LogFiles")};
    }
    const WindowsPath system = evidence.folders.windows.joined(u"System32");
    const bool placed = evidence.exchange && !evidence.exchange->folder.isEmpty();
    const auto below = [&evidence, placed](QStringView path) {
        return placed ? QList<WindowsPath>{evidence.exchange->folder.joined(path)} : QList<WindowsPath>{};
    };
    const QStringList log{QStringLiteral("*.log")};
    const Text& noExchange = evidence.exchange.reason;
    return {
        {"iis-logs", iisFolders, log, {"u_ex210303.log"}, whyNoIis},
        {"httpproxy-logs", below(u"Logging\\HttpProxy"), log, {"HttpProxy_2021030300-1.LOG"}, noExchange},
        {"ecp-logs", below(u"Logging\\ECP\\Server"), log, {"ECPServer20210303-1.LOG"}, noExchange},
        {"oab-logs", below(u"Logging\\OABGeneratorLog"), log, {"OABGenerator20210303-1.LOG"}, noExchange},
        {"powershell-logs", below(u"Logging\\CmdletInfra"), log, {"Rps_Http_20210303-1.LOG"}, noExchange},
        {"event-logs",
         {system.joined(u"winevt\\Logs")},
         {QStringLiteral("*.evtx")},
         {"Application.evtx"},
         {}},
        {"scheduled-tasks", {system.child("Tasks")}, {QStringLiteral("*")}, {"Task"}, {}},
    };
}

} // namespace mailmend
