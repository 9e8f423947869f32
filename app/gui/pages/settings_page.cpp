// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/language.h"
#include "gui/pages/page.h"
#include "gui/pages/registry.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/button.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/spacing.h"
#include "reports/wording.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QSignalBlocker>

namespace mailmend::gui {

namespace {

/** Language, theme, size of the text, who works here, and where cases are kept. Each takes effect at once. */
class SettingsPage : public Page
{
    Q_OBJECT

public:
    explicit SettingsPage(PageContext& context);

protected:
    void refresh() override;

private:
    Label* addRow(QWidget* field);
    void fill(QComboBox* box, const QList<std::pair<QString, QString>>& choices, const QString& chosen);
    void applyTheme();
    void setAll();

    QGridLayout* m_grid;
    QComboBox* m_language;
    QComboBox* m_theme;
    QComboBox* m_size;
    QLineEdit* m_person;
    QLineEdit* m_folder;
    QList<Label*> m_labels;
    Column* m_about;
    Button* m_reset;
};

SettingsPage::SettingsPage(PageContext& context)
    : Page(context), m_grid(nullptr), m_language(new QComboBox), m_theme(new QComboBox),
      m_size(new QComboBox), m_person(new QLineEdit), m_folder(new QLineEdit),
      m_about(new Column(theme(), 8)), m_reset(addFooterButton(ButtonKind::Plain))
{
    Column* body = makeBody(true);
    auto* form = new QWidget;
    limitWidth(form, 640);
    m_grid = new QGridLayout(form);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(px(16));
    m_grid->setVerticalSpacing(px(12));
    m_grid->setColumnStretch(1, 1);
    for (QWidget* field : QList<QWidget*>{m_language, m_theme, m_size, m_person, m_folder}) {
        m_labels.append(addRow(field));
    }
    body->add(form);
    body->add(m_about);
    body->addStretch();
    mainButton()->hide();
    connect(m_language, &QComboBox::activated, this, [this] {
        this->context().settings.set(setting::language, m_language->currentData());
        this->context().language.use(m_language->currentData().toString());
        session().setLocale(this->context().language.locale());
        renew();
    });
    connect(m_theme, &QComboBox::activated, this, [this] {
        this->context().settings.set(setting::theme, m_theme->currentData());
        applyTheme();
    });
    connect(m_size, &QComboBox::activated, this, [this] {
        this->context().settings.set(setting::textSize, m_size->currentData());
        applyTheme();
    });
    connect(m_person, &QLineEdit::editingFinished, this,
            [this] { this->context().settings.set(setting::personName, m_person->text().trimmed()); });
    connect(m_folder, &QLineEdit::editingFinished, this,
            [this] { this->context().settings.set(setting::caseFolder, m_folder->text().trimmed()); });
    connect(m_reset, &QPushButton::clicked, this, &SettingsPage::setAll);
}

Label* SettingsPage::addRow(QWidget* field)
{
    auto* label = new Label(theme(), TextRole::Body, Token::TextQuiet);
    label->setBuddy(field);
    label->setWordWrap(false);
    const int row = m_grid->rowCount();
    m_grid->addWidget(label, row, 0);
    m_grid->addWidget(field, row, 1);
    return label;
}

void SettingsPage::applyTheme()
{
    context().theme.apply(themeChoice(context().settings.text(setting::theme)),
                          context().settings.number(setting::textSize));
}

void SettingsPage::setAll()
{
    for (const SettingKey* key :
         {&setting::language, &setting::theme, &setting::textSize, &setting::caseFolder}) {
        context().settings.reset(*key);
    }
    context().language.use(context().settings.text(setting::language));
    session().setLocale(context().language.locale());
    applyTheme();
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
        m_labels.at(place)->setText(names.at(place));
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
    m_folder->setPlaceholderText(session().caseFolder());
    m_reset->setText(tr("Reset these settings"));
    const KnowledgeInfo info = session().knowledge().info(session().now());
    m_about->clear();
    m_about->addSection(tr("About Mailmend"));
    m_about->addProse(tr("Version %1.").arg(QStringLiteral(MAILMEND_VERSION)), true);
    m_about->addProse(tell(knowledgeAge(info)), true);
    m_about->add(new CopyLine(theme(), info.sha256, tr("Copy its SHA-256")));
}

} // namespace

extern const PageEntry settingsPage;
constinit const PageEntry settingsPage = {
    "settings", MAILMEND_TEXT("rail", "Settin&gs"), Drawing::Settings, RailPlace::Always,
    [](PageContext& context) -> Page* { return new SettingsPage(context); }};

} // namespace mailmend::gui

#include "settings_page.moc"
