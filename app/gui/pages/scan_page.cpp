// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "gui/models/findings_index.h"
#include "gui/models/roles.h"
#include "gui/models/row_list_model.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/row_delegate.h"
#include "gui/widgets/wait_bar.h"

#include <QListView>
#include <QSet>
#include <QTimer>

#include <algorithm>

namespace mailmend::gui {

namespace {

constexpr int rowsShown = 500;

/** A check that runs: what it does right now, for how long, and what it has found so far. */
class ScanPage : public Page
{
    Q_OBJECT

public:
    explicit ScanPage(PageContext& context);

    bool waitsFor(Session::Work work) const override { return work == Session::Work::Scanning; }
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;

private:
    void begin();
    void take(const WorkNews& news);
    void finish(bool cancelled);
    void showProgress();
    void showAll();
    ListRow rowOf(const Finding& finding) const;

    /** NoRights: they were asked for and not given, or not got to work; OtherComputer: with them, it turned
     * out not to be the case's. What was known stays. */
    enum class State { Running, Stopping, Done, Stopped, Failed, NoRights, OtherComputer };

    Column* m_body;
    WaitBar* m_bar;
    ElidedLabel* m_doing;
    Label* m_numbers;
    Label* m_foundTitle;
    QListView* m_list;
    RowListModel* m_found;
    Button* m_stop;
    Button* m_askAgain;
    QTimer m_second;
    State m_state = State::Running;
    QString m_target; ///< what is checked: a case may hold what other checks have found too
    Keep m_keep = Keep::InNewCase;
    QSet<QString> m_known; ///< ids of all that was found, listed or not
    ScanProgress m_progress;
    qint64 m_seconds = 0;
    Verdict m_worst = Verdict::Clear;
    bool m_saysToWait = false; ///< the notice: another check was asked for while this one runs
};

ScanPage::ScanPage(PageContext& context)
    : Page(context), m_body(makeBody(false)), m_bar(new WaitBar),
      m_doing(new ElidedLabel(theme(), TextRole::Body, Token::Text)),
      m_numbers(new Label(theme(), TextRole::Small, Token::TextQuiet)),
      m_foundTitle(new Label(theme(), TextRole::Section)), m_list(new QListView),
      m_found(new RowListModel(this)), m_stop(addFooterButton(ButtonKind::Plain)),
      m_askAgain(addFooterButton(ButtonKind::Plain))
{
    m_body->add(m_bar);
    m_body->add(m_doing);
    m_body->add(m_numbers);
    m_body->addGap(4);
    m_body->add(m_foundTitle);
    m_list->setModel(m_found);
    m_list->setItemDelegate(new ListRowDelegate(theme(), m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setResizeMode(QListView::Adjust);
    m_list->setWordWrap(true); // laid out again whenever its width changes
    m_list->setLayoutMode(QListView::Batched);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    m_body->add(m_list);
    connect(m_list, &QListView::activated, this, [this](const QModelIndex& row) {
        // While the check runs there is no case yet that could explain a finding.
        if (view() && (m_state == State::Done || m_state == State::Stopped)) {
            Q_EMIT leave(QStringLiteral("finding"), row.data(IdRole).toString());
        }
    });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &ScanPage::showProgress);
    connect(m_stop, &QPushButton::clicked, this, [this] { session().cancel(); });
    connect(m_askAgain, &QPushButton::clicked, this, [this] { session().scanWithRights(); });
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        Q_EMIT leave(m_state != State::Failed     ? QStringLiteral("overview")
                     : m_keep == Keep::InOpenCase ? QStringLiteral("further-source")
                                                  : QStringLiteral("source"));
    });
    connect(&session(), &Session::news, this, &ScanPage::take);
    connect(&session(), &Session::scanFinished, this, &ScanPage::finish);
    connect(&session(), &Session::workChanged, this, [this] {
        if (session().work() != Session::Work::Scanning) {
            return;
        }
        if (!session().isStopping()) {
            begin();
        } else if (isVisible()) {
            renew();
        }
    });
    if (session().work() == Session::Work::Scanning) {
        begin();
    }
}

void ScanPage::begin()
{
    m_found->setRows({});
    m_known.clear();
    m_progress = {};
    m_seconds = 0;
    m_worst = Verdict::Clear;
    m_state = State::Running;
    if (session().scansWithRights()) {
        m_target.clear(); // of the case, which has more than what was looked at last
        m_keep = Keep::InOpenCase;
    } else if (const auto& seen = session().lookedAt()) {
        m_target = seen->target.id;
        m_keep = seen->keep;
    }
    m_second.start();
    if (isVisible()) {
        notice()->clear();
        renew();
    }
}

void ScanPage::take(const WorkNews& news)
{
    if (session().work() != Session::Work::Scanning) {
        return;
    }
    m_progress = news.progress;
    QList<ListRow> rows;
    for (const Finding& finding : news.found) {
        if (m_known.contains(finding.id)) {
            continue;
        }
        m_known.insert(finding.id);
        if (m_known.size() > rowsShown) {
            continue;
        }
        rows.append(rowOf(finding));
        if (finding.verdict < m_worst) {
            m_worst = finding.verdict;
            announce(m_foundTitle, rows.last().state + QStringLiteral(": ") + rows.last().title);
        }
    }
    m_found->append(rows);
    showProgress();
}

void ScanPage::finish(bool cancelled)
{
    m_second.stop();
    m_state = cancelled ? State::Stopped : State::Done;
    if (m_saysToWait) {
        notice()->clear();
        m_saysToWait = false;
    }
    if (isVisible()) {
        renew();
        mainButton()->setFocus();
        announce(m_doing, title());
    }
}

void ScanPage::tellFailure(Session::Work work, const Error& error)
{
    if (work == Session::Work::Scanning && session().work() == Session::Work::Scanning) {
        // Another one was asked for and refused: this one goes on, and can be stopped.
        Page::tellFailure(work, error);
        m_saysToWait = true;
        return;
    }
    m_saysToWait = false;
    if (work == Session::Work::Scanning) {
        m_second.stop();
        m_state = !session().scansWithRights()        ? State::Failed
                  : error.kind == ErrorKind::Conflict ? State::OtherComputer
                                                      : State::NoRights;
        renew();
    }
    if (work == Session::Work::Scanning && m_state == State::NoRights && error.kind == ErrorKind::Denied &&
        isVisible()) {
        notice()->tell({Drawing::Info, Token::Accent}, tell(error.text),
                       tell(error.hint)); // nothing is wrong
        mainButton()->setFocus(Qt::OtherFocusReason);
        return;
    }
    Page::tellFailure(work, error);
}

void ScanPage::refresh()
{
    if (m_state == State::Running && session().isStopping()) {
        m_state = State::Stopping;
    }
    const bool runs = m_state == State::Running || m_state == State::Stopping;
    switch (m_state) {
    case State::Running:
        setHeading(session().scansWithRights() ? tr("Looking again with administrator rights")
                                               : tr("Checking the server"),
                   tr("You can keep working while this runs. What we find appears below."));
        break;
    case State::Stopping:
        setHeading(tr("Stopping"), tr("We finish the file we are reading and keep what was found."));
        break;
    case State::Done:
        setHeading(tr("The check is done"),
                   tr("Next, we show you what we found and what we could not look at."));
        break;
    case State::Stopped:
        setHeading(tr("The check was stopped"),
                   tr("What was found until then is kept. The rest counts as not checked."));
        break;
    case State::Failed:
        setHeading(tr("The check could not be done"),
                   tr("Nothing was changed. Go back to try again, or to choose something else."));
        break;
    case State::NoRights:
        setHeading(tr("We could not look with more rights"),
                   tr("What was found before stays as it is. You can ask again at any time."));
        break;
    case State::OtherComputer:
        setHeading(tr("This computer is not in the case"), tr("What was found before stays as it is."));
        break;
    }
    m_askAgain->setText(tr("&Ask again"));
    m_askAgain->setVisible(m_state == State::NoRights);
    m_stop->setText(tr("Stop and &keep what was found"));
    m_stop->setVisible(runs);
    m_stop->setEnabled(m_state == State::Running);
    mainButton()->setVisible(!runs);
    mainButton()->setText(m_state == State::Failed ? tr("&Go back to the server") : tr("&See what we found"));
    m_bar->setAccessibleName(tr("Progress of the check"));
    m_list->setAccessibleName(tr("Found so far"));
    if (m_state == State::Done || m_state == State::Stopped) {
        showAll();
    }
    showProgress();
}

ListRow ScanPage::rowOf(const Finding& finding) const
{
    return {finding.id,          lookOf(finding.verdict), tell(verdictText(finding.verdict)),
            tell(finding.title), whereOf(finding),        {}};
}

/** At the end what the checks said in the end, instead of what the files said while they were read. */
void ScanPage::showAll()
{
    if (!view()) {
        return;
    }
    m_known.clear();
    QList<ListRow> rows;
    for (const CaseFinding& entry : view()->findings) {
        const Finding& finding = entry.finding;
        if (entry.status == FindingStatus::Fixed || (finding.target != m_target && !m_target.isEmpty())) {
            continue;
        }
        m_known.insert(finding.id);
        if (rows.size() < rowsShown) {
            rows.append(rowOf(finding));
        }
    }
    m_found->setRows(rows);
}

void ScanPage::showProgress()
{
    if (session().work() == Session::Work::Scanning) {
        m_seconds = session().workSeconds();
    }
    const bool runs = m_state == State::Running || m_state == State::Stopping;
    if (!runs) {
        m_doing->setWords({});
    } else if (m_progress.filesExpected > 0) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(
            static_cast<int>(qMin<qint64>(1000, m_progress.filesSeen * 1000 / m_progress.filesExpected)));
    } else {
        m_bar->setRange(0, 0);
    }
    if (runs) {
        m_doing->setWords(m_progress.doing.isEmpty() ? tr("Opening the evidence") : tell(m_progress.doing));
    }
    m_bar->setVisible(runs);
    m_doing->setVisible(runs);
    m_numbers->setVisible(m_state != State::NoRights && m_state != State::OtherComputer);
    const qint64 minutes = m_seconds / 60;
    const Text time = minutes > 0 ? say(MAILMEND_TEXT("scan-page", "{minutes} min {seconds} s"),
                                        {{"minutes", count(minutes)}, {"seconds", count(m_seconds % 60)}})
                                  : say(MAILMEND_TEXT("scan-page", "{seconds} {seconds|second|seconds}"),
                                        {{"seconds", count(qMax<qint64>(1, m_seconds))}});
    m_numbers->setText(
        tell(say(MAILMEND_TEXT("scan-page", "{files} {files|file|files} looked at, {read} read, in {time}."),
                 {{"files", count(m_progress.filesSeen)},
                  {"read", bytes(m_progress.bytesRead)},
                  {"time", sentence(time)}})));
    const qsizetype found = m_known.size();
    const Text sum =
        runs ? say(MAILMEND_TEXT("scan-page", "Found so far: {count}."), {{"count", count(found)}})
             : say(MAILMEND_TEXT("scan-page", "Found: {count}."), {{"count", count(found)}});
    const Text first = say(MAILMEND_TEXT("scan-page", "{sum} The first {shown} are listed here."),
                           {{"sum", sentence(sum)}, {"shown", count(rowsShown)}});
    m_foundTitle->setText(found > rowsShown ? tell(first)
                          : found > 0       ? tell(sum)
                          : runs            ? tr("Nothing found so far")
                                            : QString());
}

} // namespace

extern const PageEntry scanPage;
constinit const PageEntry scanPage = {
    "scan",
    MAILMEND_TEXT("rail", "Check"),
    MAILMEND_TEXT("help", "The check while it runs. You can stop it; what was found until then is kept."),
    Drawing::Search,
    RailPlace::Work,
    [](PageContext& context) -> Page* { return new ScanPage(context); }};

} // namespace mailmend::gui

#include "scan_page.moc"
