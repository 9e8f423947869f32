// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows_path.h"
#include "evidence/asked_accounts.h"
#include "evidence/live_facts.h"
#include "evidence/registry.h"
#include "evidence/volume/volume.h"

#include <functional>
#include <memory>

namespace mailmend {

/** What the operating system gives of the computer that runs. */
struct LiveMachine
{
    QList<NamedVolume> drives; ///< its own disks, the one that holds Windows first
    WindowsPath windows;
    std::shared_ptr<const Registry> registry;
    /** What runs, with the signatures of Exchange's program files in this folder (empty: none). Takes
     * seconds. */
    std::function<LiveFacts(const WindowsPath& exchange)> running;
    std::function<AskedAccounts(const CancelToken&)> askAccounts; ///< what an account without special rights may ask
    QString name; ///< for telling this computer from others where nothing else does
};

/** Whether the computer that Mailmend runs on can be looked at: it runs Windows. Asks nothing of the disk. */
bool isLiveMachineOffered();

/** Unsupported where this is no Windows. */
Result<LiveMachine> openLiveMachine();

} // namespace mailmend
