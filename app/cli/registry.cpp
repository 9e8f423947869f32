// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <array>

namespace mailmend {

extern const Command acceptCommand, applyCommand, caseCommand, checkCommand, chooseCommand, collectCommand,
    doneCommand, explainCommand, helpCommand, helperCommand, knowledgeCommand, listChecksCommand, noteCommand,
    planCommand, previewCommand, recheckCommand, reopenCommand, reportCommand, sampleCommand, scanCommand,
    signOffCommand, skipCommand, undoCommand;

std::span<const Command* const> allCommands()
{
    static constexpr std::array commands{
        &checkCommand,      &scanCommand,    &collectCommand,   &planCommand,   &doneCommand, &previewCommand,
        &applyCommand,      &undoCommand,    &recheckCommand,   &skipCommand,   &noteCommand, &chooseCommand,
        &reopenCommand,     &acceptCommand,  &signOffCommand,   &reportCommand, &caseCommand, &sampleCommand,
        &listChecksCommand, &explainCommand, &knowledgeCommand, &helperCommand, &helpCommand,
    };
    return commands;
}

} // namespace mailmend
