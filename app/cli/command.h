// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/clock.h"
#include "base/reader.h"
#include "base/settings.h"
#include "knowledge/knowledge.h"

#include <QStringList>

#include <cstdio>
#include <span>

namespace mailmend {

/** Exit status of the console (DESIGN 6). */
namespace exit_status {
inline constexpr int Nothing = 0, NeedsAction = 1, CouldNotCheck = 2, LookAtThis = 3, WrongCall = 64,
                     CannotRead = 66, Fault = 70;
}

/** What a command runs in: no globals. */
struct Console
{
    QStringList arguments; ///< after the command's name
    FILE* out;
    FILE* err;
    bool outIsTerminal = false;
    KnowledgePointer knowledge;
    Clock clock;
    Reader reader;
    QString sealFolder;
    CancelToken cancel;        ///< Ctrl+C
    FILE* in = nullptr;        ///< where answers come from
    bool inIsTerminal = false; ///< somebody is there to answer
    QString program;           ///< of this program: it is its own helper
};

/** A command of mailmend-cli. To add one, add a file here and a line in registry.cpp. */
struct Command
{
    const char* name;
    const char* usage; ///< "check TARGET… [--only CHECK,…]"
    TextSource summary;
    int (*run)(Console&);
};

std::span<const Command* const> allCommands();

} // namespace mailmend
