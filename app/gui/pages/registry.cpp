// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/registry.h"

#include <array>

namespace mailmend::gui {

extern const PageEntry overviewPage, findingsPage, planPage, historyPage, reportPage, startPage, settingsPage,
    sourcePage, scanPage, fixPage, findingPage, lookAgainPage, previewPage, undoPage, signOffPage,
    furtherPage, furtherSourcePage, helpPage, collectPage;

std::span<const PageEntry* const> allPages()
{
    static constexpr std::array pages = {&overviewPage, &findingsPage,      &planPage,     &historyPage,
                                         &reportPage,   &startPage,         &settingsPage, &sourcePage,
                                         &scanPage,     &collectPage,       &findingPage,  &lookAgainPage,
                                         &previewPage,  &fixPage,           &undoPage,     &signOffPage,
                                         &furtherPage,  &furtherSourcePage, &helpPage};
    return pages;
}

const PageEntry* findPage(QStringView id)
{
    for (const PageEntry* page : allPages()) {
        if (id == QLatin1String(page->id)) {
            return page;
        }
    }
    return nullptr;
}

} // namespace mailmend::gui
