// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/coverage.h"
#include "findings/finding.h"

#include <optional>

namespace mailmend {

/** Something that a check needed and could not read in full. */
struct Unread
{
    QString source; ///< as in CoverageEntry
    ReadState state = ReadState::Missing;
    Text reason;
};

/**
 * Whether what could not be read is the list of the pages that Microsoft shipped alone: that says what a page
 * is, not whether it is there. Of a finding that was made by that very list, it leaves everything open.
 */
bool isComparisonOnly(const Unread& unread, const Finding& finding);

/** It was found in what ran at that moment, which no copy shows. */
bool isOfWhatRuns(const Finding& finding);

/**
 * Whether it is gone where its check does not apply any more: what was said of Exchange is, once Exchange was
 * removed. Of all else, the evidence then merely shows nothing.
 */
bool isGoneWhereNotApplicable(const Finding& finding);

/** What one check says about one target. */
struct Outcome
{
    QList<Finding> findings;
    QList<Text> looked;   ///< what was looked at: "We looked at 4,212 pages."
    QList<Unread> unread; ///< makes the verdict *could not check* where nothing worse was found
    QList<CoverageEntry>
        coverage; ///< rows that only the check can know (its target is filled in by the engine)
    std::optional<Text> notApplicable; ///< only with positive proof, which is this sentence
};

/** The engine's verdict on an outcome, and the sentence that goes with it. */
struct CheckResult
{
    QString check;
    QString target;
    Verdict verdict = Verdict::CouldNotCheck;
    Text reason;
    QList<Text> looked;
    QList<Unread> unread;
    double seconds = 0;
};

/** The worst finding; else could-not-check if anything is unread; else not-applicable with proof; else clear.
 */
CheckResult judge(const QString& check, const QString& target, const Outcome& outcome);

} // namespace mailmend
