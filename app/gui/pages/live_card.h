// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/theme/theme.h"

namespace mailmend::gui {

class Card;

/**
 * The card of the computer that Mailmend runs on: what looking at it there can't tell, what this account may
 * not read of it, and the question for consent to a shadow copy.
 * @param session has looked at this computer; it outlives the card
 */
Card* makeLiveCard(const Theme& theme, Session& session);

} // namespace mailmend::gui
