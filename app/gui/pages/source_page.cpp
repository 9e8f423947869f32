// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/source_page.h"

#include "base/escape.h"
#include "gui/pages/coverage_lines.h"
#include "gui/pages/live_card.h"
#include "gui/pages/passphrase_line.h"
#include "gui/pages/registry.h"
#include "gui/recent_cases.h"
#include "gui/shown_path.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/wait_bar.h"

#include <QHBoxLayout>

namespace mailmend::gui {

namespace {

/** Facts that tell a person whether this is the right server; its name is the title, the others are behind a
 * button. */
const QStringList& tellingFacts()
{
    static const QStringList keys = {QStringLiteral("exchange-product"), QStringLiteral("exchange-build"),
                                     QStringLiteral("windows-edition")};
    return keys;
}

/** What a first look said: whose server it is, what is there and what isn't, and where the case will be kept.
 */
class SourcePage : public Page
{
    Q_OBJECT

public:
    /** @param keep where what is found will go. */
    SourcePage(PageContext& context, Keep keep);

    void arrive(const QString& argument) override;
    bool waitsFor(Session::Work work) const override { return work == Session::Work::Looking; }
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;

private:
    void showLooking();
    void unlock();
    void showSeen(const LookedAt& seen);
    QString withProduct(const HostFact& fact) const;
    void addFacts(const TargetInfo& target);
    void addCaseFile();
    void addOpenCase(const TargetInfo& target);
    /** Back to the page on which something is chosen. */
    void chooseAnother();
    /** What the session has looked at is what this page asked for. */
    bool isSeen() const { return m_asked && session().lookedAt(); }
    void goOn();

