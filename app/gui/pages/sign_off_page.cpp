// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "cases/case_sign_off.h"
#include "cases/events.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/pages/sign_off_parts.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QLineEdit>

namespace mailmend::gui {

namespace {

/** Declaring a case finished: how it stands, what is still open, who says so. */
class SignOffPage : public Page
{
    Q_OBJECT

public:
    explicit SignOffPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;

private:
    QLineEdit* addLine(Label*& label);
    bool isSigned() const { return view() && view()->signOff && view()->signOff->stands; }
    void sign();

    Column* m_body;
    Column* m_summary;
    QWidget* m_form;
    QVBoxLayout* m_lines;
    Label* m_nameLabel;
    QLineEdit* m_name;
    Label* m_secondLabel;
    QLineEdit* m_second;
    Label* m_noteLabel;
    QLineEdit* m_note;
    Button* m_back;
};

SignOffPage::SignOffPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_summary(new Column(theme(), 8)), m_form(new QWidget),
      m_lines(new QVBoxLayout(m_form)), m_nameLabel(nullptr), m_name(addLine(m_nameLabel)),
      m_secondLabel(nullptr), m_second(addLine(m_secondLabel)), m_noteLabel(nullptr),
      m_note(addLine(m_noteLabel)), m_back(addFooterButton(ButtonKind::Plain))
{
    space(m_lines, 0, 8, 0, 0, 6);
    limitWidth(m_form, 640);
    m_body->add(m_summary);
    m_body->add(m_form);
    m_body->addStretch();
    connect(m_back, &QPushButton::clicked, this, [this] { Q_EMIT leave(QStringLiteral("plan")); });
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        if (isSigned()) {
            Q_EMIT leave(QStringLiteral("report"));
        } else {
            sign();
        }
    });
}

QLineEdit* SignOffPage::addLine(Label*& label)
{
    label = new Label(theme(), TextRole::Section);
    auto* line = new QLineEdit;
    line->setMaxLength(2000);
    label->setBuddy(line);
    m_lines->addWidget(label);
    m_lines->addWidget(line);
    return line;
}

void SignOffPage::arrive(const QString& argument)
{
    m_name->setText(session().person());
    m_second->clear();
    m_note->clear();
    Page::arrive(argument);
}

void SignOffPage::sign()
{
    const QString name = m_name->text().trimmed();
    if (!view() || name.isEmpty()) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("Please write down who signs."));
        m_name->setFocus();
        return;
    }
    const QString second = m_second->text().trimmed();
    if (isSamePerson(second, name)) {
        notice()->tell({Drawing::Info, Token::Accent},
                       tr("The second person must be somebody else. Leave it out if nobody looked at it with "
                          "you."));
        m_second->setFocus();
        return;
    }
    notice()->clear();
    session().append({events::signedOff(*view(), second, m_note->text().trimmed(), name)});
    mainButton()->setFocus();
}

void SignOffPage::refresh()
{
    m_summary->clear();
    m_nameLabel->setText(tr("&Your name"));
    m_name->setAccessibleName(tr("Your name"));
    m_secondLabel->setText(tr("A secon&d person, if somebody looked at it with you"));
    m_second->setAccessibleName(tr("A second person, if somebody looked at it with you"));
    m_noteLabel->setText(tr("A &note, if there is something to say"));
    m_note->setAccessibleName(tr("A note, if there is something to say"));
    m_back->setText(tr("&Back to the plan"));
    m_back->setVisible(view() != nullptr);
    mainButton()->setVisible(view() != nullptr);
    m_form->setVisible(view() && !isSigned());
    if (!view()) {
        setHeading(tr("Sign off the case"), tr("There is no case open. Begin under Start."));
        return;
    }
    setHeading(isSigned() ? tr("The case is signed off") : tr("Sign off the case"),
               isSigned() ? tr("It stands in the case and in every report. If something happens later, it "
                               "says so.")
                          : tr("You say that the repair is finished as far as it goes. Your name goes into "
                               "the case and into the reports."));
    const PlanPart part{theme(), reader(), *view(), session().now()};
    addSignOff(m_summary, part);
    addHowItStands(m_summary, part);
    mainButton()->setText(isSigned() ? tr("Sa&ve report…") : tr("Sign this &case off"));
}

} // namespace

extern const PageEntry signOffPage;
constinit const PageEntry signOffPage = {
    "sign-off",
    MAILMEND_TEXT("rail", "Sign off"),
    MAILMEND_TEXT("help", "You say with your name that the repair is finished as far as it goes. It stands "
                          "in the case and in every report."),
    Drawing::Shield,
    RailPlace::None,
    [](PageContext& context) -> Page* { return new SignOffPage(context); },
    nullptr,
    "plan"};

} // namespace mailmend::gui

#include "sign_off_page.moc"
