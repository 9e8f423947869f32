// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/pages/plan_next.h"

#include "cases/settled.h"
#include "engine/fix_runner.h"
#include "gui/models/row_list_model.h"
#include "gui/pages/fix_parts.h"

#include <QCoreApplication>

namespace mailmend::gui {

namespace {

/** The rows in the order of planRows. */
QStringList rowOrder(const CaseView& view)
{
    QStringList order;
    bool choicePending = view.plan.choice.has_value();
    for (const CaseStep& step : view.steps) {
        if (choicePending && step.step.phase > Phase::Decide) {
            order.append(QString::fromUtf16(choiceRow));
            choicePending = false;
        }
        order.append(step.step.id);
    }
    if (choicePending) {
        order.append(QString::fromUtf16(choiceRow));
    }
    return order;
}

bool isRowSettled(const CaseView& view, const QString& row)
{
    if (row == QString::fromUtf16(choiceRow)) {
        return !view.way.isEmpty();
    }
    const CaseStep* step = view.step(row);
    return step == nullptr || isSettled(*step);
}

NextThing goOnFrom(const CaseView& view, const QString& row)
{
    const QStringList order = rowOrder(view);
    const qsizetype here = qMax<qsizetype>(0, order.indexOf(row));
    for (qsizetype away = 1; away <= order.size(); ++away) {
        const QString& candidate = order.at((here + away) % order.size());
        if (candidate != row && !isRowSettled(view, candidate)) {
            return {NextThing::Kind::NextStep, candidate};
        }
    }
    const bool isSigned = view.signOff && view.signOff->stands;
    return {isSigned ? NextThing::Kind::Report : NextThing::Kind::SignOff, {}};
}

/** A step that isn't settled: what Mailmend can do about it itself. */
NextThing::Kind ownRepair(const CaseView& view, const CaseStep& step, const WhereItCanBeDone& where)
{
    if (step.step.action.isEmpty()) {
        return NextThing::Kind::None;
    }
    if (openChange(view, step.step.id) != nullptr) {
        return NextThing::Kind::Recover;
    }
    if (standingChange(view, step.step.id) != nullptr) {
        return NextThing::Kind::LookAgain;
    }
    const bool byHand = whyByHandOnly(view, step) || where.of(step.step.id).answer == DoableHere::Answer::No;
    return byHand ? NextThing::Kind::None : NextThing::Kind::Preview;
}

} // namespace

NextThing nextThing(const CaseView& view, const QString& row, const WhereItCanBeDone& where)
{
    if (row == QString::fromUtf16(choiceRow)) {
        return view.way.isEmpty() ? NextThing{NextThing::Kind::Choose, {}} : goOnFrom(view, row);
    }
    const CaseStep* step = view.step(row);
    if (step == nullptr) {
        return {};
    }
    const NextThing::Kind own = ownRepair(view, *step, where);
    if (own == NextThing::Kind::Recover) {
        return {own, {}};
    }
    const bool wouldBegin = step->status == StepStatus::Open || own == NextThing::Kind::Preview;
    if (wouldBegin && !isSettled(*step) && step->status != StepStatus::MarkedDone &&
        !step->waitsFor.isEmpty()) {
        return {NextThing::Kind::GoTo, step->waitsFor.first()};
    }
    switch (step->status) {
    case StepStatus::Open:
        return {own == NextThing::Kind::None ? NextThing::Kind::MarkDone : own, {}};
    case StepStatus::MarkedDone:
        return step->step.verifiedByLooking ? NextThing{NextThing::Kind::LookAgain, {}} : goOnFrom(view, row);
    case StepStatus::NotVerified:
    case StepStatus::CannotTell:
        return {own == NextThing::Kind::Preview ? own : NextThing::Kind::LookAgain, {}};
    case StepStatus::Verified:
    case StepStatus::Skipped:
        return goOnFrom(view, row);
    }
    return {};
}

QString nextWords(NextThing::Kind kind)
{
    using Kind = NextThing::Kind;
    switch (kind) {
    case Kind::Choose:
        return QCoreApplication::translate("Plan", "C&hoose this way");
    case Kind::Preview:
        return QCoreApplication::translate("Plan", "Previe&w…");
    case Kind::Follow:
        return QCoreApplication::translate("Plan", "Go to the repa&ir");
    case Kind::Recover:
        return QCoreApplication::translate("Plan", "Finish it or put it &back");
    case Kind::MarkDone:
        return QCoreApplication::translate("Plan", "I have &done this");
    case Kind::GoTo:
        return QCoreApplication::translate("Plan", "Go to the step that comes f&irst");
    case Kind::LookAgain:
        return QCoreApplication::translate("Plan", "C&heck again…");
    case Kind::NextStep:
        return QCoreApplication::translate("Plan", "Ne&xt step");
    case Kind::SignOff:
        return QCoreApplication::translate("Plan", "S&ign off…");
    case Kind::Report:
    case Kind::None:
        break;
    }
    return QCoreApplication::translate("Plan", "Sa&ve report…");
}

QString firstRow(const CaseView& view)
{
    const QStringList order = rowOrder(view);
    if (order.contains(view.currentStep)) {
        return view.currentStep;
    }
    for (const QString& row : order) {
        if (!isRowSettled(view, row)) {
            return row;
        }
    }
    return order.isEmpty() ? QString() : order.first();
}

} // namespace mailmend::gui
