// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "engine/fix_runner.h"
#include "fix/practice.h"

#include <QMap>

namespace mailmend::testing {

/** To the child of this process that is a helper. */
void signalHelper(int signal);

/**
 * A case of a practice, opened in this process: what the engine is called with. While it lives, helpers that
 * this process starts are of the same installation as the practice's programs.
 */
class CaseAtHand
{
public:
    explicit CaseAtHand(const Practice& practice);
    ~CaseAtHand();

    /** Opens the case anew. */
    bool open();
    void close() { m_log.reset(); }
    bool refresh();
    EventLog& log() { return *m_log; }

    /** Its events go into the case, and `view` follows. */
    FixParts parts(const QString& helper = ConsoleRun::program(), const HelperPatience& patience = {});
    Result<StepPreview> preview(const FixParts& with) const;
    /** Previews with the real helper, then does it. */
    Result<FixOutcome> apply(const FixParts& with, const FixListener& listener = {},
                             const CancelToken& cancel = {});
    Result<FixOutcome> undo(const QString& change, const FixParts& with,
                            UndoWish wish = UndoWish::OnlyIfUntouched, const FixListener& listener = {});
    TakenOver takeOverAll(const FixParts& with) const;
    /** The same where no place gives any trouble; else the first. */
    Result<QList<ChangeRecord>> takeOver(const FixParts& with) const;

    CaseView view;

private:
    const Practice& m_practice;
    std::unique_ptr<EventLog> m_log;
    QMap<QString, QString> m_before; ///< of the environment; null: was not set
};

} // namespace mailmend::testing
