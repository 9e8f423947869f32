// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/registry.h"
#include "gui/pages/source_page.h"

namespace mailmend::gui {

extern const PageEntry furtherSourcePage;
constinit const PageEntry furtherSourcePage = {
    "further-source",
    MAILMEND_TEXT("rail", "Server"),
    MAILMEND_TEXT("help",
                  "A first look at what is to be added to the case. The check begins when you say so."),
    Drawing::Server,
    RailPlace::None,
    [](PageContext& context) -> Page* { return makeSourcePage(context, Keep::InOpenCase); },
    nullptr,
    "overview"};

} // namespace mailmend::gui
