// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "cases/settled.h"
#include "gui/models/roles.h"
#include "gui/models/row_list_model.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/page.h"
#include "gui/pages/plan_ask.h"
#include "gui/pages/plan_next.h"
#include "gui/pages/plan_parts.h"
#include "gui/pages/registry.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/row_delegate.h"
#include "gui/widgets/spacing.h"

#include <QHBoxLayout>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

namespace mailmend::gui {

namespace {

QList<Text> howFarThePlanIs(const CaseView& view)
{
    QList<Text> lines{say(MAILMEND_TEXT("plan", "{settled} of {all} {all|step is|steps are} settled."),
                          {{"settled", count(view.stepsSettled())}, {"all", count(view.steps.size())}}),
                      notLookedAtAgain(view),
                      say(MAILMEND_TEXT("plan", "You can stop at any time and go on later."))};
    lines.removeIf([](const Text& line) { return line.isEmpty(); });
    return lines;
}

/** The repair: its steps on the left, the one at hand on the right, and what comes next as the main button.
 */
class PlanPage : public Page
{
    Q_OBJECT

public:
    explicit PlanPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    void select(const QString& row);
    void showCurrent();
    NextThing nextFromHere() const;
    void showButtons();
    void tellOfDisk();
    void doNext();
    /** Asks something of the step at hand, where it will stand. */
    void ask(void (*question)(AskCard*, Session&, const QString&, std::function<void()>));
    const CaseStep* current() const { return view() ? view()->step(m_row) : nullptr; }

