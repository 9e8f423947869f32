// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/flow.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QFileInfo>
#include <QFutureWatcher>
#include <QLineEdit>
#include <QtConcurrentRun>

namespace mailmend::gui {

namespace {

struct RecentCase
{
    QString file;
    QDateTime changed;
};

/** Looks at the disk: on a worker. */
QList<RecentCase> presentCases(const QStringList& files)
{
    QList<RecentCase> present;
    for (const QString& file : files) {
        const QFileInfo info(file);
        if (info.isFile()) {
            present.append({file, info.lastModified().toUTC()});
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

protected:
    void refresh() override;

private:
    void look(const QString& target);
    void choose(FileQuestion::Kind kind, const QString& title, const QString& filter);
    void addChoices();
    void addRecent();

    Column* m_body;
    Column* m_choices;
    Label* m_lineLabel;
    QLineEdit* m_line;
    Column* m_recent;
    Button* m_openCase;
    QList<RecentCase> m_cases;
    bool m_opening = false;
};

StartPage::StartPage(PageContext& context)
    : Page(context), m_body(makeBody(true)), m_choices(new Column(theme(), 8)),
      m_lineLabel(new Label(theme(), TextRole::Section)), m_line(new QLineEdit),
      m_recent(new Column(theme(), 4)), m_openCase(addFooterButton(ButtonKind::Plain))
{
    m_body->add(m_choices);
    m_body->addGap(4);
    m_lineLabel->setBuddy(m_line);
    m_body->add(m_lineLabel);
    limitWidth(m_line, 640);
    m_body->add(m_line);
    m_body->add(m_recent);
    m_body->addStretch();
    connect(m_line, &QLineEdit::returnPressed, this, [this] { look(m_line->text()); });
    connect(mainButton(), &QPushButton::clicked, this, [this] { look(m_line->text()); });
    connect(m_openCase, &QPushButton::clicked, this,
            [this] { choose(FileQuestion::Kind::OpenFile, tr("Open a case"), tr("Cases (*.mailmend)")); });
    connect(&session(), &Session::viewChanged, this, [this](const ViewPointer& opened) {
        if (m_opening && opened) {
            m_opening = false;
            Q_EMIT leave(opened->currentStep.isEmpty() ? QStringLiteral("overview") : QStringLiteral("plan"),
                         opened->currentStep);
        }
    });
}

void StartPage::arrive(const QString& argument)
{
    m_opening = false;
    auto* watcher = new QFutureWatcher<QList<RecentCase>>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher] {
        watcher->deleteLater();
        m_cases = watcher->result();
        renew();
    });
    const QStringList files =
        context().settings.text(setting::recentCases).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    watcher->setFuture(QtConcurrent::run([files] { return presentCases(files); }));
    Page::arrive(argument);
    if (!argument.isEmpty()) {
        // The program was started with what to look at. Once the page stands, as if it had been typed.
        QMetaObject::invokeMethod(
            this, [this, argument] { look(argument); }, Qt::QueuedConnection);
    }
}

void StartPage::refresh()
{
    setHeading(tr("What should we look at?"),
               tr("Mailmend reads what was taken from your Exchange server. It only looks: nothing on it is "
                  "changed, and nothing leaves this computer."));
    m_lineLabel->setText(tr("Or t&ype where it is"));
    m_line->setAccessibleName(tr("Or type where it is"));
    m_line->setPlaceholderText(tr("a .zip, a folder, or C=/mnt/c,D=/mnt/d for a server with two disks"));
    mainButton()->setText(tr("&Look at it"));
    m_openCase->setText(tr("Open a &case…"));
    addChoices();
    addRecent();
}

void StartPage::addChoices()
{
    m_choices->clear();
    const auto add = [this](Drawing drawing, const QString& title, const QString& under, auto action) {
        auto* row = new RowButton(theme(), {drawing, Token::Accent}, {}, title, under);
        row->setBordered(true);
        limitWidth(row, 640);
        connect(row, &QAbstractButton::clicked, this, action);
        m_choices->add(row);
    };
    add(Drawing::Zip, tr("A collection from the server"), tr("A .zip that Velociraptor or Mailmend made"),
        [this] {
            choose(FileQuestion::Kind::OpenFile, tr("Choose a collection"), tr("Collections (*.zip)"));
        });
    add(Drawing::Folder, tr("A folder or a mounted disk"),
        tr("The server's disk, backup or snapshot, or an unpacked collection"),
        [this] { choose(FileQuestion::Kind::OpenFolder, tr("Choose a folder"), {}); });
    add(Drawing::Practice, tr("The sample server"), tr("An invented credit union, to get to know Mailmend"),
        [this] { look(QStringLiteral("sample:")); });
}

void StartPage::addRecent()
{
    m_recent->clear();
    if (m_cases.isEmpty()) {
        return;
    }
    m_recent->addSection(tr("Go on with a case"));
    for (const RecentCase& known : std::as_const(m_cases)) {
        const QFileInfo info(known.file);
        auto* row = new RowButton(theme(), {Drawing::Case, Token::TextQuiet}, {},
                                  escapeForDisplay(info.completeBaseName()),
                                  tr("Last changed %1, in %2")
                                      .arg(tellDay(known.changed.toLocalTime().date(), reader()),
                                           escapeForDisplay(info.absolutePath())));
        limitWidth(row, 640);
        connect(row, &QAbstractButton::clicked, this, [this, file = known.file] { look(file); });
        m_recent->add(row);
    }
}

void StartPage::choose(FileQuestion::Kind kind, const QString& title, const QString& filter)
{
    context().chooser.ask(this, {kind, title, filter, {}}, [this](const QString& path) { look(path); });
}

void StartPage::look(const QString& target)
{
    const QString wanted = target.trimmed();
    if (wanted.isEmpty()) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("Choose what to look at, or type where it is."));
        m_line->setFocus();
        return;
    }
    if (wanted.endsWith(QStringLiteral(".mailmend"))) {
        m_opening = true;
        session().closeCase();
        session().openCase(wanted);
        return;
    }
    Q_EMIT leave(QStringLiteral("source"), wanted);
}

} // namespace

extern const PageEntry startPage;
constinit const PageEntry startPage = {"start", MAILMEND_TEXT("rail", "St&art"), Drawing::Start,
                                       RailPlace::Always,
                                       [](PageContext& context) -> Page* { return new StartPage(context); }};

} // namespace mailmend::gui

#include "start_page.moc"
