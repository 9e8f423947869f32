// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QLocale>
#include <QObject>
#include <QString>
#include <QTranslator>

#include <memory>
#include <vector>

namespace mailmend::gui {

/** The languages of the program: English, and each for which there is a mailmend_<language>.qm. */
class Language : public QObject
{
    Q_OBJECT

public:
    /** @param folders where .qm files are looked for; empty: in the program and beside it. */
    explicit Language(const QStringList& folders = {}, QObject* parent = nullptr);

    QStringList available() const; ///< "en", "de"
    static QString nativeName(const QString& language);

    /** Takes effect at once in every window. @param choice "" for the system's. */
    void use(const QString& choice);
    QLocale locale() const { return m_locale; }

private:
    void install(const QString& file, const QString& folder);

    QStringList m_folders;
    QLocale m_locale;
    std::vector<std::unique_ptr<QTranslator>> m_installed;
};

} // namespace mailmend::gui
