// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "gui/models/findings_index.h"
#include "gui/pages/page.h"
#include "gui/pages/plan_ask.h"
#include "gui/pages/registry.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"
#include "reports/wording.h"

namespace mailmend::gui {

namespace {

constexpr int factsShown = 40;

/** One finding: what, why it matters, how sure, what else it could be, what to do, the evidence, and the
 * details. */
class FindingPage : public Page
{
    Q_OBJECT

public:
    explicit FindingPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    void addPart(const QString& heading, const Text& text);
    void addEvidence(const Finding& finding);
    void addNotes(const QString& finding);
    void addDetails(const Finding& finding);
    const CaseStep* stepFor(const QString& finding) const;
    QString nextFinding() const;

    Column* m_body;
    AskCard* m_ask;
    Column* m_shown;
    Button* m_note;
    Button* m_accept;
    Button* m_next;
    QString m_id;
};

FindingPage::FindingPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_ask(new AskCard(theme())), m_shown(new Column(theme(), 8)),
      m_note(addFooterButton(ButtonKind::Quiet)), m_accept(addFooterButton(ButtonKind::Quiet)),
      m_next(addFooterButton(ButtonKind::Plain))
{
    m_body->add(m_ask);
    m_body->add(m_shown);
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        const CaseStep* step = stepFor(m_id);
        Q_EMIT leave(QStringLiteral("plan"), step != nullptr ? step->step.id : QString());
    });
    connect(m_next, &QPushButton::clicked, this,
            [this] { Q_EMIT leave(QStringLiteral("finding"), nextFinding()); });
    connect(m_note, &QPushButton::clicked, this, [this] {
        scrollToTop();
        askNote(m_ask, session(), {}, m_id, [this] { focusTitle(); });
    });
    connect(m_accept, &QPushButton::clicked, this, [this] {
        if (const CaseFinding* entry = view() ? view()->finding(m_id) : nullptr) {
            scrollToTop();
            askWhyAccepted(m_ask, session(), entry->finding, [this] { focusTitle(); });
        }
    });
}

void FindingPage::arrive(const QString& argument)
{
    if (!argument.isEmpty()) {
        m_id = argument;
    }
    m_ask->dismiss();
    Page::arrive(argument);
}

/** The step that takes the trouble away rather than one that prepares for it; open before settled. */
const CaseStep* FindingPage::stepFor(const QString& finding) const
{
    const CaseStep* best = nullptr;
    int bestRank = -1;
    for (const CaseStep& step : view()->steps) {
        const int rank = (step.step.verifiedByLooking ? 2 : 0) + (step.status == StepStatus::Open ? 1 : 0);
        if (step.step.findings.contains(finding) && rank > bestRank) {
            best = &step;
            bestRank = rank;
        }
    }
    return best;
}

QString FindingPage::nextFinding() const
{
    const auto& all = view()->findings;
    for (qsizetype place = 0; place + 1 < all.size(); ++place) {
        if (all.at(place).finding.id == m_id) {
            return all.at(place + 1).finding.id;
        }
    }
    return {};
}

void FindingPage::refresh()
{
    m_shown->clear();
    const CaseFinding* entry = view() ? view()->finding(m_id) : nullptr;
    m_note->setText(tr("Add a &note…"));
    m_next->setText(tr("Ne&xt finding"));
    mainButton()->setText(tr("Go to the repa&ir"));
    m_accept->setText(entry != nullptr && entry->status == FindingStatus::Accepted
                          ? tr("Change its a&cceptance…")
                          : tr("A&ccept it as it is…"));
    m_note->setVisible(entry != nullptr);
    m_accept->setVisible(entry != nullptr && !whyNotAcceptable(*entry));
    m_next->setVisible(entry != nullptr && !nextFinding().isEmpty());
    const bool repairable = entry != nullptr && (stepFor(m_id) != nullptr || view()->plan.choice);
    mainButton()->setVisible(repairable);
    if (entry == nullptr) {
        setHeading(tr("This finding is not in the case"), tr("Choose another one under Findings."));
        return;
    }
    const Finding& finding = entry->finding;
    setHeading(tell(finding.title), {});
    auto* state = new StateLabel(theme(), TextRole::Strong, lookOf(*entry), tell(stateText(*entry)));
    m_shown->addNarrow(state);
    if (const Text server = serversOf(*view(), {finding.target}); !server.isEmpty()) {
        m_shown->addProse(tell(server));
    }
    m_shown->add(new ElidedLabel(theme(), TextRole::Mono, Token::Text, whereOf(finding)));
    if (finding.since.isValid()) {
        m_shown->addProse(tr("Since %1").arg(tellTime(finding.since)), true);
    }
    if (!entry->statusReason.isEmpty()) {
        m_shown->addProse(tell(entry->statusReason));
    }
    addPart(tr("Why it matters"), finding.matters);
    addPart(tr("How sure we are"), finding.certainty);
    addPart(tr("What it could be if it is harmless"), finding.harmless);
    addPart(tr("What to do"), finding.advice);
    addEvidence(finding);
    addNotes(finding.id);
    addDetails(finding);
    m_shown->addStretch();
}

