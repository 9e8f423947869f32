// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "knowledge/knowledge.h"

#include <yara.h>

#include <memory>

namespace mailmend::yara {

struct DestroyRules
{
    void operator()(YR_RULES* rules) const { yr_rules_destroy(rules); }
};
using RulesPointer = std::unique_ptr<YR_RULES, DestroyRules>;

/** Starts libyara once for the process and keeps it until the end. False: it could not start. */
bool start();

/** Namespaces of the two kinds of rules in one compiled set. */
inline constexpr char kPackNamespace[] = "pack";
inline constexpr char kUserNamespace[] = "user";

/**
 * Compiles sources into one set. Includes are off; the variables that public rule sets expect (filename,
 * filepath, extension, filetype, owner) are defined and empty. A new compiler each time: libyara 4.2 aborts
 * when a compiler is used again after an error.
 */
Result<RulesPointer> compile(const QList<FileRuleSource>& packRules, const QList<FileRuleSource>& userRules);

} // namespace mailmend::yara
