// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "cases/settled.h"
#include "checks/registry.h"
#include "findings/unread.h"
#include "gui/models/findings_index.h"
#include "gui/pages/coverage_lines.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/pages/rights_offer.h"
#include "gui/pages/shadow_copy_tick.h"
#include "gui/pages/summary.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/flow.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"
#include "reports/wording.h"

#include <algorithm>

namespace mailmend::gui {

namespace {

constexpr int rowsInGroup = 8;

/** Of the four answers, in the order of the questions. */
QList<Look> looksOf(const Assessment& answers)
{
    return {lookOf(answers.exposed.answer), lookOf(answers.entered.answer),
            lookOf(answers.stillInside.answer), lookOf(answers.couldWeTell.answer)};
}

/** The four answers, the sentence, what needs action first, and what could not be looked at. */
class OverviewPage : public Page
{
    Q_OBJECT

public:
    explicit OverviewPage(PageContext& context);

protected:
    void refresh() override;

private:
    void addAnswers(const Assessment& answers);
    void addServers();
    void addGroup(const QString& heading, Verdict verdict);
    void addNotDone();
    void addCoverage();
    /** What was denied can be asked for, where Windows has somebody to ask. */
    void addRights();
    void sayIntegrity();

    Column* m_body;
    Button* m_further;
    Button* m_report;
};

OverviewPage::OverviewPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_further(addFooterButton(ButtonKind::Quiet)),
      m_report(addFooterButton(ButtonKind::Plain))
{
    connect(m_further, &QPushButton::clicked, this, [this] { Q_EMIT leave(QStringLiteral("further")); });
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        const bool hasPlan = view() && (!view()->steps.isEmpty() || view()->plan.choice);
        Q_EMIT leave(hasPlan ? QStringLiteral("plan") : QStringLiteral("report"));
    });
    connect(m_report, &QPushButton::clicked, this, [this] { Q_EMIT leave(QStringLiteral("report")); });
}

void OverviewPage::refresh()
{
    m_body->clear();
    m_report->setText(tr("Sa&ve report…"));
    m_further->setText(tr("Add a server to this &case…"));
    m_further->setVisible(view() != nullptr);
    mainButton()->setVisible(view() != nullptr);
    m_report->setVisible(view() != nullptr);
    if (!view()) {
        setHeading(tr("Nothing to show yet"),
                   tr("What we find will be here, as soon as a server was looked at. Begin under Start."));
        m_body->addStretch();
        return;
    }
    const bool begun = std::any_of(view()->steps.begin(), view()->steps.end(),
                                   [](const CaseStep& step) { return step.status != StepStatus::Open; });
    const bool hasPlan = !view()->steps.isEmpty() || view()->plan.choice;
    m_report->setVisible(hasPlan);
    mainButton()->setText(!hasPlan ? tr("Sa&ve report…")
                          : begun  ? tr("Go o&n repairing")
                                   : tr("&Start repairing"));
    QStringList hosts;
    for (const TargetInfo& target : view()->targets) {
        hosts.append(escapeForDisplay(target.host.isEmpty() ? target.path : target.host));
    }
    setHeading(tr("What we found on %1").arg(hosts.join(QStringLiteral(", "))),
               tell(summaryText(countFindings(*view()))));
    sayIntegrity();
    if (view()->scan) {
        addAnswers(view()->scan->answers);
    }
    addRights(); // the answers hang on it
    addGroup(tr("Needs action"), Verdict::NeedsAction);
    addGroup(tr("Look at this"), Verdict::LookAtThis);
    addGroup(tr("Could not check"), Verdict::CouldNotCheck);
    addServers();
    addNotDone();
    addCoverage();
    m_body->addStretch();
}

void OverviewPage::sayIntegrity()
{
    if (!view()->integrity.intact) {
        notice()->tell({Drawing::StateOctagon, Token::NeedsAction}, tell(view()->integrity.text),
                       tr("You can still read the case. Don't rely on it as proof."));
    }
}

void OverviewPage::addAnswers(const Assessment& answers)
{
    auto* cards = new QWidget;
    auto* flow = new CardFlow(172, 12, cards);
    const QList<Look> looks = looksOf(answers);
    qsizetype place = 0;
    for (const QuestionAnswered& one : fourAnswers(answers)) {
        auto* card = new AnswerCard(theme(), tell(one.question), looks.at(place++), tell(one.answer),
                                    tell(one.because));
        card->setToolTip(plainTip(tell(one.meaning)));
        flow->addWidget(card);
    }
    m_body->add(cards);
}

/** The cards above say the worst of all servers; here each has its own answers, where it was looked at alone.
 */
void OverviewPage::addServers()
{
    for (const ServerAnswers& server : view()->answersByServer) {
        const QList<Look> looks = looksOf(server.answers);
        auto* card = new LineCard(theme());
        qsizetype place = 0;
        for (const QuestionAnswered& one : fourAnswers(server.answers)) {
            card->addState(looks.at(place++), tell(one.answer), tell(one.question), tell(one.because));
        }
        m_body->addSection(tr("The answers for %1").arg(serversIn(*view(), server.targets, reader().locale)));
        m_body->add(card);
    }
}

