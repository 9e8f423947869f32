// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/recheck.h"
#include "evidence/evidence.h"

namespace mailmend {

/** What the file holds now: itself, or a copy of its disk that was made for this look. */
Result<std::unique_ptr<FileReader>> openAsItIsNow(const Files& files, const FileEntry& entry);

/** SHA-256 of a file as a finding's state has it; empty where it could not be read to its end. */
QString stateOf(const Files& files, const FileEntry& entry, const CancelToken& cancel);

/** A folder that was listed, or that is gone from a folder that was listed. Reason where neither is proven.
 */
std::optional<Text> whyNotListed(const Evidence& evidence, const WindowsPath& file);

/** The first that the check could not read now, and could when the finding was seen; none: nothing. */
std::optional<Text> firstUnread(const CheckResult& now, const CaseFinding& known);

} // namespace mailmend
