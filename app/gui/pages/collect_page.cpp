// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "evidence/live/live.h"
#include "evidence/volume/native.h"
#include "gui/pages/choice_row.h"
#include "gui/pages/collect_parts.h"
#include "gui/pages/page.h"
#include "gui/pages/passphrase_line.h"
#include "gui/pages/registry.h"
#include "gui/pages/shadow_copy_tick.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/wait_bar.h"

#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>

namespace mailmend::gui {

namespace {

/** Collecting here what is looked at elsewhere: of which disk, where to, locked with what; then what came of
 * it.
 */
class CollectPage : public Page
{
    Q_OBJECT

public:
    explicit CollectPage(PageContext& context);

    void arrive(const QString& argument) override;
    bool waitsFor(Session::Work work) const override { return work == Session::Work::Collecting; }
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;

private:
    enum class State { Asking, Running, Done };

    void begin(bool ontoExaminedDisk);
    /** Says what is missing, and gives it the focus. */
    bool isComplete();
    void ask(const QString& sentence, QWidget* focus);
    void refuse(CollectPlace place);
    void finish(const CollectedInto& into);
    void takeNews(qint64 files, qint64 bytes, const QString& folder);
    void showForm();
    /** What matters only where the computer that Mailmend runs on is collected. */
    void showOfThisComputer();
    /** Where it can't be looked at, its name says nothing yet: collecting tells why. */
    bool isThisComputer() const
    {
        return session().offersThisComputer() && namesThisComputer({m_from->text().trimmed()});
    }
    QString proposedFile() const;

