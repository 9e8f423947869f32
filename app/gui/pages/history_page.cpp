// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "cases/events.h"
#include "gui/models/row_list_model.h"
#include "gui/pages/case_parts.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/widgets/ask_card.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/row_delegate.h"
#include "gui/widgets/spacing.h"

#include <QHBoxLayout>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>

namespace mailmend::gui {

namespace {

/** The case: on the left what happened, newest first; on the right how it stands, what Mailmend changed, who
 * worked on it, what they wrote down, and where it is kept. */
class HistoryPage : public Page
{
    Q_OBJECT

public:
    explicit HistoryPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    void showEvents();
    void showCase();

    QListView* m_list;
    RowListModel* m_rows;
    QScrollArea* m_area;
    Column* m_right;
    AskCard* m_ask;
    Column* m_case;
    Button* m_sign;
};

HistoryPage::HistoryPage(PageContext& context)
    : Page(context), m_list(new QListView), m_rows(new RowListModel(this)), m_area(new QScrollArea),
      m_right(new Column(theme(), 8)), m_ask(new AskCard(theme())), m_case(new Column(theme(), 8)),
      m_sign(addFooterButton(ButtonKind::Plain))
{
    Column* body = makeBody(false);
    auto* halves = new QWidget;
    auto* row = new QHBoxLayout(halves);
    space(row, 0, 0, 0, 0, 20);
    m_list->setModel(m_rows);
    m_list->setItemDelegate(new ListRowDelegate(theme(), m_list, 4));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setWordWrap(true); // laid out again whenever its width changes
    m_list->setLayoutMode(QListView::Batched);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    row->addWidget(m_list, 2);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->viewport()->setAutoFillBackground(false);
    m_right->setAutoFillBackground(false);
    space(m_right->layout(), 0, 2, 12, 12, 8);
    m_right->add(m_ask);
    m_right->add(m_case);
    m_area->setWidget(m_right);
    row->addWidget(m_area, 3);
    body->add(halves);
    connect(m_sign, &QPushButton::clicked, this, [this] { Q_EMIT leave(QStringLiteral("sign-off")); });
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        m_area->verticalScrollBar()->setValue(0);
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
    setHeading(tr("Time line"), view() ? tr("What happened in this case, newest first, and how it stands. "
                                            "Nothing that is written here can be changed.")
                                       : tr("What happens in a case is written down here. Begin under "
                                            "Start."));
    mainButton()->setText(tr("Add a &note…"));
    mainButton()->setVisible(view() != nullptr);
    m_sign->setText(tr("S&ign off…"));
    m_sign->setVisible(view() != nullptr);
    m_list->setAccessibleName(tr("What happened in this case"));
    m_list->setVisible(view() != nullptr);
    showEvents();
    showCase();
}

void HistoryPage::showEvents()
{
    QList<ListRow> rows;
    if (view()) {
        for (auto line = view()->history.crbegin(); line != view()->history.crend(); ++line) {
            const QString who = line->by.isEmpty() ? tr("Mailmend") : escapeForDisplay(line->by);
            rows.append({QString::number(line->number),
                         {Drawing::StateDone, Token::TextQuiet},
                         {},
                         tell(line->text),
                         tr("%1 · %2").arg(who, tellTime(line->at)),
                         {}});
        }
    }
    m_rows->setRows(rows);
}

void HistoryPage::showCase()
{
    m_case->clear();
    if (!view()) {
        return;
    }
    const PlanPart part{theme(), reader(), *view(), session().now()};
    addSignOffState(m_case, part);
    addChanges(m_case, part, session().now(),
               [this](const QString& change) { Q_EMIT leave(QStringLiteral("undo"), change); });
    addAccepted(m_case, part);
    addCaseNotes(m_case, part);
    addPeople(m_case, part);
    addWhereKept(m_case, part, session().caseFile());
    m_case->addStretch();
}

} // namespace

extern const PageEntry historyPage;
constinit const PageEntry historyPage = {
    "history",
    MAILMEND_TEXT("rail", "&Time line"),
    MAILMEND_TEXT("help", "What happened in this case, when, and who did it; what Mailmend changed, and "
                          "where the case is kept. Nothing that stands here can be changed."),
    Drawing::TimeLine,
    RailPlace::Case,
    [](PageContext& context) -> Page* { return new HistoryPage(context); }};

} // namespace mailmend::gui

#include "history_page.moc"
