// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/walk_plan.h"

#include <algorithm>

namespace mailmend {

namespace {

/** Names that stand for "every file": a collector must have asked for all of these kinds to have read a
 * folder. */
const QList<QByteArray>& everyKindOfName()
{
    static const QList<QByteArray> names{"a.aspx", "a.ashx", "a.asmx", "a.config",
                                         "a.js",   "a.txt",  "a.dll",  "a"};
    return names;
}

void worsen(FolderState& state, ReadState worse, const Text& reason)
{
    if (state.state < worse) {
        state.state = worse;
        state.reason = reason;
    }
}

} // namespace

WalkPlan::WalkPlan(std::span<const Check* const> checks, const Evidence& evidence, const Knowledge& knowledge,
                   const Scope& scope)
{
    const bool onlyFiles =
        !scope.isWhole() &&
        std::all_of(scope.subjects.begin(), scope.subjects.end(), [](const Subject& subject) {
            return subject.kind == SubjectKind::File && !subject.path.isEmpty();
        });
    if (onlyFiles) {
        for (const Subject& subject : scope.subjects) {
            m_subjects.insert(subject.path.folded());
            m_subjectPaths.append(subject.path);
        }
    }
    m_interests.reserve(checks.size());
    for (const Check* check : checks) {
        m_interests.push_back(check->interests ? check->interests(evidence, knowledge)
                                               : std::vector<Interest>{});
    }
    for (size_t check = 0; check < m_interests.size(); ++check) {
        for (size_t place = 0; place < m_interests[check].size(); ++place) {
            m_byFolder[m_interests[check][place].folder.folded()].push_back({check, place});
        }
    }
    findRoots();
}

void WalkPlan::findRoots()
{
    std::vector<WalkRoot> wanted;
    WalkPasses passes;
    for (const auto& interests : m_interests) {
        for (const Interest& interest : interests) {
            if (m_subjects.isEmpty()) {
                wanted.push_back({interest.folder, interest.recursive,
                                  passes.of(interest.pathClass, interest.names.join('|'))});
                continue;
            }
            for (const WindowsPath& subject : m_subjectPaths) {
                for (const std::optional<WindowsPath>& folder :
                     {std::optional(subject.parent()), holderOfStream(subject)}) {
                    if (folder && (interest.recursive ? folder->isWithin(interest.folder)
                                                      : *folder == interest.folder)) {
                        wanted.push_back({*folder, false}); // a folder may hold the stream itself
                    }
                }
            }
        }
    }
    m_roots = outermost(std::move(wanted));
}

void WalkPlan::dropFoldersLast(std::vector<Candidate>& candidates) const
{
    std::stable_partition(candidates.begin(), candidates.end(), [this](const Candidate& candidate) {
        return interest(candidate.match).pathClass != PathClass::DropFolder;
    });
}

std::vector<WalkPlan::Candidate> WalkPlan::candidatesFor(const WindowsPath& folder) const
{
    std::vector<Candidate> candidates;
    WindowsPath at = folder;
    bool isFolderItself = true;
    for (;;) {
        const auto found = m_byFolder.constFind(at.folded());
        if (found != m_byFolder.constEnd()) {
            for (const WalkMatch& match : *found) {
                if (isFolderItself || interest(match).recursive) {
                    candidates.push_back({match, at.components().size()});
                }
            }
        }
        if (at.components().isEmpty()) {
            break;
        }
        at = at.parent();
        isFolderItself = false;
    }
    dropFoldersLast(candidates);
    return candidates; // innermost first, drop folders last
}

std::vector<WalkMatch> WalkPlan::matches(const FileEntry& file)
{
    if (!m_subjects.isEmpty() && !m_subjects.contains(file.path.folded())) {
        return {};
    }
    const WindowsPath folder = file.path.parent();
    const bool same = m_hasLastFolder && folder.drive() == m_lastFolder.drive() &&
                      folder.components() == m_lastFolder.components();
    if (!same) {
        m_lastCandidates = candidatesFor(folder);
        m_lastFolder = folder;
        m_hasLastFolder = true;
    }
    std::vector<WalkMatch> wanted;
    QByteArray folded;
    std::vector<Candidate> ofHolder; // what a folder holds itself belongs to who asked for that folder
    if (const std::optional<WindowsPath> holder = holderOfStream(file.path)) {
        ofHolder = m_lastCandidates;
        for (const WalkMatch& match : m_byFolder.value(holder->folded())) {
            ofHolder.insert(ofHolder.begin(), {match, holder->components().size()});
        }
    }
    dropFoldersLast(ofHolder);
    for (const Candidate& candidate : ofHolder.empty() ? m_lastCandidates : ofHolder) {
        const QList<QByteArray>& names = interest(candidate.match).names;
        if (!names.isEmpty()) {
            if (folded.isNull()) {
                folded = foldName(file.path.name());
            }
            if (!names.contains(folded)) {
                continue;
            }
        }
        const bool has = std::any_of(wanted.begin(), wanted.end(), [&candidate](const WalkMatch& match) {
            return match.check == candidate.match.check;
        });
        if (!has) {
            wanted.push_back(candidate.match);
        }
    }
    return wanted;
}

std::vector<std::vector<WalkedInterest>> WalkPlan::startCounting(const Evidence& evidence) const
{
    std::vector<std::vector<WalkedInterest>> walked(m_interests.size());
    for (size_t check = 0; check < m_interests.size(); ++check) {
        for (const Interest& interest : m_interests[check]) {
            WalkedInterest counter;
            counter.interest = interest;
            if (!evidence.files) {
                counter.state = {evidence.files.state, evidence.files.reason};
            } else if (m_subjects.isEmpty()) {
                counter.state = evidence.files->folderState(
                    interest.folder, interest.names.isEmpty() ? everyKindOfName() : interest.names);
            } else {
                counter.state = {ReadState::Read, {}};
                for (const WindowsPath& subject : m_subjectPaths) {
                    if (subject.isWithin(interest.folder)) {
                        const FolderState state =
                            evidence.files->folderState(subject.parent(), {foldName(subject.name())});
                        worsen(counter.state, state.state, state.reason);
                        if (const auto other = evidence.files->hasOtherName(subject.parent())) {
                            worsen(counter.state, ReadState::NotCollected, *other);
                        }
                    }
                }
            }
            walked[check].push_back(std::move(counter));
        }
    }
    return walked;
}

int WalkPasses::of(PathClass pathClass, const QByteArray& names)
{
    if (names.isEmpty()) {
        return pathClass == PathClass::DropFolder ? 1 : 0;
    }
    auto known = m_named.find(names);
    if (known == m_named.end()) {
        known = m_named.insert(names, WalkRoot::firstNamed + static_cast<int>(m_named.size()));
    }
    return *known;
}

std::vector<WalkRoot> outermost(std::vector<WalkRoot> roots)
{
    // Outer folders first, and of one folder the recursive root first: what comes later may lie within.
    std::stable_sort(roots.begin(), roots.end(), [](const WalkRoot& left, const WalkRoot& right) {
        if (left.pass != right.pass) {
            return left.pass < right.pass;
        }
        const auto depth = left.folder.components().size() - right.folder.components().size();
        return depth != 0 ? depth < 0 : left.recursive && !right.recursive;
    });
    std::vector<WalkRoot> kept;
    for (WalkRoot& root : roots) {
        const bool covered = std::any_of(kept.begin(), kept.end(), [&root](const WalkRoot& other) {
            if (other.pass != root.pass && other.pass >= WalkRoot::firstNamed) {
                return false;
            }
            return other.recursive ? root.folder.isWithin(other.folder)
                                   : !root.recursive && root.folder == other.folder;
        });
        if (!covered) {
            kept.push_back(std::move(root));
        }
    }
    return kept;
}

void applyTroubles(std::vector<std::vector<WalkedInterest>>& walked, const QList<WalkedFolder>& troubles)
{
    for (auto& interests : walked) {
        for (WalkedInterest& counter : interests) {
            for (const WalkedFolder& trouble : troubles) {
                if (counter.interest.folder.isWithin(trouble.folder)) {
                    worsen(counter.state, trouble.state.state, trouble.state.reason);
                } else if (counter.interest.recursive && trouble.folder.isWithin(counter.interest.folder)) {
                    worsen(
                        counter.state, ReadState::Partly,
                        say(MAILMEND_TEXT("engine", "The folder {folder} in it could not be read. {reason}"),
                            {{"folder", place(trouble.folder.display())},
                             {"reason", sentence(trouble.state.reason)}}));
                }
            }
        }
    }
}

void applyStop(std::vector<std::vector<WalkedInterest>>& walked)
{
    for (auto& interests : walked) {
        for (WalkedInterest& counter : interests) {
            worsen(counter.state, ReadState::Partly,
                   say(MAILMEND_TEXT("engine", "The check was stopped before everything here was read.")));
        }
    }
}

} // namespace mailmend
