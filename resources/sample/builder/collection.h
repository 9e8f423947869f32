// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "builder/server.h"

namespace mailmend::sample {

/** One member of a collection's archive. */
struct Member
{
    QByteArray name;    ///< UTF-8, slashes between parts: "uploads/auto/C%3A/inetpub/wwwroot/iisstart.htm"
    QDateTime modified; ///< UTC
    QByteArray content;
};

/**
 * The server as Velociraptor's offline collector packs it with the artifact Generic.Collectors.File: the
 * files under uploads/, and beside them what was asked for, what was found, what was stored and what the
 * collector logged. The layout's source is Velociraptor's own published code (vql/tools/collector,
 * reporting/container.go).
 */
QList<Member> collectionOf(const Server& server);

} // namespace mailmend::sample
