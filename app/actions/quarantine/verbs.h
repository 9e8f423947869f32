// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"

namespace mailmend::quarantine {

/** The action's verbs; action.h says what each promises. */
Done possible(const ActionRequest& request, ActionRun& run);
Result<ChangeRecord> apply(const ActionRequest& request, const QByteArray& digest, ActionRun& run);
Result<ChangeRecord> undo(const ChangeRecord& record, ActionRun& run);
Result<std::optional<InTheWay>> inTheWay(const ChangeRecord& record, ActionRun& run);
Result<ChangeRecord> recover(const ChangeRecord& record, ActionRun& run);

} // namespace mailmend::quarantine