    RowListModel* m_model;
    QListView* m_list;
    QScrollArea* m_area;
    Column* m_right;
    AskCard* m_ask;
    Column* m_step;
    Button* m_skip;
    Button* m_note;
    Button* m_done;
    Button* m_elsewhere;
    Button* m_again;
    Button* m_undo;
    QTimer m_opened; ///< a step counts as opened once it was looked at for a second
    Text m_shown;    ///< what of the disk stands on the page
    QString m_row;
    QString m_way;
};

PlanPage::PlanPage(PageContext& context)
    : Page(context), m_model(new RowListModel(this)), m_list(new QListView), m_area(new QScrollArea),
      m_right(new Column(theme(), 8)), m_ask(new AskCard(theme())), m_step(new Column(theme(), 8)),
      m_skip(addFooterButton(ButtonKind::Quiet)), m_note(addFooterButton(ButtonKind::Quiet)),
      m_done(addFooterButton(ButtonKind::Quiet)), m_elsewhere(addFooterButton(ButtonKind::Quiet)),
      m_again(addFooterButton(ButtonKind::Quiet)), m_undo(addFooterButton(ButtonKind::Quiet))
{
    Column* body = makeBody(false);
    auto* halves = new QWidget;
    auto* row = new QHBoxLayout(halves);
    space(row, 0, 0, 0, 0, 20);
    m_list->setModel(m_model);
    m_list->setItemDelegate(new ListRowDelegate(theme(), m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setWordWrap(true); // laid out again whenever its width changes
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    row->addWidget(m_list, 4);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->viewport()->setAutoFillBackground(false);
    m_right->setAutoFillBackground(false);
    space(m_right->layout(), 0, 2, 12, 12, 8);
    m_right->add(m_ask);
    m_right->add(m_step);
    m_area->setWidget(m_right);
    row->addWidget(m_area, 7);
    body->add(halves);
    m_opened.setSingleShot(true);
    m_opened.setInterval(1000);
    connect(&m_opened, &QTimer::timeout, this, [this] {
        if (view() && isVisible() && view()->currentStep != m_row && current() != nullptr) {
            session().append({events::stepOpened(m_row)});
        }
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& now) {
                const QString id = now.data(IdRole).toString();
                if (!id.isEmpty() && id != m_row) {
                    m_row = id;
                    m_ask->dismiss();
                    showCurrent();
                    m_area->verticalScrollBar()->setValue(0);
                    session().lookWhere();
                }
            });
    connect(mainButton(), &QPushButton::clicked, this, &PlanPage::doNext);
    connect(&session(), &Session::workChanged, this, [this] {
        if (isVisible()) {
            showButtons();
        }
    });
    connect(&session(), &Session::whereChanged, this, &PlanPage::tellOfDisk);
    // Who comes back to this window may have connected a disk in another way.
    connect(qApp, &QGuiApplication::applicationStateChanged, this, [this](Qt::ApplicationState state) {
        if (state == Qt::ApplicationActive && isVisible()) {
            session().lookWhere();
        }
    });
    connect(m_skip, &QPushButton::clicked, this, [this] { ask(&askWhySkipped); });
    connect(m_note, &QPushButton::clicked, this, [this] {
        ask([](AskCard* card, Session& session, const QString& step, std::function<void()> after) {
            askNote(card, session, step, {}, std::move(after));
        });
    });
    connect(m_done, &QPushButton::clicked, this,
            [this] { session().append({events::stepDone(m_row, session().person())}); });
    connect(m_elsewhere, &QPushButton::clicked, this, [this] { ask(&askWhereDone); });
    connect(m_again, &QPushButton::clicked, this,
            [this] { session().append({events::stepReopened(m_row, session().person())}); });
    connect(m_undo, &QPushButton::clicked, this, [this] {
        if (const CaseChange* change = view() ? standingChange(*view(), m_row) : nullptr) {
            Q_EMIT leave(QStringLiteral("undo"), change->record.change);
        }
    });
}

void PlanPage::arrive(const QString& argument)
{
    m_ask->dismiss();
    if (view()) {
        const bool known = view()->step(argument) != nullptr || (argument == QString::fromUtf16(choiceRow));
        m_row = known ? argument : view()->step(m_row) == nullptr ? firstRow(*view()) : m_row;
        m_way = !view()->way.isEmpty() ? view()->way
                : view()->plan.choice  ? view()->plan.choice->recommended
                                       : QString();
    }
    Page::arrive(argument);
    session().lookWhere();
}

void PlanPage::refresh()
{
    m_list->setAccessibleName(tr("Steps of the repair"));
    m_skip->setText(tr("S&kip…"));
    m_note->setText(tr("&Note…"));
    m_done->setText(tr("Mark as &done"));
    m_elsewhere->setText(tr("Done e&lsewhere…"));
    m_again->setText(tr("Op&en again"));
    m_undo->setText(tr("&Undo…"));
    m_model->setRows(view() ? planRows(*view(), reader()) : QList<ListRow>());
    const bool empty = m_model->rowCount() == 0;
    m_list->setVisible(!empty);
    if (empty) {
        m_row.clear();
        setHeading(tr("There is nothing to repair"),
                   view() ? tr("No finding of this case has a repair that Mailmend knows. A report says what "
                               "was looked at.")
                          : tr("The repair will be laid out here. Begin under Start."));
    } else {
        if (m_model->rowOf(m_row) < 0) {
            m_row = firstRow(*view());
        }
        setHeading(tr("Repair, step by step"), tell(say(MAILMEND_TEXT("plan", "{lines}"),
                                                        {{"lines", sentences(howFarThePlanIs(*view()))}})));
        select(m_row);
    }
    showCurrent();
}

void PlanPage::select(const QString& row)
{
    m_row = row;
    const QModelIndex index = m_model->index(m_model->rowOf(row));
    if (m_list->currentIndex() != index) {
        m_list->setCurrentIndex(index);
    }
    m_list->scrollTo(index);
}

void PlanPage::showCurrent()
{
    m_step->clear();
    if (view() && !m_row.isEmpty()) {
        const PlanPart part{theme(), reader(), *view(), session().now(), session().where()};
        m_shown = session().where().of(m_row).why;
        if (const CaseStep* step = current()) {
            showStep(m_step, *step, part);
            m_opened.start();
        } else if (view()->plan.choice) {
            showChoice(m_step, *view()->plan.choice, session().knowledge(), part, m_way,
                       [this](const QString& way) {
                           m_way = way;
                           showButtons();
                       });
        }
    }
    showButtons();
    respace(m_step);
    orderTabs(this);
}

/** A look at the disk says something else than what stands here. */
void PlanPage::tellOfDisk()
{
    if (!isVisible() || current() == nullptr || session().where().of(m_row).why == m_shown) {
        return;
    }
    // A key that was on its way to a preview must not say that something was done.
    if (mainButton()->hasFocus()) {
        m_list->setFocus(Qt::OtherFocusReason);
    }
    renew();
}

NextThing PlanPage::nextFromHere() const
{
    if (!view() || m_row.isEmpty()) {
        return {};
    }
    const Session::Work work = session().work();
    if (work == Session::Work::Fixing || work == Session::Work::Undoing) {
        return {NextThing::Kind::Follow, {}};
    }
    const bool otherWay = current() == nullptr && view()->plan.choice && m_way != view()->way;
    return otherWay ? NextThing{NextThing::Kind::Choose, {}} : nextThing(*view(), m_row, session().where());
}

void PlanPage::showButtons()
{
    const CaseStep* step = current();
    const NextThing next = nextFromHere();
    using Kind = NextThing::Kind;
    const bool open =
        step != nullptr && (step->status == StepStatus::Open || step->status == StepStatus::NotVerified ||
                            step->status == StepStatus::CannotTell);
    m_skip->setVisible(step != nullptr && !isSettled(*step));
    m_note->setVisible(step != nullptr);
    m_done->setVisible(open && next.kind != Kind::MarkDone);
    m_elsewhere->setVisible(open);
    // What Mailmend did is opened again by undoing it.
    const CaseChange* change = step != nullptr ? standingChange(*view(), m_row) : nullptr;
    m_undo->setVisible(change != nullptr && change->canBeUndone(session().now()));
    m_again->setVisible(step != nullptr && step->status != StepStatus::Open && change == nullptr);
    mainButton()->setVisible(next.kind != Kind::None || view());
    mainButton()->setText(nextWords(next.kind));
}

void PlanPage::doNext()
{
    if (!view()) {
        return;
    }
    const NextThing next = nextFromHere();
    using Kind = NextThing::Kind;
    switch (next.kind) {
    case Kind::Choose:
        session().append({events::wayChosen(m_way, session().person())});
        break;
    case Kind::Preview:
        Q_EMIT leave(QStringLiteral("preview"), m_row);
        break;
    case Kind::Follow:
        Q_EMIT leave(QStringLiteral("fix"));
        break;
    case Kind::Recover:
        session().takeOver(Rights::MayBeAskedFor);
        break;
    case Kind::MarkDone:
        session().append({events::stepDone(m_row, session().person())});
        break;
    case Kind::LookAgain:
        Q_EMIT leave(QStringLiteral("look-again"), m_row);
        break;
    case Kind::GoTo:
    case Kind::NextStep:
        select(next.step);
        break;
    case Kind::SignOff:
        Q_EMIT leave(QStringLiteral("sign-off"));
        break;
    case Kind::Report:
    case Kind::None:
        Q_EMIT leave(QStringLiteral("report"));
        break;
    }
}

void PlanPage::ask(void (*question)(AskCard*, Session&, const QString&, std::function<void()>))
{
    m_area->verticalScrollBar()->setValue(0);
    question(m_ask, session(), m_row, [this] {
        mainButton()->setFocus();
        m_area->verticalScrollBar()->setValue(0); // where it will stand
    });
}

RailCount settledSteps(const CaseView& view)
{
    const int settled = view.stepsSettled();
    const Text spoken = say(MAILMEND_TEXT("rail", "{settled} of {all} steps settled"),
                            {{"settled", count(settled)}, {"all", count(view.steps.size())}});
    const Text waiting = notLookedAtAgain(view);
    return {QStringLiteral("%1/%2").arg(settled).arg(view.steps.size()),
            waiting.isEmpty() ? spoken
                              : say(MAILMEND_TEXT("rail", "{steps}. {waiting}"),
                                    {{"steps", sentence(spoken)}, {"waiting", sentence(waiting)}})};
}

} // namespace

extern const PageEntry planPage;
constinit const PageEntry planPage = {
    "plan",
    MAILMEND_TEXT("rail", "&Plan"),
    MAILMEND_TEXT("help",
                  "The repair in its order. Each step says why, who does it, how long it takes and what may "
                  "stop working. Some steps Mailmend can do for you; the others you do by hand and say so."),
    Drawing::Plan,
    RailPlace::Case,
    [](PageContext& context) -> Page* { return new PlanPage(context); },
    settledSteps};

} // namespace mailmend::gui

#include "plan_page.moc"
