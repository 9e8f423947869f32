// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/finding.h"

#include <QTimeZone>

namespace mailmend {

/** How window, console and report tell the same things of a finding. */

/** What it is about, raw: a path as that computer names it, an account with its SID, or a name. */
QString subjectText(const Subject& subject);

/** References that mean something outside of Mailmend: CVE and ATT&CK ids, without our own marks. */
QStringList publicReferences(const Finding& finding);

/** "CVE-2021-34473, CVE-2021-34523 and 90 more": the first twelve. Empty: none. */
Text referencesText(const Finding& finding);

/** True where `since` is known to the day only: midnight in UTC. */
bool sinceIsDay(const Finding& finding);

/** The day since when, in the server's zone; invalid: not known. */
QDate sinceDay(const Finding& finding, const QTimeZone& zone);

/** "13 July 2021", or a time with what it rests on where it proves nothing. Empty: not known. */
Text sinceText(const Finding& finding);

} // namespace mailmend
