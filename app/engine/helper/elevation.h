// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/line.h"
#include "engine/helper/serve.h"

namespace mailmend {

/** Whether this system has such a thing as rights that a person can give for a moment. */
bool rightsCanBeAskedFor();
/** Whether this process has them already, so that nobody is asked. */
bool rightsAreOurs();
/** How this system gives a helper the rights of an administrator. Empty: it has no such thing. */
StartElevated elevationOf(const QString& program);

/**
 * The whole life of a helper that was given rights: joins the pipe, looks who made it, and serves one
 * conversation: what it changes it keeps where only administrators get in, and where it looks it keeps
 * nothing. An error: nobody could be told why nothing is done.
 */
Result<Served> serveElevated(HelperVerb verb, const QString& pipeName, const Knowledge& knowledge,
                             const Clock& clock);

} // namespace mailmend
