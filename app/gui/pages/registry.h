// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "cases/case_view.h"
#include "gui/theme/icons.h"

#include <QStringView>

#include <span>

namespace mailmend::gui {

class Page;
struct PageContext;

/** A count in the rail: a few signs, and the same as a sentence for screen readers. */
struct RailCount
{
    QString signs;
    Text spoken;
};

/** Where the rail shows a page. */
enum class RailPlace {
    Case,   ///< above, while a case is open
    Always, ///< below
    Work,   ///< above, while a check runs
    None,   ///< reached from other pages only
};

/** A page. To add one, add a file here and a line in registry.cpp. */
struct PageEntry
{
    const char* id;
    TextSource title; ///< in the rail, with its mnemonic
    TextSource help;  ///< what the page is for
    Drawing drawing;
    RailPlace place;
    Page* (*make)(PageContext&);
    /** What the rail shows behind the title; may be absent. */
    RailCount (*count)(const CaseView&) = nullptr;
    /** The page of the rail that this one belongs to, where it has no place of its own; may be absent. */
    const char* within = nullptr;
};

/** In the order of the rail. */
std::span<const PageEntry* const> allPages();
const PageEntry* findPage(QStringView id);

} // namespace mailmend::gui
