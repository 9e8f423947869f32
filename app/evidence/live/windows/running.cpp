// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/running.h"

#include "base/windows/file_calls.h"
#include "evidence/live/windows/signature.h"

#include <QElapsedTimer>

namespace mailmend::windows {
namespace {

/** Asking for signatures ends after this time: a check is no reason to keep a server busy. */
constexpr qint64 mostSignatureMilliseconds = 120'000;

/** Those that tell which Exchange it is, or that every request goes through. */
constexpr const char* exchangePrograms[] = {
    "Bin\\ExSetup.exe",
    "Bin\\Microsoft.Exchange.Diagnostics.dll",
    "Bin\\Microsoft.Exchange.Data.dll",
    "Bin\\Microsoft.Exchange.Clients.Strings.dll",
    "Bin\\MSExchangeTransport.exe",
    "Bin\\EdgeTransport.exe",
    "FrontEnd\\HttpProxy\\bin\\Microsoft.Exchange.FrontEndHttpProxy.dll",
    "FrontEnd\\HttpProxy\\bin\\Microsoft.Exchange.HttpProxy.Common.dll"};

LiveList<LiveProgram> programsOf(const WindowsPath& exchange, Signatures& signatures)
{
    LiveList<LiveProgram> list;
    list.state = ReadState::Read;
    qint64 untold = 0;
    for (const char* const below : exchangePrograms) {
        const QString path =
            exchange.isEmpty() ? QString() : exchange.joined(QString::fromLatin1(below)).display();
        if (path.isEmpty() || (GetFileAttributesW(path.toStdWString().c_str()) == INVALID_FILE_ATTRIBUTES &&
                               isAbsence(GetLastError()))) {
            continue;
        }
        const Signature signature = signatures.of(path);
        untold += signature == Signature::NotAsked ? 1 : 0;
        list.rows.append({path, signature});
    }
    if (untold > 0) {
        list.state = ReadState::Partly;
        list.reason =
            say(MAILMEND_TEXT("live", "Whether {count} of Exchange's program {count|file is|files are} "
                                      "signed could not be found out."),
                {{"count", count(untold)}});
    }
    return list;
}

void addSignatures(LiveList<LiveModule>& modules, Signatures& signatures)
{
    QElapsedTimer spent;
    spent.start();
    qint64 untold = 0;
    for (LiveModule& module : modules.rows) {
        if (spent.elapsed() < mostSignatureMilliseconds) {
            module.signature = signatures.of(module.path);
        }
        untold += module.signature == Signature::NotAsked ? 1 : 0;
    }
    if (untold > 0 && modules.isRead()) {
        modules.state = ReadState::Partly;
        modules.reason =
            say(MAILMEND_TEXT("live", "Whether {count} {count|file|files} that the web server has loaded "
                                      "{count|is|are} signed could not be found out."),
                {{"count", count(untold)}});
    }
}

} // namespace

bool isAbsence(unsigned long code)
{
    return code == ERROR_FILE_NOT_FOUND || code == ERROR_PATH_NOT_FOUND;
}

ReadState stateFor(unsigned long code)
{
    return code == ERROR_ACCESS_DENIED || code == ERROR_PRIVILEGE_NOT_HELD ? ReadState::Denied
                                                                           : ReadState::Missing;
}

Text whyNotTold(unsigned long code)
{
    return stateFor(code) == ReadState::Denied
               ? say(MAILMEND_TEXT("live", "Windows did not allow us to ask. Look with an account of an "
                                           "administrator."))
               : say(MAILMEND_TEXT("live", "Windows did not answer (its error {number})."),
                     {{"number", words(QString::number(code))}});
}

LiveFacts readRunning(const WindowsPath& exchange)
{
    LiveFacts facts;
    facts.processes = readProcesses();
    facts.connections = readConnections();
    facts.modules = readModules(facts.processes);
    facts.services = readServices();
    facts.logons = readLogons();
    Signatures signatures;
    facts.programs = programsOf(exchange, signatures);
    addSignatures(facts.modules, signatures);
    return facts;
}

} // namespace mailmend::windows
