// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/builds.h"

#include <algorithm>
#include <tuple>

namespace mailmend {
namespace {

/** Worst first, for two rows of one CVE and for the order of a list. */
int rank(CveState state)
{
    switch (state) {
    case CveState::Open:
        return 0;
    case CveState::CouldNotCheck:
        return 1;
    case CveState::Closed:
        return 2;
    case CveState::NotAffected:
        break;
    }
    return 3;
}

/** "CVE-2021-26855" as numbers, so that CVE-2023-9 stands before CVE-2023-10; other names by their letters.
 */
std::tuple<qint64, qint64, QString> inOrder(const QString& cve)
{
    const QStringList parts = cve.split(QLatin1Char('-'));
    return {parts.value(1).toLongLong(), parts.value(2).toLongLong(), cve};
}

/** Reads one table for one build. */
class Judge
{
public:
    Judge(const BuildTable& table, const BuildNumber& build, bool suKnown)
        : m_table(table), m_standing(table.standing(build, suKnown)), m_suKnown(suKnown),
          m_build(!suKnown && m_standing.cu ? m_standing.cu->build : build)
    {}

    CveStanding judge(const ExchangeCve& cve) const
    {
        CveStanding standing;
        standing.cve = cve;
        if (const ExploitedCve* exploited = m_table.exploitedCve(cve.cve)) {
            standing.exploited = *exploited;
        }
        if (cve.kind == CveKind::Condition) {
            standing.state = CveState::CouldNotCheck;
            standing.reason = dependsOn(cve);
            return standing;
        }
        const QList<ExchangeBuild> fixes = fixesOf(cve.su);
        standing.fixedIn = firstFix(fixes);
        standing.state = byBuild(fixes, cve.su);
        if (standing.state == CveState::CouldNotCheck) {
            standing.reason = notPlaced();
        } else if (standing.state == CveState::Closed && cve.kind == CveKind::BuildAndSetting) {
            standing.state = CveState::CouldNotCheck;
            standing.reason = dependsOn(cve);
        }
        return standing;
    }

    const BuildStanding& standing() const { return m_standing; }

private:
    static Text dependsOn(const ExchangeCve& cve)
    {
        return say(MAILMEND_TEXT("knowledge", "The build does not show this. It depends on {condition}."),
                   {{"condition", words(cve.condition)}});
    }

    Text notPlaced() const
    {
        if (!m_suKnown) {
            return say(MAILMEND_TEXT("knowledge",
                                     "It depends on the security update, which is not known. Only "
                                     "the cumulative update is."));
        }
        if (m_standing.known == BuildStanding::Known::NewerThanTable) {
            return say(MAILMEND_TEXT("knowledge", "This build is newer than the knowledge pack."));
        }
        return say(MAILMEND_TEXT("knowledge", "This build does not stand in the knowledge pack."));
    }

    QList<ExchangeBuild> fixesOf(const QString& su) const
    {
        QList<ExchangeBuild> fixes;
        for (const ExchangeBuild& row : m_table.builds) {
            if (row.su == su && m_standing.product && row.product == m_standing.product->product) {
                fixes.append(row);
            }
        }
        return fixes;
    }

    /** The lowest of the fixes for the CU with the build's third number. The fixes are sorted. */
    std::optional<ExchangeBuild> inCuOf(const BuildNumber& build, const QList<ExchangeBuild>& fixes) const
    {
        for (const ExchangeBuild& fix : fixes) {
            if (fix.build.parts[1] == build.parts[1] && fix.build.parts[2] == build.parts[2]) {
                return fix;
            }
        }
        return std::nullopt;
    }

    std::optional<ExchangeBuild> firstFix(const QList<ExchangeBuild>& fixes) const
    {
        if (const auto same = inCuOf(m_build, fixes)) {
            return same;
        }
        for (const ExchangeBuild& fix : fixes) {
            if (fix.build > m_build) {
                return fix;
            }
        }
        return std::nullopt;
    }

    CveState byBuild(const QList<ExchangeBuild>& fixes, const QString& su) const
    {
        if (fixes.isEmpty()) {
            return withoutFixes(su);
        }
        const std::optional<ExchangeBuild> newest = inCuOf(fixes.last().build, fixes);
        if (m_build >= newest->build) {
            return CveState::Closed;
        }
        const bool placed = m_standing.cu && m_standing.known != BuildStanding::Known::Unknown;
        if (const auto same = inCuOf(m_build, fixes)) {
            if (m_build >= same->build) {
                return CveState::Closed;
            }
            return m_suKnown && placed ? CveState::Open : CveState::CouldNotCheck;
        }
        if (m_standing.cu && m_standing.cu->released > fixes.last().released) {
            return CveState::Closed;
        }
        // Without a fix for this CU it is open, whichever update is installed.
        const bool mayKnowMore = m_standing.known == BuildStanding::Known::NewerThanTable && m_suKnown;
        return placed && !mayKnowMore ? CveState::Open : CveState::CouldNotCheck;
    }

    /** The product never got this update of its own: a product that is younger than it came with the fix. */
    CveState withoutFixes(const QString& su) const
    {
        QDate updated;
        for (const ExchangeBuild& row : m_table.builds) {
            if (row.su == su && (!updated.isValid() || row.released > updated)) {
                updated = row.released;
            }
        }
        const bool younger =
            m_standing.product && updated.isValid() && m_standing.product->released > updated;
        return younger ? CveState::Closed : CveState::NotAffected;
    }

    const BuildTable& m_table;
    BuildStanding m_standing;
    bool m_suKnown;
    BuildNumber m_build;
};

} // namespace

QList<CveStanding> BuildTable::cveStandings(const BuildNumber& build, bool suKnown) const
{
    const Judge judge(*this, build, suKnown);
    if (!judge.standing().product) {
        return {};
    }
    const QString product = judge.standing().product->product;
    QList<CveStanding> standings;
    QHash<QString, qsizetype> places;
    for (const ExchangeCve& cve : cves) {
        if (!cve.products.contains(product)) {
            continue;
        }
        const CveStanding standing = judge.judge(cve);
        const auto place = places.constFind(cve.cve);
        if (place == places.cend()) {
            places.insert(cve.cve, standings.size());
            standings.append(standing);
        } else if (rank(standing.state) <= rank(standings.at(*place).state)) {
            standings[*place] = standing;
        }
    }
    std::stable_sort(standings.begin(), standings.end(),
                     [](const CveStanding& left, const CveStanding& right) {
                         return std::make_tuple(!left.exploited, rank(left.state), inOrder(left.cve.cve)) <
                                std::make_tuple(!right.exploited, rank(right.state), inOrder(right.cve.cve));
                     });
    return standings;
}

} // namespace mailmend
