// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/layouts.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

/**
 * CyLR's collections: names with every ":" taken off, and a log that names what it was refused but not what
 * it was asked for. Restated from its own source (orlikoski/CyLR: Archive.cs, CollectionPaths.cs, Logger.cs,
 * Program.cs; 2021). The log inside the zip is put there once the last file was copied, and before the line
 * that ends the run: that it is there tells of the good end, and its name tells when that was. Only the log
 * beside the zip, CyLR.log, has that line. Without a log its zip is a plain copy.
 */
namespace mailmend {
namespace {

constexpr qint64 cylrLogBound = qint64(64) << 20;
constexpr qsizetype maxRefused = 10'000;

/** The log that CyLR itself puts into its zip. */
bool isInnerLog(const QByteArray& name)
{
    return name.toLower().startsWith("cylr_collection_log_");
}

bool isLogName(const QByteArray& name)
{
    return isInnerLog(name) || name.toLower() == "cylr.log";
}

bool isCylr(const Outline& outline)
{
    return std::any_of(outline.rootFiles.keyBegin(), outline.rootFiles.keyEnd(), isLogName);
}

/** What the log tells. The list of patterns stays outside: no folder counts as read. */
class CylrNotes : public CollectorNotes
{
public:
    QList<WindowsPath> refusedFolders;

    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>&,
                            const HoldsFiles& holdsFiles) const override
    {
        const auto shown = place(folder.display());
        for (const WindowsPath& refused : refusedFolders) {
            if (refused.isWithin(folder) || folder == refused) {
                return {ReadState::Partly,
                        say(MAILMEND_TEXT("evidence",
                                          "Windows refused the collector one or more files in {path}."),
                            {{"path", place(refused.display())}})};
            }
        }
        return holdsFiles(folder)
                   ? FolderState{ReadState::Partly,
                                 say(MAILMEND_TEXT("evidence",
                                                   "CyLR copied files of {path}. Its log doesn't tell "
                                                   "whether it looked for every kind of file there."),
                                     {{"path", shown}})}
                   : FolderState{ReadState::NotCollected,
                                 say(MAILMEND_TEXT("evidence", "CyLR copied nothing of {path}, and its log "
                                                               "doesn't tell whether it looked there."),
                                     {{"path", shown}})};
    }

    void troubles(std::span<const WalkRoot> roots, QList<WalkedFolder>& troubles) const override
    {
        for (const WindowsPath& refused : refusedFolders) {
            const bool inside = std::any_of(roots.begin(), roots.end(), [&refused](const WalkRoot& root) {
                return root.recursive ? refused.isWithin(root.folder) : refused == root.folder;
            });
            if (inside) {
                troubles.append(
                    {refused,
                     {ReadState::Partly,
                      say(MAILMEND_TEXT("evidence",
                                        "Windows refused the collector one or more files in {path}."),
                          {{"path", place(refused.display())}})}});
            }
        }
    }
};

/** A line is "2026-03-01T10:00:00 [warn] words". */
struct LogRead
{
    QDateTime first;      ///< UTC, of the first line
    int runs = 0;         ///< lines that end a run in good order
    int begun = 0;        ///< lines that begin one
    int broken = 0;       ///< lines that end one before its time
    bool copying = false; ///< the copying of files was begun
    qint64 warnings = 0;
    QString firstWarning;
    QList<WindowsPath> refusedFolders;

