// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/case_parts.h"

#include "base/escape.h"
#include "engine/fix_runner.h"
#include "engine/fix_step.h"
#include "gui/models/findings_index.h"
#include "gui/pages/fix_parts.h"
#include "gui/pages/sign_off_parts.h"
#include "gui/shown_path.h"
#include "gui/theme/looks.h"
#include "gui/widgets/button.h"
#include "gui/widgets/card.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/state_label.h"
#include "reports/wording.h"

#include <QCoreApplication>
#include <QMap>
#include <QVBoxLayout>

#include <algorithm>

namespace mailmend::gui {

namespace {

void addCard(Column* column, const QString& heading, LineCard* card)
{
    if (card->isEmpty()) {
        delete card;
        return;
    }
    column->addSection(heading);
    column->add(card);
}

/** Names are compared as they were written. */
struct Person
{
    qint64 entries = 0;
    QDateTime last;
};

/** What was put back is kept no longer; of what was begun there may be a copy. */
bool mayHoldCopy(const CaseChange& change)
{
    return change.record.state != ChangeState::RolledBack && change.record.state != ChangeState::Undone;
}

/** A sentence for each protected folder, on each computer, in which something lies. */
QStringList whereProtectedCopiesLie(const PlanPart& part)
{
    QStringList told;
    for (const CaseChange& change : part.view.changes) {
        if (!change.protectedStore.isEmpty() && mayHoldCopy(change)) {
            told.append(tell(whereItLies(part.view, change), part));
        }
    }
    told.removeDuplicates();
    return told;
}

} // namespace

void addSignOffState(Column* column, const PlanPart& part)
{
    const bool intact = part.view.integrity.intact;
    addStateLine(column, intact ? Look{Drawing::Shield, Token::Ok} : lookOf(Verdict::NeedsAction),
                 intact ? QCoreApplication::translate("Case", "The case is as it was written")
                        : QCoreApplication::translate("Case", "The case was changed from outside"),
                 part);
    column->addProse(tell(part.view.integrity.text, part), true);
    column->addGap(8);
    if (part.view.signOff) {
        addSignOff(column, part);
    } else {
        addStateLine(column, {Drawing::StateOpen, Token::TextQuiet},
                     QCoreApplication::translate("Case", "Not signed off yet"), part);
    }
}

void addChanges(Column* column, const PlanPart& part, const QDateTime& now,
                std::function<void(const QString&)> undo)
{
    if (part.view.changes.isEmpty()) {
        return;
    }
    column->addSection(QCoreApplication::translate("Case", "What Mailmend changed for you"));
    for (auto change = part.view.changes.crbegin(); change != part.view.changes.crend(); ++change) {
        const ChangeRecord& record = change->record;
        auto* card = new Card(part.theme);
        card->column()->addWidget(new StateLabel(part.theme, TextRole::Strong, lookOf(record.state),
                                                 tell(changeStateText(record.state), part)));
        auto* what = new Label(part.theme, TextRole::Body);
        what->setEvidence(tell(record.what, part));
        card->column()->addWidget(what);
        const QDateTime at = record.settled.isValid() ? record.settled : change->consentedAt;
        const QString by = change->by.isEmpty() ? QCoreApplication::translate("Case", "Mailmend")
                                                : escapeForDisplay(change->by);
        QString under = QCoreApplication::translate("Case", "%1, %2").arg(by, tellTime(at, part.reader));
        if (change->canBeUndone(now)) {
            under = QCoreApplication::translate("Case", "%1. It can be undone until %2.")
                        .arg(under, tellDay(change->lastDayToUndo(), part.reader));
        }
        if (const CaseStep* step = part.view.step(change->step)) {
            under = QStringList{tell(serversOf(part.view, step->step.targets), part), under}
                        .join(QLatin1Char(' '))
                        .trimmed();
        }
        card->column()->addWidget(new Label(part.theme, TextRole::Small, Token::TextQuiet, under));
        if (change->canBeUndone(now)) {
            auto* button =
                new Button(part.theme, ButtonKind::Plain, QCoreApplication::translate("Case", "Undo…"));
            button->setAccessibleName(
                QCoreApplication::translate("Case", "Undo: %1").arg(tell(record.what, part)));
            QObject::connect(button, &QPushButton::clicked, card, [undo, id = record.change] { undo(id); });
            card->column()->addWidget(button, 0, Qt::AlignLeft);
        }
        column->add(card);
    }
}

void addAccepted(Column* column, const PlanPart& part)
{
    auto* card = new LineCard(part.theme);
    for (const CaseFinding& entry : part.view.findings) {
        if (!entry.acceptance) {
            continue;
        }
        const Acceptance& accepted = *entry.acceptance;
        const QString until = tellDay(accepted.until, part.reader);
        const QString how =
            accepted.holds ? QCoreApplication::translate("Case", "%1, until %2")
                                 .arg(escapeForDisplay(accepted.by), until)
                           : QCoreApplication::translate("Case", "%1, until %2: this does not hold any more")
                                 .arg(escapeForDisplay(accepted.by), until);
        card->addState(
            lookOf(entry), tell(stateText(entry), part), tell(entry.finding.title, part),
            QStringList{placeOf(part.view, entry.finding), escapeForDisplay(accepted.reason), how}.join(
                QStringLiteral(" · ")));
    }
    addCard(column, QCoreApplication::translate("Case", "Accepted as it is"), card);
}

void addCaseNotes(Column* column, const PlanPart& part)
{
    auto* card = new LineCard(part.theme);
    for (auto note = part.view.notes.crbegin(); note != part.view.notes.crend(); ++note) {
        QStringList under = {escapeForDisplay(note->by), tellTime(note->at, part.reader)};
        if (const CaseStep* step = part.view.step(note->step)) {
            under.append(tell(step->step.title, part));
        } else if (const CaseFinding* finding = part.view.finding(note->finding)) {
            under.append(tell(finding->finding.title, part));
        }
        card->addSentence(escapeForDisplay(note->text), under.join(QStringLiteral(" · ")));
    }
    addCard(column, QCoreApplication::translate("Case", "Notes"), card);
}

void addPeople(Column* column, const PlanPart& part)
{
    QMap<QString, Person> people;
    for (const HistoryLine& line : part.view.history) {
        if (!line.by.isEmpty()) {
            Person& person = people[line.by];
            ++person.entries;
            person.last = line.at;
        }
    }
    auto* card = new LineCard(part.theme);
    for (auto person = people.cbegin(); person != people.cend(); ++person) {
        card->addSentence(
            escapeForDisplay(person.key()),
            tell(say(MAILMEND_TEXT("case-page", "{count} {count|entry|entries}, the last one {at}"),
                     {{"count", count(person->entries)}, {"at", moment(person->last)}}),
                 part));
    }
    addCard(column, QCoreApplication::translate("Case", "People"), card);
}

void addWhereKept(Column* column, const PlanPart& part, const QString& caseFile)
{
    if (caseFile.isEmpty()) {
        return;
    }
    column->addSection(QCoreApplication::translate("Case", "Where it is kept"));
    column->add(new CopyLine(part.theme, shownPath(caseFile),
                             QCoreApplication::translate("Case", "Copy the case's path")));
    const QStringList elsewhere = whereProtectedCopiesLie(part);
    const auto& changes = part.view.changes;
    if (std::any_of(changes.begin(), changes.end(),
                    [](const CaseChange& one) { return one.protectedStore.isEmpty(); })) {
        column->addProse(
            elsewhere.isEmpty()
                ? QCoreApplication::translate(
                      "Case", "What Mailmend took away is kept beside it. Move and copy both together.")
                : QCoreApplication::translate(
                      "Case",
                      "Some of what Mailmend took away is kept beside it. Move and copy both together."),
            true);
        column->add(new CopyLine(part.theme, shownPath(changeStoreFolder(caseFile)),
                                 QCoreApplication::translate("Case", "Copy the folder's path")));
    }
    for (const QString& where : elsewhere) {
        column->addProse(where, true);
    }
}

} // namespace mailmend::gui
