// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/fix_result.h"

#include "gui/pages/fix_parts.h"
#include "gui/widgets/column.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/notice.h"
#include "gui/widgets/state_label.h"

#include <QCoreApplication>

namespace mailmend::gui {

FixResult fixResult(const FixOutcome& outcome, bool undone)
{
    if (undone) {
        return {say(MAILMEND_TEXT("fix-page", "It is put back")),
                say(MAILMEND_TEXT("fix-page", "What was found is there again, and the step is open again.")),
                FixResult::Next::Plan};
    }
    switch (outcome.status) {
    case FindingStatus::Fixed:
        return {say(MAILMEND_TEXT("fix-page", "This step is done and proven")),
                say(MAILMEND_TEXT("fix-page", "We did it, and then looked again at the disk itself.")),
                FixResult::Next::NextStep};
    case FindingStatus::NotFixedYet:
        return {say(MAILMEND_TEXT("fix-page", "It is done, but not fixed yet")),
                say(MAILMEND_TEXT("fix-page", "We looked again, and what was found is still there.")),
                FixResult::Next::LookAgain};
    case FindingStatus::Open:
    case FindingStatus::Accepted:
    case FindingStatus::CannotTell:
        break;
    }
    return {say(MAILMEND_TEXT("fix-page", "It is done. Whether that fixed it, we cannot tell")),
            say(MAILMEND_TEXT("fix-page", "Look again when you have newer evidence of this server.")),
            FixResult::Next::LookAgain};
}

void showFixResult(Column* column, const FixOutcome& outcome, bool undone, const Theme& theme,
                   const Reader& reader)
{
    const auto tell = [&reader](const Text& text) { return render(text, Format::Plain, reader); };
    const ChangeRecord& change = outcome.change;
    if (!undone && change.state == ChangeState::Applied) {
        column->addNarrow(new StateLabel(theme, TextRole::Status, lookOf(outcome.status),
                                         tell(statusText(outcome.status))));
    } else {
        column->addNarrow(new StateLabel(theme, TextRole::Status, lookOf(change.state),
                                         tell(changeStateText(change.state))));
    }
    // That what was put back is there is no news; that we could not look is.
    if (!outcome.verified.isEmpty() && (!undone || outcome.status == FindingStatus::CannotTell)) {
        column->addProse(tell(outcome.verified));
    }
    column->addSection(QCoreApplication::translate("Fix", "What was done"));
    auto* card = new LineCard(theme);
    card->addSentence(tell(change.what));
    if (!undone && change.state == ChangeState::Applied) { // just now, so for the first time
        card->addSentence(QCoreApplication::translate("Fix", "It can be undone until %1.")
                              .arg(tellDay(lastDayToUndo(change.settled), reader)));
    }
    if (outcome.madeRoom) {
        card->addSentence(
            tell(outcome.madeRoom->what),
            QCoreApplication::translate("Fix", "You find it under Time line and can undo it there."));
    }
    column->add(card);
    if (!change.lost.isEmpty()) {
        column->addSection(undone ? QCoreApplication::translate("Fix", "What did not come back")
                                  : QCoreApplication::translate("Fix", "What undo can't bring back"));
        auto* lost = new LineCard(theme);
        for (const Text& sentence : change.lost) {
            lost->addSentence(tell(sentence));
        }
        column->add(lost);
    }
}

void showFixError(Column* column, const Error& error, const Theme& theme, const Reader& reader)
{
    // The outer sentences say how it stands now, the innermost one what happened.
    QList<Text> outer;
    const Error* cause = &error;
    while (cause->cause) {
        outer.append(cause->text);
        cause = cause->cause.get();
    }
    auto* notice = new Notice(theme);
    column->add(notice);
    notice->tell({cause->kind, cause->text, cause->hint.isEmpty() ? error.hint : cause->hint, {}, {}},
                 reader);
    for (const Text& sentence : std::as_const(outer)) {
        column->addProse(render(sentence, Format::Plain, reader));
    }
}

} // namespace mailmend::gui
