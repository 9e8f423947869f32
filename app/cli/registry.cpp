// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <array>

namespace mailmend {

extern const Command acceptCommand, caseCommand, checkCommand, chooseCommand, doneCommand, explainCommand,
    helpCommand, knowledgeCommand, listChecksCommand, noteCommand, planCommand, recheckCommand, reopenCommand,
    reportCommand, sampleCommand, scanCommand, signOffCommand, skipCommand;

std::span<const Command* const> allCommands()
{
    static constexpr std::array commands{
        &checkCommand, &scanCommand,   &planCommand,       &doneCommand,    &recheckCommand,   &skipCommand,
        &noteCommand,  &chooseCommand, &reopenCommand,     &acceptCommand,  &signOffCommand,   &reportCommand,
        &caseCommand,  &sampleCommand, &listChecksCommand, &explainCommand, &knowledgeCommand, &helpCommand,
    };
    return commands;
}

} // namespace mailmend
