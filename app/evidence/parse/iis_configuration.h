// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

namespace mailmend {

/** A folder of an application, as written in applicationHost.config. */
struct IisFolderSetting
{
    QString path;             ///< "/", "/auth"
    QString physicalPathText; ///< with variables; may be UNC or empty
};

struct IisApplicationSetting
{
    QString path; ///< "/", "/owa"
    QString
        applicationPool; ///< its own, else the site's default, else all sites' default, else "DefaultAppPool"
    QList<IisFolderSetting> folders;
};

struct IisSiteSetting
{
    QString name;
    QString id; ///< the number in the log folder's name, W3SVC1
    /** Its own, else all sites' default, else that of IIS. IIS writes to W3SVC<id> below it. */
    QString logFolderText;
    QList<IisApplicationSetting> applications;
};

struct IisPoolSetting
{
    QString name;
    QString identityType; ///< its own, else all pools' default, else that of IIS, "ApplicationPoolIdentity"
    QString loadUserProfile; ///< its own, else all pools' default; empty: nothing says so, which means no
};

/** What one applicationHost.config says about sites and pools. Raw text; nothing is expanded. */
struct IisSettings
{
    QList<IisSiteSetting> sites;
    QList<IisPoolSetting> pools;
    /** Every log folder that is configured, each once, in the order of the file; then that of IIS if a site
     * uses it. */
    QStringList logFolderTexts;
    QStringList otherFiles; ///< configSource attributes: sections that stand in files beside this one
};

/** The largest configuration file that is read, in bytes. */
inline constexpr qint64 kIisSettingsBound = qint64{32} << 20;

/**
 * Reads applicationHost.config (UTF-8 or UTF-16). Unknown elements and attributes are passed over.
 * @return Damaged with the line for what is not well-formed XML, has a document type, or is nested or
 * repeated beyond reason; Unsupported where the document is not an IIS configuration; TooLarge.
 */
Result<IisSettings> readIisSettings(const QByteArray& file);

/**
 * Whether an attribute in any web.config or applicationHost.config holds `words`, in whatever case. What
 * stands in a comment or in an element that is switched off (enabled="false") doesn't count. Errors as
 * readIisSettings, but a document of any kind is looked at.
 */
Result<bool> iisConfigurationHolds(const QByteArray& file, QStringView words);

/** What redirection.config says: where applicationHost.config really is. */
struct IisRedirection
{
    bool enabled = false;
    QString pathText; ///< a folder, often UNC; empty where not given
};

/** Errors as readIisSettings. A file without the element is "not enabled". */
Result<IisRedirection> readIisRedirection(const QByteArray& file);

} // namespace mailmend
