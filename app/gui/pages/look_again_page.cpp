// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "evidence/live/live.h"
#include "gui/models/findings_index.h"
#include "gui/pages/choice_row.h"
#include "gui/pages/page.h"
#include "gui/pages/passphrase_line.h"
#include "gui/pages/registry.h"
#include "gui/pages/rights_offer.h"
#include "gui/pages/shadow_copy_tick.h"
#include "gui/theme/looks.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/wait_bar.h"

#include <QLineEdit>

namespace mailmend::gui {

namespace {

/** Looking again: at the same disk, or at newer evidence of the same server; then what became of each
 * finding. */
class LookAgainPage : public Page
{
    Q_OBJECT

public:
    explicit LookAgainPage(PageContext& context);

    void arrive(const QString& argument) override;
    bool waitsFor(Session::Work work) const override { return work == Session::Work::CheckingAgain; }
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;

private:
    void showChoices();
    void showResults();
    void look(const QString& with);
    void again(const QString& with);
    void start();
    void askForPassphrase(const QString& target, bool wasWrong);
    void unlock();
    void showMain();
    void showTick();
    void choose(const FileQuestion& question);

    enum class State { Choosing, Locked, Running, Done };

    Column* m_body;
    ShadowCopyTick* m_tick;
    Column* m_choices;
    Label* m_lineLabel;
    QLineEdit* m_line;
    PassphraseLine* m_passphrase;
    WaitBar* m_bar;
    ElidedLabel* m_doing;
    Column* m_results;
    Button* m_stop;
    State m_state = State::Choosing;
    QString m_step;
    QString m_with;   ///< what was looked at last; empty: the case's own targets
    QString m_locked; ///< whose passphrase is asked for
    bool m_wasWrong = false;
    QList<GivenPassphrase> m_passphrases; ///< of those that were asked for before, until the look is over
    QList<Rechecked> m_findings;
    QList<TargetInfo> m_looked;
};

LookAgainPage::LookAgainPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_tick(new ShadowCopyTick(theme(), context.session)),
      m_choices(new Column(theme(), 8)), m_lineLabel(new Label(theme(), TextRole::Section)),
      m_line(new QLineEdit), m_passphrase(new PassphraseLine(theme())), m_bar(new WaitBar),
      m_doing(new ElidedLabel(theme(), TextRole::Body, Token::Text)), m_results(new Column(theme(), 8)),
      m_stop(addFooterButton(ButtonKind::Plain))
{
    m_lineLabel->setBuddy(m_line);
    m_body->add(m_tick);
    m_body->add(m_choices);
    m_body->add(m_lineLabel);
    limitWidth(m_line, 640);
    m_body->add(m_line);
    m_body->add(m_passphrase);
    m_body->add(m_bar);
    m_body->add(m_doing);
    m_body->add(m_results);
    m_body->addStretch();
    connect(m_line, &QLineEdit::returnPressed, this, [this] { look(m_line->text()); });
    connect(m_line, &QLineEdit::textChanged, this, &LookAgainPage::showMain);
    connect(m_line, &QLineEdit::textChanged, this, &LookAgainPage::showTick);
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        if (m_state == State::Done) {
            Q_EMIT leave(QStringLiteral("plan"), m_step);
        } else if (m_state == State::Locked) {
            unlock();
        } else {
            look(m_line->text());
        }
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { session().cancel(); });
    connect(&session(), &Session::news, this, [this](const WorkNews& news) {
        if (m_state == State::Running) {
            m_doing->setWords(tell(news.progress.doing));
        }
    });
    connect(m_passphrase, &PassphraseLine::entered, this, &LookAgainPage::unlock);
    connect(&session(), &Session::passphraseWanted, this,
            [this](Session::Work work, const QString& target, bool wasWrong) {
                if (work == Session::Work::CheckingAgain) {
                    askForPassphrase(target, wasWrong);
                }
            });
    connect(&session(), &Session::checkedAgain, this,
            [this](const QList<Rechecked>& findings, const QList<TargetInfo>& looked) {
                m_findings = findings;
                m_looked = looked;
                m_passphrases.clear();
                m_state = State::Done;
                renew();
                mainButton()->setFocus();
                announce(m_results, title());
            });
}

void LookAgainPage::arrive(const QString& argument)
{
    m_step = argument;
    if (m_state == State::Done || m_state == State::Locked) {
        m_state = State::Choosing;
        m_line->clear();
        m_passphrase->clear();
        m_passphrases.clear();
    }
    Page::arrive(argument);
}

void LookAgainPage::tellFailure(Session::Work work, const Error& error)
{
    if (work == Session::Work::CheckingAgain) {
        m_state = State::Choosing;
        m_passphrases.clear();
        renew();
    }
    Page::tellFailure(work, error);
}

void LookAgainPage::refresh()
{
    const bool choosing = m_state == State::Choosing && view();
    m_lineLabel->setText(tr("Or type where it is &now"));
    m_line->setAccessibleName(tr("Or type where it is now"));
    m_line->setPlaceholderText(exampleTargets());
    m_stop->setText(tr("Stop loo&king"));
    m_bar->setAccessibleName(tr("Looking again"));
    m_doing->setVisible(m_state == State::Running);
    m_bar->setVisible(m_state == State::Running);
    m_stop->setVisible(m_state == State::Running);
    m_lineLabel->setVisible(choosing);
    m_line->setVisible(choosing);
    m_choices->setVisible(choosing);
    m_results->setVisible(m_state == State::Done);
    m_passphrase->setVisible(m_state == State::Locked);
    m_passphrase->setWords(tr("Its pass&word or passphrase"), escapeForDisplay(m_locked),
                           m_wasWrong ? tr("This is not its passphrase. Look at capital letters and spaces, "
                                           "and try again.")
                                      : QString());
    showMain();
    showTick();
    switch (m_state) {
    case State::Choosing:
        setHeading(tr("Check again"),
                   view() ? tr("We look once more at what was found. For that we need evidence of the same "
                               "server that was taken after the repair.")
                          : tr("There is no case open. Begin under Start."));
        mainButton()->setText(tr("C&heck again"));
        showChoices();
        break;
    case State::Locked:
        setHeading(tr("This collection is locked"),
                   tr("Whoever made it chose a passphrase. Mailmend uses it to read the collection and does "
                      "not keep it."));
        mainButton()->setText(tr("Ope&n it with this passphrase"));
        break;
    case State::Running:
        setHeading(tr("Looking again"), tr("This only reads. Nothing on the server is changed."));
        break;
    case State::Done:
        mainButton()->setText(tr("&Back to the plan"));
        showResults();
        break;
    }
}

/** While there is a choice, the button belongs to what was typed. */
void LookAgainPage::showMain()
{
    mainButton()->setVisible(m_state == State::Done || m_state == State::Locked ||
                             (m_state == State::Choosing && view() && !m_line->text().trimmed().isEmpty()));
}

/** Where this computer can be chosen, and Windows may copy its disks for us then. */
void LookAgainPage::showTick()
{
    const bool withOurs = session().hasRights() &&
                          (session().caseHasThisComputer() || namesThisComputer({m_line->text().trimmed()}));
    const bool withGiven = session().caseHasThisComputer() && session().canAskForRights();
    m_tick->setWords(withOurs ? QString()
                              : tr("It needs the rights of an administrator, so it is done only where you "
                                   "check again with them."));
    m_tick->setVisible(m_state == State::Choosing && view() && (withOurs || withGiven));
}

void LookAgainPage::choose(const FileQuestion& question)
{
    context().chooser.ask(this, question, [this](const QString& path) { look(path); });
}

void LookAgainPage::showChoices()
{
    m_choices->clear();
    if (!view()) {
        return;
    }
    const auto add = [this](Drawing drawing, const QString& title, const QString& under, auto action) {
        addChoiceRow(m_choices, theme(), drawing, title, under, action);
    };
    const bool here = session().caseHasThisComputer();
    bool disk = here;
    bool practice = false;
    QStringList paths;
    for (const TargetInfo& target : view()->targets) {
        disk =
            disk || target.kind == QStringLiteral("volume") || target.kind == QStringLiteral("loose-files");
        practice = practice || target.kind == QStringLiteral("sample");
        paths.append(isThisComputer(target) ? tr("this computer") : escapeForDisplay(target.path));
    }
    if (practice) {
        add(Drawing::Practice, tr("The sample server after its repair"),
            tr("To practise: it was cleaned and updated"),
            [this] { look(QStringLiteral("sample:repaired")); });
    }
    if (here && view()->targets.size() == 1) {
        add(Drawing::Server, tr("This computer again"),
            tr("Its files, registry and accounts, as they are now"), [this] { again({}); });
    } else if (disk) {
        add(Drawing::Case, tr("The same place again"), paths.join(QStringLiteral(", ")),
            [this] { again({}); });
    }
    if (here && session().canAskForRights()) {
        auto* offer = new RightsOffer(theme(), session(), 8);
        addChoiceRow(
            offer->column(), theme(), Drawing::Server, tr("This computer, with administrator rights"),
            tr("Windows will ask you for them. All of it is looked at, so this takes longer."), [this] {
                session().scanWithRights();
                Q_EMIT leave(QStringLiteral("scan"));
            });
        m_choices->add(offer);
    }
    add(Drawing::Zip, tr("A newer collection from the server"),
        tr("A .zip that Velociraptor, KAPE, CyLR or Mailmend made"),
        [this] { choose(askForCollection(tr("Choose a newer collection"))); });
    add(Drawing::Folder, tr("A folder or a mounted disk"),
        tr("The server's disk as it is now, a newer backup, or an unpacked collection"),
        [this] { choose(askForFolder()); });
}

void LookAgainPage::showResults()
{
    m_results->clear();
    int fixed = 0;
    int notYet = 0;
    int cannotTell = 0;
    auto* card = new LineCard(theme());
    for (const Rechecked& again : std::as_const(m_findings)) {
        fixed += again.status == FindingStatus::Fixed ? 1 : 0;
        notYet += again.status == FindingStatus::NotFixedYet ? 1 : 0;
        cannotTell += again.status == FindingStatus::CannotTell ? 1 : 0;
        const CaseFinding* known = view() ? view()->finding(again.finding) : nullptr;
        QStringList why = {tell(again.reason)};
        const QString where = known != nullptr ? whereOf(known->finding) : QString();
        if (!where.isEmpty() && !why.first().contains(where)) {
            why.prepend(where);
        }
        if (known != nullptr && !serverOf(*view(), known->finding.target).isEmpty()) {
            why.prepend(serverOf(*view(), known->finding.target));
        }
        card->addState(lookOf(again.status), tell(statusText(again.status)),
                       known != nullptr ? tell(known->finding.title) : again.finding,
                       why.join(QStringLiteral(" · ")));
    }
    if (card->isEmpty()) {
        card->addSentence(tr("There was nothing open to look at again."));
    }
    QList<Text> parts;
    const auto part = [&parts](TextSource source, int number) {
        if (number > 0) {
            parts.append(say(source, {{"count", count(number)}}));
        }
    };
    part(MAILMEND_TEXT("look-again", "{count} {count|is|are} fixed."), fixed);
    part(MAILMEND_TEXT("look-again", "{count} {count|is|are} not fixed yet."), notYet);
    part(MAILMEND_TEXT("look-again", "For {count} we cannot tell."), cannotTell);
    setHeading(tr("What we saw this time"),
               tell(say(MAILMEND_TEXT("look-again", "{parts}"), {{"parts", sentences(parts)}})));
    m_results->add(card);
    for (const TargetInfo& target : std::as_const(m_looked)) {
        m_results->addProse(tr("Looked at %1, taken %2.")
                                .arg(escapeForDisplay(target.path), target.takenAt.isValid()
                                                                        ? tellTime(target.takenAt)
                                                                        : tr("at a time we don't know")),
                            true);
    }
}

void LookAgainPage::look(const QString& with)
{
    if (with.trimmed().isEmpty()) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("Choose the newer evidence, or type where it is."));
        m_line->setFocus();
        return;
    }
    again(with);
}

