// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fix_runner.h"
#include "engine/helper/client.h"

namespace mailmend {

/** Where changes of a case are kept, and with it which helper works on them. */
struct StorePlace
{
    QString folder;         ///< beside the case
    QString protectedStore; ///< CaseChange::protectedStore

    bool needsRights() const { return !protectedStore.isEmpty(); }
    QString name() const { return needsRights() ? protectedStore : folder; } ///< as a call names it
    bool keeps(const CaseChange& change) const { return change.protectedStore == protectedStore; }
};

/** The helper that can get at it. Denied where the person has not given it the rights, or can't be asked. */
Result<std::unique_ptr<HelperClient>> startHelperFor(const StorePlace& place, const FixParts& parts);

/**
 * Has what is open in the helper's journal finished or put back, and writes into the case what it does not
 * know yet. @return what was settled, and what stays open with the reason in `what`.
 * Nothing is recovered that nobody agreed to in this case: that stays open.
 * @param known the case's changes, as the events that were written so far leave them.
 */
Result<QList<ChangeRecord>> settleChanges(HelperClient& helper, const CaseView& view,
                                          const QList<CaseChange>& known, const StorePlace& place,
                                          const FixParts& parts, const CancelToken& cancel);

/** The store is not where the case has it, or is another one. */
Error whatWasKeptIsMissing(const StorePlace& place);

} // namespace mailmend
