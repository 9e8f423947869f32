// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/line_card.h"

namespace mailmend::gui {

namespace {

/** Help without a network: what the page is for from which it was asked, the keys, what words mean, and what
 * the other pages are for. */
class HelpPage : public Page
{
    Q_OBJECT

public:
    explicit HelpPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    void addAskedFrom();
    void addKeys();
    void addWords();
    void addPages();
    QString nameOf(const PageEntry& page) const;

    Column* m_body;
    QString m_from; ///< id of the page, or empty
};

HelpPage::HelpPage(PageContext& context) : Page(context), m_body(makeBody(true))
{
    connect(mainButton(), &QPushButton::clicked, this, &HelpPage::back);
}

void HelpPage::arrive(const QString& argument)
{
    m_from = argument;
    Page::arrive(argument);
    scrollToTop();
}

QString HelpPage::nameOf(const PageEntry& page) const
{
    return tell(say(page.title)).remove(QLatin1Char('&'));
}

void HelpPage::refresh()
{
    m_body->clear();
    setHeading(tr("Help"), tr("This is all on your computer: nothing is looked up anywhere else."));
    mainButton()->setText(tr("&Back to where you were"));
    mainButton()->setVisible(!m_from.isEmpty());
    addAskedFrom();
    addKeys();
    addWords();
    addPages();
    m_body->addStretch();
}

void HelpPage::addAskedFrom()
{
    if (const PageEntry* page = findPage(m_from)) {
        m_body->addSection(tr("The page you come from: %1").arg(nameOf(*page)));
        m_body->addProse(tell(say(page->help)));
    }
}

void HelpPage::addKeys()
{
    m_body->addSection(tr("Keys"));
    auto* card = new LineCard(theme());
    card->addFact(tr("F1"), tr("This help"));
    card->addFact(tr("Tab, Shift+Tab"), tr("To the next button, line or list, and back"));
    card->addFact(tr("Enter"), tr("Presses the button, or opens the row, that has the frame around it"));
    card->addFact(tr("Up, Down"), tr("Through the rows of a list"));
    card->addFact(tr("Alt"), tr("Hold it: letters are underlined. Alt and that letter press the button"));
    card->addFact(tr("Alt+Left"), tr("Back to the page before"));
    card->addFact(tr("Ctrl+F"), tr("Search the findings, on the page Findings"));
    card->addFact(tr("Esc"), tr("Closes a question without doing anything. While a repair runs: pauses it"));
    m_body->add(card);
}

void HelpPage::addWords()
{
    m_body->addSection(tr("Words"));
    auto* card = new LineCard(theme());
    card->addFact(tr("Web shell"),
                  tr("A page that somebody added to the web server, or changed, so that they "
                     "can run commands on it from outside."));
    card->addFact(tr("Collection"),
                  tr("A copy of the files that matter, made on the server by a tool such as Velociraptor, "
                     "KAPE or CyLR."));
    card->addFact(tr("Case"), tr("One file with everything that was found and done, and by whom. It shows "
                                 "when somebody has changed it."));
    card->addFact(tr("Quarantine"), tr("A file is taken out of its place and kept, so that it can do no "
                                       "harm and can be put back: beside the case or, where Windows asked "
                                       "for an administrator, in a protected folder of that computer. "
                                       "Removing Mailmend there together with its data removes it too."));
    card->addFact(tr("Accept"), tr("To leave a finding as it is until a day, with a reason. The answers stay "
                                   "as they are."));
    card->addFact(tr("Offline address book"),
                  tr("The list of addresses that Outlook downloads. Attackers misuse its settings to write "
                     "a page onto the server."));
    card->addFact(tr("Service account"), tr("An account that a program uses to sign in, not a person."));
    card->addFact(tr("SID"), tr("The number by which Windows knows an account or a computer, whatever its "
                                "name is."));
    card->addFact(tr("SHA-256"), tr("The fingerprint of a file. Two files with the same one are the same."));
    m_body->add(card);
}

void HelpPage::addPages()
{
    m_body->addSection(tr("What each page is for"));
    auto* card = new LineCard(theme());
    for (const PageEntry* page : allPages()) {
        if (page->place == RailPlace::Case || page->place == RailPlace::Always) {
            card->addFact(nameOf(*page), tell(say(page->help)));
        }
    }
    m_body->add(card);
}

} // namespace

extern const PageEntry helpPage;
constinit const PageEntry helpPage = {
    "help",
    MAILMEND_TEXT("rail", "Help (F1)"),
    MAILMEND_TEXT("help", "What each page is for, the keys, and what some words mean. F1 opens it from "
                          "everywhere."),
    Drawing::Info,
    RailPlace::Always,
    [](PageContext& context) -> Page* { return new HelpPage(context); }};

} // namespace mailmend::gui

#include "help_page.moc"
