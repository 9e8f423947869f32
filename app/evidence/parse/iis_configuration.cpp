// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/iis_configuration.h"

#include <QIODevice>
#include <QSet>
#include <QXmlStreamReader>

#include <algorithm>
#include <cstring>
#include <optional>

namespace mailmend {

namespace {

constexpr int kDeepest = 64;
constexpr qsizetype kElementBound = 1'000'000;
constexpr qsizetype kFolderBound = 200'000; // sites, applications and folders together
constexpr qsizetype kNameBound = 10'000;    // log folders, files
constexpr qsizetype kAttributeBound = 256;  // of one element
/** Bytes of one tag or comment. QXmlStreamReader's time for a tag grows with the square of its attributes. */
constexpr qint64 kTokenBound = qint64{128} << 10;

/** The bytes, given out until the token that is being read has had its share. */
class RationedBytes : public QIODevice
{
public:
    explicit RationedBytes(const QByteArray& bytes) : m_bytes(bytes) { open(ReadOnly | Unbuffered); }

    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_at == m_bytes.size() || m_ration == 0; }
    bool isSpent() const { return m_ration == 0 && m_at < m_bytes.size(); }
    void refill() { m_ration = kTokenBound; }

protected:
    qint64 readData(char* data, qint64 size) override
    {
        const qint64 given = std::min({size, m_ration, qint64{m_bytes.size()} - m_at});
        std::memcpy(data, m_bytes.constData() + m_at, static_cast<size_t>(given));
        m_at += given;
        m_ration -= given;
        return given;
    }
    qint64 writeData(const char* /*data*/, qint64 /*size*/) override { return -1; }

private:
    const QByteArray& m_bytes;
    qint64 m_at = 0;
    qint64 m_ration = kTokenBound;
};

/** Goes through the elements of one document and stops for good at the first thing that is wrong. */
class Document
{
public:
    explicit Document(const QByteArray& bytes) : m_device(bytes), m_xml(&m_device)
    {
        m_xml.setNamespaceProcessing(false);
        m_xml.setEntityExpansionLimit(1);
    }

    const std::optional<Error>& error() const { return m_error; }
    const QStringList& otherFiles() const { return m_otherFiles; }
    QStringView name() const { return m_xml.name(); }

    QString attribute(QLatin1StringView name) const
    {
        for (const QXmlStreamAttribute& attribute : m_attributes) {
            if (attribute.qualifiedName() == name) {
                return attribute.value().toString();
            }
        }
        return {};
    }

    /** Calls `visit` at the start of each child of the present element, and ends at this element's end. */
    template<typename Visit>
    void eachChild(Visit visit)
    {
        const int depth = m_depth;
        while (next() && m_depth >= depth) {
            if (m_xml.isStartElement()) {
                visit();
                while (m_depth > depth && next()) {
                }
            }
        }
    }

    void tooMuch()
    {
        fail(MAILMEND_TEXT("iis-configuration", "Line {line} of this configuration file of the web "
                                                "server holds more than such a file should."),
             {});
    }

private:
    /** The next start or end of an element; false at the end of the document or where something is wrong. */
    bool next()
    {
        while (!m_error && !m_xml.atEnd()) {
            m_device.refill();
            switch (m_xml.readNext()) {
            case QXmlStreamReader::StartElement:
                start();
                return !m_error;
            case QXmlStreamReader::EndElement:
                --m_depth;
                return true;
            case QXmlStreamReader::DTD:
                fail(MAILMEND_TEXT("iis-configuration",
                                   "Line {line} of this configuration file of the web server defines "
                                   "abbreviations, which such a file never does."),
                     QStringLiteral("document type"));
                break;
            case QXmlStreamReader::Invalid:
                m_device.isSpent()
                    ? tooMuch()
                    : fail(MAILMEND_TEXT(
                               "iis-configuration",
                               "This configuration file of the web server is damaged at line {line}."),
                           m_xml.errorString());
                break;
            default:
                break;
            }
        }
        return false;
    }

    void start()
    {
        m_attributes = m_xml.attributes();
        if (++m_depth > kDeepest || ++m_elements > kElementBound || m_attributes.size() > kAttributeBound) {
            tooMuch();
        }
        const QString source = attribute(QLatin1StringView("configSource"));
        if (!source.isEmpty() && !m_seen.contains(source)) {
            m_seen.insert(source);
            m_otherFiles.append(source);
        }
        if (m_otherFiles.size() > kNameBound) {
            tooMuch();
        }
    }

    void fail(TextSource sentence, const QString& detail)
    {
        if (!m_error) {
            m_error = Error{
                ErrorKind::Damaged, say(sentence, {{"line", count(m_xml.lineNumber())}}), {}, detail, {}};
        }
    }

    RationedBytes m_device;
    QXmlStreamReader m_xml;
    QXmlStreamAttributes m_attributes;
    std::optional<Error> m_error;
    QStringList m_otherFiles;
    QSet<QString> m_seen; ///< the same
    int m_depth = 0;
    qsizetype m_elements = 0;
};

/** Calls `visit` for each section of the configuration, with what stands in `location` for the whole server.
 */
template<typename Visit>
void eachSection(Document& document, Visit visit)
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
Done readConfiguration(const QByteArray& file, Document& document, Visit visit)
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
    explicit SiteReader(Document& document) : m_document(document) {}

    void readSection()
    {
        m_document.eachChild([this] {
            if (m_document.name() == u"sites") {
                m_document.eachChild([this] { readSiteOrDefault(); });
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
        if (m_settings.logFolderTexts.size() > kNameBound) {
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

    Document& m_document;
    IisSettings m_settings;
    QList<Defaults> m_siteDefaults; ///< each site's own
    Defaults m_defaults;
    QSet<QString> m_seen; ///< log folders, case folded
    QString m_allLogFolder;
    qsizetype m_count = 0;
};

} // namespace

Result<IisSettings> readIisSettings(const QByteArray& file)
{
    Document document(file);
    SiteReader reader(document);
    const Done read = readConfiguration(file, document, [&] {
        if (document.name() == u"system.applicationHost") {
            reader.readSection();
        }
    });
    return read ? Result<IisSettings>(reader.settled()) : Result<IisSettings>(read.error());
}

Result<IisRedirection> readIisRedirection(const QByteArray& file)
{
    Document document(file);
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