    Column* m_form;
    Label* m_fromLabel;
    QLineEdit* m_from;
    Button* m_chooseFrom;
    Label* m_here;
    ShadowCopyTick* m_tick;
    Label* m_toLabel;
    QLineEdit* m_to;
    Button* m_chooseTo;
    Label* m_lockLabel;
    QRadioButton* m_lock;
    PassphraseLine* m_first;
    PassphraseLine* m_second;
    QRadioButton* m_noLock;
    Label* m_noLockText;
    Column* m_work;
    WaitBar* m_bar;
    ElidedLabel* m_doing;
    Label* m_numbers;
    Column* m_result;
    Button* m_stop;
    Button* m_onto;
    State m_state = State::Asking;
    bool m_isOnExamined = false; ///< and was said to be
    std::optional<CollectedInto> m_made;
};

QWidget* lineWithButton(QLineEdit* line, Button* button)
{
    auto* both = new QWidget;
    limitWidth(both, 640);
    auto* row = new QHBoxLayout(both);
    space(row, 0, 0, 0, 0, 8);
    row->addWidget(line, 1);
    row->addWidget(button);
    return both;
}

CollectPage::CollectPage(PageContext& context)
    : Page(context), m_form(new Column(theme(), 8)), m_from(new QLineEdit),
      m_chooseFrom(new Button(theme(), ButtonKind::Plain)),
      m_here(new Label(theme(), TextRole::Small, Token::TextQuiet)),
      m_tick(new ShadowCopyTick(theme(), context.session)), m_to(new QLineEdit),
      m_chooseTo(new Button(theme(), ButtonKind::Plain)), m_lock(new QRadioButton),
      m_first(new PassphraseLine(theme())), m_second(new PassphraseLine(theme())), m_noLock(new QRadioButton),
      m_noLockText(new Label(theme(), TextRole::Small, Token::TextQuiet)), m_work(new Column(theme(), 8)),
      m_bar(new WaitBar), m_doing(new ElidedLabel(theme(), TextRole::Body, Token::Text)),
      m_numbers(new Label(theme(), TextRole::Small, Token::TextQuiet)), m_result(new Column(theme(), 8)),
      m_stop(addFooterButton(ButtonKind::Plain)), m_onto(addFooterButton(ButtonKind::Plain))
{
    Column* body = makeBody(true);
    body->add(m_form);
    body->add(m_work);
    body->add(m_result);
    body->addStretch();
    m_fromLabel = m_form->addSection({});
    m_fromLabel->setBuddy(m_from);
    m_form->add(lineWithButton(m_from, m_chooseFrom));
    m_here->limitToProse();
    m_form->add(m_here);
    m_form->add(m_tick);
    m_form->addGap(4);
    m_toLabel = m_form->addSection({});
    m_toLabel->setBuddy(m_to);
    m_form->add(lineWithButton(m_to, m_chooseTo));
    m_form->addGap(4);
    m_lockLabel = m_form->addSection({});
    m_form->add(m_lock);
    m_form->add(m_first);
    m_form->add(m_second);
    m_form->add(m_noLock);
    m_form->add(m_noLockText);
    m_lock->setChecked(true);
    m_work->add(m_bar);
    m_work->add(m_doing);
    m_work->add(m_numbers);
    const auto changed = [this] {
        m_isOnExamined = false;
        m_onto->hide();
    };
    connect(m_from, &QLineEdit::textChanged, this, changed);
    connect(m_from, &QLineEdit::textChanged, this, &CollectPage::showOfThisComputer);
    connect(m_to, &QLineEdit::textChanged, this, changed);
    connect(m_lock, &QRadioButton::toggled, this, &CollectPage::renew);
    connect(m_second, &PassphraseLine::entered, this, [this] { begin(false); });
    connect(m_chooseFrom, &QPushButton::clicked, this, [this] {
        this->context().chooser.ask(this, askForFolder(),
                                    [this](const QString& folder) { m_from->setText(folder); });
    });
    connect(m_chooseTo, &QPushButton::clicked, this, [this] {
        this->context().chooser.ask(this,
                                    {FileQuestion::Kind::SaveFile, tr("Where should the collection go?"),
                                     tr("Collections (*.zip)"), proposedFile()},
                                    [this](const QString& file) { m_to->setText(file); });
    });
    connect(m_stop, &QPushButton::clicked, this, [this] { session().cancel(); });
    connect(m_onto, &QPushButton::clicked, this, [this] { begin(true); });
    connect(mainButton(), &QPushButton::clicked, this, [this] {
        if (m_state == State::Done) {
            Q_EMIT leave(QStringLiteral("start"));
        } else {
            begin(false);
        }
    });
    connect(&session(), &Session::collecting, this, &CollectPage::takeNews);
    connect(&session(), &Session::collected, this, &CollectPage::finish);
    connect(&session(), &Session::placeRefused, this, &CollectPage::refuse);
    connect(&session(), &Session::workChanged, this, [this] {
        if (m_state == State::Running && session().isStopping() && isVisible()) {
            renew();
        }
    });
}

void CollectPage::arrive(const QString& argument)
{
    if (m_state == State::Done) {
        m_state = State::Asking;
    }
    if (m_state == State::Asking) {
        m_first->clear();
        m_second->clear();
    }
    if (m_state == State::Asking && !argument.isEmpty()) {
        m_from->setText(argument);
    }
    Page::arrive(argument);
}

void CollectPage::tellFailure(Session::Work work, const Error& error)
{
    if (work == Session::Work::Collecting) {
        m_state = State::Asking;
        renew();
    }
    Page::tellFailure(work, error);
}

/** What the dialog begins with. The line itself begins empty: which disk it is to be is for the person. */
QString CollectPage::proposedFile() const
{
    return !m_to->text().trimmed().isEmpty()
               ? m_to->text()
               : QStringLiteral("%1/collection %2.zip")
                     .arg(QDir::homePath(), session().now().date().toString(Qt::ISODate));
}

void CollectPage::refresh()
{
    const bool runs = m_state == State::Running;
    m_form->setVisible(m_state == State::Asking);
    m_work->setVisible(runs);
    m_result->setVisible(m_state == State::Done);
    m_stop->setText(tr("&Stop collecting"));
    m_stop->setVisible(runs);
    m_stop->setEnabled(!session().isStopping());
    m_onto->setText(tr("Write there all the sa&me"));
    m_onto->setVisible(m_state == State::Asking && m_isOnExamined);
    m_bar->setAccessibleName(tr("Collecting"));
    m_bar->setRange(0, 0);
    mainButton()->setVisible(!runs);
    if (m_state == State::Asking) {
        mainButton()->setText(tr("&Collect"));
        showForm();
    } else if (runs && session().isStopping()) {
        setHeading(tr("Stopping"), tr("What was written until now can't be opened and may be deleted."));
    } else if (runs) {
        setHeading(tr("Collecting"), tr("This only reads. Nothing on the server is changed, apart from the "
                                        "file that is written."));
    } else if (m_made) {
        mainButton()->setText(tr("&Done"));
        setHeading(tr("The collection is made"),
                   tr("Take it to a clean computer, and choose it there under Start."));
        m_result->clear();
        showCollected(m_result, theme(), *m_made, reader(), isThisComputer() && !session().hasRights());
    }
}

void CollectPage::showOfThisComputer()
{
    m_here->setText(
        session().hasRights()
            ? tr("This is the computer that Mailmend runs on.")
            : tr("This is the computer that Mailmend runs on. Some of it only an administrator may "
                 "read: who has an account, and how the web server is set up. To have that in the "
                 "collection, close Mailmend and start it with “Run as administrator”."));
    m_from->setAccessibleDescription(isThisComputer() ? m_here->text() : QString());
    m_here->setVisible(isThisComputer());
    // Only of the computer that runs can files be held open, and only with rights does Windows copy its
    // disks.
    m_tick->setVisible(session().hasRights() && isThisComputer());
}

void CollectPage::showForm()
{
    setHeading(tr("Collect here, look elsewhere"),
               tr("Copies what the checks look at into one file, to be looked at on a clean computer. It "
                  "takes a few minutes."));
    m_fromLabel->setText(tr("From which dis&k"));
    m_from->setAccessibleName(tr("From which disk"));
    m_from->setPlaceholderText(
        tr("a folder, or %1 for a server with two disks").arg(native::exampleVolumes()));
    m_chooseFrom->setText(tr("C&hoose…"));
    m_chooseFrom->setAccessibleName(tr("Choose the disk"));
    m_tick->setWords();
    showOfThisComputer();
    m_toLabel->setText(tr("&Into which file"));
    m_to->setAccessibleName(tr("Into which file"));
    m_to->setPlaceholderText(tr("On another disk than that: a stick, or a share"));
    m_to->setAccessibleDescription(tr("On another disk than that: a stick, or a share"));
    m_chooseTo->setText(tr("Choos&e…"));
    m_chooseTo->setAccessibleName(tr("Choose the file"));
    m_lockLabel->setText(tr("Who may open it"));
    m_lock->setText(tr("&Who has the passphrase"));
    m_lock->setAccessibleDescription(tr("A collection holds password hashes, so it is locked."));
    m_noLock->setText(tr("An&ybody: it is not locked"));
    m_noLockText->setText(tr("Only where nobody else can come by the file: it holds password hashes."));
    m_noLock->setAccessibleDescription(m_noLockText->text());
    m_first->setVisible(m_lock->isChecked());
    m_second->setVisible(m_lock->isChecked());
    m_first->setWords(tr("A passphrase for it"), {},
                      tell(say(MAILMEND_TEXT("collect-page", "{count} letters or more. Four words that don't "
                                                             "belong together do well. Keep it away from the "
                                                             "file: without it nobody can open it."),
                               {{"count", count(shortestPassphrase)}})));
    m_second->setWords(tr("The same once more"));
}

void CollectPage::ask(const QString& sentence, QWidget* focus)
{
    notice()->tell({Drawing::Info, Token::Accent}, sentence);
    scrollToTop();
    focus->setFocus(Qt::OtherFocusReason);
}

bool CollectPage::isComplete()
{
    if (m_from->text().trimmed().isEmpty()) {
        ask(tr("Choose the disk, or type where it is."), m_from);
        return false;
    }
    if (!m_to->text().trimmed().endsWith(QStringLiteral(".zip"), Qt::CaseInsensitive)) {
        ask(tr("Choose the file that is to be written. Its name ends with .zip."), m_to);
        return false;
    }
    return true;
}

void CollectPage::begin(bool ontoExaminedDisk)
{
    if (m_state != State::Asking || !isComplete()) {
        return;
    }
    CollectWish wish{m_from->text(), m_to->text(), {}, ontoExaminedDisk};
    if (m_lock->isChecked()) {
        wish.passphrase = m_first->typed();
        if (wish.passphrase.letters() < shortestPassphrase) {
            ask(tell(say(MAILMEND_TEXT("collect-page",
                                       "This passphrase is too short: take {count} letters or more."),
                         {{"count", count(shortestPassphrase)}})),
                m_first->line());
            return;
        }
        if (!(m_second->typed() == wish.passphrase)) {
            m_second->clear();
            ask(tr("These are two different passphrases. Type it once more."), m_second->line());
            return;
        }
    }
    notice()->clear();
    m_state = State::Running;
    m_doing->setWords({});
    m_numbers->setText({});
    renew();
    focusTitle();
    session().collect(wish);
}

void CollectPage::refuse(CollectPlace place)
{
    m_state = State::Asking;
    m_isOnExamined = place == CollectPlace::OnExaminedDisk;
    renew();
    const QString file = escapeForDisplay(m_to->text());
    if (m_isOnExamined) {
        notice()->tell({Drawing::StateTriangle, Token::LookAtThis},
                       tr("%1 would be on the disk that is looked at. What is written there may destroy "
                          "traces of files that were deleted.")
                           .arg(file),
                       tr("Choose another disk or a share. If there is none, write there all the same."));
    } else {
        notice()->tell({Drawing::Info, Token::Accent}, tr("%1 is there already.").arg(file),
                       tr("Choose another name: nothing is written over."));
    }
    m_to->setFocus(Qt::OtherFocusReason);
}

void CollectPage::takeNews(qint64 files, qint64 read, const QString& folder)
{
    if (m_state != State::Running) {
        return;
    }
    m_doing->setWords(escapeForDisplay(folder));
    m_numbers->setText(tell(say(MAILMEND_TEXT("collect-page", "{files} {files|file|files} so far, {size}."),
                                {{"files", count(files)}, {"size", bytes(read)}})));
}

void CollectPage::finish(const CollectedInto& into)
{
    m_made = into;
    m_state = State::Done;
    m_first->clear();
    m_second->clear();
    notice()->clear();
    renew();
    if (isVisible()) {
        focusTitle();
    }
}

} // namespace

extern const PageEntry collectPage;
constinit const PageEntry collectPage = {
    "collect",
    MAILMEND_TEXT("rail", "Collecting"),
    MAILMEND_TEXT("help",
                  "Copies what the checks look at into one locked file, so that it can be looked at on "
                  "a clean computer."),
    Drawing::Zip,
    RailPlace::Work,
    [](PageContext& context) -> Page* { return new CollectPage(context); },
    nullptr,
    "start"};

} // namespace mailmend::gui

#include "collect_page.moc"
