// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "base/windows/file_calls.h"
#include "engine/helper/line.h"
#include "engine/helper/windows/program_folder.h"

#include <string>

namespace mailmend::windows {

/** What came of asking for a program to be started with the rights of an administrator. */
struct StartedWithRights
{
    Owned process;  ///< none: it was not started
    DWORD code = 0; ///< of GetLastError(), then
};

/** The one call by which rights are asked for. Returns when the person has answered. */
using AskForRights =
    std::function<StartedWithRights(const std::wstring& program, const std::wstring& arguments)>;

/** By Windows' own prompt (UAC). Nobody is asked where we have the rights already. */
StartedWithRights askWindows(const std::wstring& program, const std::wstring& arguments);

struct ElevatedStart
{
    std::wstring program;                               ///< mailmend-cli
    disk::Keeper keeper = disk::Keeper::Administrators; ///< who may be able to change its folder
    AskForRights ask = askWindows;
    MayBeElevated mayBe = mayBeElevated;
    HelperVerb verb = HelperVerb::Act;
};

/**
 * Makes a pipe that only this logon and administrators can open, has the program started with rights and told
 * the pipe's name, and takes the one connection, if it comes from that process and that is our program.
 * Denied where rights were refused, or where the program lies where others can change it.
 */
Result<std::unique_ptr<HelperLine>> startElevatedLine(const ElevatedStart& start,
                                                      const HelperPatience& patience);

} // namespace mailmend::windows
