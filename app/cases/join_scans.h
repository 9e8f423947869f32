// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/ledger_entry.h"

namespace mailmend {

/**
 * The newest whole scan of each target, joined into one result: what is rendered as "the scan" of the case.
 * Where one scan covers all targets it is that scan; else each answer is the worst of those joined.
 */
std::optional<ScanResult> joinScans(const QList<ScanRecord>& scans);

/** What each of the scans that joinScans() joins answers for its own servers; empty where it is one scan. */
QList<ServerAnswers> answersByServer(const QList<ScanRecord>& scans);

} // namespace mailmend
