// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QVariant>

#include <memory>

class QSettings;

namespace mailmend {

/** One setting: its name in the file and its value when nobody chose one. The whole list is in settings.cpp.
 */
struct SettingKey
{
    const char* name;
    const char* defaultValue;
};

namespace setting {
extern const SettingKey language;    ///< "" = the system's; else "en", "de"
extern const SettingKey theme;       ///< "system", "light", "dark"
extern const SettingKey textSize;    ///< per cent, 100 to 175
extern const SettingKey personName;  ///< who works here: written into the case's events
extern const SettingKey caseFolder;  ///< where cases are kept; "" = the system's documents folder
extern const SettingKey recentCases; ///< a line each, newest first; gui/recent_cases.h reads them
} // namespace setting

/** Typed access to the settings file. Used from one thread. */
class Settings
{
public:
    /** @param file an INI file; empty: the user's own for this program. */
    explicit Settings(const QString& file = {});
    ~Settings();

    QString text(const SettingKey& key) const;
    int number(const SettingKey& key) const;
    void set(const SettingKey& key, const QVariant& value);
    void reset(const SettingKey& key);

private:
    std::unique_ptr<QSettings> m_file;
};

/** Where this installation keeps its own key and the last heads of its cases: outside every case file. */
QString defaultSealFolder();
/**
 * @param portable portableFolder(); empty: with the user
 * @param fileSystem of the disk that it lies on: where that can't keep a key from others, with the user too
 */
QString sealFolderFor(const QString& portable, const QByteArray& fileSystem);

} // namespace mailmend
