// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "findings/coverage.h"
#include "gui/theme/theme.h"
#include "knowledge/knowledge.h"

class QWidget;

namespace mailmend::gui {

/** What was and what wasn't read, as a card of lines: what is missing first, each with its reason. */
QWidget* coverageCard(const Theme& theme, const QList<CoverageEntry>& coverage, const Knowledge& knowledge,
                      const Reader& reader);

/** "1 Jan 2021 to 3 March 2021", or empty. */
QString reachOf(const CoverageEntry& entry, const Reader& reader);

} // namespace mailmend::gui