    PassphraseLine* m_passphrase;
    Column* m_body;
    const Keep m_keep;
    Button* m_other;
    Button* m_collect;
    bool m_asked = false; ///< for `m_target`, and nobody has asked for something else since
    bool m_asking = false;
    bool m_isLocked = false; ///< and waits for its passphrase
    bool m_wasWrong = false;
    QString m_target;
    QString m_caseFile;
    std::optional<Error> m_error;
};

SourcePage::SourcePage(PageContext& context, Keep keep)
    : Page(context), m_passphrase(new PassphraseLine(theme())), m_body(new Column(theme(), 12)), m_keep(keep),
      m_other(addFooterButton(ButtonKind::Plain)), m_collect(addFooterButton(ButtonKind::Quiet))
{
    Column* whole = makeBody(true);
    whole->add(m_passphrase);
    whole->add(m_body);
    connect(m_passphrase, &PassphraseLine::entered, this, &SourcePage::unlock);
    connect(m_collect, &QPushButton::clicked, this,
            [this] { Q_EMIT leave(QStringLiteral("collect"), m_target); });
    connect(mainButton(), &QPushButton::clicked, this, &SourcePage::goOn);
    connect(m_other, &QPushButton::clicked, this, [this] {
        session().cancel();
        chooseAnother();
    });
    connect(&session(), &Session::workChanged, this, [this] {
        const bool begins = session().work() == Session::Work::Looking && !session().isStopping();
        m_asked = m_asked && (!begins || m_asking);
    });
    connect(&session(), &Session::passphraseWanted, this,
            [this](Session::Work work, const QString&, bool wasWrong) {
                if (work != Session::Work::Looking || !m_asked) {
                    return;
                }
                m_isLocked = true;
                m_wasWrong = wasWrong;
                if (isVisible()) {
                    renew();
                    m_passphrase->focus();
                    announce(m_passphrase, wasWrong ? tr("This is not its passphrase.") : title());
                }
            });
    connect(&session(), &Session::lookFinished, this, [this] {
        m_asked = session().lookedAt()->keep == m_keep;
        if (!m_asked) {
            return;
        }
        m_caseFile = session().lookedAt()->caseFile;
        if (isVisible()) {
            renew();
            focusTitle();
        }
    });
}

void SourcePage::arrive(const QString& argument)
{
    if (!argument.isEmpty() && (argument != m_target || m_error || !isSeen())) {
        m_target = argument;
        m_error.reset();
        m_isLocked = false;
        m_passphrase->clear();
        m_asked = true;
        m_asking = true;
        session().look(argument, m_keep);
        m_asking = false;
    }
    Page::arrive(argument);
}

void SourcePage::tellFailure(Session::Work work, const Error& error)
{
    if (work == Session::Work::Looking && !m_asked) {
        return; // the other page of this kind asked
    }
    if (work == Session::Work::Looking) {
        m_error = error;
        m_isLocked = false;
        renew();
        if (isVisible()) {
            focusTitle();
        }
    }
    Page::tellFailure(work, error);
}

void SourcePage::refresh()
{
    m_body->clear();
    m_other->setText(tr("Look at something &else"));
    m_other->setVisible(!m_error);
    m_passphrase->setVisible(m_isLocked);
    m_passphrase->setWords(tr("Its pass&word or passphrase"), escapeForDisplay(m_target),
                           m_wasWrong ? tr("This is not its passphrase. Look at capital letters and spaces, "
                                           "and try again.")
                                      : QString());
    m_collect->setText(tr("Collect here, &look elsewhere"));
    m_collect->setVisible(isSeen() && (session().lookedAt()->target.kind == QStringLiteral("volume") ||
                                       session().lookedAt()->target.kind == QStringLiteral("this-computer")));
    mainButton()->setText(m_error      ? tr("Look at something &else")
                          : m_isLocked ? tr("Ope&n it with this passphrase")
                                       : tr("Start the chec&k"));
    // Nothing can go into a case that was closed meanwhile.
    mainButton()->setVisible(m_error || m_isLocked || (isSeen() && (m_keep == Keep::InNewCase || view())));
    if (m_error && m_error->kind == ErrorKind::Conflict && m_keep == Keep::InOpenCase) {
        setHeading(tr("This server does not go into this case"), tr("Nothing was added to it."));
    } else if (m_error) {
        setHeading(tr("We could not look at this"), tr("Nothing was changed. You can try something else."));
    } else if (m_isLocked) {
        setHeading(tr("This collection is locked"),
                   tr("Whoever made it chose a passphrase. Mailmend uses it to read the collection and does "
                      "not keep it."));
    } else if (isSeen()) {
        showSeen(*session().lookedAt());
    } else {
        showLooking();
    }
    m_body->addStretch();
}

void SourcePage::unlock()
{
    if (m_passphrase->isEmpty()) {
        m_passphrase->focus();
        return;
    }
    m_isLocked = false;
    m_asked = true;
    m_asking = true;
    session().look(m_target, m_keep, m_passphrase->take());
    m_asking = false;
    renew();
    focusTitle();
}

void SourcePage::showLooking()
{
    setHeading(tr("Having a first look"),
               tr("We find out whose server this is and what is there. Large collections "
                  "take a minute. Nothing is changed."));
    auto* bar = new WaitBar;
    bar->setAccessibleName(tr("Having a first look"));
    m_body->add(bar);
    m_body->add(new ElidedLabel(theme(), TextRole::Mono, Token::TextQuiet, shownPath(m_target)));
}

void SourcePage::showSeen(const LookedAt& seen)
{
    const QString host = escapeForDisplay(seen.target.host);
    setHeading(host.isEmpty() ? tr("This is a server whose name we can't tell") : tr("This is %1").arg(host),
               tr("Is it the right one? Then start the check. It only reads."));
    if (isThisComputer(seen.target)) {
        m_body->add(makeLiveCard(theme(), session()));
    }
    addFacts(seen.target);
    m_body->addSection(tr("What is there, and what isn't"));
    m_body->add(coverageCard(theme(), seen.coverage, session().knowledge(), reader()));
    if (m_keep == Keep::InOpenCase) {
        addOpenCase(seen.target);
    } else {
        addCaseFile();
    }
}

/** A build says little to most people: the product and its update stand beside it. */
QString SourcePage::withProduct(const HostFact& fact) const
{
    const auto build = BuildNumber::parse(fact.value);
    if (fact.key != QStringLiteral("exchange-build") || !build) {
        return fact.value;
    }
    const BuildStanding standing = session().knowledge().builds.standing(*build, false);
    if (!standing.product) {
        return fact.value;
    }
    QStringList product = {standing.product->name, standing.cu ? standing.cu->cu : QString()};
    product.removeAll(QString());
    return tr("%1 (%2)").arg(product.join(QLatin1Char(' ')), fact.value);
}

void SourcePage::addFacts(const TargetInfo& target)
{
    auto* telling = new LineCard(theme());
    auto* all = new LineCard(theme());
    for (const QString& key : tellingFacts()) {
        for (const HostFact& fact : target.facts) {
            if (fact.key == key && !fact.value.isEmpty()) {
                telling->addFact(tell(fact.label), escapeForDisplay(withProduct(fact)));
            }
        }
    }
    telling->addFact(tr("Taken"), target.takenAt.isValid() ? tellTime(target.takenAt) : tr("not known"),
                     tell(target.takenAtSource));
    telling->addFact(tr("From"), shownPath(target.path), {}, true);
    for (const HostFact& fact : target.facts) {
        all->addFact(tell(fact.label), fact.value.isEmpty() ? tr("not known") : escapeForDisplay(fact.value),
                     tell(fact.value.isEmpty() ? fact.unknown : fact.source));
    }
    m_body->add(telling);
    m_body->add(new Disclosure(theme(), tr("All facts and where we read them"), all));
}

void SourcePage::addCaseFile()
{
    m_body->addSection(tr("Where the case is kept"));
    const LookedAt& seen = *session().lookedAt();
    const bool practice = seen.target.kind == QStringLiteral("sample") && m_caseFile == seen.caseFile;
    m_body->addProse(practice ? tr("This is practice: its case is gone when you close Mailmend.")
                              : tr("What we find and what you do is written into one file."),
                     true);
    auto* change = new Button(theme(), ButtonKind::Quiet, practice ? tr("Keep &it…") : tr("C&hange…"));
    change->setAccessibleName(practice ? tr("Keep the case of this practice")
                                       : tr("Change where the case is kept"));
    if (practice) {
        m_body->addNarrow(change);
    } else {
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        space(row, 0, 0, 0, 0, 8);
        row->addWidget(new ElidedLabel(theme(), TextRole::Mono, Token::Text, shownPath(m_caseFile)), 1);
        row->addWidget(change);
        m_body->add(line);
    }
    const QString proposed =
        practice ? session().caseFolder() + QStringLiteral("/practice.mailmend") : m_caseFile;
    connect(change, &QPushButton::clicked, this, [this, proposed] {
        context().chooser.ask(this,
                              {FileQuestion::Kind::SaveFile, tr("Where should the case be kept?"),
                               tr("Cases (*.mailmend)"), proposed},
                              [this](const QString& file) {
                                  m_caseFile = isCaseName(file) ? file : file + QStringLiteral(".mailmend");
                                  renew();
                              });
    });
}

/** Which case it goes into, and whether the case knows this server already. */
void SourcePage::addOpenCase(const TargetInfo& target)
{
    m_body->addSection(tr("Where it goes"));
    if (!view()) {
        m_body->addProse(tr("There is no case open. Begin under Start."));
        return;
    }
    bool isKnown = false;
    bool isUnsure = false;
    for (const TargetInfo& one : view()->targets) {
        const SameMachine same = sameMachine(one.identity, target.identity, nullptr);
        isKnown = isKnown || same == SameMachine::Yes;
        isUnsure = isUnsure || same == SameMachine::CannotTell;
    }
    const QString what = isKnown
                             ? tr("Into the open case, %1. It has this server already: what is found now is "
                                  "compared with what was found before.")
                         : isUnsure ? tr("Into the open case, %1. We can't tell whether it has this server "
                                         "already.")
                                    : tr("Into the open case, %1. This server is new there: its findings and "
                                         "steps are added, and each says which server it is on.");
    m_body->addProse(what.arg(escapeForDisplay(view()->title)));
    m_body->add(new ElidedLabel(theme(), TextRole::Mono, Token::TextQuiet, shownPath(session().caseFile())));
}

void SourcePage::chooseAnother()
{
    Q_EMIT leave(m_keep == Keep::InOpenCase ? QStringLiteral("further") : QStringLiteral("start"));
}

void SourcePage::goOn()
{
    if (m_error) {
        chooseAnother();
    } else if (m_isLocked) {
        unlock();
    } else if (isSeen()) {
        if (m_keep == Keep::InOpenCase) {
            session().scanIntoCase();
        } else {
            session().startScan(m_caseFile);
        }
        m_target.clear();
        Q_EMIT leave(QStringLiteral("scan"));
    }
}

} // namespace

Page* makeSourcePage(PageContext& context, Keep keep)
{
    return new SourcePage(context, keep);
}

extern const PageEntry sourcePage;
constinit const PageEntry sourcePage = {
    "source",
    MAILMEND_TEXT("rail", "Server"),
    MAILMEND_TEXT(
        "help",
        "A first look: whose server this is and what there is to look at. The check begins when you say so."),
    Drawing::Server,
    RailPlace::None,
    [](PageContext& context) -> Page* { return makeSourcePage(context, Keep::InNewCase); },
    nullptr,
    "start"};

} // namespace mailmend::gui

#include "source_page.moc"
