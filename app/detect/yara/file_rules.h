// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "knowledge/knowledge.h"

#include <QByteArrayView>

#include <memory>

namespace mailmend {

/** One file rule that matched. */
struct RuleMatch
{
    QString rule;
    Verdict verdict = Verdict::LookAtThis; ///< a user's own rule: never worse than LookAtThis
    Text title;                            ///< completes "This page …"
    Text reason;
    Text harmless;
    QStringList references;
    qint64 offset = -1; ///< of the first telling part; -1: none
    bool fromUser = false;
};

/** A rule file that could not be used. */
struct BrokenRule
{
    QString name;
    Error error;
};

/** Compiled YARA rules: the pack's and the user's own. Thread-safe: one scanner a thread, kept in a pool. */
class FileRules
{
public:
    /** A broken rule of the user's is named in `broken()` and skipped; a broken rule of the pack's is an
     * error. */
    static Result<std::shared_ptr<const FileRules>> compile(const QList<FileRuleSource>& packRules,
                                                            const QList<FileRuleSource>& userRules = {});
    ~FileRules();

    /** Content only, at most 16 MB of it. Stops soon after a cancel with ErrorKind::Cancelled; 20 s at most.
     */
    Result<QList<RuleMatch>> match(QByteArrayView content, const CancelToken& cancel) const;
    const QList<BrokenRule>& broken() const;

private:
    FileRules();
    struct Compiled;
    std::unique_ptr<Compiled> m_compiled;
};

} // namespace mailmend
