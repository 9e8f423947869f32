// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "base/logging.h"
#include "gui/language.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/shown_path.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/spacing.h"
#include "reports/wording.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QUrl>

namespace mailmend::gui {

namespace {

/** Language, theme, size of the text, who works here, and where cases are kept: each takes effect at once and
 * can be reset. Below them what Mailmend knows and how old that is, and where its log is. */
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(PageContext& context);

protected:
    void refresh() override;

private:
    /** One setting: its name, its field, and a button that brings the first value back. */
    struct Row
    {
        const SettingKey* key;
        Label* label;
        QWidget* field;
        Button* reset;
    };

    void addRow(const SettingKey& key, QWidget* field, Button* beside = nullptr);
    void fill(QComboBox* box, const QList<std::pair<QString, QString>>& choices, const QString& chosen);
    void take(const SettingKey& key, const QVariant& value);
    /** Makes the settings that are there now take effect. */
    void apply();
    void showAbout();

    QGridLayout* m_grid;
    QComboBox* m_language;
    QComboBox* m_theme;
    QComboBox* m_size;
    QLineEdit* m_person;
    QLineEdit* m_folder;
    Button* m_browse;
    QList<Row> m_rows;
    Column* m_about;
    Button* m_log;
};

SettingsPage::SettingsPage(PageContext& context)
    : Page(context), m_grid(nullptr), m_language(new QComboBox), m_theme(new QComboBox),
      m_size(new QComboBox), m_person(new QLineEdit), m_folder(new QLineEdit),
      m_browse(new Button(theme(), ButtonKind::Plain)), m_about(new Column(theme(), 8)),
      m_log(addFooterButton(ButtonKind::Plain))
{
    Column* body = makeBody(true);
    auto* form = new QWidget;
    limitWidth(form, 720);
    m_grid = new QGridLayout(form);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(px(16));
    m_grid->setVerticalSpacing(px(12));
    m_grid->setColumnStretch(1, 1);
    addRow(setting::language, m_language);
    addRow(setting::theme, m_theme);
    addRow(setting::textSize, m_size);
    addRow(setting::personName, m_person);
    addRow(setting::caseFolder, m_folder, m_browse);
    body->add(form);
    limitWidth(m_about, 720);
    body->add(m_about);
    body->addStretch();
    mainButton()->hide();
    connect(m_language, &QComboBox::activated, this,
            [this] { take(setting::language, m_language->currentData()); });
    connect(m_theme, &QComboBox::activated, this, [this] { take(setting::theme, m_theme->currentData()); });
    connect(m_size, &QComboBox::activated, this, [this] { take(setting::textSize, m_size->currentData()); });
    connect(m_person, &QLineEdit::editingFinished, this,
            [this] { take(setting::personName, m_person->text().trimmed()); });
    connect(m_folder, &QLineEdit::editingFinished, this,
            [this] { take(setting::caseFolder, m_folder->text().trimmed()); });
    connect(m_browse, &QPushButton::clicked, this, [this] {
        this->context().chooser.ask(
            this,
            {FileQuestion::Kind::OpenFolder, tr("Where should cases be kept?"), {}, session().caseFolder()},
            [this](const QString& folder) {
                take(setting::caseFolder, folder);
                m_browse->setFocus(Qt::OtherFocusReason);
            });
    });
    connect(m_log, &QPushButton::clicked, this,
            [] { QDesktopServices::openUrl(QUrl::fromLocalFile(logFolder())); });
}

void SettingsPage::addRow(const SettingKey& key, QWidget* field, Button* beside)
{
    auto* label = new Label(theme(), TextRole::Body, Token::TextQuiet);
    label->setBuddy(field);
    label->setWordWrap(false);
    auto* reset = new Button(theme(), ButtonKind::Quiet);
    QSizePolicy policy = reset->sizePolicy();
    policy.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(policy);
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0);
    auto* line = new QHBoxLayout;
    space(line, 0, 0, 0, 0, 8);
    line->addWidget(field, 1);
    if (beside != nullptr) {
        line->addWidget(beside);
    }
    m_grid->addLayout(line, row, 1);
    m_grid->addWidget(reset, row, 2);
    connect(reset, &QPushButton::clicked, this, [this, key = &key, field] {
        context().settings.reset(*key);
        field->setFocus(Qt::OtherFocusReason);
        apply();
    });
    m_rows.append({&key, label, field, reset});
}

