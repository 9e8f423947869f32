// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

/** Sentences that several signs share. */
namespace mailmend::local_accounts {

Text administratorMatters();
Text wayBackMatters();
/** For an account that an intruder may have made. */
Text rogueAdvice();
/** For an account of ours that was changed. */
Text alteredAdvice();
/** At most `most` of the names, and how many more there are. */
Text firstNames(const QStringList& list, qsizetype most);

} // namespace mailmend::local_accounts
