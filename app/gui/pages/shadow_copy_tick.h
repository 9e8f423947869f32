// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/theme/theme.h"

#include <QWidget>

class QCheckBox;

namespace mailmend::gui {

class Label;

/**
 * The person's consent to a shadow copy of the disks of the computer that Mailmend runs on: a tick, and under
 * it what that means. The same on every page from which this computer is looked at or collected; what is
 * ticked on one is ticked on all, since the session keeps it.
 */
class ShadowCopyTick : public QWidget
{
    Q_OBJECT

public:
    /** @param session outlives it */
    ShadowCopyTick(const Theme& theme, Session& session);

    /** Says every word anew. @param rights a sentence on the rights that it needs; empty: they are there. */
    void setWords(const QString& rights = {});

private:
    QCheckBox* m_tick;
    Label* m_under;
};

} // namespace mailmend::gui
