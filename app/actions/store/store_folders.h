// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/change_store.h"
#include "actions/disk.h"

namespace mailmend {

/** A store's open folders, and the lock that lasts as long as they do. */
struct ChangeStore::Folders
{
    QByteArray secret;
    QString id;
    disk::Keeper keeper = disk::Keeper::ThisAccount;
    disk::Handle lock;
    disk::Handle changes;                   ///< where journals lie
    std::unique_ptr<MachineFolder> objects; ///< nullptr: the store is nowhere
};

/** Names of a change's content: whole, and while it is being written. */
QByteArray keptName(const QString& change);
QByteArray partialName(const QString& change);

} // namespace mailmend
