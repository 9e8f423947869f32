// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/collect/same_disk.h"

#include <optional>

namespace mailmend::windows {

/** Of the disk that a folder lies on, through every link, letter and share that leads there. None: there is
 * no such folder, or nothing can be told of it. */
std::optional<DiskFacts> diskFactsOf(const QString& folder);

/** The names by which others call this computer. */
QStringList ownNames();

} // namespace mailmend::windows
