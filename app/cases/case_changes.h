// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "cases/finding_ledger.h"

namespace mailmend {

/** The name of a change that belongs to no step: what lay in the way of an undo was kept too. */
Text madeRoomText();

/** What was agreed to and what became of it, change by change. Fed event by event, in order. */
class ChangeLedger
{
public:
    /** @return the step that was agreed to; an Error where the event can't be read. */
    Result<QString> consented(const Event& event);
    /** @return the change as it stands now; an Error where the event can't be read. */
    Result<CaseChange> settled(const Event& event);

    /** What was put back is there again, whatever looking again had proven before. */
    void tellFindings(const Plan& plan, FindingLedger& findings) const;
    /** Oldest first, each with the findings of its step. */
    QList<CaseChange> changes(const Plan& plan) const;

private:
    CaseChange& at(const QString& id);

    QList<CaseChange> m_changes;
    QHash<QString, qint64> m_putBack; ///< change → event in which its undoing came into the case
};

} // namespace mailmend
