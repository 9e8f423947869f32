// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/line_card.h"
#include "reports/wording.h"

#include <QKeyEvent>

namespace mailmend::gui {

namespace {

/** Before a change is undone: what comes back, what can't, and what that means; then the question. */
class UndoPage : public Page
{
    Q_OBJECT

public:
    explicit UndoPage(PageContext& context);

    void arrive(const QString& argument) override;

protected:
    void refresh() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void showChange(const CaseChange& change);
    void showMeaning(const CaseChange& change);
    const CaseChange* change() const { return view() ? view()->change(m_change) : nullptr; }
    bool canUndo() const { return change() != nullptr && change()->canBeUndone(session().now()); }
    void goBack();

    Column* m_body;
    Button* m_decline;
    QString m_change;
};

UndoPage::UndoPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_decline(addFooterButton(ButtonKind::Plain))
{
    connect(m_decline, &QPushButton::clicked, this, &UndoPage::goBack);
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        if (!canUndo()) {
            goBack();
            return;
        }
        const QString wanted = m_change;
        Q_EMIT leave(QStringLiteral("fix"), wanted);
        session().undo(wanted, UndoWish::OnlyIfUntouched);
    });
}

void UndoPage::arrive(const QString& argument)
{
    m_change = argument;
    Page::arrive(argument);
    if (canUndo()) {
        // The safe choice; after the page's title has been told.
        QMetaObject::invokeMethod(
            m_decline, [this] { m_decline->setFocus(Qt::OtherFocusReason); }, Qt::QueuedConnection);
    }
}

void UndoPage::goBack()
{
    const CaseChange* known = change();
    Q_EMIT leave(known != nullptr ? QStringLiteral("plan") : QStringLiteral("history"),
                 known != nullptr ? known->step : QString());
}

void UndoPage::refresh()
{
    m_body->clear();
    const CaseChange* known = change();
    const bool can = canUndo();
    m_decline->setVisible(can);
    m_decline->setText(tr("&Leave it as it is"));
    mainButton()->setText(tr("&Back to the plan"));
    mainButton()->setAccessibleName({});
    if (known == nullptr) {
        setHeading(tr("There is nothing to undo"), tr("This change is not in the case."));
        mainButton()->setText(tr("&Back to the time line"));
    } else if (!can) {
        const bool late = known->record.state == ChangeState::Applied;
        setHeading(late ? tr("It is too late to undo this here") : tr("There is nothing to undo"),
                   late ? tell(tooLateToUndo(*view(), *known)) : tell(changeStateText(known->record.state)));
        showChange(*known);
    } else {
        const QString name = nameOf(known->record);
        setHeading(name.isEmpty() ? tr("Undo this change?") : tr("Put %1 back?").arg(name),
                   tr("Nothing is changed yet."));
        mainButton()->setText(name.isEmpty() ? tr("Undo it") : buttonWords(tr("Put %1 back").arg(name)));
        mainButton()->setAccessibleName(name.isEmpty() ? tr("Undo it") : tr("Put %1 back").arg(name));
        showChange(*known);
        showMeaning(*known);
    }
    m_body->addStretch();
}

void UndoPage::showChange(const CaseChange& change)
{
    m_body->addSection(tr("What was done"));
    auto* card = new LineCard(theme());
    const QString who = change.by.isEmpty() ? tr("Mailmend") : escapeForDisplay(change.by);
    card->addSentence(tell(change.record.what), tr("%1, %2").arg(who, tellTime(change.record.settled)));
    m_body->add(card);
}

void UndoPage::showMeaning(const CaseChange& change)
{
    const PlanPart part{theme(), reader(), *view(), session().now()};
    m_body->addSection(tr("What comes back"));
    m_body->addProse(tr("The file, to the place that it was taken from: its content, size, times, rights and "
                        "attributes. If something else is there now, we ask you first."));
    addSentences(m_body, tr("What undo can't bring back"), change.record.lost, part,
                 {Drawing::StateTriangle, Token::LookAtThis});
    m_body->addSection(tr("What that means"));
    auto* card = new LineCard(theme());
    for (const QString& id : change.findings) {
        if (const CaseFinding* finding = view()->finding(id)) {
            card->addState(lookOf(finding->finding.verdict), tell(verdictText(finding->finding.verdict)),
                           tell(finding->finding.title),
                           tr("This is true again, and the step is open again."));
        }
    }
    if (card->isEmpty()) {
        delete card;
    } else {
        m_body->add(card);
    }
    m_body->addProse(tr("You can undo until %1.").arg(tellDay(change.lastDayToUndo(), reader())), true);
}

void UndoPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        goBack();
        return;
    }
    Page::keyPressEvent(event);
}

} // namespace

extern const PageEntry undoPage;
constinit const PageEntry undoPage = {
    "undo",
    MAILMEND_TEXT("rail", "Undo"),
    MAILMEND_TEXT("help", "Puts back what Mailmend changed, as it was before."),
    Drawing::Plan,
    RailPlace::None,
    [](PageContext& context) -> Page* { return new UndoPage(context); },
    nullptr,
    "plan"};

} // namespace mailmend::gui

#include "undo_page.moc"
