// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

namespace mailmend {

/** The case's events as lines for people. The findings of a scan are one line with the scan. */
QList<HistoryLine> historyOf(const QList<Event>& events, const CaseView& view);

} // namespace mailmend
