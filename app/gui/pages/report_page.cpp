// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/spacing.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QRadioButton>
#include <QUrl>

namespace mailmend::gui {

namespace {

/** For whom, in which form, and where to: then one file. */
class ReportPage : public Page
{
    Q_OBJECT

public:
    explicit ReportPage(PageContext& context);

    bool waitsFor(Session::Work work) const override { return work == Session::Work::Writing; }
    void tellFailure(Session::Work work, const Error& error) override;

protected:
    void refresh() override;

private:
    QString format() const { return m_format->currentData().toString(); }
    QString proposedFile() const;
    void propose();
    void save();

    Label* m_forWhom;
    QRadioButton* m_owner;
    Label* m_ownerText;
    QRadioButton* m_technician;
    Label* m_technicianText;
    Label* m_formatLabel;
    QComboBox* m_format;
    Label* m_fileLabel;
    QLineEdit* m_file;
    Button* m_browse;
    Button* m_open;
    QString m_proposed;
    QString m_saved;
    QString m_replace; ///< a file that is there, and may be replaced
};

ReportPage::ReportPage(PageContext& context)
    : Page(context), m_forWhom(nullptr), m_owner(new QRadioButton),
      m_ownerText(new Label(theme(), TextRole::Small, Token::TextQuiet)), m_technician(new QRadioButton),
      m_technicianText(new Label(theme(), TextRole::Small, Token::TextQuiet)),
      m_formatLabel(new Label(theme(), TextRole::Section)), m_format(new QComboBox),
      m_fileLabel(new Label(theme(), TextRole::Section)), m_file(new QLineEdit),
      m_browse(new Button(theme(), ButtonKind::Plain)), m_open(addFooterButton(ButtonKind::Plain))
{
    Column* body = makeBody(true);
    m_forWhom = body->addSection({});
    m_owner->setChecked(true);
    auto* audiences = new QWidget;
    auto* choice = new QGridLayout(audiences);
    choice->setContentsMargins(0, 0, 0, 0);
    choice->setVerticalSpacing(px(2));
    choice->setColumnMinimumWidth(0, px(26));
    choice->setHorizontalSpacing(0);
    choice->setColumnStretch(1, 1);
    choice->addWidget(m_owner, 0, 0, 1, 2);
    choice->addWidget(m_ownerText, 1, 1);
    choice->setRowMinimumHeight(2, px(8));
    choice->addWidget(m_technician, 3, 0, 1, 2);
    choice->addWidget(m_technicianText, 4, 1);
    body->add(audiences);
    m_formatLabel->setBuddy(m_format);
    body->addGap(8);
    body->add(m_formatLabel);
    limitWidth(m_format, 320);
    body->add(m_format);
    m_fileLabel->setBuddy(m_file);
    body->addGap(8);
    body->add(m_fileLabel);
    auto* line = new QWidget;
    limitWidth(line, 640);
    auto* row = new QHBoxLayout(line);
    space(row, 0, 0, 0, 0, 8);
    row->addWidget(m_file, 1);
    row->addWidget(m_browse);
    body->add(line);
    body->addStretch();
    for (const Report* report : allReports()) {
        m_format->addItem(QString(), QString::fromLatin1(report->format));
    }
    connect(m_format, &QComboBox::currentIndexChanged, this, &ReportPage::propose);
    connect(m_owner, &QRadioButton::toggled, this, &ReportPage::propose);
    connect(m_file, &QLineEdit::returnPressed, this, &ReportPage::save);
    connect(mainButton(), &QPushButton::clicked, this, &ReportPage::save);
    connect(m_browse, &QPushButton::clicked, this, [this] {
        this->context().chooser.ask(this,
                                    {FileQuestion::Kind::SaveFile, tr("Where should the report be saved?"),
                                     QStringLiteral("*.%1").arg(format()), m_file->text()},
                                    [this](const QString& file) {
                                        m_file->setText(file);
                                        m_replace = file; // the dialog has asked
                                    });
    });
    connect(m_open, &QPushButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_saved)); });
    connect(&session(), &Session::reportSaved, this, [this](const QString& file, qint64 size) {
        m_saved = file;
        notice()->tell({Drawing::StateCheck, Token::Ok},
                       tell(say(MAILMEND_TEXT("report-page", "The report is saved as {file} ({size})."),
                                {{"file", place(file)}, {"size", bytes(size)}})));
        m_open->show();
    });
}

QString ReportPage::proposedFile() const
{
    QString base = QStringLiteral("report");
    if (view() && !view()->targets.isEmpty() && !view()->targets.first().host.isEmpty()) {
        base.clear();
        for (const QChar letter : view()->targets.first().host) {
            base += letter.isLetterOrNumber() || letter == QLatin1Char('-') ? letter : QLatin1Char('_');
        }
    }
    const QString whom = m_owner->isChecked() ? QStringLiteral("owner") : QStringLiteral("technician");
    return QStringLiteral("%1/%2 %3.%4").arg(session().caseFolder(), base.left(60), whom, format());
}

void ReportPage::propose()
{
    // What the person typed stays.
    if (m_file->text().isEmpty() || m_file->text() == m_proposed) {
        m_proposed = QDir::toNativeSeparators(proposedFile());
        m_file->setText(m_proposed);
    }
}

void ReportPage::save()
{
    const QString file = m_file->text().trimmed();
    if (!view() || file.isEmpty()) {
        notice()->tell({Drawing::Info, Token::Accent}, tr("Choose where the report should be saved."));
        m_file->setFocus();
        return;
    }
    notice()->clear();
    const bool replace = file == std::exchange(m_replace, QString());
    session().saveReport(format(), m_owner->isChecked() ? Audience::Owner : Audience::Technician, file,
                         replace);
}

void ReportPage::tellFailure(Session::Work work, const Error& error)
{
    if (work == Session::Work::Writing && error.kind == ErrorKind::Conflict) {
        m_replace = m_file->text().trimmed();
    }
    Page::tellFailure(work, error);
}

void ReportPage::refresh()
{
    setHeading(tr("Save a report"), tr("It says what was found, what was done, and what is still to do."));
    m_forWhom->setText(tr("For whom"));
    m_owner->setText(tr("For the owner"));
    m_ownerText->setText(tr("One page in plain words: what happened, what is left, and whom to call."));
    m_technician->setText(tr("For a &specialist"));
    m_technicianText->setText(tr("Everything in the order of this window, with the evidence."));
    m_formatLabel->setText(tr("For&mat"));
    m_fileLabel->setText(tr("Save &it as"));
    m_file->setAccessibleName(tr("Save it as"));
    m_browse->setText(tr("&Browse…"));
    m_open->setText(tr("Ope&n it"));
    m_open->setVisible(!m_saved.isEmpty());
    mainButton()->setText(tr("Sa&ve the report"));
    mainButton()->setEnabled(view() != nullptr);
    int place = 0;
    for (const Report* report : allReports()) {
        m_format->setItemText(place++, tell(say(report->title)));
    }
    propose();
}

} // namespace

extern const PageEntry reportPage;
constinit const PageEntry reportPage = {
    "report",
    MAILMEND_TEXT("rail", "&Report"),
    MAILMEND_TEXT("help", "Papers about the case: one page for the owner, or all of it for a technician."),
    Drawing::Report,
    RailPlace::Case,
    [](PageContext& context) -> Page* { return new ReportPage(context); }};

} // namespace mailmend::gui

#include "report_page.moc"
