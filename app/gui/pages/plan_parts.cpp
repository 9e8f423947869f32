// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/plan_parts.h"

#include "base/escape.h"
#include "gui/pages/fix_parts.h"
#include "gui/theme/looks.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/column.h"
#include "gui/widgets/command_box.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"
#include "reports/wording.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QRadioButton>

namespace mailmend::gui {

QString tell(const Text& text, const PlanPart& part)
{
    return render(text, Format::Plain, part.reader);
}

namespace {

void addInstruction(Column* column, int number, const ReadyCommand& instruction, const PlanPart& part)
{
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    space(row, 0, 0, 0, 0, 10);
    auto* digit = new Label(part.theme, TextRole::Strong, Token::Accent, part.reader.locale.toString(number));
    digit->setMinimumWidth(px(16));
    digit->setWordWrap(false);
    row->addWidget(digit, 0, Qt::AlignTop);
    auto* words = new Label(part.theme, TextRole::Body);
    words->setEvidence(tell(instruction.text, part));
    words->limitToProse();
    row->addWidget(words, 1);
    row->addStretch(0);
    column->add(line);
    if (!instruction.command.isEmpty()) {
        const QString where =
            instruction.shell == Shell::ExchangeManagementShell
                ? QCoreApplication::translate("Plan", "Type this in the Exchange Management Shell")
                : QCoreApplication::translate("Plan", "Type this in PowerShell, opened as administrator");
        auto* box = new CommandBox(part.theme, number, where, instruction.command);
        column->add(box);
    }
    if (!instruction.cannotName.isEmpty()) {
        column->addProse(tell(instruction.cannotName, part), true);
    }
}

void addState(Column* column, const CaseStep& step, const PlanPart& part)
{
    auto* state = new StateLabel(part.theme, TextRole::Strong, lookOf(step.status),
                                 tell(statusText(step.status), part));
    column->addNarrow(state);
    QStringList said;
    if (step.at.isValid() && step.status != StepStatus::Open) {
        said.append(QCoreApplication::translate("Plan", "%1, %2")
                        .arg(step.by.isEmpty() ? QStringLiteral("Mailmend") : escapeForDisplay(step.by),
                             tellTime(step.at, part.reader)));
    }
    if (!step.reason.isEmpty()) {
        said.append(QCoreApplication::translate("Plan", "Reason: %1").arg(escapeForDisplay(step.reason)));
    }
    for (const Text& more : {whereDone(step), reviewLine(step)}) {
        if (!more.isEmpty()) {
            said.append(tell(more, part));
        }
    }
    if (!said.isEmpty()) {
        column->addProse(said.join(QStringLiteral(". ")), true);
    }
    if (!step.verdict.isEmpty()) {
        column->addProse(tell(step.verdict, part));
    }
    for (const QString& other : step.waitsFor) {
        if (const CaseStep* first = part.view.step(other)) {
            column->addProse(
                QCoreApplication::translate("Plan", "First: %1").arg(tell(first->step.title, part)), true);
        }
    }
}

void addBefore(Column* column, const Step& step, const PlanPart& part)
{
    column->addSection(QCoreApplication::translate("Plan", "Before you start"));
    auto* card = new LineCard(part.theme);
    if (!step.who.isEmpty()) {
        card->addFact(QCoreApplication::translate("Plan", "Who"), tell(step.who, part));
    }
    if (step.minutes > 0) {
        const Text minutes = say(MAILMEND_TEXT("plan", "about {minutes} {minutes|minute|minutes}"),
                                 {{"minutes", count(step.minutes)}});
        card->addFact(QCoreApplication::translate("Plan", "How long"), tell(minutes, part));
    }
    card->addFact(QCoreApplication::translate("Plan", "What may stop working"),
                  step.impact.isEmpty() ? QCoreApplication::translate("Plan", "Nothing")
                                        : tell(step.impact, part));
    column->add(card);
}

void addNotes(Column* column, const CaseStep& step, const PlanPart& part)
{
    auto* card = new LineCard(part.theme);
    for (const CaseNote& note : part.view.notes) {
        if (note.step == step.step.id) {
            card->addSentence(escapeForDisplay(note.text), escapeForDisplay(note.by) + QStringLiteral(", ") +
                                                               tellTime(note.at, part.reader));
        }
    }
    if (card->isEmpty()) {
        delete card;
        return;
    }
    column->addSection(QCoreApplication::translate("Plan", "Notes"));
    column->add(card);
}

} // namespace

void showStep(Column* column, const CaseStep& step, const PlanPart& part)
{
    auto* title = new Label(part.theme, TextRole::Headline);
    title->setEvidence(tell(step.step.title, part));
    column->add(title);
    if (const Text servers = serversOf(part.view, step.step.targets); !servers.isEmpty()) {
        column->addProse(tell(servers, part), true);
    }
    addState(column, step, part);
    addNotes(column, step, part);
    column->addSection(QCoreApplication::translate("Plan", "Why"));
    column->addProse(tell(step.step.why, part));
    addBefore(column, step.step, part);
    if (!step.step.byHand.isEmpty() || !step.step.action.isEmpty()) {
        column->addSection(QCoreApplication::translate("Plan", "Do it"));
        const bool isDone = addOwnRepair(column, step, part);
        int number = 0;
        for (const ReadyCommand& instruction : isDone ? QList<ReadyCommand>() : step.step.byHand) {
            addInstruction(column, ++number, instruction, part);
        }
    }
    if (!step.step.verify.isEmpty()) {
        column->addSection(QCoreApplication::translate("Plan", "Check it"));
        column->addProse(tell(step.step.verify, part));
    }
    column->addSection(QCoreApplication::translate("Plan", "Undo"));
    const CaseChange* change = standingChange(part.view, step.step.id);
    column->addProse(
        change != nullptr && !isInterrupted(change->record)
            ? !change->canBeUndone(part.now)
                  ? tell(tooLateToUndo(part.view, *change), part)
                  : QCoreApplication::translate("Plan", "Mailmend has kept it and can put it back: "
                                                        "choose Undo below.")
        : step.step.undo.isEmpty() ? QCoreApplication::translate("Plan", "This step can't be undone.")
                                   : tell(step.step.undo, part));
    column->addStretch();
}

void showChoice(Column* column, const Choice& choice, const Knowledge& knowledge, const PlanPart& part,
                const QString& picked, std::function<void(const QString&)> chosen)
{
    column->add(new Label(part.theme, TextRole::Headline, Token::Text, tell(choice.question, part)));
    column->addProse(tell(choice.why, part));
    column->addGap(4);
    for (const QString& way : choice.ways) {
        const Playbook* playbook = knowledge.playbook(way);
        auto* card = new Card(part.theme);
        const QString title = playbook != nullptr ? tell(playbook->title, part)
                                                  : QCoreApplication::translate("Plan", "Repair this server");
        auto* radio = new QRadioButton(withoutMnemonic(title));
        radio->setFont(fontFor(TextRole::Strong));
        radio->setAccessibleName(title);
        radio->setChecked(way == picked);
        card->column()->addWidget(radio);
        const QString summary =
            playbook != nullptr
                ? tell(playbook->summary, part)
                : QCoreApplication::translate("Plan", "Close the doors, take out what was put in, and change "
                                                      "what may have been read. Quicker, "
                                                      "but something that was hidden well may stay behind.");
        card->column()->addWidget(new Label(part.theme, TextRole::Body, Token::Text, summary));
        if (way == choice.recommended) {
            card->column()->addWidget(
                new StateLabel(part.theme, TextRole::Small, {Drawing::StateCheck, Token::Ok},
                               QCoreApplication::translate("Plan", "This is what we recommend")));
        }
        radio->setAccessibleDescription(summary);
        QObject::connect(radio, &QRadioButton::toggled, card, [chosen, way](bool on) {
            if (on) {
                chosen(way);
            }
        });
        column->add(card);
    }
    // Radio buttons in different cards have different parents, so only one may be on at a time by our own
    // hand.
    const QList<QRadioButton*> radios = column->findChildren<QRadioButton*>();
    for (QRadioButton* one : radios) {
        one->setAutoExclusive(false);
        QObject::connect(one, &QRadioButton::clicked, column, [radios, one] {
            for (QRadioButton* other : radios) {
                other->setChecked(other == one);
            }
        });
    }
    column->addStretch();
}

} // namespace mailmend::gui
