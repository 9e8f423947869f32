// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"
#include "findings/finding.h"

namespace mailmend {

/** Beside what the subject of a finding hides in an alternate data stream. */
struct HidingPlace
{
    WindowsPath holder; ///< a file or a folder, which may be one that belongs there
    bool isFolder = false;
};

/** None: the subject is a file of its own, or none. */
std::optional<HidingPlace> hidingPlaceOf(const Finding& finding);

} // namespace mailmend
