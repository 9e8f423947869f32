// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/fix_result.h"
#include "gui/pages/page.h"
#include "gui/pages/plan_next.h"
#include "gui/pages/registry.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/wait_bar.h"

#include <QKeyEvent>
#include <QTimer>

namespace mailmend::gui {

namespace {

/** A repair or its undoing while it runs, paused, and what came of it. Stopping pauses first, then asks. */
class FixPage : public Page
{
    Q_OBJECT

public:
    explicit FixPage(PageContext& context);

    void arrive(const QString& argument) override;
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class State { Idle, Running, Pausing, Paused, Stopping, Done, Stopped, Failed, Conflict };

    void follow();
    void enter(State state, Button* focus);
    void fail(const Error& error, bool undoing);
    void finish(const FixOutcome& outcome, bool undone);
    void sayState();
    QString runningTitle() const;
    void showProgress();
    void doMain();
    void doOther();
    void leaveResult();
    QString retryPage() const { return m_undoing ? QStringLiteral("undo") : QStringLiteral("preview"); }
    QString retryArgument() const { return m_undoing ? m_change : m_step; }

    Column* m_body;
    WaitBar* m_bar;
    ElidedLabel* m_doing;
    Label* m_numbers;
    Column* m_result;
    Button* m_other; ///< the second way: cancel, stop, undo, or leave it
    QTimer m_second;
    State m_state = State::Idle;
    bool m_undoing = false;
    QString m_step;
    QString m_change;
    ActionProgress m_progress;
    std::optional<FixOutcome> m_outcome;
    Error m_error;
};

FixPage::FixPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_bar(new WaitBar),
      m_doing(new ElidedLabel(theme(), TextRole::Body, Token::Text)),
      m_numbers(new Label(theme(), TextRole::Small, Token::TextQuiet)), m_result(new Column(theme(), 8)),
      m_other(addFooterButton(ButtonKind::Plain))
{
    m_body->add(m_bar);
    m_body->add(m_doing);
    m_body->add(m_numbers);
    m_body->add(m_result);
    m_body->addStretch();
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &FixPage::showProgress);
    connect(mainButton(), &QPushButton::clicked, this, &FixPage::doMain);
    connect(m_other, &QPushButton::clicked, this, &FixPage::doOther);
    connect(&session(), &Session::workChanged, this, &FixPage::follow);
    connect(&session(), &Session::fixNews, this, [this](const ActionProgress& progress) {
        m_progress = progress;
        showProgress();
    });
    connect(&session(), &Session::fixHeld, this, [this] { enter(State::Paused, m_other); });
    connect(&session(), &Session::fixed, this, [this](const FixOutcome& outcome) { finish(outcome, false); });
    connect(&session(), &Session::undone, this, [this](const FixOutcome& outcome) { finish(outcome, true); });
    connect(&session(), &Session::failed, this, [this](Session::Work work, const Error& error) {
        if (work == Session::Work::Fixing || work == Session::Work::Undoing) {
            fail(error, work == Session::Work::Undoing);
        }
    });
    follow();
}

void FixPage::arrive(const QString& argument)
{
    if (!argument.isEmpty()) {
        // A change's id is no step's; the step that it belongs to is what is gone back to.
        const CaseChange* change = view() ? view()->change(argument) : nullptr;
        m_change = change != nullptr ? argument : QString();
        m_step = change != nullptr ? change->step : argument;
    }
    Page::arrive(argument);
}

/** What was begun or asked to stop elsewhere: by the page before, or by closing the window. */
void FixPage::follow()
{
    const Session::Work work = session().work();
    if (work != Session::Work::Fixing && work != Session::Work::Undoing) {
        m_second.stop();
        return;
    }
    if (session().isStopping()) {
        enter(State::Stopping, nullptr);
        return;
    }
    m_undoing = work == Session::Work::Undoing;
    m_progress = {};
    m_outcome.reset();
    m_second.start();
    enter(State::Running, nullptr);
}

void FixPage::enter(State state, Button* focus)
{
    m_state = state;
    if (!isVisible()) {
        return;
    }
    renew();
    if (focus != nullptr) {
        focus->setFocus(Qt::OtherFocusReason);
    }
    announce(m_doing, title());
}

void FixPage::fail(const Error& error, bool undoing)
{
    m_error = error;
    m_undoing = undoing;
    if (error.kind == ErrorKind::Cancelled) {
        enter(State::Stopped, mainButton());
    } else if (undoing && error.kind == ErrorKind::Conflict) {
        enter(State::Conflict, m_other);
    } else {
        enter(State::Failed, mainButton());
    }
}

void FixPage::finish(const FixOutcome& outcome, bool undone)
{
    m_outcome = outcome;
    m_undoing = undone;
    m_change = outcome.change.change;
    enter(State::Done, mainButton());
}

void FixPage::tellFailure(Session::Work work, const Error& error)
{
    // What is this page's own stands in its body, with what still holds.
    if (work != Session::Work::Fixing && work != Session::Work::Undoing) {
        Page::tellFailure(work, error);
    }
}

void FixPage::refresh()
{
    m_result->clear();
    const bool runs = m_state == State::Running || m_state == State::Pausing || m_state == State::Paused ||
                      m_state == State::Stopping;
    m_bar->setAccessibleName(tr("How far it is"));
    m_bar->setVisible(runs && m_state != State::Paused);
    m_doing->setVisible(runs);
    m_numbers->setVisible(runs);
    m_result->setVisible(!runs);
    m_other->setVisible(m_state != State::Idle && m_state != State::Stopping);
    m_other->setEnabled(m_state != State::Pausing);
    mainButton()->setVisible(!runs || m_state == State::Paused);
    sayState();
    showProgress();
}

QString FixPage::runningTitle() const
{
    if (m_undoing) {
        const CaseChange* change = view() ? view()->change(m_change) : nullptr;
        const QString name = change != nullptr ? nameOf(change->record) : QString();
        return name.isEmpty() ? tr("Putting it back") : tr("Putting %1 back").arg(name);
    }
    const CaseStep* step = view() ? view()->step(m_step) : nullptr;
    for (const QString& id : step != nullptr ? step->step.findings : QStringList()) {
        const CaseFinding* finding = view()->finding(id);
        if (finding != nullptr && finding->finding.subject.kind == SubjectKind::File) {
            return tr("Doing this step: %1")
                .arg(escapeForDisplay(displayBytes(finding->finding.subject.path.name())));
        }
    }
    return tr("Doing this step");
}

void FixPage::sayState()
{
    switch (m_state) {
    case State::Idle:
        setHeading(tr("No repair is running"), tr("Choose a step under Plan."));
        mainButton()->setText(tr("&Back to the plan"));
        break;
    case State::Running:
        setHeading(runningTitle(),
                   tr("There is a whole copy at every moment. Cancel pauses first and then asks."));
        m_other->setText(tr("&Cancel…"));
        break;
    case State::Pausing:
        setHeading(tr("Pausing"), tr("We stop at the next place where nothing can get lost."));
        m_other->setText(tr("&Cancel…"));
        break;
    case State::Paused:
        setHeading(tr("It is paused. How shall it go on?"),
                   m_undoing ? tr("If you stop, everything stays as it was before the undo.")
                             : tr("If you stop, everything is put back as it was."));
        mainButton()->setText(tr("Go o&n"));
        m_other->setText(m_undoing ? tr("&Stop and leave it") : tr("&Stop and put it back"));
        break;
    case State::Stopping:
        setHeading(tr("Stopping"), m_undoing ? tr("It stays as it was before the undo.")
                                             : tr("What was begun is put back. Then we say how it stands."));
        break;
    case State::Done:
        if (m_outcome) {
            const FixResult result = fixResult(*m_outcome, m_undoing);
            setHeading(tell(result.title), tell(result.sentence));
            showFixResult(m_result, *m_outcome, m_undoing, theme(), reader());
            mainButton()->setText(result.next == FixResult::Next::LookAgain  ? tr("C&heck again…")
                                  : result.next == FixResult::Next::NextStep ? tr("Ne&xt step")
                                                                             : tr("&Back to the plan"));
            m_other->setText(tr("&Undo…"));
            const CaseChange* change = view() ? view()->change(m_outcome->change.change) : nullptr;
            m_other->setVisible(change != nullptr && change->canBeUndone(session().now()));
        }
        break;
    case State::Stopped:
        setHeading(tr("It was stopped"), m_undoing
                                             ? tr("Nothing was put back. Everything is as it was before.")
                                             : tr("Everything is as it was before. The step is open."));
        mainButton()->setText(tr("&Back to the plan"));
        m_other->setText(tr("Tr&y again"));
        break;
    case State::Failed:
        setHeading(m_undoing ? tr("It could not be put back") : tr("This step could not be done"),
                   tr("Below is what happened and how it stands."));
        showFixError(m_result, m_error, theme(), reader());
        mainButton()->setText(tr("&Back to the plan"));
        m_other->setText(tr("Tr&y again"));
        break;
    case State::Conflict:
        setHeading(tr("It was not put back. Please decide"),
                   tr("Nothing was changed. You can also leave it and look at the disk first."));
        showFixError(m_result, m_error, theme(), reader());
        m_result->addProse(
            tr("If something else stands in its place now, Mailmend can take that into quarantine "
               "as well and then put the old file back. That is a change of its own: you find it under "
               "Time line and can undo it there."));
        mainButton()->setText(tr("&Keep both and put it back"));
        m_other->setText(tr("&Leave it as it is"));
        break;
    }
}

void FixPage::showProgress()
{
    m_doing->setWords(m_progress.doing.isEmpty() ? tr("Starting") : tell(m_progress.doing));
    if (m_progress.bytesAll > 0) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(
            static_cast<int>(qMin<qint64>(1000, m_progress.bytesDone * 1000 / m_progress.bytesAll)));
    } else {
        m_bar->setRange(0, 0);
    }
    const qint64 seconds = session().workSeconds();
    const Text since = say(MAILMEND_TEXT("fix-page", "{minutes} min {seconds} s"),
                           {{"minutes", count(seconds / 60)}, {"seconds", count(seconds % 60)}});
    m_numbers->setText(m_progress.bytesAll > 0
                           ? tell(say(MAILMEND_TEXT("fix-page", "{done} of {all}. {since}"),
                                      {{"done", bytes(m_progress.bytesDone)},
                                       {"all", bytes(m_progress.bytesAll)},
                                       {"since", sentence(since)}}))
                           : tell(since));
}

