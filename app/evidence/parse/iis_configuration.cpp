// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/iis_configuration.h"

#include <QSet>
#include <QXmlStreamReader>

#include <optional>

namespace mailmend {

namespace {

constexpr int kDeepest = 100;
constexpr qsizetype kMostEntries = 100000; // sites, applications and folders together
constexpr int kEntityLimit = 4096;         // letters that entities may become

Error unreadable(ErrorKind kind, Text text, QString detail = {})
{
    return {kind, std::move(text), {}, std::move(detail), nullptr};
}

/** Walks the elements of a document that may be hostile. */
class Walker
{
public:
    explicit Walker(const QByteArray& file) : m_xml(file)
    {
        m_xml.setEntityExpansionLimit(kEntityLimit);
        m_xml.setNamespaceProcessing(false);
    }

    /** Calls `enter` at each element with its path, itself last; false: stopped by an error. */
    template<typename Enter>
    bool walk(Enter enter)
    {
        QStringList path;
        while (!m_xml.atEnd()) {
            switch (m_xml.readNext()) {
            case QXmlStreamReader::StartElement:
                if (path.size() >= kDeepest) {
                    refuse(QStringLiteral("nested too deeply"));
                    break;
                }
                path.append(m_xml.name().toString());
                enter(path, m_xml.attributes());
                break;
            case QXmlStreamReader::EndElement:
                path.removeLast();
                break;
            case QXmlStreamReader::DTD:
                refuse(QStringLiteral("document type"));
                break;
            default:
                break;
            }
        }
        return !m_xml.hasError();
    }

    void refuse(const QString& why) { m_xml.raiseError(why); }

    Error error() const
    {
        return unreadable(
            ErrorKind::Damaged,
            say(MAILMEND_TEXT("iis",
                              "This configuration file is damaged at line {line}, so it can't be read."),
                {{"line", words(QString::number(m_xml.lineNumber()))}}),
            m_xml.errorString());
    }

private:
    QXmlStreamReader m_xml;
};

QString attribute(const QXmlStreamAttributes& attributes, const char* name)
{
    return attributes.value(QLatin1String(name)).toString();
}

std::optional<Error> tooLarge(const QByteArray& file)
{
    if (file.size() <= kIisSettingsBound) {
        return std::nullopt;
    }
    return unreadable(ErrorKind::TooLarge,
                      say(MAILMEND_TEXT("iis", "This configuration file is too large to read ({size})."),
                          {{"size", bytes(file.size())}}));
}

Error notIis()
{
    return unreadable(
        ErrorKind::Unsupported,
        say(MAILMEND_TEXT("iis", "This file is not a configuration of IIS (Windows' web server).")));
}

/** What a level leaves to the levels below it. */
struct Defaults
{
    QString pool;
    QString folder;
    QString logFolder;
};

/** Takes the sites out of the elements as they pass. */
class SiteCollector
{
public:
    void enter(const QStringList& path, const QXmlStreamAttributes& attributes);
    bool tooMany() const { return m_entries > kMostEntries; }
    bool isConfiguration() const { return m_isConfiguration; }
    IisSettings finish();

private:
    struct Site
    {
        IisSiteSetting setting;
        Defaults defaults;
        QStringList applicationFolders; ///< virtualDirectoryDefaults of each application
    };

    void enterSites(const QStringList& below, const QXmlStreamAttributes& attributes);
    void addOnce(QStringList& list, const QString& text);
    void addLogFolder(const QString& text) { addOnce(m_settings.logFolderTexts, text); }

