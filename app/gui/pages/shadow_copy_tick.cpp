// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/shadow_copy_tick.h"

#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"

#include <QCheckBox>
#include <QVBoxLayout>

namespace mailmend::gui {

ShadowCopyTick::ShadowCopyTick(const Theme& theme, Session& session)
    : m_tick(new QCheckBox), m_under(new Label(theme, TextRole::Small, Token::TextQuiet))
{
    auto* column = new QVBoxLayout(this);
    space(column, 0, 0, 0, 0, 4);
    column->addWidget(m_tick);
    m_under->limitToProse();
    auto* prose = new QHBoxLayout;
    space(prose, 0, 0, 0, 0, 0);
    prose->addWidget(m_under, 1);
    prose->addStretch(0);
    column->addLayout(prose);
    m_tick->setChecked(session.mayMakeShadowCopy());
    connect(m_tick, &QCheckBox::toggled, &session, &Session::allowShadowCopy);
    connect(&session, &Session::shadowCopyAllowed, m_tick, &QCheckBox::setChecked);
}

void ShadowCopyTick::setWords(const QString& rights)
{
    QString under = tr("Windows makes a copy of the disk for that, and Mailmend removes it at the end. Mail "
                       "goes on meanwhile.");
    if (!rights.isEmpty()) {
        under += QLatin1Char(' ') + rights;
    }
    m_tick->setText(tr("Also rea&d files that other programs hold open"));
    m_tick->setAccessibleDescription(under);
    m_under->setText(under);
}

} // namespace mailmend::gui
