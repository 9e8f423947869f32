// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/finding_ledger.h"

namespace mailmend {

/** What people did to steps, event by event, and what that and the findings make of the plan. */
class StepLedger
{
public:
    void mark(const QString& step, StepStatus status, const Event& event, const Text& verdict = {});
    void skip(const QString& step, const QString& reason, const QDate& review, const Event& event);
    void done(const QString& step, const QString& ticket, const Event& event);
    void opened(const QString& step) { m_opened = step; }

    /** A finding that was seen again after its repair was done is not fixed yet. */
    void tellFindings(const Plan& plan, FindingLedger& findings) const;
    /** @param today what was left out until an earlier day, or until this one, is open again. */
    QList<CaseStep> steps(const Plan& plan, FindingLedger& findings, const QDate& today) const;
    /** Where the person left it, or the next that can be done. */
    QString current(const QList<CaseStep>& steps) const;

private:
    struct Mark
    {
        StepStatus status = StepStatus::Open;
        QString reason;
        QDate review;
        QString ticket;
        Text verdict;
        QString by;
        QDateTime at;
        qint64 event = 0;
    };
    void prove(CaseStep& step, qint64 markedBy, FindingLedger& findings) const;
    static void leaveOutAccepted(CaseStep& step, FindingLedger& findings);

    QHash<QString, Mark> m_marks;
    QString m_opened;
};

} // namespace mailmend