    IisSettings m_settings;
    QList<Site> m_sites;
    Defaults m_defaults;
    QSet<QString> m_seen; ///< log folders and other files
    qsizetype m_entries = 0;
    bool m_isConfiguration = false;
};

void SiteCollector::addOnce(QStringList& list, const QString& text)
{
    if (!text.isEmpty() && !m_seen.contains(text)) {
        m_seen.insert(text);
        ++m_entries;
        list.append(text);
    }
}

void SiteCollector::enter(const QStringList& path, const QXmlStreamAttributes& attributes)
{
    if (path.size() == 1) {
        m_isConfiguration = path.first() == QLatin1String("configuration");
    }
    if (!m_isConfiguration) {
        return;
    }
    addOnce(m_settings.otherFiles, attribute(attributes, "configSource"));
    // The section stands below <configuration> or, rarely, below a <location> in it.
    const qsizetype host = path.indexOf(QLatin1String("system.applicationHost"));
    if (host < 1 || host > 2 || path.size() < host + 2) {
        return;
    }
    const QStringList below = path.mid(host + 1);
    if (below.first() == QLatin1String("sites")) {
        enterSites(below.mid(1), attributes);
    } else if (below.first() == QLatin1String("log") && below.size() == 2) {
        addLogFolder(attribute(attributes, "directory"));
    }
}

void SiteCollector::enterSites(const QStringList& below, const QXmlStreamAttributes& attributes)
{
    const QString where = below.join(QLatin1Char('/'));
    const auto is = [&where](const char* name) { return where == QLatin1String(name); };
    if (is("site")) {
        ++m_entries;
        Site site;
        site.setting.name = attribute(attributes, "name");
        site.setting.id = attribute(attributes, "id");
        m_sites.append(site);
    } else if (is("siteDefaults/logFile")) {
        m_defaults.logFolder = attribute(attributes, "directory");
        addLogFolder(m_defaults.logFolder);
    } else if (is("applicationDefaults")) {
        m_defaults.pool = attribute(attributes, "applicationPool");
    } else if (is("virtualDirectoryDefaults")) {
        m_defaults.folder = attribute(attributes, "physicalPath");
    } else if (m_sites.isEmpty()) {
        return;
    } else if (Site& site = m_sites.last(); is("site/logFile")) {
        site.defaults.logFolder = attribute(attributes, "directory");
        addLogFolder(site.defaults.logFolder);
    } else if (is("site/applicationDefaults")) {
        site.defaults.pool = attribute(attributes, "applicationPool");
    } else if (is("site/virtualDirectoryDefaults")) {
        site.defaults.folder = attribute(attributes, "physicalPath");
    } else if (is("site/application")) {
        ++m_entries;
        site.setting.applications.append(
            {attribute(attributes, "path"), attribute(attributes, "applicationPool"), {}});
        site.applicationFolders.append(QString());
    } else if (site.setting.applications.isEmpty()) {
        return;
    } else if (is("site/application/virtualDirectoryDefaults")) {
        site.applicationFolders.last() = attribute(attributes, "physicalPath");
    } else if (is("site/application/virtualDirectory")) {
        ++m_entries;
        site.setting.applications.last().folders.append(
            {attribute(attributes, "path"), attribute(attributes, "physicalPath")});
    }
}

/** The first that is not empty. */
QString firstOf(std::initializer_list<QString> texts)
{
    for (const QString& text : texts) {
        if (!text.isEmpty()) {
            return text;
        }
    }
    return {};
}

IisSettings SiteCollector::finish()
{
    for (Site& site : m_sites) {
        site.setting.logFolderText = firstOf({site.defaults.logFolder, m_defaults.logFolder});
        for (qsizetype i = 0; i < site.setting.applications.size(); ++i) {
            IisApplicationSetting& application = site.setting.applications[i];
            application.applicationPool = firstOf({application.applicationPool, site.defaults.pool,
                                                   m_defaults.pool, QStringLiteral("DefaultAppPool")});
            for (IisFolderSetting& folder : application.folders) {
                folder.physicalPathText = firstOf({folder.physicalPathText, site.applicationFolders.at(i),
                                                   site.defaults.folder, m_defaults.folder});
            }
        }
        m_settings.sites.append(site.setting);
    }
    return m_settings;
}

} // namespace

Result<IisSettings> readIisSettings(const QByteArray& file)
{
    if (auto error = tooLarge(file)) {
        return std::move(*error);
    }
    Walker walker(file);
    SiteCollector collector;
    const bool read = walker.walk([&](const QStringList& path, const QXmlStreamAttributes& attributes) {
        collector.enter(path, attributes);
        if (collector.tooMany()) {
            walker.refuse(QStringLiteral("too many sites, applications or folders"));
        }
    });
    if (!read) {
        return walker.error();
    }
    if (!collector.isConfiguration()) {
        return notIis();
    }
    return collector.finish();
}

Result<IisRedirection> readIisRedirection(const QByteArray& file)
{
    if (auto error = tooLarge(file)) {
        return std::move(*error);
    }
    Walker walker(file);
    IisRedirection redirection;
    bool isConfiguration = false;
    const bool read = walker.walk([&](const QStringList& path, const QXmlStreamAttributes& attributes) {
        isConfiguration = isConfiguration || path == QStringList{QStringLiteral("configuration")};
        if (isConfiguration && path.last() == QLatin1String("configurationRedirection")) {
            redirection.enabled = attribute(attributes, "enabled").compare(u"true", Qt::CaseInsensitive) == 0;
            redirection.pathText = attribute(attributes, "path");
        }
    });
    if (!read) {
        return walker.error();
    }
    if (!isConfiguration) {
        return notIis();
    }
    return redirection;
}

} // namespace mailmend
