// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/exposure.h"

#include <algorithm>

namespace mailmend::patch_level {
namespace {

enum class Open { No, Maybe, Yes };

/** One build that ran on the server, with what it says of every CVE. */
struct Stage
{
    BuildNumber build;
    const Install* install = nullptr; ///< nullptr: it runs now, and no install of it is known
    DayRange day;
    QHash<QString, CveStanding> exact;
    QHash<QString, CveStanding> anyUpdate; ///< with whichever update of the same CU on top
};

QHash<QString, CveStanding> standingsOf(const BuildTable& table, const BuildNumber& build, bool suKnown)
{
    QHash<QString, CveStanding> standings;
    for (const CveStanding& one : table.cveStandings(build, suKnown)) {
        standings.insert(one.cve.cve, one);
    }
    return standings;
}

bool sameCu(const BuildNumber& left, const BuildNumber& right)
{
    return std::equal(left.parts.begin(), left.parts.begin() + 3, right.parts.begin());
}

/** The server does not have this build any more: it is newer than what runs. */
bool isTakenBack(const Install& install, const PatchHistory& history)
{
    return history.now && install.build > *history.now &&
           (history.suKnown || !sameCu(install.build, *history.now));
}

QList<Stage> stagesOf(const BuildTable& table, const PatchHistory& history)
{
    QList<Stage> stages;
    for (const Install& install : history.installs) {
        if (!isTakenBack(install, history)) {
            stages.append({install.build, &install, install.day, standingsOf(table, install.build, true),
                           standingsOf(table, install.build, false)});
        }
    }
    if (!history.now) {
        return stages;
    }
    const bool known = !stages.isEmpty() && (stages.last().build == *history.now ||
                                             (!history.suKnown && sameCu(stages.last().build, *history.now)));
    if (!known) {
        stages.append({*history.now,
                       nullptr,
                       {{}, history.taken},
                       standingsOf(table, *history.now, history.suKnown),
                       standingsOf(table, *history.now, false)});
    }
    return stages;
}

/** Reads the stages for one CVE. */
class Reader
{
public:
    Reader(const QList<Stage>& stages, const ExploitedCve& cve, const QDate& taken)
        : m_stages(stages), m_cve(cve), m_taken(taken),
          m_attacks(cve.exploitedSince.isValid() ? cve.exploitedSince : cve.disclosed)
    {}

