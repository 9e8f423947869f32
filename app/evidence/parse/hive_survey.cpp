// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/hive_survey.h"

#include <algorithm>

namespace mailmend {

namespace {

constexpr int kDeepestKey = 512; // levels of keys; Windows' own limit

} // namespace

std::optional<HiveSurvey> surveyHive(const HiveRecords& records, const HiveBins& bins, const HiveNode& root,
                                     const CancelToken& cancel)
{
    HiveSurvey survey;
    HiveClaims claims(bins.size());
    quint64 newest = 0;
    // Lists of different keys can't share entries, so all lists together are no longer than the hive.
    qint64 budget = bins.size() / 4;
    QList<std::pair<HiveNode, int>> waiting{{root, 0}};
    while (!waiting.isEmpty() && survey.finished) {
        if (cancel.isCancelled()) {
            return std::nullopt;
        }
        const auto [node, depth] = waiting.takeLast();
        HiveLosses losses;
        const QList<HiveNode> below = records.subkeys(node, losses);
        const QList<quint32> values = records.valueCells(node, losses);
        budget -= below.size() + losses.subkeys + values.size() + 1;
        survey.finished = budget >= 0;
        ++survey.keys;
        if (fromFileTime(node.time).isValid()) {
            newest = std::max(newest, node.time);
        }
        for (const quint32 cell : values) {
            if (records.valueFits(cell, claims, losses)) {
                ++survey.values;
            } else {
                ++losses.values;
            }
        }
        records.claim(node, claims, losses);
        losses.damagedPart = losses.damagedPart || node.doubtful;
        if (depth >= kDeepestKey) {
            losses.subkeyList = losses.subkeyList || !below.isEmpty();
        } else {
            for (auto child = below.crbegin(); child != below.crend(); ++child) {
                waiting.append({*child, depth + 1});
            }
        }
        survey.damagedKeys += losses.any() ? 1 : 0;
    }
    survey.newestKey = fromFileTime(newest);
    return survey;
}

} // namespace mailmend
