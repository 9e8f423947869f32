// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/builds.h"

#include <algorithm>

namespace mailmend {
namespace {

/** The CU (or RTM) rows of one CU share their third number; a row of an update has `su`. */
bool isCuRow(const ExchangeBuild& row)
{
    return row.su.isEmpty();
}

bool sameCu(const BuildNumber& left, const BuildNumber& right)
{
    return std::equal(left.parts.begin(), left.parts.begin() + 3, right.parts.begin());
}

/** Of the CU rows with the build's third number, the newest that is not newer than it, else the oldest. */
std::optional<ExchangeBuild> cuOf(const QList<ExchangeBuild>& rows, const BuildNumber& build)
{
    std::optional<ExchangeBuild> found;
    for (const ExchangeBuild& row : rows) {
        if (isCuRow(row) && sameCu(row.build, build) && (!found || row.build <= build)) {
            found = row;
        }
    }
    return found;
}

} // namespace

QString BuildNumber::text() const
{
    return QStringLiteral("%1.%2.%3.%4").arg(parts[0]).arg(parts[1]).arg(parts[2]).arg(parts[3]);
}

std::optional<BuildNumber> BuildNumber::parse(QStringView text)
{
    const QList<QStringView> fields = text.trimmed().split(u'.');
    if (fields.size() < 3 || fields.size() > 4) {
        return std::nullopt;
    }
    BuildNumber build;
    for (qsizetype i = 0; i < fields.size(); ++i) {
        const QStringView field = fields.at(i);
        const bool digitsOnly =
            !field.isEmpty() && field.size() <= 9 &&
            std::all_of(field.begin(), field.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
        if (!digitsOnly) {
            return std::nullopt;
        }
        build.parts[static_cast<size_t>(i)] = field.toUInt();
    }
    return build;
}

BuildStanding BuildTable::standing(const BuildNumber& build, bool suKnown) const
{
    BuildStanding standing;
    standing.suKnown = suKnown;
    for (const SupportedProduct& one : products) {
        if (one.from <= build && build < one.below) {
            standing.product = one;
        }
    }
    if (!standing.product) {
        return standing;
    }
    QList<ExchangeBuild> rows;
    std::copy_if(builds.cbegin(), builds.cend(), std::back_inserter(rows),
                 [&](const ExchangeBuild& row) { return row.product == standing.product->product; });
    standing.cu = cuOf(rows, build);
    if (rows.isEmpty()) {
        return standing;
    }
    if (!standing.cu) {
        const bool newer = build > rows.last().build;
        standing.known = newer ? BuildStanding::Known::NewerThanTable : BuildStanding::Known::Unknown;
        return standing;
    }
    BuildNumber newestOfCu = standing.cu->build;
    bool exact = false;
    for (const ExchangeBuild& row : rows) {
        exact = exact || row.build == build;
        if (!sameCu(row.build, build)) {
            continue;
        }
        newestOfCu = std::max(newestOfCu, row.build);
        if (suKnown && !isCuRow(row) && row.build <= build && row.build > standing.cu->build) {
            standing.update = row;
        }
    }
    if (exact) {
        standing.known = BuildStanding::Known::Exact;
    } else if (build > newestOfCu) {
        standing.known = BuildStanding::Known::NewerThanTable;
    } else if (build > standing.cu->build) {
        standing.known = BuildStanding::Known::Between;
    }
    return standing;
}

std::optional<ExchangeBuild> BuildTable::newest(const QString& product) const
{
    std::optional<ExchangeBuild> found;
    for (const ExchangeBuild& row : builds) {
        if (row.product == product && (!found || row.build > found->build)) {
            found = row;
        }
    }
    return found;
}

const ExploitedCve* BuildTable::exploitedCve(const QString& cve) const
{
    for (const ExploitedCve& one : exploited) {
        if (one.cve == cve) {
            return &one;
        }
    }
    return nullptr;
}

} // namespace mailmend