    std::optional<ExposureWindow> read() const
    {
        qsizetype first = -1;
        qsizetype last = -1;
        for (qsizetype i = 0; i < m_stages.size(); ++i) {
            const bool overInTime = i + 1 < m_stages.size() && isBeforeTheAttacks(m_stages.at(i + 1).day);
            if (openAt(i) != Open::No && !overInTime) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        const std::optional<ExposureWindow> window =
            first >= 0 ? whileOpen(first, last) : beforeAllThatIsKnown();
        return window && !isOver(*window) ? window : std::nullopt;
    }

private:
    /** Closed before the attacks, or updated on the very day on which it was set up. */
    static bool isOver(const ExposureWindow& window)
    {
        const bool sameDay = window.to == window.from && window.fromProven && window.toProven &&
                             !window.fromSource.isEmpty() && !window.stillOpen;
        return window.to.isValid() && window.from.isValid() && (window.to < window.from || sameDay);
    }

    const CveStanding* standingAt(const QHash<QString, CveStanding>& standings) const
    {
        const auto found = standings.constFind(m_cve.cve);
        return found == standings.cend() ? nullptr : &*found;
    }

    Open openAt(qsizetype i) const
    {
        const CveStanding* standing = standingAt(m_stages.at(i).exact);
        if (!standing || standing->state == CveState::Closed || standing->state == CveState::NotAffected) {
            return Open::No;
        }
        if (standing->state == CveState::Open) {
            return Open::Yes;
        }
        // With the fix in its code, what is left is a setting, of which no build tells the past.
        const bool hasCode = !standing->fixedIn || standing->fixedIn->build <= m_stages.at(i).build;
        return standing->cve.kind != CveKind::Build && hasCode ? Open::No : Open::Maybe;
    }

    bool isBeforeTheAttacks(const DayRange& day) const
    {
        return m_attacks.isValid() && day.last.isValid() && day.last < m_attacks;
    }

    /** A CU takes the updates before it out of all lists, so one may have come and gone unseen. */
    bool isCertain(qsizetype i) const
    {
        if (openAt(i) != Open::Yes) {
            return false;
        }
        const Stage& stage = m_stages.at(i);
        const bool listsAreWhole = i + 1 >= m_stages.size() || sameCu(stage.build, m_stages.at(i + 1).build);
        const CveStanding* whatever = standingAt(stage.anyUpdate);
        return listsAreWhole || (whatever && whatever->state == CveState::Open);
    }

    void setStart(ExposureWindow& window, qsizetype first) const
    {
        const Stage& stage = m_stages.at(first);
        if (!stage.install) {
            return;
        }
        if (stage.day.last.isValid() && m_attacks.isValid() && stage.day.last <= m_attacks) {
            window.fromProven = true; // it was there when the attacks began
            return;
        }
        const bool nothingOpenBefore = first > 0 || stage.install->fresh;
        if (nothingOpenBefore && stage.day.first.isValid() && stage.day.first > m_attacks) {
            window.from = stage.day.first;
            window.fromProven = stage.day.isDay();
            window.fromSource = stage.install->source;
            window.timeSource = stage.install->timeSource;
        }
    }

    void setEnd(ExposureWindow& window, qsizetype last) const
    {
        window.to = m_taken;
        if (last + 1 >= m_stages.size()) {
            window.stillOpen = true;
            window.toProven = m_taken.isValid();
            return;
        }
        const Stage& closing = m_stages.at(last + 1);
        if (closing.install && closing.day.last.isValid()) {
            window.to = closing.day.last;
            window.toProven = closing.day.isDay() && sameCu(closing.build, m_stages.at(last).build);
            window.toSource = closing.install->source;
        }
    }

    ExposureWindow whileOpen(qsizetype first, qsizetype last) const
    {
        ExposureWindow window;
        window.cve = m_cve.cve;
        window.from = m_attacks;
        setStart(window, first);
        setEnd(window, last);
        for (qsizetype i = first; i <= last; ++i) {
            window.certain = window.certain || isCertain(i);
        }
        return window;
    }

    /** No open build is known. Unless Exchange was new then, or it was before the attacks, one may have run
     * before. */
    std::optional<ExposureWindow> beforeAllThatIsKnown() const
    {
        if (m_stages.isEmpty()) {
            return std::nullopt;
        }
        const Stage& first = m_stages.first();
        const CveStanding* standing = standingAt(first.exact);
        if (!standing || standing->cve.kind != CveKind::Build || standing->state == CveState::NotAffected ||
            isBeforeTheAttacks(first.day) || (first.install && first.install->fresh)) {
            return std::nullopt;
        }
        ExposureWindow window;
        window.cve = m_cve.cve;
        window.from = m_attacks;
        window.to = first.day.last.isValid() ? first.day.last : m_taken;
        if (first.install) {
            window.toSource = first.install->source;
            // The very update that brought the fix was put on, so until then it was missing.
            window.certain =
                !standing->cve.su.isEmpty() && standing->fixedIn && standing->fixedIn->build == first.build;
            window.toProven = window.certain && first.day.isDay();
        }
        return window;
    }

    const QList<Stage>& m_stages;
    const ExploitedCve& m_cve;
    QDate m_taken;
    QDate m_attacks;
};

/** Two proofs of one build: days that differ become a range, ranges become narrower, a day wins over a range.
 */
DayRange merged(const DayRange& left, const DayRange& right)
{
    if (left.isDay() && right.isDay()) {
        return {std::min(left.first, right.first), std::max(left.last, right.last)};
    }
    if (left.isDay() || right.isDay()) {
        return left.isDay() ? left : right;
    }
    const QDate last =
        !left.last.isValid() || (right.last.isValid() && right.last < left.last) ? right.last : left.last;
    return {left.first.isValid() && left.first > right.first ? left.first : right.first, last};
}

} // namespace

QList<Install> mergeInstalls(QList<Install> installs)
{
    std::stable_sort(installs.begin(), installs.end(),
                     [](const Install& left, const Install& right) { return left.build < right.build; });
    QList<Install> all;
    for (const Install& one : installs) {
        if (all.isEmpty() || all.last().build != one.build) {
            all.append(one);
            continue;
        }
        Install& kept = all.last();
        if (!kept.day.isDay() && one.day.isDay()) {
            kept.source = one.source;
            kept.timeSource = one.timeSource;
        }
        kept.day = merged(kept.day, one.day);
        kept.fresh = kept.fresh || one.fresh;
    }
    return all;
}

QList<ExposureWindow> exposureWindows(const BuildTable& table, const PatchHistory& history)
{
    const QList<Stage> stages = stagesOf(table, history);
    QList<ExposureWindow> windows;
    for (const ExploitedCve& cve : table.exploited) {
        if (const std::optional<ExposureWindow> window = Reader(stages, cve, history.taken).read()) {
            windows.append(*window);
        }
    }
    return windows;
}

} // namespace mailmend::patch_level
