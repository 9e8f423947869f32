// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/action.h"

#include "actions/quarantine_file.h"

namespace mailmend {
namespace {

constexpr const Action* kActions[] = {&quarantineFile};

} // namespace

std::span<const Action* const> allActions()
{
    return kActions;
}

const Action* findAction(QStringView id)
{
    for (const Action* action : kActions) {
        if (id == QLatin1StringView(action->id)) {
            return action;
        }
    }
    return nullptr;
}

} // namespace mailmend
