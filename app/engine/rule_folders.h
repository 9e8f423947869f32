// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "knowledge/knowledge.h"

namespace mailmend {

/** A person's own rules as their folders hold them. */
struct UserRules
{
    QList<FileRuleSource> sources;
    QList<Text> leftOut; ///< what could not be read or is over a bound, a sentence each
};

/**
 * Reads *.yar and *.yara in the folders and below them: 5,000 files, 4 MB each and 64 MB in all at most;
 * links are not followed. @return an error of kind BadCall where one of the folders is not there.
 */
Result<UserRules> readRuleFolders(const QStringList& folders, const CancelToken& cancel);

} // namespace mailmend
