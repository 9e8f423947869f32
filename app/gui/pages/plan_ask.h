// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/session.h"
#include "gui/widgets/ask_card.h"

namespace mailmend::gui {

// What a person says of a step or a finding, asked in its place on the page. Each writes one event into the
// case, the same as the console's command does, and then calls `after`.

/** `skip`: the reason, and the day on which it is to be looked at again, where there is one. */
void askWhySkipped(AskCard* card, Session& session, const QString& step, std::function<void()> after);

/** `done --ticket`: where the step was done. */
void askWhereDone(AskCard* card, Session& session, const QString& step, std::function<void()> after);

/** `note`. @param finding or `step`, the other one empty. */
void askNote(AskCard* card, Session& session, const QString& step, const QString& finding,
             std::function<void()> after);

/** `accept`: why, who, and until when. */
void askWhyAccepted(AskCard* card, Session& session, const Finding& finding, std::function<void()> after);

} // namespace mailmend::gui
