// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/iis_configuration.h"

#include "evidence/parse/iis_document.h"

#include <QSet>

#include <algorithm>

namespace mailmend {

namespace {

constexpr qsizetype kFolderBound = 200'000;   // sites, applications, folders and pools together
constexpr qsizetype kLogFolderBound = 10'000; // log folders

/** Calls `visit` for each section of the configuration, with what stands in `location` for the whole server.
 */
template<typename Visit>
void eachSection(IisDocument& document, Visit visit)
{
    document.eachChild([&] {
        if (document.name() != u"location") {
            visit();
            return;
        }
        const QString path = document.attribute(QLatin1StringView("path"));
        if (path.isEmpty() || path == u".") {
            eachSection(document, visit);
        }
    });
}

/** Reads a whole document whose outermost element is an IIS configuration's. */
template<typename Visit>
Done readConfiguration(const QByteArray& file, IisDocument& document, Visit visit)
{
    if (file.size() > kIisSettingsBound) {
        return Error{ErrorKind::TooLarge,
                     say(MAILMEND_TEXT("iis-configuration",
                                       "This configuration file of the web server is larger than {bytes}."),
                         {{"bytes", bytes(kIisSettingsBound)}}),
                     {},
                     {},
                     {}};
    }
    bool recognised = false;
    document.eachChild([&] {
        recognised = document.name() == u"configuration";
        if (recognised) {
            eachSection(document, visit);
        }
    });
    if (document.error()) {
        return *document.error();
    }
    if (!recognised) {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("iis-configuration", "This is no configuration file of the web server.")),
            {},
            {},
            {}};
    }
    return done();
}

/** What a level says for the levels below it. */
struct Defaults
{
    QString pool;
    QString folder; ///< virtualDirectoryDefaults' physicalPath
};

/** Collects system.applicationHost; the defaults are only known when all of it has been read. */
class SiteReader
{
public:
    explicit SiteReader(IisDocument& document) : m_document(document) {}

    void readSection()
    {
        m_document.eachChild([this] {
            if (m_document.name() == u"sites") {
                m_document.eachChild([this] { readSiteOrDefault(); });
            } else if (m_document.name() == u"applicationPools") {
                m_document.eachChild([this] { readPoolOrDefault(); });
            } else if (m_document.name() == u"log") {
                m_document.eachChild([this] {
                    if (m_document.name() == u"centralBinaryLogFile" ||
                        m_document.name() == u"centralW3CLogFile") {
                        logFolder();
                    }
                });
            }
        });
    }

    IisSettings settled()
    {
        // What IIS_schema.xml of IIS 10 gives where nothing is configured.
        const QString iisFolder = QStringLiteral("%SystemDrive%\\inetpub\\logs\\LogFiles");
        for (qsizetype index = 0; index < m_settings.sites.size(); ++index) {
            IisSiteSetting& site = m_settings.sites[index];
            const QString pool =
                firstOf({m_siteDefaults[index].pool, m_defaults.pool, QStringLiteral("DefaultAppPool")});
            for (IisApplicationSetting& application : site.applications) {
                application.applicationPool = firstOf({application.applicationPool, pool});
                for (IisFolderSetting& folder : application.folders) {
                    folder.physicalPathText =
                        firstOf({folder.physicalPathText, m_siteDefaults[index].folder, m_defaults.folder});
                }
            }
            site.logFolderText = firstOf({site.logFolderText, m_allLogFolder, iisFolder});
            remember(site.logFolderText);
        }
        for (IisPoolSetting& pool : m_settings.pools) {
            pool.identityType = firstOf(
                {pool.identityType, m_poolDefault.identityType, QStringLiteral("ApplicationPoolIdentity")});
            pool.loadUserProfile = firstOf({pool.loadUserProfile, m_poolDefault.loadUserProfile});
        }
        m_settings.otherFiles = m_document.otherFiles();
        return std::move(m_settings);
    }

private:
    static QString firstOf(const QStringList& texts)
    {
        const auto found =
            std::find_if(texts.begin(), texts.end(), [](const QString& text) { return !text.isEmpty(); });
        return found == texts.end() ? QString() : *found;
    }

    void remember(const QString& folder)
    {
        const QString folded = folder.toCaseFolded();
        if (!m_seen.contains(folded)) {
            m_seen.insert(folded);
            m_settings.logFolderTexts.append(folder);
        }
    }

    /** The present element's log folder; empty where it says none. */
    QString logFolder()
    {
        const QString folder = m_document.attribute(QLatin1StringView("directory"));
        if (!folder.isEmpty()) {
            remember(folder);
        }
        if (m_settings.logFolderTexts.size() > kLogFolderBound) {
            m_document.tooMuch();
        }
        return folder;
    }

    void counted()
    {
        if (++m_count > kFolderBound) {
            m_document.tooMuch();
        }
    }

