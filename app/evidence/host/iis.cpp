// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

#include "base/sha256.h"
#include "evidence/parse/iis_configuration.h"

namespace mailmend::host {
namespace {

/** What reading one of IIS' files gave, or why there is nothing. */
struct Configured
{
    QByteArray content;
    FileEntry entry;
    FolderState state{ReadState::Read, {}}; ///< worse than Read: no content
    qint64 twins = 0;                       ///< further files of this name
};

Configured readFile(const Files& files, const WindowsPath& path)
{
    Configured read;
    const QList<FileEntry> entries = files.find(path);
    if (entries.isEmpty()) {
        const FolderState folder = files.folderState(path.parent(), {path.name()});
        read.state.state = folder.state == ReadState::Read ? ReadState::Missing : folder.state;
        read.state.reason = folder.state == ReadState::Read
                                ? say(MAILMEND_TEXT("evidence", "There is no file {path}."),
                                      {{"path", place(path.display())}})
                                : say(MAILMEND_TEXT("evidence", "The file {path} was not found. {why}"),
                                      {{"path", place(path.display())}, {"why", sentence(folder.reason)}});
        return read;
    }
    read.twins = entries.size() - 1;
    read.entry = entries.last();
    auto content = readWhole(files, read.entry, kIisSettingsBound);
    if (!content) {
        read.state = {content.error().kind == ErrorKind::Denied ? ReadState::Denied : ReadState::Partly,
                      content.error().text};
        return read;
    }
    read.content = std::move(*content);
    return read;
}

/** A configured folder on this computer, or why it can't be looked at. */
struct Placed
{
    WindowsPath path;
    Text why;
};

Placed placeOf(const QString& text, const Environment& environment)
{
    const Result<QString> expanded = environment.expand(text);
    if (!expanded) {
        return {{}, expanded.error().text};
    }
    if (expanded->startsWith(QStringLiteral("\\\\")) && !expanded->startsWith(QStringLiteral("\\\\?\\"))) {
        return {{},
                say(MAILMEND_TEXT("evidence", "{path} lies on another computer, so we could not look at it."),
                    {{"path", place(*expanded)}})};
    }
    const auto path = WindowsPath::parse(*expanded);
    if (!path || path->isEmpty()) {
        return {
            {},
            say(MAILMEND_TEXT("evidence", "{path} is no folder that we can find."), {{"path", place(text)}})};
    }
    return {*path, {}};
}

QList<VirtualDirectory> directoriesOf(const IisSettings& settings, const Environment& environment,
                                      const Files& files)
{
    QList<VirtualDirectory> directories;
    for (const IisSiteSetting& site : settings.sites) {
        for (const IisApplicationSetting& application : site.applications) {
            for (const IisFolderSetting& folder : application.folders) {
                const Placed placed = placeOf(folder.physicalPathText, environment);
                directories.append({site.name, application.path, folder.path, application.applicationPool,
                                    folder.physicalPathText, files.withLongNames(placed.path), placed.why});
            }
        }
    }
    return directories;
}

QList<ApplicationPool> poolsOf(const IisSettings& settings)
{
    QList<ApplicationPool> pools;
    for (const IisPoolSetting& pool : settings.pools) {
        const auto is = [](const QString& text, QLatin1StringView word) {
            return text.trimmed().compare(word, Qt::CaseInsensitive) == 0;
        };
        pools.append(
            {pool.name,
             is(pool.identityType, QLatin1StringView("ApplicationPoolIdentity")) ||
                 pool.identityType.trimmed() == u"4",
             is(pool.loadUserProfile, QLatin1StringView("true")) || pool.loadUserProfile.trimmed() == u"1"});
    }
    return pools;
}

} // namespace

void describeIis(Evidence& evidence, const Environment& environment)
{
    CoverageEntry row;
    row.source = QStringLiteral("iis-configuration");
    const auto giveUp = [&evidence, &row](const FolderState& state) {
        evidence.iis.state = state.state;
        evidence.iis.reason = state.reason;
        row.state = state.state;
        row.reason = state.reason;
        evidence.coverage.append(row);
    };
    if (!evidence.files) {
        giveUp({evidence.files.state, evidence.files.reason});
        return;
    }
    WindowsPath folder = evidence.folders.windows.joined(u"System32\\inetsrv\\config");
    FolderState worst{ReadState::Read, {}};
    const auto worsen = [&worst](ReadState state, const Text& reason) {
        if (worst.state == ReadState::Read) {
            worst = {state, reason};
        }
    };
    const Configured redirected = readFile(*evidence.files.part, folder.child("redirection.config"));
    const bool isThere = !redirected.entry.path.isEmpty() && redirected.state.state == ReadState::Read;
    if (isThere) {
        const auto redirection = readIisRedirection(redirected.content);
        if (!redirection) {
            worsen(ReadState::Partly, redirection.error().text);
        } else if (redirection->enabled) {
            const Placed placed = placeOf(redirection->pathText, environment);
            if (placed.path.isEmpty()) {
                row.unreadable = 1;
                giveUp({ReadState::NotCollected,
                        say(MAILMEND_TEXT("evidence", "IIS takes its configuration from elsewhere. {why}"),
                            {{"why", sentence(placed.why)}})});
                return;
            }
            folder = evidence.files->withLongNames(placed.path);
        }
    } else if (redirected.state.state != ReadState::Read && redirected.state.state != ReadState::Missing) {
        worsen(ReadState::Partly, redirected.state.reason);
    }
    const Configured main = readFile(*evidence.files.part, folder.child("applicationHost.config"));
    if (main.state.state != ReadState::Read) {
        row.unreadable = main.entry.path.isEmpty() ? 0 : 1;
        giveUp(main.state);
        return;
    }
    const auto settings = readIisSettings(main.content);
    row.files = 1;
    row.bytes = main.content.size();
    if (!settings) {
        row.unreadable = 1;
        giveUp({ReadState::Partly, settings.error().text});
        return;
    }
    auto iis = std::make_shared<IisConfiguration>();
    iis->virtualDirectories = directoriesOf(*settings, environment, *evidence.files.part);
    iis->applicationPools = poolsOf(*settings);
    for (const QString& text : settings->logFolderTexts) {
        const Placed placed = placeOf(text, environment);
        const WindowsPath logs = evidence.files->withLongNames(placed.path);
        if (!logs.isEmpty() && !iis->logFolders.contains(logs)) {
            iis->logFolders.append(logs);
        } else if (logs.isEmpty()) {
            worsen(ReadState::Partly, placed.why);
        }
    }
    iis->configurationFile = main.entry.path;
    iis->sha256 = sha256Hex(main.content);
    row.records = iis->virtualDirectories.size();
    if (!settings->otherFiles.isEmpty()) {
        worsen(ReadState::Partly,
               say(MAILMEND_TEXT(
                       "evidence",
                       "Parts of the IIS configuration stand in other files that were not read: {files}."),
                   {{"files", names(settings->otherFiles.mid(0, 10))}}));
    }
    if (main.twins > 0) {
        worsen(ReadState::Partly,
               say(MAILMEND_TEXT("evidence", "There are several files {path}; the last one was used."),
                   {{"path", place(main.entry.path.display())}}));
    }
    evidence.iis.part = std::move(iis);
    evidence.iis.state = worst.state;
    evidence.iis.reason = worst.reason;
    row.state = worst.state;
    row.reason = worst.reason;
    evidence.coverage.append(row);
}

} // namespace mailmend::host
