// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/machine.h"
#include "knowledge/knowledge.h"

#include <optional>

namespace mailmend::quarantine {

/** What hides in an alternate data stream, beside a file that may have to stay. None: it does not. Pure. */
std::optional<Error> whyNotOutOfStream(const WindowsPath& path);

/**
 * Why this file is not taken away but replaced: a page that Exchange shipped, or configuration. None: it may
 * be taken. Outside of Exchange's folder, or where that isn't known, any path that ends like a shipped one
 * counts: another drive or link may lead there. Pure.
 */
std::optional<Error> whyReplacedInstead(const WindowsPath& path, const WindowsPath& exchange,
                                        const KnownFiles& known);

} // namespace mailmend::quarantine