void LookAgainPage::unlock()
{
    if (m_passphrase->isEmpty()) {
        m_passphrase->focus();
        return;
    }
    m_passphrases.append({m_locked, m_passphrase->take()});
    start();
}

/** @param with empty: the case's own targets. */
void LookAgainPage::again(const QString& with)
{
    if (!view()) {
        return;
    }
    m_with = with;
    m_passphrases.clear();
    start();
}

void LookAgainPage::start()
{
    notice()->clear();
    m_state = State::Running;
    m_doing->setWords({});
    renew();
    focusTitle();
    session().checkAgain(m_with, m_passphrases);
}

/** One after the other: each collection may have a passphrase of its own. */
void LookAgainPage::askForPassphrase(const QString& target, bool wasWrong)
{
    m_state = State::Locked;
    m_locked = target;
    m_wasWrong = wasWrong;
    m_passphrases.removeIf([&target](const GivenPassphrase& one) { return one.target == target; });
    if (!isVisible()) {
        m_passphrases.clear(); // whoever comes back begins anew
        return;
    }
    renew();
    m_passphrase->focus();
    announce(m_passphrase, (wasWrong ? tr("This is not the passphrase of %1.") : tr("%1 is locked."))
                               .arg(escapeForDisplay(target)));
}

} // namespace

extern const PageEntry lookAgainPage;
constinit const PageEntry lookAgainPage = {
    "look-again",
    MAILMEND_TEXT("rail", "Check again"),
    MAILMEND_TEXT("help", "Looks once more at what was found, in newer evidence of the same server. Only "
                          "this proves that something is fixed."),
    Drawing::Search,
    RailPlace::None,
    [](PageContext& context) -> Page* { return new LookAgainPage(context); },
    nullptr,
    "plan"};

} // namespace mailmend::gui

#include "look_again_page.moc"
