// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/combine_coverage.h"

#include <QHash>

#include <algorithm>
#include <utility>

namespace mailmend {

namespace {

void widen(CoverageEntry& row, const CoverageEntry& other)
{
    if (row.state < other.state || (row.state == other.state && row.reason.isEmpty())) {
        row.state = other.state;
        row.reason = other.reason;
    }
    if (other.first.isValid() && (!row.first.isValid() || other.first < row.first)) {
        row.first = other.first;
    }
    if (other.last.isValid() && (!row.last.isValid() || other.last > row.last)) {
        row.last = other.last;
    }
    row.files = std::max(row.files, other.files);
    row.bytes = std::max(row.bytes, other.bytes);
    row.records = std::max(row.records, other.records);
    row.unreadable = std::max(row.unreadable, other.unreadable);
}

bool supportsRecords(const CoverageEntry& row)
{
    return (row.state == ReadState::Read || row.state == ReadState::Partly) && row.first.isValid() &&
           row.records > 0;
}

} // namespace

QList<CoverageEntry> combineCoverage(const QList<CoverageEntry>& entries)
{
    QList<CoverageEntry> rows;
    QHash<std::pair<QString, QString>, qsizetype> places;
    for (const CoverageEntry& entry : entries) {
        const std::pair key(entry.target, entry.source);
        const auto known = places.constFind(key);
        if (known == places.constEnd()) {
            places.insert(key, rows.size());
            rows.append(entry);
        } else {
            widen(rows[*known], entry);
        }
    }
    return rows;
}

bool openBeforeWeCanSee(const QList<Finding>& findings, const QList<CoverageEntry>& coverage,
                        const Knowledge& knowledge)
{
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
        const bool exploited = std::any_of(finding.references.begin(), finding.references.end(),
                                           [&knowledge](const QString& reference) {
                                               return knowledge.builds.exploitedCve(reference) != nullptr;
                                           });
        if (finding.subject.kind != SubjectKind::Server || !exploited) {
            return false;
        }
        const bool seenFromStart =
            finding.since.isValid() &&
            std::any_of(coverage.begin(), coverage.end(), [&finding](const CoverageEntry& row) {
                return row.target == finding.target && supportsRecords(row) && row.first <= finding.since;
            });
        return !seenFromStart;
    });
}

} // namespace mailmend