void SettingsPage::take(const SettingKey& key, const QVariant& value)
{
    if (context().settings.text(key) != value.toString()) {
        context().settings.set(key, value);
        apply();
    }
}

void SettingsPage::apply()
{
    context().language.use(context().settings.text(setting::language));
    session().setLocale(context().language.locale());
    context().theme.apply(themeChoice(context().settings.text(setting::theme)),
                          context().settings.number(setting::textSize));
    renew();
}

void SettingsPage::fill(QComboBox* box, const QList<std::pair<QString, QString>>& choices,
                        const QString& chosen)
{
    const QSignalBlocker quiet(box);
    box->clear();
    for (const auto& [words, value] : choices) {
        box->addItem(words, value);
    }
    box->setCurrentIndex(qMax(0, box->findData(chosen)));
}

void SettingsPage::refresh()
{
    setHeading(tr("Settings"), tr("Everything here takes effect at once."));
    const QStringList names = {tr("&Language"), tr("Th&eme"), tr("Size of the te&xt"), tr("Your &name"),
                               tr("&Where cases are kept")};
    for (qsizetype place = 0; place < names.size(); ++place) {
        const Row& row = m_rows.at(place);
        const QString name = QString(names.at(place)).remove(QLatin1Char('&'));
        row.label->setText(names.at(place));
        row.field->setAccessibleName(name);
        row.reset->setText(tr("Reset"));
        row.reset->setAccessibleName(tr("Reset: %1").arg(name));
        row.reset->setVisible(context().settings.text(*row.key) != QString::fromUtf8(row.key->defaultValue));
    }
    QList<std::pair<QString, QString>> languages = {{tr("As this computer"), QString()}};
    for (const QString& language : context().language.available()) {
        languages.append({Language::nativeName(language), language});
    }
    fill(m_language, languages, context().settings.text(setting::language));
    fill(m_theme,
         {{tr("As this computer"), QStringLiteral("system")},
          {tr("Light"), QStringLiteral("light")},
          {tr("Dark"), QStringLiteral("dark")}},
         context().settings.text(setting::theme));
    QList<std::pair<QString, QString>> sizes;
    for (const int percent : {100, 115, 130, 150, 175}) {
        sizes.append({tr("%1 %").arg(percent), QString::number(percent)});
    }
    fill(m_size, sizes, QString::number(context().settings.number(setting::textSize)));
    m_person->setText(context().settings.text(setting::personName));
    m_person->setPlaceholderText(session().person());
    m_folder->setText(context().settings.text(setting::caseFolder));
    m_folder->setPlaceholderText(shownPath(session().caseFolder()));
    m_browse->setText(tr("&Browse…"));
    m_browse->setAccessibleName(tr("Browse for the folder in which cases are kept"));
    m_log->setText(tr("Open the log fol&der"));
    m_log->setVisible(!logFolder().isEmpty());
    showAbout();
}

void SettingsPage::showAbout()
{
    m_about->clear();
    const KnowledgeInfo info = session().knowledge().info(session().now());
    m_about->addSection(tr("About Mailmend"));
    m_about->addProse(tr("Version %1, knowledge pack %2.")
                          .arg(QStringLiteral(MAILMEND_VERSION), escapeForDisplay(info.version)),
                      true);
    m_about->addProse(tell(knowledgeAge(info)), true);
    if (session().knowledge().isTooOld(session().now())) {
        m_about->addProse(tr("That is too old to say that a server is not exposed. Get a newer Mailmend."),
                          true);
    }
    m_about->add(new CopyLine(theme(), info.sha256, tr("Copy its SHA-256")));
    m_about->addSection(tr("Log"));
    if (logFolder().isEmpty()) {
        m_about->addProse(tr("No log is kept on the disk this time."), true);
        return;
    }
    m_about->addProse(tr("If something goes wrong, whoever helps you needs this folder. It never holds what "
                         "is in the files that were looked at."),
                      true);
    m_about->add(new CopyLine(theme(), shownPath(logFolder()), tr("Copy the log's path")));
}

} // namespace

extern const PageEntry settingsPage;
constinit const PageEntry settingsPage = {
    "settings",
    MAILMEND_TEXT("rail", "Settin&gs"),
    MAILMEND_TEXT("help", "Language, theme, size of the text, your name, and where cases are kept."),
    Drawing::Settings,
    RailPlace::Always,
    [](PageContext& context) -> Page* { return new SettingsPage(context); }};

} // namespace mailmend::gui

#include "settings_page.moc"
