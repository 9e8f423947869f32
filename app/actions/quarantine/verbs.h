// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"

namespace mailmend::quarantine {

/** The action's three verbs that change something; action.h says what each promises. */
Result<ChangeRecord> apply(const ActionRequest& request, const QByteArray& digest, ActionRun& run);
Result<ChangeRecord> undo(const ChangeRecord& record, UndoWish wish, ActionRun& run);
Result<ChangeRecord> recover(const ChangeRecord& record, ActionRun& run);

} // namespace mailmend::quarantine
