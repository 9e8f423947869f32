// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/theme/theme.h"

namespace mailmend::gui {

class Card;

/**
 * The card of the computer that Mailmend runs on: what looking at it there can't tell, and what this account
 * may not read of it.
 * @param session has looked at this computer
 */
Card* makeLiveCard(const Theme& theme, const Session& session);

} // namespace mailmend::gui
