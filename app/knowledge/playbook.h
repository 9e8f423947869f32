// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"

#include <QDate>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace mailmend {

/** The order of a repair. */
enum class Phase {
    Preserve,
    Contain,
    Decide,
    Mitigate,
    Patch,
    Evict,
    ResetCredentials,
    Verify,
    Watch,
    Notify
};
const char* toWord(Phase);
Text phaseTitle(Phase);

/** Where a command is typed. */
enum class Shell { PowerShell, ExchangeManagementShell };

/** One numbered line of a step done by hand. */
struct Instruction
{
    Text text;
    /** A command with typed placeholders only ("{path}", "{url}"), or empty. Filled by playbooks/command.h.
     */
    QString command;
    Shell shell = Shell::PowerShell;
};

/** What a step says, and how it is done by hand. */
struct StepWords
{
    Text title;
    Text why;
    Text impact; ///< what may stop working
    QList<Instruction> byHand;
    Text verify; ///< how to see that it worked
    Text undo;   ///< empty: it cannot be undone, and `impact` says so
};

/** A step of a playbook as the pack holds it. */
struct StepTemplate : StepWords
{
    QString id; ///< unique in the pack: "p1-quarantine-page"
    Phase phase = Phase::Evict;
    Text who;
    int minutes = 0;
    /** How Mailmend looks again: "finding-gone" (needs newer evidence), "person" (only a person can tell). */
    QString verifyBy;
    /** What it says instead of a page that hides in an alternate data stream; none: the same. */
    std::optional<StepWords> besideFile;
    std::optional<StepWords> besideFolder;
    QString action;          ///< id of the action that does it on a target that can be changed, or empty
    QStringList dependsOn;   ///< step ids
    bool oncePerCase = true; ///< merges over findings; else one step a finding
    bool changesSomething =
        true; ///< "call a responder or your insurer first" stands before the first of these
    bool needsRunningServer = false; ///< nothing to do on the disk of a server that is switched off
};

/** What to do about a kind of finding. Texts are the pack's own; the sources of facts stand in its file. */
struct Playbook
{
    QString id; ///< "P1"
    Text title;
    Text summary;
    Text whenNot; ///< who should not do this alone
    QList<StepTemplate> steps;
    /** References of a finding that bring this playbook besides the finding's own ("CVE-2026-42897").
     * "also_for" */
    QStringList alsoFor;
    QStringList sources;
    QDate reviewed;
};

} // namespace mailmend
