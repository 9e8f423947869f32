// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/kape_files.h"

namespace mailmend {

using namespace kape;

namespace {

constexpr qsizetype maxLongNames = 100'000;

bool isKape(const Outline& outline)
{
    const bool hasLog = std::any_of(outline.rootFiles.keyBegin(), outline.rootFiles.keyEnd(), isLogName);
    const bool hasDrive = std::any_of(outline.rootFolders.begin(), outline.rootFolders.end(),
                                      [](const QByteArray& name) { return driveOf(name) != 0; });
    const bool hasOwnFolder =
        std::any_of(outline.rootFolders.begin(), outline.rootFolders.end(),
                    [](const QByteArray& name) { return isSnapshotFolder(name) || isLongNames(name); });
    return hasLog || (hasDrive && hasOwnFolder);
}

/** What lies in the collection, before its logs are looked at. */
struct Contents
{
    Gathered gathered;
    QMap<QByteArray, Member> longNames;
    QMap<char, bool> drives; ///< whether there is a hive of Windows
    qint64 snapshots = 0, snapshotBytes = 0, unplaced = 0;
};

bool isWindowsHive(const WindowsPath& path)
{
    static const QByteArray config = WindowsPath('X', {"Windows", "System32", "config"}).folded().mid(1);
    const QByteArray name = foldName(path.name());
    return (name == "system" || name == "software") && path.parent().folded().mid(1) == config;
}

void takeMember(QList<QByteArray>&& components, const Member& member, Contents& contents)
{
    if (components.size() == 1) {
        return; // the logs, and what was left beside them
    }
    const QByteArray root = components.takeFirst();
    if (isSnapshotFolder(root)) {
        ++contents.snapshots;
        contents.snapshotBytes += member.size;
        return;
    }
    if (isLongNames(root) && components.size() == 1 && contents.longNames.size() < maxLongNames) {
        contents.longNames.insert(components.first(), member);
        return;
    }
    const char drive = driveOf(root);
    CollectedFile file;
    file.path = WindowsPath(drive, std::move(components));
    if (drive == 0 || file.path.components().isEmpty()) {
        ++contents.unplaced;
        return;
    }
    file.member = static_cast<qint64>(member.index);
    file.size = member.size;
    file.modified = member.modified;
    file.timeSource = TimeSource::Container;
    contents.drives[drive] |= isWindowsHive(file.path);
    contents.gathered.add(file);
}

Error refused(const Text& text, const Text& hint)
{
    return {ErrorKind::Unsupported, text, hint, {}, {}};
}

/** Runs of several computers in one folder are never taken for one. */
std::optional<Error> whyRefused(const Contents& contents, const QList<Run>& runs)
{
    QStringList machines;
    for (const Run& run : runs) {
        const QString& machine = run.console.machine;
        if (!machine.isEmpty() && !machines.contains(machine, Qt::CaseInsensitive)) {
            machines.append(machine);
        }
    }
    const Text apart = say(MAILMEND_TEXT(
        "evidence", "Give the files and notes of each computer a folder of their own, and open each."));
    if (machines.size() > 1) {
        return refused(say(MAILMEND_TEXT("evidence", "KAPE ran on several computers to fill this folder: "
                                                     "{names}. Their files can't be told apart."),
                           {{"names", names(machines)}}),
                       apart);
    }
    QStringList windows;
    for (auto drive = contents.drives.constBegin(); drive != contents.drives.constEnd(); ++drive) {
        if (*drive) {
            windows.append(QString(QLatin1Char(drive.key())) + QLatin1Char(':'));
        }
    }
    if (windows.size() > 1) {
        return refused(
            say(MAILMEND_TEXT("evidence", "This collection holds more than one Windows, on {names}, "
                                          "so it may be of several computers."),
                {{"names", names(windows)}}),
            apart);
    }
    if (contents.gathered.files.size() == 0) {
        return refused(
            say(MAILMEND_TEXT("evidence",
                              "KAPE's notes are here, but the files that it copied are not beside them.")),
            say(MAILMEND_TEXT("evidence",
                              "Open the .zip that KAPE made, or mount its .vhdx and open what is in it.")));
    }
    return std::nullopt;
}

/** Host, time and targets, as far as the notes tell. */
void describe(const QList<Run>& runs, const Gathered& gathered, OpenedLayout& opened)
{
    const QDateTime first = runs.isEmpty() ? QDateTime() : runs.first().started;
    bool fromItself = true; // it read the drive that its own Windows ran from
    qsizetype unknown = 0;
    for (const Run& run : runs) {
        unknown += run.console.machine.isEmpty() ? 1 : 0;
        fromItself = fromItself && !run.console.sources.isEmpty();
        for (const QString& source : run.console.sources) {
            fromItself = fromItself && source.startsWith(u'C', Qt::CaseInsensitive) && source.size() <= 3;
        }
        for (const QString& target : run.console.targets) {
            if (!gathered.notes->targets.contains(target)) {
                gathered.notes->targets.append(target);
            }
        }
        if (fromItself && !run.console.machine.isEmpty()) {
            opened.hints.collectorHostName = run.console.machine;
        }
    }
    if (!fromItself) {
        opened.hints.collectorHostName.clear(); // the examiner's computer, not the server
    }
    if (runs.size() > 1) {
        // Which file is of which run nothing tells, so neither does the time of any.
        opened.troubles.append(
            say(MAILMEND_TEXT("evidence", "KAPE ran {count} times into this folder. What it copied is looked "
                                          "at as one state, dated by its registry."),
                {{"count", count(runs.size())}}));
        if (unknown > 0) {
            opened.troubles.append(say(MAILMEND_TEXT(
                "evidence", "Nothing tells whether all runs of KAPE were on the same computer.")));
        }
    } else if (first.isValid()) {
        opened.hints.takenAt = first;
        opened.hints.takenAtSource =
            say(MAILMEND_TEXT("evidence", "When KAPE was started, by the names of its logs"));
    } else if (gathered.firstCopy.isValid()) {
        opened.hints.takenAt = gathered.firstCopy;
        opened.hints.takenAtSource =
            say(MAILMEND_TEXT("evidence", "When KAPE copied the first file, by its log"));
    }
}

/** What of the collection could not be used, in words. */
void report(const Contents& contents, const QList<Run>& runs, OpenedLayout& opened)
{
    const Gathered& gathered = contents.gathered;
    const auto add = [&opened](const Text& text) { opened.troubles.append(text); };
    opened.unreadable += contents.unplaced;
    if (contents.unplaced > 0) {
        add(say(
            MAILMEND_TEXT(
                "evidence",
                "{count} {count|file does|files do} not belong to a drive and {count|was|were} left out."),
            {{"count", count(contents.unplaced)}}));
    }
    if (gathered.logsCut || gathered.badRows > 0) {
        add(say(MAILMEND_TEXT("evidence", "KAPE's list of what it copied or skipped is damaged.")));
    }
    if (gathered.otherSize > 0) {
        add(say(MAILMEND_TEXT("evidence",
                              "{count} {count|file is|files are} not as long as the collector's list says."),
                {{"count", count(gathered.otherSize)}}));
    }
    const auto unlisted = std::count(gathered.listed.begin(), gathered.listed.end(), false);
    if (gathered.hasCopyLog && unlisted > 0) {
        add(say(MAILMEND_TEXT("evidence",
                              "{count} {count|file is|files are} not on the collector's list of stored "
                              "files and may be cut short."),
                {{"count", count(unlisted)}}));
    }
    for (const Run& run : runs) {
        if (run.console.isThere && !run.console.finished) {
            add(say(MAILMEND_TEXT("evidence", "KAPE's log has no end: it was stopped, or the log is cut.")));
        }
        if (run.console.otherErrors > 0) {
            add(say(MAILMEND_TEXT("evidence",
                                  "KAPE's log tells of {count} {count|error|errors}, the first: {words}"),
                    {{"count", count(run.console.otherErrors)}, {"words", words(run.console.firstOther)}}));
        }
        if (run.console.simulated) {
            add(say(MAILMEND_TEXT("evidence", "KAPE was told to only pretend: it copied nothing.")));
        }
    }
    if (contents.snapshots > 0) {
        opened.coverage.append(snapshotRow(contents.snapshots, contents.snapshotBytes));
    }
}

Result<OpenedLayout> readKape(const Outline& outline, const CancelToken& cancel)
{
    const QList<Run> runs = findRuns(outline);
    Contents contents;
    forEachMember(outline, cancel, [&contents](QList<QByteArray>&& components, const Member& member) {
        takeMember(std::move(components), member, contents);
    });
    if (auto why = whyRefused(contents, runs)) {
        return std::move(*why);
    }
    contents.gathered.listed.resize(contents.gathered.files.size());
    joinLogs(outline, runs, contents.gathered, cancel);
    contents.unplaced += takeLongNames(outline, contents.longNames, runs, contents.gathered, cancel);
    OpenedLayout opened;
    describe(runs, contents.gathered, opened);
    report(contents, runs, opened);
    opened.letterUnknown = true; // the letter is the one that the computer gave which KAPE ran on
    opened.files = std::move(contents.gathered.files);
    opened.notes = std::move(contents.gathered.notes);
    return opened;
}

} // namespace

constinit const Layout kapeLayout{"KAPE", isKape, readKape};

} // namespace mailmend
