// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/settings.h"

#include "base/portable.h"

#include <QCoreApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QStorageInfo>

namespace mailmend {

namespace setting {
const SettingKey language{"language", ""};
const SettingKey theme{"theme", "system"};
const SettingKey textSize{"textSize", "100"};
const SettingKey personName{"personName", ""};
const SettingKey caseFolder{"caseFolder", ""};
const SettingKey recentCases{"recentCases", ""};
} // namespace setting

static std::unique_ptr<QSettings> openSettings(const QString& file)
{
    const QString portable = portableFolder(QCoreApplication::applicationDirPath());
    if (file.isEmpty() && portable.isEmpty()) {
        return std::make_unique<QSettings>(QSettings::IniFormat, QSettings::UserScope,
                                           QStringLiteral("Mailmend"), QStringLiteral("mailmend"));
    }
    return std::make_unique<QSettings>(file.isEmpty() ? portable + QStringLiteral("/mailmend.ini") : file,
                                       QSettings::IniFormat);
}

Settings::Settings(const QString& file) : m_file(openSettings(file)) {}

Settings::~Settings() = default;

QString Settings::text(const SettingKey& key) const
{
    return m_file->value(QLatin1String(key.name), QString::fromUtf8(key.defaultValue)).toString();
}

int Settings::number(const SettingKey& key) const
{
    bool isNumber = false;
    const int number = text(key).toInt(&isNumber);
    return isNumber ? number : QByteArray(key.defaultValue).toInt();
}

void Settings::set(const SettingKey& key, const QVariant& value)
{
    m_file->setValue(QLatin1String(key.name), value);
}

void Settings::reset(const SettingKey& key)
{
    m_file->remove(QLatin1String(key.name));
}

QString sealFolderFor(const QString& portable, const QByteArray& fileSystem)
{
    // On a disk that can't keep the key from others, they could make seals and journals that look like ours.
    return portable.isEmpty() || !keepsRights(fileSystem)
               ? QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                     QStringLiteral("/mailmend/seals")
               : portable + QStringLiteral("/seals");
}

QString defaultSealFolder()
{
    const QString program = QCoreApplication::applicationDirPath();
    const QString portable = portableFolder(program);
    return sealFolderFor(portable,
                         portable.isEmpty() ? QByteArray() : QStorageInfo(program).fileSystemType());
}

} // namespace mailmend
