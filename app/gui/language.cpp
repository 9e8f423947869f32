// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/language.h"

#include <QApplication>
#include <QDir>
#include <QLibraryInfo>

namespace mailmend::gui {

Language::Language(const QStringList& folders, QObject* parent) : QObject(parent), m_folders(folders)
{
    if (m_folders.isEmpty()) {
        const QString beside = QApplication::applicationDirPath();
        m_folders = {QStringLiteral(":/i18n"), beside + QStringLiteral("/translations"),
                     beside + QStringLiteral("/../share/mailmend/translations")};
    }
}

QStringList Language::available() const
{
    QStringList languages = {QStringLiteral("en")};
    for (const QString& folder : m_folders) {
        const QStringList files = QDir(folder).entryList({QStringLiteral("mailmend_*.qm")}, QDir::Files);
        for (const QString& file : files) {
            const QString language = file.mid(9, file.size() - 12);
            if (!languages.contains(language)) {
                languages.append(language);
            }
        }
    }
    return languages;
}

QString Language::nativeName(const QString& language)
{
    if (language == QStringLiteral("en")) {
        return QStringLiteral("English");
    }
    return QLocale(language).nativeLanguageName();
}

void Language::use(const QString& choice)
{
    const std::vector<std::unique_ptr<QTranslator>> before = std::move(m_installed);
    m_installed.clear();
    for (const auto& translator : before) {
        QApplication::removeTranslator(translator.get());
    }
    QString language = choice;
    if (language.isEmpty()) {
        language = QLocale::system().name();
        language.truncate(language.indexOf(QLatin1Char('_')));
    }
    if (!available().contains(language)) {
        language = QStringLiteral("en");
    }
    // Numbers and days as the person is used to where the language is the system's own.
    m_locale =
        QLocale::system().language() == QLocale(language).language() ? QLocale::system() : QLocale(language);
    if (language != QStringLiteral("en")) {
        install(QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        for (const QString& folder : std::as_const(m_folders)) {
            install(QStringLiteral("mailmend_") + language, folder);
        }
    }
    QApplication::setLayoutDirection(m_locale.textDirection());
}

void Language::install(const QString& file, const QString& folder)
{
    auto translator = std::make_unique<QTranslator>();
    if (translator->load(file, folder)) {
        QApplication::installTranslator(translator.get());
        m_installed.push_back(std::move(translator));
    }
}

} // namespace mailmend::gui