void FixPage::doMain()
{
    switch (m_state) {
    case State::Paused:
        session().goOn();
        enter(State::Running, nullptr);
        break;
    case State::Done:
        leaveResult();
        break;
    case State::Conflict:
        session().undo(m_change, UndoWish::KeepPresentToo);
        break;
    case State::Idle:
    case State::Running:
    case State::Pausing:
    case State::Stopping:
    case State::Stopped:
    case State::Failed:
        Q_EMIT leave(QStringLiteral("plan"), m_step);
        break;
    }
}

void FixPage::leaveResult()
{
    const FixResult::Next next = m_outcome ? fixResult(*m_outcome, m_undoing).next : FixResult::Next::Plan;
    if (next == FixResult::Next::LookAgain) {
        Q_EMIT leave(QStringLiteral("look-again"), m_step);
        return;
    }
    const NextThing after = view() && next == FixResult::Next::NextStep
                                ? nextThing(*view(), m_step, session().where())
                                : NextThing{};
    Q_EMIT leave(QStringLiteral("plan"), after.kind == NextThing::Kind::NextStep ? after.step : m_step);
}

void FixPage::doOther()
{
    switch (m_state) {
    case State::Running:
        session().hold();
        enter(State::Pausing, nullptr);
        break;
    case State::Paused:
        session().cancel();
        break;
    case State::Done:
        Q_EMIT leave(QStringLiteral("undo"), m_outcome ? m_outcome->change.change : m_change);
        break;
    case State::Stopped:
    case State::Failed:
        Q_EMIT leave(retryPage(), retryArgument());
        break;
    default:
        Q_EMIT leave(QStringLiteral("plan"), m_step);
        break;
    }
}

void FixPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape && m_state == State::Running) {
        doOther();
        return;
    }
    Page::keyPressEvent(event);
}

} // namespace

extern const PageEntry fixPage;
constinit const PageEntry fixPage = {
    "fix",
    MAILMEND_TEXT("rail", "Repair"),
    MAILMEND_TEXT(
        "help", "A repair while it runs. You can pause it; then you say whether it goes on or is put back."),
    Drawing::Shield,
    RailPlace::Work,
    [](PageContext& context) -> Page* { return new FixPage(context); },
    nullptr,
    "plan"};

} // namespace mailmend::gui

#include "fix_page.moc"