void FindingPage::addPart(const QString& heading, const Text& text)
{
    if (!text.isEmpty()) {
        m_shown->addSection(heading);
        m_shown->addProse(tell(text));
    }
}

void FindingPage::addEvidence(const Finding& finding)
{
    if (finding.facts.isEmpty()) {
        return;
    }
    m_shown->addSection(tr("Evidence"));
    auto* card = new LineCard(theme());
    for (const Fact& fact : finding.facts.mid(0, factsShown)) {
        // The finding's own file stands above already.
        const bool otherFile = !fact.path.isEmpty() && !(fact.path == finding.subject.path);
        QStringList under;
        if (fact.line > 0) {
            under.append(tr("line %1").arg(fact.line));
        }
        if (fact.time.isValid()) {
            under.append(tellTime(fact.time));
        }
        card->addSentence(tell(fact.text), under.join(QStringLiteral(" · ")),
                          otherFile ? escapeForDisplay(fact.path.display()) : QString());
    }
    if (finding.facts.size() > factsShown) {
        card->addSentence(
            tell(say(MAILMEND_TEXT("finding-page", "{count} more {count|fact is|facts are} in the report."),
                     {{"count", count(finding.facts.size() - factsShown)}})));
    }
    m_shown->add(card);
}

void FindingPage::addNotes(const QString& finding)
{
    auto* card = new LineCard(theme());
    for (const CaseNote& note : view()->notes) {
        if (note.finding == finding) {
            card->addSentence(escapeForDisplay(note.text),
                              tr("%1, %2").arg(escapeForDisplay(note.by), tellTime(note.at)));
        }
    }
    if (card->isEmpty()) {
        delete card;
        return;
    }
    m_shown->addSection(tr("Notes"));
    m_shown->add(card);
}

void FindingPage::addDetails(const Finding& finding)
{
    auto* card = new LineCard(theme());
    card->addFact(tr("Finding"), finding.id, {}, true);
    card->addFact(tr("Found by"), finding.check, {}, true);
    card->addFact(tr("State"), escapeForDisplay(finding.state), {}, true);
    if (!finding.references.isEmpty()) {
        card->addFact(tr("References"), escapeForDisplay(finding.references.join(QStringLiteral(", "))));
    }
    QList<QByteArray> hashes;
    for (const Fact& fact : finding.facts.mid(0, factsShown)) {
        if (!fact.sha256.isEmpty() && !hashes.contains(fact.sha256)) {
            hashes.append(fact.sha256);
            card->column()->addWidget(
                new CopyLine(theme(), QString::fromLatin1(fact.sha256), tr("Copy the SHA-256")));
        }
    }
    if (!finding.subject.path.isEmpty()) {
        card->column()->addWidget(new CopyLine(theme(), whereOf(finding), tr("Copy the path")));
    }
    m_shown->addGap(8);
    m_shown->add(new Disclosure(theme(), tr("Technical &details"), card));
}

} // namespace

extern const PageEntry findingPage;
constinit const PageEntry findingPage = {
    "finding",
    MAILMEND_TEXT("rail", "Finding"),
    MAILMEND_TEXT(
        "help",
        "One finding in full: what it is, why it matters, how sure we are, what it could be if it is "
        "harmless, what to do, and the evidence. What you know to be harmless can be accepted for a time."),
    Drawing::Findings,
    RailPlace::None,
    [](PageContext& context) -> Page* { return new FindingPage(context); },
    nullptr,
    "findings"};

} // namespace mailmend::gui

#include "finding_page.moc"
