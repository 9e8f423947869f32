// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/output.h"
#include "engine/collect/collect.h"

namespace mailmend {

/** A collection, and how it was made. */
struct CollectionMade
{
    QString out; ///< the file
    bool isLocked = false;
    TargetInfo target;
    Collected collected;
    bool hasRights = false; ///< of an administrator: rightsAreOurs()
};

/** For people: what is in it, what is not, and what to do with it. */
void showCollected(Output& output, const CollectionMade& made);

/** "mailmend-collect/1". "with_rights" is null where it is not of the computer that Mailmend runs on:
 * nobody's rights matter to a disk or a copy. */
QJsonObject collectedJson(const CollectionMade& made);

} // namespace mailmend
