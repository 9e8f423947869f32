// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows_path.h"
#include "evidence/live_facts.h"

#include <functional>

#include <windows.h>

/** What runs on this computer, asked of Windows' own functions. Read-only; nothing here uses the network. */
namespace mailmend::windows {

LiveList<LiveService> readServices();
LiveList<LiveProcess> readProcesses();
/** What the worker processes of the web server have mapped as programs; signatures are not looked at yet. */
LiveList<LiveModule> readModules(const LiveList<LiveProcess>& processes);
LiveList<LiveConnection> readConnections();
LiveList<LiveLogon> readLogons();

/** Program files that a process has mapped: also those that it keeps out of its own list. */
struct MappedPrograms
{
    QStringList programs;
    bool whole = true; ///< false: there may be more, as where the process ended meanwhile
};

/** Error: denied. */
Result<MappedPrograms> mappedPrograms(quint32 process);

/** How the memory of a process is asked for. */
struct AddressSpace
{
    /** What lies at an address. @return 0, or a code of GetLastError() */
    std::function<DWORD(const void* at, MEMORY_BASIC_INFORMATION& region)> region;
    std::function<QString(void* at)> nameAt; ///< of the file that is mapped there; empty: none is told
};

MappedPrograms mappedIn(const AddressSpace& space);

/** Whether a code of GetLastError() says that a file is not there; others say nothing about that. */
bool isAbsence(unsigned long code);

/** All of it, with signatures. @param exchange Exchange's folder; empty: there is none */
LiveFacts readRunning(const WindowsPath& exchange);

/** Why a list is not whole, or not there; by a code of GetLastError(). */
Text whyNotTold(unsigned long code);
ReadState stateFor(unsigned long code);

/** Marks a list as not told. @param code of GetLastError() */
template<typename Row>
void refuse(LiveList<Row>& list, unsigned long code)
{
    list.state = stateFor(code);
    list.reason = whyNotTold(code);
}

} // namespace mailmend::windows
