// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/rights_offer.h"

#include "gui/widgets/spacing.h"

namespace mailmend::gui {

RightsOffer::RightsOffer(const Theme& theme, const Session& session, int spacing)
    : m_session(session), m_column(new Column(theme, spacing)), m_wait(new Column(theme, 0))
{
    auto* column = new QVBoxLayout(this);
    space(column, 0, 0, 0, 0, 0);
    column->addWidget(m_column);
    column->addWidget(m_wait);
    m_wait->addProse(tr("Once what runs now is done, you can look at this computer with the rights of an "
                        "administrator here."),
                     true);
    connect(&session, &Session::workChanged, this, &RightsOffer::follow);
    follow();
}

void RightsOffer::follow()
{
    const bool isFree = m_session.work() == Session::Work::None;
    m_column->setVisible(isFree);
    m_wait->setVisible(!isFree);
}

} // namespace mailmend::gui
