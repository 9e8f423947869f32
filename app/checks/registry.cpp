// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"

#include "checks/local_accounts.h"
#include "checks/patch_level.h"
#include "checks/running_code.h"
#include "checks/web_shells.h"

namespace mailmend {
namespace {

constexpr const Check* kChecks[] = {&patchLevelCheck, &webShellsCheck, &runningCodeCheck,
                                    &localAccountsCheck};

} // namespace

std::span<const Check* const> allChecks()
{
    return kChecks;
}

const Check* findCheck(QStringView id)
{
    for (const Check* check : kChecks) {
        if (id == QLatin1StringView(check->id)) {
            return check;
        }
    }
    return nullptr;
}

} // namespace mailmend
