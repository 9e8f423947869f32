// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "gui/pages/choice_row.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/recent_cases.h"
#include "gui/shown_path.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/flow.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QLineEdit>
#include <QtConcurrentRun>

namespace mailmend::gui {

namespace {

constexpr int casesShown = 4;

struct PresentCase
{
    RecentCase known;
    QDateTime changed;
};

/** Looks at the disk: on a worker. */
QList<PresentCase> presentCases(const QList<RecentCase>& cases)
{
    QList<PresentCase> present;
    for (const RecentCase& known : cases) {
        const QFileInfo info(known.file);
        if (info.isFile() && present.size() < casesShown) {
            present.append({known, info.lastModified().toUTC()});
        }
    }
    return present;
}

/** Where everything begins: what to look at, or which case to go on with. Only what works is offered. */
class StartPage : public Page
{
    Q_OBJECT

public:
    explicit StartPage(PageContext& context);

    void arrive(const QString& argument) override;
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;

private:
    void look(const QString& target);
    void choose(const FileQuestion& question);
    void addChoices();
    void addRecent();

    Column* m_body;
    Column* m_choices;
    Label* m_lineLabel;
    QLineEdit* m_line;
    Column* m_recent;
    Button* m_openCase;
    QList<PresentCase> m_cases;
    QString m_opening; ///< the case that was asked for and has not come yet
};

StartPage::StartPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_choices(new Column(theme(), 8)),
      m_lineLabel(new Label(theme(), TextRole::Section)), m_line(new QLineEdit),
      m_recent(new Column(theme(), 8)), m_openCase(addFooterButton(ButtonKind::Plain))
{
    m_body->add(m_recent);
    m_body->add(m_choices);
    m_body->addGap(4);
    m_lineLabel->setBuddy(m_line);
    m_body->add(m_lineLabel);
    limitWidth(m_line, 640);
    m_body->add(m_line);
    m_body->addStretch();
    connect(m_line, &QLineEdit::textChanged, this,
            [this](const QString& text) { mainButton()->setVisible(!text.trimmed().isEmpty()); });
    connect(m_line, &QLineEdit::returnPressed, this, [this] { look(m_line->text()); });
    connect(mainButton(), &QPushButton::clicked, this, [this] { look(m_line->text()); });
    connect(m_openCase, &QPushButton::clicked, this, [this] {
        choose({FileQuestion::Kind::OpenFile, tr("Open a case"), tr("Cases (*.mailmend)"), {}});
    });
    connect(&session(), &Session::viewChanged, this, [this](const ViewPointer& opened) {
        // The view of the case that was open before may still be on its way.
        if (opened && !m_opening.isEmpty() && session().caseFile() == m_opening) {
            m_opening.clear();
            // Where it was left; a case that was changed says so first.
            const bool goOn = opened->integrity.intact && !opened->currentStep.isEmpty();
            Q_EMIT leave(goOn ? QStringLiteral("plan") : QStringLiteral("overview"),
                         goOn ? opened->currentStep : QString());
        }
    });
}

void StartPage::arrive(const QString& argument)
{
    m_opening.clear();
    auto* watcher = new QFutureWatcher<QList<PresentCase>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_cases = watcher->result();
        renew();
    });
    watcher->setFuture(
        QtConcurrent::run([cases = recentCases(context().settings)] { return presentCases(cases); }));
    Page::arrive(argument);
    if (!argument.isEmpty()) {
        // The program was started with what to look at. Once the page stands, as if it had been typed.
        QMetaObject::invokeMethod(
            this, [this, argument] { look(argument); }, Qt::QueuedConnection);
    }
}

void StartPage::tellFailure(Session::Work work, const Error& error)
{
    m_opening.clear();
    Page::tellFailure(work, error);
}

void StartPage::refresh()
{
    setHeading(
        tr("What should we look at?"),
        tr("Mailmend reads what was taken from your Exchange server. Looking changes nothing on it, and "
           "nothing leaves this computer."));
    m_lineLabel->setText(tr("Or t&ype where it is"));
    m_line->setAccessibleName(tr("Or type where it is"));
    m_line->setPlaceholderText(exampleTargets());
    mainButton()->setText(tr("&Look at it"));
    mainButton()->setVisible(!m_line->text().trimmed().isEmpty());
    m_openCase->setText(tr("Open a &case…"));
    addChoices();
    addRecent();
}