    void readSiteOrDefault()
    {
        if (m_document.name() == u"site") {
            readSite();
        } else if (m_document.name() == u"siteDefaults") {
            m_document.eachChild([this] {
                if (m_document.name() == u"logFile") {
                    m_allLogFolder = logFolder();
                }
            });
        } else {
            readDefaults(m_defaults);
        }
    }

    void readPoolOrDefault()
    {
        counted();
        IisPoolSetting pool;
        const bool isDefault = m_document.name() == u"applicationPoolDefaults";
        pool.name = m_document.attribute(QLatin1StringView("name"));
        if (!isDefault && m_document.name() != u"add") {
            return;
        }
        m_document.eachChild([&] {
            if (m_document.name() == u"processModel") {
                pool.identityType = m_document.attribute(QLatin1StringView("identityType"));
                pool.loadUserProfile = m_document.attribute(QLatin1StringView("loadUserProfile"));
            }
        });
        if (isDefault) {
            m_poolDefault = pool;
        } else {
            m_settings.pools.append(pool);
        }
    }

    void readDefaults(Defaults& defaults)
    {
        if (m_document.name() == u"applicationDefaults") {
            defaults.pool = m_document.attribute(QLatin1StringView("applicationPool"));
        } else if (m_document.name() == u"virtualDirectoryDefaults") {
            defaults.folder = m_document.attribute(QLatin1StringView("physicalPath"));
        }
    }

    void readSite()
    {
        counted();
        IisSiteSetting site;
        Defaults defaults;
        site.name = m_document.attribute(QLatin1StringView("name"));
        site.id = m_document.attribute(QLatin1StringView("id"));
        m_document.eachChild([&] {
            if (m_document.name() == u"application") {
                site.applications.append(readApplication());
            } else if (m_document.name() == u"logFile") {
                site.logFolderText = logFolder();
            } else {
                readDefaults(defaults);
            }
        });
        m_settings.sites.append(site);
        m_siteDefaults.append(defaults);
    }

    IisApplicationSetting readApplication()
    {
        counted();
        IisApplicationSetting application;
        application.path = m_document.attribute(QLatin1StringView("path"));
        application.applicationPool = m_document.attribute(QLatin1StringView("applicationPool"));
        Defaults defaults;
        m_document.eachChild([&] {
            if (m_document.name() == u"virtualDirectory") {
                counted();
                application.folders.append({m_document.attribute(QLatin1StringView("path")),
                                            m_document.attribute(QLatin1StringView("physicalPath"))});
            } else {
                readDefaults(defaults);
            }
        });
        for (IisFolderSetting& folder : application.folders) {
            folder.physicalPathText = firstOf({folder.physicalPathText, defaults.folder});
        }
        return application;
    }

    IisDocument& m_document;
    IisSettings m_settings;
    QList<Defaults> m_siteDefaults; ///< each site's own
    Defaults m_defaults;
    IisPoolSetting m_poolDefault;
    QSet<QString> m_seen; ///< log folders, case folded
    QString m_allLogFolder;
    qsizetype m_count = 0;
};

} // namespace

Result<IisSettings> readIisSettings(const QByteArray& file)
{
    IisDocument document(file);
    SiteReader reader(document);
    const Done read = readConfiguration(file, document, [&] {
        if (document.name() == u"system.applicationHost") {
            reader.readSection();
        }
    });
    return read ? Result<IisSettings>(reader.settled()) : Result<IisSettings>(read.error());
}

namespace {

void lookForAddition(IisDocument& document, QStringView words, bool switchedOff, bool& found)
{
    document.eachChild([&] {
        const QString enabled = document.attribute(QLatin1StringView("enabled")).trimmed();
        const bool off =
            switchedOff || enabled.compare(u"false", Qt::CaseInsensitive) == 0 || enabled == u"0";
        found = found || (!off && document.holds(words));
        lookForAddition(document, words, off, found);
    });
}

} // namespace

Result<bool> iisConfigurationHolds(const QByteArray& file, QStringView words)
{
    IisDocument document(file);
    bool found = false;
    lookForAddition(document, words, false, found);
    return document.error() ? Result<bool>(*document.error()) : Result<bool>(found);
}

Result<IisRedirection> readIisRedirection(const QByteArray& file)
{
    IisDocument document(file);
    IisRedirection redirection;
    const Done read = readConfiguration(file, document, [&] {
        if (document.name() == u"configurationRedirection") {
            const QString enabled = document.attribute(QLatin1StringView("enabled")).trimmed();
            redirection.enabled = enabled.compare(u"true", Qt::CaseInsensitive) == 0 || enabled == u"1";
            redirection.pathText = document.attribute(QLatin1StringView("path"));
        }
    });
    return read ? Result<IisRedirection>(redirection) : Result<IisRedirection>(read.error());
}

} // namespace mailmend
