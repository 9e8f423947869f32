// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "cases/events.h"
#include "gui/models/row_list_model.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/widgets/ask_card.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/row_delegate.h"
#include "gui/widgets/state_label.h"

#include <QListView>

namespace mailmend::gui {

namespace {

/** What happened in the case, newest first, and whether anybody changed it from outside. */
class HistoryPage : public Page
{
    Q_OBJECT

public:
    explicit HistoryPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    StateLabel* m_integrity;
    Label* m_integrityText;
    AskCard* m_ask;
    QListView* m_list;
    RowListModel* m_rows;
};

HistoryPage::HistoryPage(PageContext& context)
    : Page(context), m_integrity(new StateLabel(theme(), TextRole::Strong)),
      m_integrityText(new Label(theme(), TextRole::Body, Token::TextQuiet)), m_ask(new AskCard(theme())),
      m_list(new QListView), m_rows(new RowListModel(this))
{
    Column* body = makeBody(false);
    body->addNarrow(m_integrity);
    body->add(m_integrityText);
    body->add(m_ask);
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new ListRowDelegate(theme(), m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setLayoutMode(QListView::Batched);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    body->add(m_list);
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        m_ask->ask(tr("What should be written down?"), tr("Add to the case"), tr("Don't add it"),
                   [this](const QString& words) {
                       session().append({events::noteAdded(words, {}, {}, session().person())});
                       m_list->setFocus();
                   });
    });
}

void HistoryPage::arrive(const QString& argument)
{
    m_ask->dismiss();
    Page::arrive(argument);
}

void HistoryPage::refresh()
{
    setHeading(tr("Time line"), tr("What happened in this case, newest first. None of it can be changed."));
    mainButton()->setText(tr("Add a &note…"));
    mainButton()->setVisible(view() != nullptr);
    m_list->setAccessibleName(tr("What happened in this case"));
    m_integrity->setVisible(view() != nullptr);
    m_integrityText->setVisible(view() != nullptr);
    if (!view()) {
        m_rows->setRows({});
        return;
    }
    const bool intact = view()->integrity.intact;
    m_integrity->setState(intact ? Look{Drawing::Shield, Token::Ok} : lookOf(Verdict::NeedsAction),
                          intact ? tr("The case is as it was written")
                                 : tr("The case was changed from outside"));
    m_integrityText->setText(tell(view()->integrity.text));
    QList<ListRow> rows;
    for (auto line = view()->history.crbegin(); line != view()->history.crend(); ++line) {
        const QString who = line->by.isEmpty() ? tr("Mailmend") : escapeForDisplay(line->by);
        rows.append({QString::number(line->number),
                     {Drawing::StateDone, Token::TextQuiet},
                     {},
                     tell(line->text),
                     tr("%1 · %2").arg(tellTime(line->at), who),
                     {}});
    }
    m_rows->setRows(rows);
}

} // namespace

extern const PageEntry historyPage;
constinit const PageEntry historyPage = {
    "history", MAILMEND_TEXT("rail", "&Time line"), Drawing::TimeLine, RailPlace::Case,
    [](PageContext& context) -> Page* { return new HistoryPage(context); }};

} // namespace mailmend::gui

#include "history_page.moc"
