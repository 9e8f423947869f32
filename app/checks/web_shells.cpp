// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/web_shells.h"

#include "checks/web_shells/lost_pages.h"
#include "checks/web_shells/page_finding.h"
#include "checks/web_shells/places.h"

#include <algorithm>

namespace mailmend::web_shells {
namespace {

std::vector<Interest> interests(const Evidence& evidence, const Knowledge&)
{
    std::vector<Interest> list = places(evidence);
    if (evidence.exchange) {
        // For comparing pages with the shipped ones we must know the exact build.
        Interest setup;
        setup.pathClass = PathClass::ExchangeBinary;
        setup.folder = evidence.exchange->folder.child("bin");
        setup.recursive = false;
        setup.names = {"exsetup.exe"};
        list.push_back(setup);
    }
    return list;
}

std::optional<Finding> preview(const Observation& observation, const Evidence& evidence, const Knowledge&)
{
    const auto* page = dynamic_cast<const PageSeen*>(&observation);
    return page ? findingOf(*page, evidence) : std::nullopt;
}

std::optional<BuildNumber> exactBuild(std::span<const ObservationPointer> observations)
{
    for (const ObservationPointer& observation : observations) {
        if (const auto* seen = dynamic_cast<const BuildSeen*>(observation.get())) {
            return seen->build;
        }
    }
    return std::nullopt;
}

/**
 * A folder that is proven not to be there holds no page: it is missing, as may be folders around it, and the
 * innermost folder that is there was listed. One that was not collected may hold pages.
 */
bool isProvenAbsent(const WalkedInterest& walked, const Evidence& evidence)
{
    ReadState state = walked.state.state;
    if (walked.interest.pathClass != PathClass::DropFolder || !evidence.files) {
        return false;
    }
    WindowsPath folder = walked.interest.folder;
    while (state == ReadState::Missing && !folder.components().isEmpty()) {
        const QByteArray name = folder.name();
        folder = folder.parent();
        state = evidence.files->folderState(folder, {name}).state;
        if (state == ReadState::Read) {
            return true;
        }
    }
    return false;
}

QString sourceOf(PathClass pathClass)
{
    switch (pathClass) {
    case PathClass::DropFolder:
        return QStringLiteral("drop-folders");
    case PathClass::LooseFile:
        return QStringLiteral("loose-files");
    default:
        return QStringLiteral("web-roots");
    }
}

Text folderReason(const WalkedInterest& walked)
{
    return say(
        MAILMEND_TEXT("web-shells", "{folder}: {reason}"),
        {{"folder", place(walked.interest.folder.display())}, {"reason", sentence(walked.state.reason)}});
}

/** Adds one folder's numbers to the row of its source. */
void addTo(CoverageEntry& row, const WalkedInterest& walked)
{
    row.files += walked.files;
    row.bytes += walked.bytes;
    row.unreadable += walked.unreadableCount + walked.cutCount;
}

struct Reading
{
    QList<CoverageEntry> rows;
    QList<Unread> unread;
    qint64 files = 0;
    qint64 pages = 0; ///< files in folders that are served, or that were given
    qint64 folders = 0;

    CoverageEntry& row(const QString& source)
    {
        for (CoverageEntry& one : rows) {
            if (one.source == source) {
                return one;
            }
        }
        CoverageEntry made;
        made.source = source;
        rows.append(made);
        return rows.last();
    }

    /** Where something was read, what could not be read makes the source partly read. */
    QList<CoverageEntry> finished() const
    {
        QList<CoverageEntry> done = rows;
        for (CoverageEntry& entry : done) {
            if (entry.state != ReadState::Read && entry.files > 0) {
                entry.state = ReadState::Partly;
            }
        }
        return done;
    }

