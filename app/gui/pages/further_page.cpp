// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/choice_row.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/recent_cases.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QLineEdit>

namespace mailmend::gui {

namespace {

/** A further server for the case that is open: where its evidence is. */
class FurtherPage : public Page
{
    Q_OBJECT

public:
    explicit FurtherPage(PageContext& context);

protected:
    void refresh() override;

private:
    void look(const QString& target);
    void choose(const FileQuestion& question);
    void showMain();

    Column* m_body;
    Column* m_choices;
    Label* m_lineLabel;
    QLineEdit* m_line;
};

FurtherPage::FurtherPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_choices(new Column(theme(), 8)),
      m_lineLabel(new Label(theme(), TextRole::Section)), m_line(new QLineEdit)
{
    m_lineLabel->setBuddy(m_line);
    m_body->add(m_choices);
    m_body->addGap(4);
    m_body->add(m_lineLabel);
    limitWidth(m_line, 640);
    m_body->add(m_line);
    m_body->addStretch();
    connect(m_line, &QLineEdit::textChanged, this, &FurtherPage::showMain);
    connect(m_line, &QLineEdit::returnPressed, this, [this] { look(m_line->text()); });
    connect(mainButton(), &QPushButton::clicked, this, [this] { look(m_line->text()); });
}

void FurtherPage::refresh()
{
    setHeading(tr("Add a server to this case"),
               view() ? tr("For an office with more than one server, or for newer evidence of one that is in "
                           "the case. One plan then repairs all of them. Looking changes nothing.")
                      : tr("There is no case open. Begin under Start."));
    m_lineLabel->setText(tr("Or t&ype where it is"));
    m_line->setAccessibleName(tr("Or type where it is"));
    m_line->setPlaceholderText(exampleTargets());
    mainButton()->setText(tr("&Look at it"));
    m_choices->setVisible(view() != nullptr);
    m_lineLabel->setVisible(view() != nullptr);
    m_line->setVisible(view() != nullptr);
    showMain();
    m_choices->clear();
    if (session().offersThisComputer()) {
        addThisComputer(m_choices, theme(), [this](const QString& target) { look(target); });
    }
    addChoiceRow(m_choices, theme(), Drawing::Zip, tr("A collection from the server"),
                 tr("A .zip that Velociraptor, KAPE, CyLR or Mailmend made"),
                 [this] { choose(askForCollection(tr("Choose a collection"))); });
    addChoiceRow(m_choices, theme(), Drawing::Folder, tr("A folder or a mounted disk"),
                 tr("The server's disk, backup or snapshot, or an unpacked collection"),
                 [this] { choose(askForFolder()); });
}

void FurtherPage::showMain()
{
    mainButton()->setVisible(view() && !m_line->text().trimmed().isEmpty());
}

void FurtherPage::choose(const FileQuestion& question)
{
    context().chooser.ask(this, question, [this](const QString& path) { look(path); });
}

void FurtherPage::look(const QString& target)
{
    const QString wanted = target.trimmed();
    if (wanted.isEmpty()) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("Choose what to look at, or type where it is."));
        m_line->setFocus();
    } else if (isCaseName(wanted)) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("That is a case. Cases are opened under Start."));
        m_line->setFocus();
    } else {
        Q_EMIT leave(QStringLiteral("further-source"), wanted);
    }
}

} // namespace

extern const PageEntry furtherPage;
constinit const PageEntry furtherPage = {
    "further",
    MAILMEND_TEXT("rail", "Add a server"),
    MAILMEND_TEXT("help", "Adds a server to the open case, or newer evidence of one that it has. One plan "
                          "then repairs all of them."),
    Drawing::Server,
    RailPlace::None,
    [](PageContext& context) -> Page* { return new FurtherPage(context); },
    nullptr,
    "overview"};

} // namespace mailmend::gui

#include "further_page.moc"
