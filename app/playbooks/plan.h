// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/finding.h"
#include "findings/target.h"
#include "knowledge/knowledge.h"

#include <optional>

namespace mailmend {

/** A command ready to be copied: evidence values are quoted for PowerShell. */
struct ReadyCommand
{
    Text text;       ///< the instruction
    QString command; ///< empty: nothing to type; never has a newline
    Shell shell = Shell::PowerShell;
    Text cannotName; ///< where a name cannot be written in a command: what to do instead
};

/** One step of the case's plan. */
struct Step
{
    QString id; ///< "p19-install-update" or "p1-quarantine-page@<finding id>"
    QString templateId;
    QString playbook;
    Phase phase = Phase::Evict;
    Text title;
    Text why;
    Text who;
    int minutes = 0;
    Text impact;
    QList<ReadyCommand> byHand;
    Text verify;
    bool verifiedByLooking = false; ///< by looking at newer evidence; else only a person can tell
    Text undo;
    QString action;        ///< id of the action that does it, or empty: by hand only
    QStringList dependsOn; ///< step ids
    QStringList findings;  ///< ids of the findings that it repairs
    QStringList targets;
    bool changesSomething = true;
    Text note; ///< where this step has nothing to do here, and why it still stands in the plan; else empty
};

/** Two ways of going on, of which a person chooses one. */
struct Choice
{
    Text question;
    Text why;
    QString recommended; ///< playbook id that is offered first: "P26" or "repair"
    QStringList ways;    ///< "P26", "repair"
};

/** One ordered plan for all targets of a case. Pure: the same findings make the same plan. */
struct Plan
{
    QList<Step> steps; ///< by phase, then so that a step stands after all it depends on
    std::optional<Choice> choice;
};

/** @param way "P26", "repair", or empty while nobody has chosen: then the steps before the decision and the
 * choice. */
Plan makePlan(const QList<Finding>& findings, const QList<TargetInfo>& targets, const Knowledge& knowledge,
              const QString& way);

} // namespace mailmend