    void trouble(const QString& source, ReadState state, Text reason)
    {
        CoverageEntry& entry = row(source);
        if (entry.state == ReadState::Read) {
            entry.state = state;
            entry.reason = reason;
        } else if (entry.state != state) {
            entry.state = ReadState::Partly;
        }
        unread.append({source, state, std::move(reason)});
    }
};

void readUnreadable(const WalkedInterest& walked, const QString& source, Reading& reading)
{
    if (walked.unreadableCount > 0) {
        const auto& [path, error] = walked.unreadable.first();
        reading.trouble(
            source, ReadState::Partly,
            say(MAILMEND_TEXT("web-shells", "{count} {count|file|files} in {folder} could not be read, for "
                                            "example {path}: {reason}"),
                {{"count", count(walked.unreadableCount)},
                 {"folder", place(walked.interest.folder.display())},
                 {"path", place(path.display())},
                 {"reason", sentence(error.text)}}));
    }
    if (walked.cutCount > 0) {
        reading.trouble(
            source, ReadState::Partly,
            say(MAILMEND_TEXT("web-shells",
                              "Of {count} very large {count|file|files} in {folder}, only the first "
                              "16 MB were searched."),
                {{"count", count(walked.cutCount)}, {"folder", place(walked.interest.folder.display())}}));
    }
}

/** Most of these folders are on no healthy server: one sentence for all of one state. */
void readDropFolders(const QList<const WalkedInterest*>& unread, Reading& reading)
{
    for (const ReadState state : {ReadState::Partly, ReadState::Denied, ReadState::NotCollected,
                                  ReadState::Skipped, ReadState::Missing}) {
        qint64 folders = 0;
        const WalkedInterest* first = nullptr;
        for (const WalkedInterest* walked : unread) {
            if (walked->state.state == state) {
                first = first ? first : walked;
                ++folders;
            }
        }
        if (folders == 1) {
            reading.trouble(sourceOf(PathClass::DropFolder), state, folderReason(*first));
        } else if (folders > 1) {
            reading.trouble(sourceOf(PathClass::DropFolder), state,
                            say(MAILMEND_TEXT("web-shells",
                                              "{count} of the folders where intruders leave files could not "
                                              "be looked at in full. One of them is {example}"),
                                {{"count", count(folders)}, {"example", sentence(folderReason(*first))}}));
        }
    }
}

Reading readFolders(const Conclusion& conclusion)
{
    Reading reading;
    QList<const WalkedInterest*> unreadDropFolders;
    for (const WalkedInterest& walked : conclusion.walked) {
        if (walked.interest.pathClass == PathClass::ExchangeBinary ||
            isProvenAbsent(walked, conclusion.evidence)) {
            continue;
        }
        const QString source = sourceOf(walked.interest.pathClass);
        addTo(reading.row(source), walked);
        reading.files += walked.files;
        reading.pages += walked.interest.pathClass == PathClass::DropFolder ? 0 : walked.files;
        reading.folders += 1;
        if (walked.state.state != ReadState::Read && walked.interest.pathClass == PathClass::DropFolder) {
            unreadDropFolders.append(&walked);
        } else if (walked.state.state != ReadState::Read) {
            reading.trouble(source, walked.state.state, folderReason(walked));
        }
        readUnreadable(walked, source, reading);
    }
    readDropFolders(unreadDropFolders, reading);
    return reading;
}

/** Beyond this share of differing pages the baseline doesn't fit this server, and a difference proves
 * nothing. */
constexpr double kMostDiffering = 0.4;
constexpr qsizetype kFewestCompared = 5;

Unread integrityUnread(Text reason)
{
    return {QStringLiteral("shipped-pages"), ReadState::Skipped, std::move(reason)};
}

void compareWithShipped(const Conclusion& conclusion, Outcome& outcome)
{
    if (conclusion.evidence.looseFiles || !conclusion.evidence.exchange) {
        return;
    }
    const std::optional<BuildNumber> build = exactBuild(conclusion.observations);
    if (!build || !conclusion.knowledge.files.covers(*build)) {
        outcome.unread.append(integrityUnread(say(
            MAILMEND_TEXT("web-shells",
                          "Whether the pages of Exchange are still the ones that Microsoft shipped could not "
                          "be checked: there is no list of them for {build}."),
            {{"build",
              build ? words(build->text())
                    : sentence(say(MAILMEND_TEXT("web-shells", "this build, which is not known")))}})));
        return;
    }
    QList<const PageSeen*> differing;
    qsizetype compared = 0;
    for (const ObservationPointer& observation : conclusion.observations) {
        const auto* page = dynamic_cast<const PageSeen*>(observation.get());
        if (page && !page->shippedPath.isEmpty()) {
            ++compared;
            if (!page->matchesBaseline) {
                differing.append(page);
            }
        }
    }
    if (compared >= kFewestCompared &&
        static_cast<double>(differing.size()) > kMostDiffering * static_cast<double>(compared)) {
        outcome.unread.append(integrityUnread(
            say(MAILMEND_TEXT(
                    "web-shells",
                    "{count} of {all} pages of Exchange differ from Microsoft's list for this build. So "
                    "many mean that the list doesn't fit this server, so the pages could not be "
                    "compared."),
                {{"count", count(differing.size())}, {"all", count(compared)}})));
        return;
    }
    for (const PageSeen* page : differing) {
        mergeInto(outcome.findings, changedPage(*page, *build, conclusion.evidence));
    }
    outcome.looked.append(
        say(MAILMEND_TEXT("web-shells", "We compared {count} pages with the ones that Microsoft shipped."),
            {{"count", count(compared)}}));
}

void reportUnsearched(const Conclusion& conclusion, Reading& reading)
{
    for (const ObservationPointer& observation : conclusion.observations) {
        const auto* page = dynamic_cast<const PageSeen*>(observation.get());
        if (page && page->notSearched) {
            reading.row(sourceOf(page->pathClass)).unreadable += 1;
            reading.trouble(sourceOf(page->pathClass), ReadState::Partly,
                            say(MAILMEND_TEXT("web-shells", "{path}: {reason}"),
                                {{"path", place(page->file.path.display())},
                                 {"reason", sentence(page->notSearched->text)}}));
        }
    }
}

/** A copy that doesn't show what hides beside files is no reason to doubt the rest: a limit, told once. */
void tellStreams(const Evidence& evidence, Outcome& outcome)
{
    const FolderState streams = evidence.files->streams();
    CoverageEntry row;
    row.source = QStringLiteral("hidden-streams");
    row.state = streams.state;
    row.reason = streams.reason;
    outcome.coverage.append(row);
}

/** Whether all that was given are logs, tasks or registry files, of which none can be a page. */
bool holdsNoPage(const Evidence& evidence, qint64 files)
{
    qint64 others = 0;
    for (const CoverageEntry& row : evidence.coverage) {
        const bool pages =
            row.source == QStringLiteral("collection") || row.source == QStringLiteral("iis-configuration");
        others += pages ? 0 : row.files;
    }
    return evidence.looseFiles && files > 0 && others >= files;
}

Outcome conclude(const Conclusion& conclusion)
{
    Outcome outcome;
    Reading reading = readFolders(conclusion);
    reportUnsearched(conclusion, reading);
    for (const ObservationPointer& observation : conclusion.observations) {
        const auto* page = dynamic_cast<const PageSeen*>(observation.get());
        if (page) {
            if (std::optional<Finding> finding = findingOf(*page, conclusion.evidence)) {
                mergeInto(outcome.findings, std::move(*finding));
            }
        }
    }
    for (const WalkedInterest& walked : conclusion.walked) {
        for (Finding& lost : lostPages(walked, conclusion.evidence)) {
            mergeInto(outcome.findings, std::move(lost));
        }
    }
    outcome.looked.append(
        say(MAILMEND_TEXT("web-shells", "We looked at {count} {count|file|files} in {folders} "
                                        "{folders|folder|folders}."),
            {{"count", count(reading.files)}, {"folders", count(reading.folders)}}));
    compareWithShipped(conclusion, outcome);
    outcome.unread += findUnknownPlaces(conclusion.evidence);
    outcome.unread += reading.unread;
    if (reading.pages == 0 && conclusion.scope.isWhole()) {
        outcome.unread.append(
            {conclusion.evidence.looseFiles ? QStringLiteral("loose-files") : QStringLiteral("web-roots"),
             ReadState::Missing,
             say(MAILMEND_TEXT("web-shells", "There was not a single file in the folders that the web server "
                                             "serves, so there was nothing to look at."))});
    }
    if (holdsNoPage(conclusion.evidence, reading.files)) {
        outcome.unread.append(
            {QStringLiteral("loose-files"), ReadState::Missing,
             say(MAILMEND_TEXT("web-shells", "None of the files that were given is a page."))});
    }
    outcome.coverage = reading.finished();
    if (conclusion.evidence.files && reading.files > 0) {
        tellStreams(conclusion.evidence, outcome);
    }
    if (!conclusion.evidence.files) {
        outcome.unread.append(
            {QStringLiteral("web-roots"), conclusion.evidence.files.state, conclusion.evidence.files.reason});
    }
    if (conclusion.cancelled) {
        outcome.unread.append(
            {QStringLiteral("web-roots"), ReadState::Partly,
             say(MAILMEND_TEXT("web-shells", "The search for pages was stopped before its end."))});
    }
    return outcome;
}

constexpr const char* kAreas[] = {"web-shells"};

} // namespace
} // namespace mailmend::web_shells

namespace mailmend {

constinit const Check webShellsCheck{
    .id = web_shells::kId,
    .title = MAILMEND_TEXT("web-shells", "Web shells"),
    .question = MAILMEND_TEXT("web-shells",
                              "Has a page been added or changed through which someone can run commands?"),
    .reads = MAILMEND_TEXT(
        "web-shells", "Every file in the folders that the web server and Exchange serve, and in the folders "
                      "where intruders are known to leave files; by content, whatever the name."),
    .limits = MAILMEND_TEXT(
        "web-shells", "It can't see pages that live only in memory, that were deleted, or that lie in a "
                      "folder that was not given. What hides beside a file's content (in an alternate data "
                      "stream) it sees on the server itself, in what Mailmend collected there, and on a disk "
                      "that ntfs-3g has mounted. Of a file over 16 MB it searches the first 16 MB. Pages "
                      "that Exchange shipped can be compared only for builds up to March 2021. In folders "
                      "that are not served, programs and archives are not searched."),
    .areas = web_shells::kAreas,
    .interests = web_shells::interests,
    .inspect = web_shells::look,
    .preview = web_shells::preview,
    .conclude = web_shells::conclude,
};

} // namespace mailmend
