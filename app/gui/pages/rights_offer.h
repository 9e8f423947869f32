// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/widgets/column.h"

namespace mailmend::gui {

/**
 * A place for what asks for the rights of an administrator. One piece of work runs at a time: while something
 * does, a sentence that says so stands there instead.
 */
class RightsOffer : public QWidget
{
    Q_OBJECT

public:
    /** @param session outlives it */
    RightsOffer(const Theme& theme, const Session& session, int spacing);

    /** To be filled; shown while nothing runs. */
    Column* column() const { return m_column; }

private:
    void follow();

    const Session& m_session;
    Column* m_column;
    Column* m_wait;
    Column* m_looking; ///< just now, with these rights
};

} // namespace mailmend::gui