void OverviewPage::addGroup(const QString& heading, Verdict verdict)
{
    int count = 0;
    auto* card = new Card(theme());
    space(card->column(), 4, 4, 4, 4, 0);
    for (const CaseFinding& entry : view()->findings) {
        if (isSettled(entry) || entry.finding.verdict != verdict || ++count > rowsInGroup) {
            continue;
        }
        QStringList under = {placeOf(*view(), entry.finding)};
        if (entry.finding.since.isValid()) {
            under.append(
                tr("since %1").arg(tellDay(entry.finding.since.toTimeZone(reader().zone).date(), reader())));
        }
        if (entry.status != FindingStatus::Open) {
            under.append(tell(statusText(entry.status)));
        }
        auto* row = new RowButton(theme(), lookOf(verdict), tell(verdictText(verdict)),
                                  tell(entry.finding.title), under.join(QStringLiteral(" · ")));
        connect(row, &QAbstractButton::clicked, this,
                [this, id = entry.finding.id] { Q_EMIT leave(QStringLiteral("finding"), id); });
        card->column()->addWidget(row);
    }
    if (count == 0) {
        delete card;
        return;
    }
    m_body->addSection(heading);
    m_body->add(card);
    if (count > rowsInGroup) {
        auto* all = new Button(
            theme(), ButtonKind::Quiet,
            tell(say(MAILMEND_TEXT("overview", "Show all {count}"), {{"count", mailmend::count(count)}})));
        all->setAccessibleName(all->text() + QStringLiteral(": ") + heading);
        connect(all, &QPushButton::clicked, this, [this, verdict] {
            Q_EMIT leave(QStringLiteral("findings"), QString::fromLatin1(toWord(verdict)));
        });
        m_body->addNarrow(all);
    }
}

void OverviewPage::addNotDone()
{
    if (!view()->scan) {
        return;
    }
    auto* card = new LineCard(theme());
    for (const CheckResult& check : view()->scan->checks) {
        if (check.verdict != Verdict::CouldNotCheck && !leftUnread(check)) {
            continue;
        }
        const Check* known = findCheck(check.check);
        const QString server = serverOf(*view(), check.target);
        const QString title = known != nullptr ? tell(say(known->title)) : check.check;
        const QString name = server.isEmpty() ? title : tr("%1: %2").arg(server, title);
        if (check.verdict < Verdict::CouldNotCheck) {
            card->addState(
                lookOf(ReadState::Partly), tell(readStateText(ReadState::Partly)), name,
                tell(say(MAILMEND_TEXT("overview",
                                       "{unread} What it found in the rest stands among the findings."),
                         {{"unread", sentence(unreadText(check.unread))}})));
        } else {
            card->addState(lookOf(check.verdict), tell(verdictText(check.verdict)), name, tell(check.reason));
        }
    }
    for (const Text& left : view()->scan->leftOut) {
        card->addState(lookOf(ReadState::Skipped), tell(readStateText(ReadState::Skipped)), tell(left), {});
    }
    if (card->isEmpty()) {
        delete card;
        return;
    }
    m_body->addSection(tr("What could not be checked in full"));
    m_body->add(card);
}

void OverviewPage::addCoverage()
{
    if (view()->scan && !view()->scan->coverage.isEmpty()) {
        for (const TargetInfo& target : view()->scan->targets) {
            QList<CoverageEntry> own = view()->scan->coverage;
            const QString server = serverOf(*view(), target.id);
            if (!server.isEmpty()) {
                own.removeIf([&target](const CoverageEntry& entry) { return entry.target != target.id; });
            }
            m_body->addSection(server.isEmpty() ? tr("What we could see")
                                                : tr("What we could see on %1").arg(server));
            m_body->add(coverageCard(theme(), own, session().knowledge(), reader()));
        }
        m_body->addProse(tell(knowledgeAge(view()->scan->knowledge)), true);
    }
    auto* unseen = new LineCard(theme());
    for (const Text& one : cannotSee()) {
        unseen->addSentence(tell(one));
    }
    m_body->add(new Disclosure(theme(), tr("What Mailmend can never see"), unseen));
}

void OverviewPage::addRights()
{
    if (!session().rightsMayShowMore()) {
        return;
    }
    auto* offer = new RightsOffer(theme(), session(), 12);
    Column* column = offer->column();
    column->addProse(tr("Mailmend was not allowed to read some of this computer. With the rights of an "
                        "administrator it may see more. Windows will ask you for them. Mailmend only reads, "
                        "and what was found so far stays."));
    auto* tick = new ShadowCopyTick(theme(), session());
    tick->setWords();
    column->add(tick);
    auto* ask = new Button(theme(), ButtonKind::Plain, tr("Loo&k again with administrator rights"));
    connect(ask, &QPushButton::clicked, this, [this] {
        session().scanWithRights();
        Q_EMIT leave(QStringLiteral("scan"));
    });
    column->addNarrow(ask);
    m_body->add(offer);
}

} // namespace

extern const PageEntry overviewPage;
constinit const PageEntry overviewPage = {
    "overview",
    MAILMEND_TEXT("rail", "&Overview"),
    MAILMEND_TEXT("help", "What was found and what could not be looked at, in four answers. What needs "
                          "action stands first. Choose a line to read all about it."),
    Drawing::Overview,
    RailPlace::Case,
    [](PageContext& context) -> Page* { return new OverviewPage(context); }};

} // namespace mailmend::gui

#include "overview_page.moc"
