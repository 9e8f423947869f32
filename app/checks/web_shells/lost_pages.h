// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend::web_shells {

/**
 * Files that were listed and could then not be read, where that is evidence by itself: an anti-virus program
 * holds them or took them away; or, on the computer that runs, a page that vanished while we looked. On a
 * disk or in a collection a file that is not there is only unread. Ids are those that the page itself gets
 * in a later scan.
 */
QList<Finding> lostPages(const WalkedInterest& walked, const Evidence& evidence);

} // namespace mailmend::web_shells
