// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/judged_build.h"

#include "reports/json_values.h"

#include <algorithm>

namespace mailmend {
namespace {

const char* knownWord(BuildStanding::Known known)
{
    switch (known) {
    case BuildStanding::Known::Exact:
        return "exact";
    case BuildStanding::Known::Between:
        return "between";
    case BuildStanding::Known::NewerThanTable:
        return "newer-than-pack";
    case BuildStanding::Known::Unknown:
        break;
    }
    return "unknown";
}

QJsonValue dayOrNull(const QDate& date)
{
    return date.isValid() ? QJsonValue(date.toString(Qt::ISODate)) : QJsonValue();
}

QJsonValue buildOrNull(const std::optional<ExchangeBuild>& build)
{
    using namespace json_values;
    if (!build) {
        return {};
    }
    return QJsonObject{{QStringLiteral("build"), build->build.text()},
                       {QStringLiteral("cu"), shown(build->cu)},
                       {QStringLiteral("su"), orNull(build->su)},
                       {QStringLiteral("released"), dayOrNull(build->released)},
                       {QStringLiteral("kb"), orNull(build->kb)}};
}

QJsonObject cveJson(const CveStanding& one)
{
    using namespace json_values;
    QJsonObject json{{QStringLiteral("cve"), shown(one.cve.cve)},
                     {QStringLiteral("used_in_attacks"), one.exploited.has_value()},
                     {QStringLiteral("closed_by"), buildOrNull(one.fixedIn)}};
    if (one.exploited) {
        json.insert(QStringLiteral("attacks_since"), dayOrNull(one.exploited->exploitedSince));
        json.insert(QStringLiteral("ransomware"), one.exploited->ransomware);
    }
    if (one.state == CveState::CouldNotCheck) {
        json.insert(QStringLiteral("reason"), orNull(one.reason));
    }
    return json;
}

} // namespace

qsizetype JudgedBuild::countOf(CveState state, bool attackedOnly) const
{
    return std::count_if(cves.begin(), cves.end(), [&](const CveStanding& one) {
        return one.state == state && (one.exploited || !attackedOnly);
    });
}

JudgedBuild judgeBuild(const BuildTable& table, const QString& text, const BuildNumber& build,
                       const QDate& today)
{
    const bool suKnown = text.count(QLatin1Char('.')) == 3;
    JudgedBuild made{build, table.standing(build, suKnown), {}, false};
    // "15.1.2375" names no build; its CU is one, and what no update of that CU closes is open for certain.
    const bool cuOnly = !suKnown && made.standing.cu;
    const BuildNumber judged = cuOnly ? made.standing.cu->build : build;
    made.standing = table.standing(judged, suKnown);
    made.cves = table.cveStandings(judged, suKnown);
    const auto& product = made.standing.product;
    made.supportEnded = product && product->extendedEnd.isValid() && product->extendedEnd < today;
    return made;
}

int statusOf(const JudgedBuild& one)
{
    if (one.countOf(CveState::Open, true) > 0 || one.supportEnded) {
        return exit_status::NeedsAction;
    }
    if (one.countOf(CveState::Open, false) > 0) {
        return exit_status::LookAtThis;
    }
    const bool unsure = one.countOf(CveState::CouldNotCheck, false) > 0 ||
                        one.standing.known == BuildStanding::Known::Unknown ||
                        one.standing.known == BuildStanding::Known::NewerThanTable;
    return unsure ? exit_status::CouldNotCheck : exit_status::Nothing;
}

int worseStatus(int left, int right)
{
    const auto rank = [](int status) {
        return status == exit_status::NeedsAction     ? 0
               : status == exit_status::LookAtThis    ? 1
               : status == exit_status::CouldNotCheck ? 2
                                                      : 3;
    };
    return rank(left) <= rank(right) ? left : right;
}

QJsonObject buildJson(const JudgedBuild& one)
{
    using namespace json_values;
    QJsonArray open;
    QJsonArray unsure;
    for (const CveStanding& cve : one.cves) {
        if (cve.state == CveState::Open) {
            open.append(cveJson(cve));
        } else if (cve.state == CveState::CouldNotCheck) {
            unsure.append(cveJson(cve));
        }
    }
    const auto& product = one.standing.product;
    return {{QStringLiteral("version"), one.build.text()},
            {QStringLiteral("product"), product ? QJsonValue(shown(product->name)) : QJsonValue()},
            {QStringLiteral("known"), word(knownWord(one.standing.known))},
            {QStringLiteral("cu"), buildOrNull(one.standing.cu)},
            {QStringLiteral("update"), buildOrNull(one.standing.update)},
            {QStringLiteral("update_known"), one.standing.suKnown},
            {QStringLiteral("free_fixes_end"), product ? dayOrNull(product->extendedEnd) : QJsonValue()},
            {QStringLiteral("paid_fixes_end"), product ? dayOrNull(product->paidEnd) : QJsonValue()},
            {QStringLiteral("open"), open},
            {QStringLiteral("could_not_check"), unsure}};
}

QJsonObject packJson(const Knowledge& knowledge, const QDateTime& now)
{
    using namespace json_values;
    const KnowledgeInfo info = knowledge.info(now);
    return {{QStringLiteral("version"), shown(info.version)},
            {QStringLiteral("date"), dayOrNull(info.date)},
            {QStringLiteral("age_days"), info.ageDays},
            {QStringLiteral("expires"), dayOrNull(knowledge.expires)},
            {QStringLiteral("too_old"), knowledge.isTooOld(now)},
            {QStringLiteral("sha256"), shown(info.sha256)},
            {QStringLiteral("builds"), knowledge.builds.builds.size()},
            {QStringLiteral("flaws"), knowledge.builds.cves.size()},
            {QStringLiteral("flaws_used_in_attacks"), knowledge.builds.exploited.size()},
            {QStringLiteral("shipped_pages"), knowledge.files.shippedByHash.size()},
            {QStringLiteral("known_bad_files"), knowledge.files.bad.size()},
            {QStringLiteral("file_rules"), knowledge.fileRules.size()},
            {QStringLiteral("playbooks"), knowledge.playbooks.size()}};
}

} // namespace mailmend
