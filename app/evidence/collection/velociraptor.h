// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/glob.h"
#include "evidence/collection/layouts.h"
#include "evidence/collection/lenient_json.h"

#include <QHash>

/**
 * Velociraptor's collections: what their parts mean is restated from the project's own published sources
 * (reporting/container.go, utils/sanitize.go, glob/glob.go, uploads/, services/launcher/flows.go and the
 * artifacts Generic.Collectors.File and Windows.Triage.Targets; github.com/Velocidex, 2026).
 */
namespace mailmend::velociraptor {

/** Where a stored member belongs. */
struct Placement
{
    enum class Kind {
        File,     ///< a file of the live volume
        Snapshot, ///< a file of an older state, kept apart
        Other,    ///< nothing that has a Windows path: registry rows, data
        Refused,  ///< a name that could lead out, or makes no sense
    };
    Kind kind = Kind::Refused;
    WindowsPath path;
};

/** `components`: accessor, device, names; unescaped. */
Placement placeComponents(const QList<QByteArray>& components);

/** A path in a result row or a line of the log: "C:\x", "\\.\C:\x", "\\?\GLOBALROOT\…". */
Placement placeText(const QString& text);

/** One pattern that was asked for, with its drive first. */
struct AskedGlob
{
    Glob glob;
    bool limited = false; ///< files over a size were left out
};

/** What the collector's own records say: what was asked, how it ended, what failed. */
class Records : public CollectorNotes
{
public:
    std::vector<AskedGlob> asked;
    Text unfinished;                         ///< why no folder counts as read; empty: it ended well
    QList<WindowsPath> failedFolders;        ///< could not be listed
    bool failuresUnplaced = false;           ///< an error names no path that we understand
    QHash<QByteArray, WindowsPath> notTaken; ///< folders (folded) with files that were seen but not stored

    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names,
                            const HoldsFiles& holdsFiles) const override;
    FolderState subfoldersState(const WindowsPath& folder, const QByteArray& holding,
                                const HoldsFiles& holdsFiles) const override;
    void troubles(std::span<const WalkRoot> roots, QList<WalkedFolder>& troubles) const override;

    /** Whether a folder around this one was searched for the same names and has files. */
    bool isBelowListed(const WindowsPath& folder, const QList<QByteArray>& names,
                       const HoldsFiles& holdsFiles) const;

    /** The best glob for a file: 2 asked for without a limit, 1 with one, 0 not asked for. */
    int askedFor(const WindowsPath& folder, const QList<QByteArray>& below) const;
};

/** A file that the collector listed: from a result table of matches. */
struct Matched
{
    QByteArray path; ///< as rawKey() writes it
    qint64 size = 0;
    QDateTime modified;
    QDateTime created;
};

/** Everything that is read of the records, with the list of matches (at most kMaxMembers). */
struct RecordsRead
{
    std::unique_ptr<Records> records;
    std::vector<Matched> matches;
    HostHints hints;
    QList<Text> troubles;
};

RecordsRead readRecords(const Outline& outline, const QHash<QByteArray, quint64>& results, qint64 storedBytes,
                        const CancelToken& cancel);

} // namespace mailmend::velociraptor
