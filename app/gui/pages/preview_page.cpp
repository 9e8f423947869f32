// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/wait_bar.h"

#include <QKeyEvent>

namespace mailmend::gui {

namespace {

/** What a repair would change, what it would not, and what could not be brought back; then the question. */
class PreviewPage : public Page
{
    Q_OBJECT

public:
    explicit PreviewPage(PageContext& context);

    void arrive(const QString& argument) override;
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    enum class State { Waiting, Ready, Refused, Failed, NeedsRights };

    void showPreview();
    void askForRights();
    void backToPlan() { Q_EMIT leave(QStringLiteral("plan"), m_step); }

    Column* m_body;
    WaitBar* m_bar;
    Column* m_shown;
    Button* m_decline;
    QString m_step;
    State m_state = State::Waiting;
    std::optional<StepPreview> m_preview;
};

PreviewPage::PreviewPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_bar(new WaitBar), m_shown(new Column(theme(), 8)),
      m_decline(addFooterButton(ButtonKind::Plain))
{
    m_body->add(m_bar);
    m_body->add(m_shown);
    m_body->addStretch();
    connect(m_decline, &QPushButton::clicked, this, &PreviewPage::backToPlan);
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        if (m_state == State::NeedsRights) {
            askForRights();
            return;
        }
        if (m_state != State::Ready) {
            backToPlan();
            return;
        }
        const StepPreview agreed = *m_preview;
        Q_EMIT leave(QStringLiteral("fix"), m_step);
        session().fix(agreed);
    });
    connect(&session(), &Session::previewed, this, [this](const StepPreview& preview) {
        if (preview.step != m_step) {
            return;
        }
        m_preview = preview;
        m_state = State::Ready;
        if (isVisible()) {
            renew();
            m_decline->setFocus(Qt::OtherFocusReason);
            announce(m_shown, title());
        }
    });
}

void PreviewPage::arrive(const QString& argument)
{
    m_step = argument;
    m_preview.reset();
    m_state = State::Waiting;
    Page::arrive(argument);
    if (view() && view()->currentStep != m_step && view()->step(m_step) != nullptr) {
        session().append({events::stepOpened(m_step)});
    }
    session().preview(m_step);
}

void PreviewPage::tellFailure(Session::Work work, const Error& error)
{
    if (work == Session::Work::Previewing) {
        m_state = error.kind == ErrorKind::Unsupported     ? State::Refused
                  : session().rightsMayHelp(m_step, error) ? State::NeedsRights
                                                           : State::Failed;
        renew();
        mainButton()->setFocus(Qt::OtherFocusReason);
    }
    Page::tellFailure(work, error);
}

void PreviewPage::refresh()
{
    m_shown->clear();
    if (!view()) {
        m_state = State::Failed;
    }
    const bool ready = m_state == State::Ready;
    m_bar->setAccessibleName(tr("Looking at what would change"));
    m_bar->setVisible(m_state == State::Waiting);
    m_decline->setVisible(m_state == State::Waiting || m_state == State::NeedsRights || ready);
    m_decline->setText(tr("&Back to the plan"));
    mainButton()->setVisible(m_state != State::Waiting);
    mainButton()->setText(tr("&Back to the plan"));
    mainButton()->setAccessibleName({});
    switch (m_state) {
    case State::Waiting:
        setHeading(tr("What would change"), tr("We look at the disk. Nothing is changed yet."));
        break;
    case State::Refused:
        setHeading(tr("Mailmend can't do this here"),
                   tr("Nothing was changed. The plan says how it is done by hand."));
        break;
    case State::Failed:
        setHeading(tr("We could not see what would change"),
                   view() ? tr("Nothing was changed.") : tr("There is no case open. Begin under Start."));
        break;
    case State::NeedsRights:
        setHeading(tr("This step needs the rights of an administrator"),
                   tr("Nothing was changed. Windows asks you, and only Mailmend's helper gets them."));
        mainButton()->setText(tr("&Let Windows ask"));
        break;
    case State::Ready:
        showPreview();
        break;
    }
    m_shown->setVisible(ready);
}

void PreviewPage::showPreview()
{
    const Preview& preview = m_preview->preview;
    setHeading(tell(preview.title), tr("Nothing is changed yet. This is all that would happen."));
    if (!view()) {
        return;
    }
    const PlanPart part{theme(), reader(), *view(), session().now()};
    addSentences(m_shown, tr("What changes"), preview.changes, part, {Drawing::StateDone, Token::Accent});
    addSentences(m_shown, tr("What stays"), preview.stays, part, {Drawing::StateDash, Token::TextQuiet});
    addSentences(m_shown, tr("What undo can't bring back"), preview.cannotComeBack, part,
                 {Drawing::StateTriangle, Token::LookAtThis});
    if (!preview.undo.isEmpty()) {
        m_shown->addSection(tr("How to undo it"));
        m_shown->addProse(tell(preview.undo));
    }
    mainButton()->setText(buttonWords(tell(preview.consent)));
    mainButton()->setAccessibleName(tell(preview.consent));
    m_decline->setText(buttonWords(tell(preview.decline)));
}

/** Once more, and this time a refusal leads to the question. */
void PreviewPage::askForRights()
{
    m_state = State::Waiting;
    renew();
    session().preview(m_step, Rights::MayBeAskedFor);
}

void PreviewPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape) {
        backToPlan();
        return;
    }
    Page::keyPressEvent(event);
}

} // namespace

extern const PageEntry previewPage;
constinit const PageEntry previewPage = {
    "preview",
    MAILMEND_TEXT("rail", "Preview"),
    MAILMEND_TEXT("help", "What a repair would change, before anything is changed."),
    Drawing::Plan,
    RailPlace::None,
    [](PageContext& context) -> Page* { return new PreviewPage(context); },
    nullptr,
    "plan"};

} // namespace mailmend::gui

#include "preview_page.moc"
