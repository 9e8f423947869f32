// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/patch_level/known.h"

namespace mailmend::patch_level {

/** The windows of the CVEs that are open now, or all the others: closed ones, and ones of which we can't
 * tell. */
QList<ExposureWindow> windowsOf(const Known& known, bool openNow);

/** One line for each group of CVEs that share name, window and fix: what they are, from when to when, what
 * closes them. */
QList<Fact> exposureFacts(const Known& known, const QList<ExposureWindow>& windows);

/** The first day of these windows; invalid: none or not known. */
QDate firstDay(const QList<ExposureWindow>& windows);

/** "{build} or newer closes it" and since when it is used in attacks, for an open CVE. */
Fact openFact(const CveStanding& cve);

} // namespace mailmend::patch_level