    /** A run that was cut off has its beginning here, too. */
    bool severalRuns() const { return begun > 1 || runs + broken > 1; }
};

LogRead readLog(const QByteArray& text)
{
    static const QRegularExpression shape(
        QStringLiteral("^(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d)\\S* \\[(\\w+)\\] (.*)$"));
    LogRead read;
    constexpr std::array beginnings{"Argument OutputPath is set to", "Gathering paths to collect",
                                    "paths identified for collection"}; // once in every run
    std::array<int, beginnings.size()> seen{};
    for (const QByteArray& line : text.split('\n')) {
        const auto match = shape.match(QString::fromUtf8(line.left(20'000)).trimmed());
        if (!match.hasMatch()) {
            continue;
        }
        QDateTime time = QDateTime::fromString(match.captured(1), Qt::ISODate);
        time.setTimeSpec(Qt::UTC);
        read.first = read.first.isValid() ? read.first : time;
        const QString level = match.captured(2).toLower();
        const QString words = match.captured(3);
        const auto tells = [&words](const char* part) {
            return words.contains(QLatin1String(part), Qt::CaseInsensitive);
        };
        read.runs += tells("Collection complete") ? 1 : 0;
        for (size_t i = 0; i < seen.size(); ++i) {
            seen.at(i) += tells(beginnings.at(i)) ? 1 : 0;
            read.begun = std::max(read.begun, seen.at(i));
        }
        read.broken += tells("while collecting files") || tells("Failed to read files") ? 1 : 0;
        read.copying = read.copying || tells("Adding files to archive");
        if (level == QStringLiteral("info") || level == QStringLiteral("debug") ||
            level == QStringLiteral("trace")) {
            continue;
        }
        if (read.warnings++ == 0) {
            read.firstWarning = words.left(300);
        }
        const QString refusal = QStringLiteral("Access is denied to one or more files in ");
        const auto folder = words.startsWith(refusal)
                                ? WindowsPath::parse(words.mid(refusal.size()).trimmed())
                                : std::nullopt;
        if (folder && read.refusedFolders.size() < maxRefused) {
            read.refusedFolders.append(*folder);
        }
    }
    return read;
}

/** "CyLR_Collection_Log_2026-03-01_10-00-00.log": when the last file was copied, UTC. */
QDateTime endOf(const QByteArray& name)
{
    const QString text = QString::fromLatin1(name.mid(20, 19));
    QDateTime time = QDateTime::fromString(text, QStringLiteral("yyyy-MM-dd_HH-mm-ss"));
    time.setTimeSpec(Qt::UTC);
    return time;
}

/** Members on their drives. @return how many belong to none */
qint64 takeMembers(const Outline& outline, OpenedLayout& opened, const CancelToken& cancel)
{
    qint64 unplaced = 0;
    forEachMember(outline, cancel, [&](QList<QByteArray>&& components, const Member& member) {
        if (components.size() == 1 && isLogName(components.first())) {
            return;
        }
        CollectedFile file;
        const char drive = driveOf(components.takeFirst());
        file.path = WindowsPath(drive, std::move(components));
        if (drive == 0 || file.path.components().isEmpty()) {
            ++unplaced;
            return;
        }
        file.member = static_cast<qint64>(member.index);
        file.size = member.size;
        file.modified = member.modified; // the clock of the computer that was collected, without a zone
        file.timeSource = TimeSource::Container;
        opened.files.add(file);
    });
    return unplaced;
}

void takeTime(const LogRead& log, const QByteArray& name, HostHints& hints)
{
    if (log.first.isValid()) {
        hints.takenAt = log.first;
        hints.takenAtSource =
            say(MAILMEND_TEXT("evidence", "When the collection was begun, by the collector's log"));
    } else if (const QDateTime end = endOf(name); end.isValid()) {
        hints.takenAt = end;
        hints.takenAtSource = say(MAILMEND_TEXT(
            "evidence", "When the last file had been copied, by the name of the collector's log"));
    }
}

void readLogs(const Outline& outline, CylrNotes& notes, OpenedLayout& opened)
{
    int logs = 0;
    for (auto file = outline.rootFiles.constBegin(); file != outline.rootFiles.constEnd(); ++file) {
        if (!isLogName(file.key())) {
            continue;
        }
        ++logs;
        const auto text = readMember(*outline.container, *file, cylrLogBound);
        if (!text) {
            opened.troubles.append(text.error().text);
            continue;
        }
        const LogRead log = readLog(*text);
        notes.refusedFolders += log.refusedFolders;
        const bool inner = isInnerLog(file.key());
        if (!log.severalRuns()) { // the log goes on from run to run; of several, none is known
            takeTime(log, file.key(), opened.hints);
        }
        const bool ended = log.runs > 0 || (inner && log.copying);
        if (log.broken > 0 || !ended) {
            const size_t last = opened.files.size() - 1;
            notes.refusedFolders.append(opened.files.path(last).parent());
            opened.troubles.append(say(
                MAILMEND_TEXT("evidence", "CyLR's log tells of no good end. The last file that it stored, "
                                          "{path}, may be cut short, and others may be missing."),
                {{"path", place(opened.files.path(last).display())}}));
        }
        if (log.warnings > 0) {
            opened.troubles.append(
                say(MAILMEND_TEXT("evidence",
                                  "CyLR's log tells of {count} {count|error|errors}, the first: {words}"),
                    {{"count", count(log.warnings)}, {"words", words(log.firstWarning)}}));
        }
    }
    if (logs > 1) {
        opened.hints.takenAt = {};
        opened.hints.takenAtSource = {};
        opened.troubles.append(say(MAILMEND_TEXT(
            "evidence", "There are several logs of CyLR here. Nothing tells which of them belongs "
                        "to these files, or whether all are of the same computer.")));
    }
}

Result<OpenedLayout> readCylr(const Outline& outline, const CancelToken& cancel)
{
    OpenedLayout opened;
    const qint64 unplaced = takeMembers(outline, opened, cancel);
    if (opened.files.size() == 0) {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence",
                              "CyLR's log is here, but the files that it copied are not beside it.")),
            say(MAILMEND_TEXT("evidence", "Open the .zip that CyLR made. It has the name of the server.")),
            {},
            {}};
    }
    auto notes = std::make_unique<CylrNotes>();
    readLogs(outline, *notes, opened);
    opened.unreadable += unplaced;
    if (unplaced > 0) {
        opened.troubles.append(say(
            MAILMEND_TEXT(
                "evidence",
                "{count} {count|file does|files do} not belong to a drive and {count|was|were} left out."),
            {{"count", count(unplaced)}}));
    }
    opened.notes = std::move(notes);
    return opened;
}

} // namespace

constinit const Layout cylrLayout{"CyLR", isCylr, readCylr};

} // namespace mailmend
