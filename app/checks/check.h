// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "detect/yara/file_rules.h"
#include "evidence/evidence.h"
#include "findings/outcome.h"
#include "knowledge/knowledge.h"

#include <memory>
#include <span>
#include <vector>

namespace mailmend {

/** Why a file is looked at. */
enum class PathClass {
    WebRoot,    ///< a folder that IIS serves, or Exchange's own web folders
    DropFolder, ///< folders where intruders are known to leave files
    ExchangeBinary,
    SetupLog,
    LooseFile, ///< a target without a layout
};

/** Files that a check wants to see. The engine joins the interests of all checks into one walk. */
struct Interest
{
    PathClass pathClass = PathClass::WebRoot;
    WindowsPath folder;
    bool recursive = true;
    QList<QByteArray> names; ///< folded; empty: every file
    Text whyHere;            ///< how we know this folder: "applicationHost.config, site Default Web Site"
    QString servedBy;        ///< application pool, or empty
    /** A file that another program holds may be shown as an older copy of its disk has it (Item::isOlder).
     * Only for findings of the file itself: what that shows was there, what it doesn't show may be there now.
     */
    bool takesOlderCopies = false;
};

/** One file, opened once for all checks. Valid during inspect() only. */
struct Item
{
    const FileEntry& file;
    const Interest& interest;
    QByteArrayView content; ///< the first 16 MB at most
    bool cut = false;       ///< there is more than `content`
    QByteArray sha256;      ///< 32 raw bytes of the whole file
    bool isOlder = false; ///< not as it is now, but as a copy of its disk has it that is older than this look
};

/** What a check keeps of an item. Each check derives its own; values, kept until conclude(). */
struct Observation
{
    virtual ~Observation() = default;
};
using ObservationPointer = std::unique_ptr<const Observation>;

/** What inspect() may use beside the item. */
struct Inspection
{
    const Evidence& evidence;
    const Knowledge& knowledge;
    const FileRules& rules;
    const CancelToken& cancel;
};

/** A file that was listed and then not there to be read. */
struct LostFile
{
    FileEntry file;
    Error error;
};

/** What became of one interest in the walk. */
struct WalkedInterest
{
    Interest interest;
    FolderState state;
    qint64 files = 0;
    qint64 bytes = 0;
    QList<std::pair<WindowsPath, Error>> unreadable; ///< the first 200
    qint64 unreadableCount = 0;
    qint64 cutCount = 0; ///< files of which only the first 16 MB were looked at
    /** Of those that could not be read: what an anti-virus program holds or took, and what was not there any
     * more when it was opened. The first 10,000 of each. */
    QList<LostFile> takenAway{};
    QList<LostFile> gone{};
};

/** A re-check of single subjects; empty means everything. */
struct Scope
{
    QList<Subject> subjects;
    bool isWhole() const { return subjects.isEmpty(); }
};

/** What conclude() is given. */
struct Conclusion
{
    const Evidence& evidence;
    const Knowledge& knowledge;
    const FileRules& rules;
    std::span<const ObservationPointer> observations;
    std::span<const WalkedInterest> walked; ///< of this check
    const Scope& scope;
    QDateTime now; ///< the run's one reading of the clock: only where takenAt is not known
    bool cancelled = false;
};

/**
 * A check: pure functions and their words. To add one, add a file here and a line in registry.cpp.
 *
 * Rules for writing one: no I/O and no clock of its own; never a finding for a name alone; a source that
 * could not be read goes into Outcome::unread, never into silence; ages are measured against takenAt;
 * inspect() is called on several threads at once.
 */
struct Check
{
    const char* id;
    TextSource title;                   ///< "Web shells"
    TextSource question;                ///< "Has a page been added through which someone can run commands?"
    TextSource reads;                   ///< what it reads
    TextSource limits;                  ///< what it cannot see
    std::span<const char* const> areas; ///< ids in resources/knowledge/areas.json
    std::vector<Interest> (*interests)(const Evidence&, const Knowledge&);
    /** Returns nullptr where the item is of no interest after all. */
    ObservationPointer (*inspect)(const Item&, const Inspection&);
    /** The finding that this observation alone would make, for showing it while the scan runs; same id as
     * later. */
    std::optional<Finding> (*preview)(const Observation&, const Evidence&, const Knowledge&);
    Outcome (*conclude)(const Conclusion&);
};

} // namespace mailmend
