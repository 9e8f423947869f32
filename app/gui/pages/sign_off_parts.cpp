// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/sign_off_parts.h"

#include "base/escape.h"
#include "cases/settled.h"
#include "gui/models/findings_index.h"
#include "gui/pages/summary.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/column.h"
#include "gui/widgets/label.h"
#include "gui/widgets/line_card.h"
#include "gui/widgets/spacing.h"
#include "gui/widgets/state_label.h"
#include "reports/wording.h"

#include <QCoreApplication>
#include <QHBoxLayout>

namespace mailmend::gui {

namespace {

/** As the sign-off itself counts: somebody did it, proved it, or left it out with a reason. */
bool isSignedAsSettled(const CaseStep& step)
{
    return step.status == StepStatus::MarkedDone || step.status == StepStatus::Skipped ||
           step.status == StepStatus::Verified;
}

void addSteps(Column* column, const QString& heading, const PlanPart& part, bool settled)
{
    auto* card = new LineCard(part.theme);
    for (const CaseStep& step : part.view.steps) {
        if (isSignedAsSettled(step) == settled) {
            QStringList under = {serversIn(part.view, step.step.targets, part.reader.locale)};
            if (!step.reason.isEmpty()) {
                under.append(
                    QCoreApplication::translate("SignOff", "Reason: %1").arg(escapeForDisplay(step.reason)));
            }
            under += {tell(whereDone(step), part), tell(reviewLine(step), part)};
            under.removeAll(QString());
            card->addState(lookOf(step.status), tell(statusText(step.status), part),
                           tell(step.step.title, part), under.join(QStringLiteral(" · ")));
        }
    }
    if (card->isEmpty()) {
        delete card;
        return;
    }
    column->addSection(heading);
    column->add(card);
}

} // namespace

void addStateLine(Column* column, Look look, const QString& words, const PlanPart& part)
{
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    space(row, 0, 0, 0, 0, 8);
    row->addWidget(new IconLabel(part.theme, look, 18), 0, Qt::AlignTop);
    row->addWidget(new Label(part.theme, TextRole::Strong, look.token, words), 1);
    column->add(line);
}

void addSignOff(Column* column, const PlanPart& part)
{
    if (!part.view.signOff) {
        return;
    }
    const SignOff& sign = *part.view.signOff;
    addStateLine(
        column,
        sign.stands ? Look{Drawing::StateCheck, Token::Ok} : Look{Drawing::StateTriangle, Token::LookAtThis},
        sign.stands ? QCoreApplication::translate("SignOff", "Signed off")
                    : QCoreApplication::translate("SignOff", "Something happened since it was signed off"),
        part);
    const QString by = escapeForDisplay(sign.by);
    const QString at = tellTime(sign.at, part.reader);
    column->addProse(sign.second.isEmpty() ? QCoreApplication::translate("SignOff", "%1, %2").arg(by, at)
                                           : QCoreApplication::translate("SignOff", "%1 and %2, %3")
                                                 .arg(by, escapeForDisplay(sign.second), at),
                     true);
    if (sign.openSteps > 0) {
        column->addProse(tell(say(MAILMEND_TEXT("sign-off", "{count} {count|step was|steps were} open then."),
                                  {{"count", count(sign.openSteps)}}),
                              part));
    }
    if (!sign.text.isEmpty()) {
        column->addProse(escapeForDisplay(sign.text));
    }
}

void addHowItStands(Column* column, const PlanPart& part)
{
    const qsizetype all = part.view.steps.size();
    const int settled = part.view.stepsSettled();
    column->addSection(QCoreApplication::translate("SignOff", "How it stands"));
    // The settled ones stand last: what follows speaks of them.
    QList<Text> lines{say(MAILMEND_TEXT("sign-off", "{open} of {all} {all|step is|steps are} open, {settled} "
                                                    "{settled|is|are} settled."),
                          {{"settled", count(settled)}, {"all", count(all)}, {"open", count(all - settled)}}),
                      notLookedAtAgain(part.view), summaryText(countFindings(part.view))};
    lines.removeIf([](const Text& line) { return line.isEmpty(); });
    column->addProse(tell(say(MAILMEND_TEXT("sign-off", "{lines}"), {{"lines", sentences(lines)}}), part));
    addSteps(column, QCoreApplication::translate("SignOff", "Still open"), part, false);
    addSteps(column, QCoreApplication::translate("SignOff", "Settled"), part, true);
}

} // namespace mailmend::gui
