// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "evidence/parse/hive.h"
#include "evidence/parse/hive_records.h"

namespace mailmend {

/**
 * Visits every key once and every value and its data, and sees that no two of them claim the same cell. None
 * where it was cancelled. Bounded by the size of the hive: lists that lead in circles or share entries end
 * it.
 */
std::optional<HiveSurvey> surveyHive(const HiveRecords& records, const HiveBins& bins, const HiveNode& root,
                                     const CancelToken& cancel);

} // namespace mailmend
