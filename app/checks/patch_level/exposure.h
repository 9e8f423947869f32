// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level/install_day.h"
#include "findings/finding.h"
#include "knowledge/builds.h"

#include <optional>

namespace mailmend::patch_level {

/** One proof that a build was put onto the server. */
struct Install
{
    BuildNumber build;
    DayRange day;
    bool fresh = false; ///< a first installation: there was no Exchange before it
    Text source;        ///< "the registry's list of updates"
    TimeSource timeSource = TimeSource::Registry;
};

/** All that is known of what ran on the server and when. */
struct PatchHistory
{
    std::optional<BuildNumber> now;
    bool suKnown = false; ///< `now` is exact; false: it names the CU only
    QList<Install> installs;
    QDate taken; ///< day of the evidence; invalid: not known
};

/** From when to when the server stood open to one CVE that is used in attacks. */
struct ExposureWindow
{
    QString cve;
    QDate from;              ///< never a release day; invalid: not known at all
    bool fromProven = false; ///< false: "not before"
    QDate to;                ///< invalid: not known
    bool toProven = false;   ///< false: "not after"
    bool stillOpen = false;  ///< `to` is the day of the evidence
    bool certain = false;    ///< false: it may have stood open; nothing shows that it did not
    Text fromSource;         ///< empty: from the attacks' own date
    Text toSource;
    TimeSource timeSource = TimeSource::Unknown; ///< of `from`
};

/** Proofs of one build become one: days that agree stay a day, days that don't become a range. Sorted by
 * build. */
QList<Install> mergeInstalls(QList<Install> installs);

/**
 * One window for each CVE that is used in attacks and to which the server stood or may have stood open: from
 * the later of {attacks known since, else disclosed; open build installed} to {closing build installed, else
 * the day of the evidence}. No window means that it was closed before the attacks began, or never concerned
 * this product. Installs newer than `now` are left out: the update is not on the server any more.
 */
QList<ExposureWindow> exposureWindows(const BuildTable& table, const PatchHistory& history);

} // namespace mailmend::patch_level
