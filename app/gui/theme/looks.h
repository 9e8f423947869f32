// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "findings/assessment.h"
#include "gui/theme/icons.h"
#include "gui/theme/tokens.h"

#include <QMetaType>

namespace mailmend::gui {

/** How a state looks: always a shape, and beside it the word that belongs to it; the colour only repeats
 * them. */
struct Look
{
    Drawing drawing = Drawing::None;
    Token token = Token::Text;
};

Look lookOf(Verdict verdict);
Look lookOf(FindingStatus status);
Look lookOf(StepStatus status);
Look lookOf(ReadState state);
Look lookOf(Answer answer);
Look lookOf(CouldTell answer);
/** A finding as it stands: its verdict while it is open, else what became of it. */
Look lookOf(const CaseFinding& finding);
Text stateText(const CaseFinding& finding);

} // namespace mailmend::gui

Q_DECLARE_METATYPE(mailmend::gui::Look)
