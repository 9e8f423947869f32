// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/page.h"

#include "gui/pages/fix_parts.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QAccessible>
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QPointer>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace mailmend::gui {

Page::Page(PageContext& context)
    : m_context(context), m_frame(new QVBoxLayout(this)),
      m_title(new Label(context.theme, TextRole::Title, Token::Text)),
      m_sentence(new Label(context.theme, TextRole::Body, Token::TextQuiet)),
      m_notice(new Notice(context.theme)), m_footer(new QHBoxLayout),
      m_main(new Button(context.theme, ButtonKind::Main))
{
    space(m_frame, 32, 24, 32, 20, 4);
    m_title->setFocusPolicy(Qt::ClickFocus);
    m_frame->addWidget(m_title);
    m_sentence->limitToProse();
    auto* prose = new QHBoxLayout;
    space(prose, 0, 0, 0, 8, 0);
    prose->addWidget(m_sentence, 1);
    prose->addStretch(0);
    m_frame->addLayout(prose);
    m_frame->addWidget(m_notice);
    space(m_footer, 0, 12, 0, 0, 8);
    m_footer->addStretch(1);
    m_footer->addWidget(m_main);
}

Column* Page::makeBody(bool scrolls)
{
    auto* column = new Column(m_context.theme, 12);
    if (scrolls) {
        auto* area = m_area = new QScrollArea;
        area->setWidgetResizable(true);
        area->setFrameShape(QFrame::NoFrame);
        area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        area->setFocusPolicy(Qt::NoFocus);
        area->viewport()->setAutoFillBackground(false);
        column->setAutoFillBackground(false);
        space(column->layout(), 0, 2, 12, 12, 12);
        area->setWidget(column);
        m_frame->addWidget(area, 1);
    } else {
        m_frame->addWidget(column, 1);
    }
    m_frame->addLayout(m_footer);
    return column;
}

void Page::scrollToTop()
{
    if (m_area != nullptr) {
        m_area->verticalScrollBar()->setValue(0);
    }
}

Button* Page::addFooterButton(ButtonKind kind)
{
    auto* button = new Button(m_context.theme, kind);
    // Quiet ones at the left edge, plain ones beside the main one; the stretch lies between them.
    m_footer->insertWidget(kind == ButtonKind::Quiet ? m_quietButtons++ : m_footer->count() - 1, button);
    return button;
}

void Page::setView(const ViewPointer& view)
{
    m_view = view;
    if (isVisible()) {
        renew();
    }
}

void Page::arrive(const QString&)
{
    m_notice->clear();
    comeBack();
}

void Page::comeBack()
{
    renew();
    if (m_untold) {
        m_notice->tell(*m_untold, reader());
        m_untold.reset();
    }
}

void Page::renew()
{
    const QPointer<QWidget> before = QApplication::focusWidget();
    const bool wasHere = before && isAncestorOf(before);
    refresh();
    respace(this);
    orderTabs(this);
    if (wasHere && (!before || !isAncestorOf(before) || !before->isVisible())) {
        if (m_main->isVisible() && m_main->isEnabled()) {
            m_main->setFocus(Qt::OtherFocusReason);
        } else {
            focusTitle();
        }
    }
}

void Page::focusTitle()
{
    m_title->setFocus(Qt::OtherFocusReason);
    QAccessibleEvent event(m_title, QAccessible::Focus);
    QAccessible::updateAccessibility(&event);
}

QString Page::title() const
{
    return m_title->accessibleName();
}

void Page::tellFailure(Session::Work, const Error& error)
{
    if (isVisible()) {
        m_notice->tell(error, reader());
    } else {
        m_untold = error;
    }
}

void Page::tellTakenOver(const QList<ChangeRecord>& changes, const QList<Error>& troubles)
{
    QList<Text> parts;
    bool settled = troubles.isEmpty();
    for (const ChangeRecord& record : changes) {
        settled = settled && !isInterrupted(record);
        parts.append(record.what);
    }
    for (const Error& trouble : troubles) {
        parts.append(trouble.text);
        if (!trouble.hint.isEmpty()) {
            parts.append(trouble.hint);
        }
    }
    notice()->tell(settled ? Look{Drawing::Info, Token::Accent}
                           : Look{Drawing::StateTriangle, Token::LookAtThis},
                   settled ? tr("A repair was interrupted. It is settled now.")
                           : tr("A repair was interrupted and is not settled yet."),
                   tell(say(MAILMEND_TEXT("page", "{parts}"), {{"parts", sentences(parts)}})));
}

void Page::setHeading(const QString& title, const QString& sentence)
{
    m_title->setEvidence(title);
    m_title->setAccessibleName(title);
    m_title->setAccessibleDescription(sentence);
    m_sentence->setEvidence(sentence);
    m_sentence->setVisible(!sentence.isEmpty());
}

Reader Page::reader() const
{
    Reader reader = session().reader();
    if (m_view && !m_view->targets.isEmpty() && m_view->targets.first().zone.isValid()) {
        reader.zone = m_view->targets.first().zone;
    }
    return reader;
}

QString Page::tell(const Text& text) const
{
    return mailmend::render(text, Format::Plain, reader());
}

QString Page::tellTime(const QDateTime& utc) const
{
    return mailmend::tellTime(utc, reader());
}

void Page::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange && isVisible() && !m_refreshing) {
        m_refreshing = true;
        renew();
        m_refreshing = false;
    }
    QWidget::changeEvent(event);
}

} // namespace mailmend::gui