void StartPage::addChoices()
{
    m_choices->clear();
    const auto add = [this](Drawing drawing, const QString& title, const QString& under, auto action) {
        addChoiceRow(m_choices, theme(), drawing, title, under, action);
    };
    if (session().offersThisComputer()) {
        addThisComputer(m_choices, theme(), [this](const QString& target) { look(target); });
    }
    add(Drawing::Zip, tr("A collection from the server"),
        tr("A .zip that Velociraptor, KAPE, CyLR or Mailmend made"),
        [this] { choose(askForCollection(tr("Choose a collection"))); });
    add(Drawing::Folder, tr("A folder or a mounted disk"),
        tr("The server's disk, backup or snapshot, or an unpacked collection"),
        [this] { choose(askForFolder()); });
    add(Drawing::Practice, tr("The sample server"), tr("An invented credit union, to get to know Mailmend"),
        [this] { look(QStringLiteral("sample:")); });
    add(Drawing::Copy, tr("Collect here, look elsewhere"),
        tr("Copies what we look at into one locked file, for a clean computer"),
        [this] { Q_EMIT leave(QStringLiteral("collect")); });
    auto* how = new LineCard(theme());
    how->addSentence(tr("The surest is the server's disk: a backup, a snapshot or the disk file of a virtual "
                        "machine, connected to this computer so that it can only be read."));
    how->addSentence(tr("A collection is smaller. Whoever looks after the server runs Velociraptor on it and "
                        "copies the .zip here. It has to ask for the web server's pages too (the folders "
                        "inetpub and Exchange Server): the usual lists leave them out."));
    how->addSentence(tr("Until then, don't restart the server, don't delete anything on it, and don't let a "
                        "virus scanner clean it."));
    m_choices->add(new Disclosure(theme(), tr("How do I get one of these?"), how));
}

void StartPage::addRecent()
{
    m_recent->clear();
    m_recent->setVisible(!m_cases.isEmpty());
    if (m_cases.isEmpty()) {
        return;
    }
    m_recent->addSection(tr("Go on with a case"));
    for (const PresentCase& present : std::as_const(m_cases)) {
        const RecentCase& known = present.known;
        const QFileInfo info(known.file);
        QStringList under;
        if (known.steps > 0) {
            under.append(tell(say(MAILMEND_TEXT("start-page", "{settled} of {all} {all|step|steps} settled"),
                                  {{"settled", count(known.settled)}, {"all", count(known.steps)}})));
        }
        under.append(tr("last changed %1").arg(tellDay(present.changed.toLocalTime().date(), reader())));
        under.append(shownPath(info.absolutePath()));
        auto* row =
            new RowButton(theme(), {Drawing::Case, Token::TextQuiet}, {},
                          escapeForDisplay(info.completeBaseName()), under.join(QStringLiteral(" · ")));
        row->setBordered(true);
        limitWidth(row, 640);
        connect(row, &QAbstractButton::clicked, this, [this, file = known.file] { look(file); });
        m_recent->add(row);
    }
    m_recent->addSection(tr("Or look at a server"));
}

void StartPage::choose(const FileQuestion& question)
{
    context().chooser.ask(this, question, [this](const QString& path) { look(path); });
}

void StartPage::look(const QString& target)
{
    const QString wanted = target.trimmed();
    if (wanted.isEmpty()) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("Choose what to look at, or type where it is."));
        m_line->setFocus();
        return;
    }
    if (isCaseName(wanted)) {
        notice()->clear();
        m_opening = QFileInfo(wanted).absoluteFilePath();
        session().openCase(wanted);
        return;
    }
    Q_EMIT leave(QStringLiteral("source"), wanted);
}

} // namespace

extern const PageEntry startPage;
constinit const PageEntry startPage = {
    "start",
    MAILMEND_TEXT("rail", "St&art"),
    MAILMEND_TEXT("help",
                  "Choose what to look at, or go on with a case. Looking changes nothing on the server."),
    Drawing::Start,
    RailPlace::Always,
    [](PageContext& context) -> Page* { return new StartPage(context); }};

} // namespace mailmend::gui

#include "start_page.moc"
