// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/pages/page.h"

namespace mailmend::gui {

/** The page of a first look. @param keep where what is found will go. */
Page* makeSourcePage(PageContext& context, Keep keep);

} // namespace mailmend::gui
