// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/rights_offer.h"

#include "gui/widgets/spacing.h"

namespace mailmend::gui {

RightsOffer::RightsOffer(const Theme& theme, const Session& session, int spacing)
    : m_session(session), m_column(new Column(theme, spacing)), m_wait(new Column(theme, 0)),
      m_looking(new Column(theme, 0))
{
    auto* column = new QVBoxLayout(this);
    space(column, 0, 0, 0, 0, 0);
    column->addWidget(m_column);
    column->addWidget(m_wait);
    column->addWidget(m_looking);
    m_wait->addProse(tr("Once what runs now is done, you can look at this computer with the rights of an "
                        "administrator here."),
                     true);
    m_looking->addProse(tr("We are looking at this computer with the rights of an administrator now."), true);
    connect(&session, &Session::workChanged, this, &RightsOffer::follow);
    follow();
}

void RightsOffer::follow()
{
    const Session::Work work = m_session.work();
    const bool isFree = work == Session::Work::None;
    const bool isLooking = work == Session::Work::Scanning && m_session.scansWithRights();
    m_column->setVisible(isFree);
    m_wait->setVisible(!isFree && !isLooking);
    m_looking->setVisible(isLooking);
}

} // namespace mailmend::gui
