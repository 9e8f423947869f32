// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playbooks/plan.h"

#include <QMap>

namespace mailmend {

/** What one place of a command or sentence stands for. */
struct PlaceValue
{
    /** Exact text for a command, not quoted; none: no command can name it. */
    std::optional<QString> exact;
    QString shown;   ///< for sentences; not escaped
    Text cannotName; ///< where `exact` is none: what to do instead
};

/**
 * The typed places of a playbook, by name:
 *   {path} the file · {folder} its folder · {page} its name · {url} where the web server delivers it, from
 * the first slash on · {holder} the file or folder beside which it hides in an alternate data stream, and
 * {stream}, the name of that, where it does · {copy} its copy on the evidence disk that playbook P0 calls
 * E:\Evidence · {quarantine} its place in {quarantine_folder}, a folder of Mailmend's outside every web root,
 * on the file's own drive · {account} an account's name, hostile · {sid} its SID, by which commands name it ·
 * {server} the computer's name · {build} the Exchange build that was found
 */
using Places = QMap<QByteArray, PlaceValue>;

/** Names of all places, for the linter of the playbooks. */
QList<QByteArray> placeNames();
/** Names that differ from finding to finding: an instruction with one of them is repeated for each. */
bool namesOneFinding(const Instruction& instruction);

Places placesOf(const Finding& finding, const QList<TargetInfo>& targets);
/** The places that every finding of the target shares. */
Places placesOf(const TargetInfo& target);

/**
 * Fills an instruction. A value goes into a command only through quoteForPowerShell; where a value is not
 * known or can't be named there is no command but a sentence. The command never has a newline.
 */
ReadyCommand fill(const Instruction& instruction, const Places& places);

/** The sentence with the places that it has as arguments. */
Text fill(Text sentence, const Places& places);

} // namespace mailmend
