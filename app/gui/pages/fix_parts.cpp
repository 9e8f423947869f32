// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/fix_parts.h"

#include "base/escape.h"
#include "engine/fix_step.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"
#include "reports/wording.h"

#include <QCoreApplication>
#include <QHBoxLayout>

namespace mailmend::gui {

namespace {

constexpr int lettersOnButton = 48;

const WindowsPath* pathOf(const ChangeRecord& record)
{
    const auto found = record.parameters.constFind(QStringLiteral("path"));
    return found == record.parameters.cend() ? nullptr : std::get_if<WindowsPath>(&*found);
}

/** Of a change that stands: until when it can be undone, or what settles it; and where what it took lies. */
Text howItStands(const CaseChange& change, const PlanPart& part)
{
    const bool withRights = !change.protectedStore.isEmpty();
    if (isInterrupted(change.record)) {
        return withRights ? say(MAILMEND_TEXT("fix-page", "This is begun and not settled yet. {rights}"),
                                {{"rights", sentence(howRightsSettleIt(part.view, change))}})
                          : say(MAILMEND_TEXT("fix-page", "This is begun and not settled yet. If it was "
                                                          "interrupted, Mailmend finishes it or puts "
                                                          "everything back."));
    }
    if (!change.canBeUndone(part.now)) {
        return tooLateToUndo(part.view, change);
    }
    return say(withRights ? MAILMEND_TEXT("fix-page", "It can be undone until {day}. {where}")
                          : MAILMEND_TEXT("fix-page", "It can be undone until {day}."),
               {{"day", day(change.lastDayToUndo())}, {"where", sentence(whereItLies(part.view, change))}});
}

} // namespace

const CaseChange* standingChange(const CaseView& view, QStringView step)
{
    for (auto change = view.changes.crbegin(); change != view.changes.crend(); ++change) {
        const bool stands = change->record.state == ChangeState::Applied || isInterrupted(change->record);
        if (change->step == step && stands) {
            return &*change;
        }
    }
    return nullptr;
}

const CaseChange* openChange(const CaseView& view, QStringView step)
{
    for (auto change = view.changes.crbegin(); change != view.changes.crend(); ++change) {
        const CaseChange* root = isInterrupted(change->record) ? view.rootOf(*change) : nullptr;
        if (root != nullptr && root->step == step) {
            return &*change;
        }
    }
    return nullptr;
}

bool isInterrupted(const ChangeRecord& record)
{
    return record.state == ChangeState::Begun || record.state == ChangeState::Undoing;
}

Look lookOf(ChangeState state)
{
    switch (state) {
    case ChangeState::Begun:
    case ChangeState::Undoing:
        return {Drawing::StateTriangle, Token::LookAtThis};
    case ChangeState::Applied:
        return {Drawing::StateDone, Token::Accent};
    case ChangeState::RolledBack:
    case ChangeState::Undone:
        return {Drawing::StateDash, Token::NotApplicable};
    }
    return {};
}

QString nameOf(const ChangeRecord& record)
{
    const WindowsPath* path = pathOf(record);
    return path != nullptr ? escapeForDisplay(displayBytes(path->name())) : QString();
}

QString buttonWords(const QString& words)
{
    QString shown = words;
    if (shown.size() > lettersOnButton) {
        shown = shown.left(lettersOnButton / 2) + QChar(0x2026) + shown.right(lettersOnButton / 2 - 1);
    }
    return withoutMnemonic(shown);
}

void addSentences(Column* column, const QString& heading, const QList<Text>& sentences, const PlanPart& part,
                  Look look)
{
    if (sentences.isEmpty()) {
        return;
    }
    column->addSection(heading);
    auto* card = new Card(part.theme);
    for (const Text& sentence : sentences) {
        auto* row = new QHBoxLayout;
        space(row, 0, 0, 0, 0, 12);
        row->addWidget(new IconLabel(part.theme, look, 18), 0, Qt::AlignTop);
        auto* words = new Label(part.theme, TextRole::Body, Token::Text);
        words->setEvidence(tell(sentence, part));
        words->limitToProse();
        row->addWidget(words, 1);
        row->addStretch(0);
        card->column()->addLayout(row);
    }
    column->add(card);
}

bool addOwnRepair(Column* column, const CaseStep& step, const PlanPart& part)
{
    if (step.step.action.isEmpty()) {
        return false;
    }
    const CaseChange* standing = standingChange(part.view, step.step.id);
    const CaseChange* open = openChange(part.view, step.step.id);
    for (const CaseChange* change : {standing, open == standing ? nullptr : open}) {
        if (change != nullptr) {
            column->addProse(tell(change->record.what, part));
            column->addProse(tell(howItStands(*change, part), part), true);
        }
    }
    if (standing != nullptr || open != nullptr) {
        return true;
    }
    if (const std::optional<Text> why = whyByHandOnly(part.view, step)) {
        column->addProse(tell(*why, part), true);
        return false;
    }
    const DoableHere here = part.where.of(step.step.id);
    if (here.answer == DoableHere::Answer::No) {
        column->addProse(QCoreApplication::translate("Plan", "By hand here, as things are now. %1")
                             .arg(tell(here.why, part)));
        column->addProse(QCoreApplication::translate("Plan",
                                                     "When you have changed that, come back to this step: "
                                                     "we look again, and then Mailmend can do it."),
                         true);
        return false;
    }
    if (here.answer == DoableHere::Answer::CouldNotSee) {
        column->addProse(
            QCoreApplication::translate("Plan", "Whether Mailmend can do this here could not be seen. %1")
                .arg(tell(here.why, part)),
            true);
    }
    column->addProse(QCoreApplication::translate(
        "Plan", "Mailmend can do this for you. You see first what would change, and it can be undone."));
    if (!step.step.byHand.isEmpty()) {
        column->addProse(QCoreApplication::translate("Plan", "If you would rather do it by hand:"), true);
    }
    return false;
}

} // namespace mailmend::gui
