// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"
#include "engine/scan_runner.h"

#include <QHash>
#include <QSet>

namespace mailmend {

/** One check that wants one file, and the interest for which it wants it. */
struct WalkMatch
{
    size_t check = 0; ///< index into the plan's checks
    size_t place = 0; ///< index into that check's interests
};

/**
 * The interests of all checks joined into one walk. A file that several interests of one check cover belongs
 * to that of the innermost folder, and to a drop folder only where nothing else covers it, so that no check
 * sees or counts a file twice.
 *
 * Used by the thread that walks; the interests stay where they are as long as the plan lives.
 */
class WalkPlan
{
public:
    WalkPlan(std::span<const Check* const> checks, const Evidence& evidence, const Knowledge& knowledge,
             const Scope& scope);

    /** As outermost() leaves them. */
    std::span<const WalkRoot> roots() const { return m_roots; }
    const Interest& interest(const WalkMatch& match) const { return m_interests[match.check][match.place]; }
    size_t checkCount() const { return m_interests.size(); }

    /** Who wants this file; at most one match a check. */
    std::vector<WalkMatch> matches(const FileEntry& file);

    /** Counters at zero, and what an absent file in each interest's folder means. */
    std::vector<std::vector<WalkedInterest>> startCounting(const Evidence& evidence) const;

private:
    struct Candidate
    {
        WalkMatch match;
        qsizetype depth = 0;
    };

    void findRoots();
    void dropFoldersLast(std::vector<Candidate>& candidates) const;
    std::vector<Candidate> candidatesFor(const WindowsPath& folder) const;

    std::vector<std::vector<Interest>> m_interests; ///< by check
    std::vector<WalkRoot> m_roots;
    QHash<QByteArray, std::vector<WalkMatch>> m_byFolder; ///< key: the folder folded
    QSet<QByteArray> m_subjects; ///< of a scope: only these files, folded; empty: every file
    QList<WindowsPath> m_subjectPaths;
    WindowsPath m_lastFolder;
    bool m_hasLastFolder = false;
    std::vector<Candidate> m_lastCandidates;
};

/** Which pass of a walk a root belongs to. */
class WalkPasses
{
public:
    /**
     * What is served goes before folders in which intruders leave files: a served folder that lies in one of
     * those is looked at as what is served, and skipped under its other name.
     * @param names of the files that are wanted, as one value; empty: every file
     */
    int of(PathClass pathClass, const QByteArray& names);

private:
    QHash<QByteArray, int> m_named;
};

/** These roots, in the order in which they are walked, without those that lie within another of the same pass
 * or of one that wants every file. */
std::vector<WalkRoot> outermost(std::vector<WalkRoot> roots);

/** Puts what the walk could not list into the states of the interests that it concerns. */
void applyTroubles(std::vector<std::vector<WalkedInterest>>& walked, const QList<WalkedFolder>& troubles);

/** Nothing that was only begun may count as read. */
void applyStop(std::vector<std::vector<WalkedInterest>>& walked);

} // namespace mailmend
