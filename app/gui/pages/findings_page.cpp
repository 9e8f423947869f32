// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/settled.h"
#include "gui/models/findings_model.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/pages/summary.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/row_delegate.h"
#include "gui/widgets/spacing.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QShortcut>
#include <QTableView>
#include <QTimer>

namespace mailmend::gui {

namespace {

/** A table whose rows open with Enter too. */
class FindingsTable : public QTableView
{
    Q_OBJECT

public:
    using QTableView::QTableView;

Q_SIGNALS:
    void opened(const QModelIndex& index);
    void resized();

protected:
    void resizeEvent(QResizeEvent* event) override
    {
        QTableView::resizeEvent(event);
        Q_EMIT resized();
    }

    void keyPressEvent(QKeyEvent* event) override
    {
        if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && currentIndex().isValid()) {
            Q_EMIT opened(currentIndex());
            return;
        }
        QTableView::keyPressEvent(event);
    }
};

/** Every finding of the case: searched, narrowed and sorted off the window's thread. */
class FindingsPage : public Page
{
    Q_OBJECT

public:
    explicit FindingsPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    void narrow();
    void open(const QModelIndex& index);
    void sizeColumns();

    FindingsModel* m_model;
    FindingsTable* m_table;
    QLineEdit* m_search;
    Label* m_searchLabel;
    QComboBox* m_show;
    Label* m_showLabel;
    Label* m_count;
    QTimer m_typing;
    QString m_last; ///< the finding that was opened last: where one comes back to
};

FindingsPage::FindingsPage(PageContext& context)
    : Page(context), m_model(new FindingsModel(this)), m_table(new FindingsTable), m_search(new QLineEdit),
      m_searchLabel(new Label(theme(), TextRole::Body, Token::TextQuiet)), m_show(new QComboBox),
      m_showLabel(new Label(theme(), TextRole::Body, Token::TextQuiet)),
      m_count(new Label(theme(), TextRole::Small, Token::TextQuiet))
{
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    space(row, 0, 0, 0, 0, 8);
    m_searchLabel->setWordWrap(false);
    m_searchLabel->setBuddy(m_search);
    m_showLabel->setWordWrap(false);
    m_showLabel->setBuddy(m_show);
    m_search->setClearButtonEnabled(true);
    row->addWidget(m_searchLabel);
    row->addWidget(m_search, 1);
    row->addSpacing(px(12));
    row->addWidget(m_showLabel);
    row->addWidget(m_show);
    Column* body = makeBody(false);
    body->add(bar);
    m_table->setModel(m_model);
    m_table->setItemDelegate(new CellDelegate(theme(), m_table));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setSortingEnabled(true);
    m_table->horizontalHeader()->setSortIndicator(0, Qt::AscendingOrder);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // sizeColumns fits them in
    body->add(m_table);
    body->add(m_count);
    for (int choice = 0; choice < 6; ++choice) {
        m_show->addItem({});
    }
    FindingsFilter filter;
    filter.show = FindingsFilter::Show::Open;
    m_model->setFilter(filter);
    m_typing.setSingleShot(true);
    m_typing.setInterval(120);
    connect(m_search, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &FindingsPage::narrow);
    connect(m_show, &QComboBox::currentIndexChanged, this, &FindingsPage::narrow);
    connect(m_table, &FindingsTable::opened, this, &FindingsPage::open);
    connect(m_table, &FindingsTable::resized, this, &FindingsPage::sizeColumns);
    connect(m_table, &QTableView::doubleClicked, this, &FindingsPage::open);
    connect(mainButton(), &QPushButton::clicked, this, [this] { open(m_table->currentIndex()); });
    connect(m_model, &FindingsModel::settled, this, [this] {
        if (m_model->rowCount() > 0) {
            m_table->setCurrentIndex(m_model->index(qMax(0, m_model->rowOf(m_last)), 0));
        }
        mainButton()->setEnabled(m_model->rowCount() > 0);
        m_count->setText(
            m_model->rowCount() == 0
                ? tr("Nothing matches. Show all, or search for something else.")
                : tell(say(MAILMEND_TEXT("findings-page", "{shown} of {all} {all|finding|findings}"),
                           {{"shown", count(m_model->rowCount())}, {"all", count(m_model->total())}})));
        sizeColumns();
    });
    auto* find = new QShortcut(QKeySequence::Find, this);
    connect(find, &QShortcut::activated, m_search, [this] { m_search->setFocus(Qt::ShortcutFocusReason); });
}

void FindingsPage::arrive(const QString& argument)
{
    const QStringList shown = {QStringLiteral("open"), QStringLiteral("needs-action"),
                               QStringLiteral("look-at-this"), QStringLiteral("could-not-check")};
    if (shown.contains(argument)) {
        m_show->setCurrentIndex(static_cast<int>(shown.indexOf(argument)));
    }
    Page::arrive(argument);
}

void FindingsPage::refresh()
{
    setHeading(tr("Findings"), view() ? tell(summaryText(countFindings(*view())))
                                      : tr("What we find will be listed here. Begin under Start."));
    m_searchLabel->setText(tr("Searc&h"));
    m_search->setPlaceholderText(tr("words in the finding or its place"));
    m_showLabel->setText(tr("Sho&w"));
    const QStringList choices = {
        tr("Open"), tr("Needs action"), tr("Look at this"), tr("Could not check"), tr("Fixed or accepted"),
        tr("All")};
    for (int choice = 0; choice < choices.size(); ++choice) {
        m_show->setItemText(choice, choices.at(choice));
    }
    m_table->setAccessibleName(tr("Findings"));
    mainButton()->setText(tr("&Explain this finding"));
    m_table->verticalHeader()->setDefaultSectionSize(px(32));
    m_model->setCase(view(), reader());
}

void FindingsPage::narrow()
{
    FindingsFilter filter = m_model->filter();
    filter.search = m_search->text();
    filter.show = static_cast<FindingsFilter::Show>(qMax(0, m_show->currentIndex()));
    m_model->setFilter(filter);
}

void FindingsPage::open(const QModelIndex& index)
{
    const QString id = m_model->idAt(index.row());
    if (!id.isEmpty()) {
        m_last = id;
        Q_EMIT leave(QStringLiteral("finding"), id);
    }
}

void FindingsPage::sizeColumns()
{
    using Column = FindingsFilter::Column;
    const auto place = [](Column column) { return static_cast<int>(column); };
    const bool serverShown = m_model->hasServers();
    const int server = serverShown ? px(152) : 0;
    const int room = m_table->viewport()->width() - server;
    const int state = px(142);
    const int since = px(132);
    const int status = px(118);
    // What says the same in every row, or finds no room beside what was found and where, is left out: it
    // stands in the finding too.
    const bool statusShown = m_model->hasStatus() && room >= state + status + px(360);
    const bool sinceShown = room >= state + since + (statusShown ? status : 0) + px(360);
    m_table->setColumnHidden(place(Column::Server), !serverShown);
    m_table->setColumnHidden(place(Column::Since), !sinceShown);
    m_table->setColumnHidden(place(Column::Status), !statusShown);
    const int rest = qMax(px(200), room - state - (sinceShown ? since : 0) - (statusShown ? status : 0));
    m_table->setColumnWidth(place(Column::State), state);
    m_table->setColumnWidth(place(Column::Title), rest * 12 / 20);
    m_table->setColumnWidth(place(Column::Server), server);
    m_table->setColumnWidth(place(Column::Where), rest - rest * 12 / 20);
    m_table->setColumnWidth(place(Column::Since), since);
}

RailCount openFindings(const CaseView& view)
{
    int open = 0;
    for (const CaseFinding& entry : view.findings) {
        open += !isSettled(entry) && entry.finding.verdict <= Verdict::CouldNotCheck ? 1 : 0;
    }
    return {open > 0 ? QString::number(open) : QString(),
            say(MAILMEND_TEXT("rail", "{count} open"), {{"count", count(open)}})};
}

} // namespace

extern const PageEntry findingsPage;
constinit const PageEntry findingsPage = {
    "findings",
    MAILMEND_TEXT("rail", "&Findings"),
    MAILMEND_TEXT(
        "help", "Everything that was found, in one list. You can search it, show a part of it, and sort it."),
    Drawing::Findings,
    RailPlace::Case,
    [](PageContext& context) -> Page* { return new FindingsPage(context); },
    openFindings};

} // namespace mailmend::gui

#include "findings_page.moc"
