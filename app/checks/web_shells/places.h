// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"

namespace mailmend::web_shells {

/**
 * Where pages are looked for: every folder that IIS is configured to serve, Exchange's own web folders, and
 * the folders in which intruders are known to leave files. From the registry and the web server's
 * configuration; where those are not there, Windows' default web folder, and findUnknownPlaces() says that
 * there may be more.
 *
 * Source of the drop folders: CISA AR21-084A, NCSC-FI on Exchange, Microsoft on MSERT's folders (March 2021).
 */
std::vector<Interest> places(const Evidence& evidence);

/** What keeps us from knowing every folder that this server serves. */
QList<Unread> findUnknownPlaces(const Evidence& evidence);

/** The extensions that IIS runs as programs on a server with ASP.NET, classic ASP, PHP or the like. */
bool isRunByServer(const QByteArray& extension);

} // namespace mailmend::web_shells
