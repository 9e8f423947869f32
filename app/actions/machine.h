// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "base/windows_path.h"
#include "evidence/iis.h"
#include "findings/target.h"

#include <memory>

namespace mailmend {

class MachineFiles;

/** A part of the computer that can be changed, or why it can't be. */
template<typename T>
struct MachineFacet
{
    std::unique_ptr<T> part; ///< nullptr: not available here
    Text reason;             ///< why not, and what can be done

    explicit operator bool() const { return part != nullptr; }
    T* operator->() const { return part.get(); }
};

/** Everything that an action may change: the only way to write to a target. One thread at a time. */
struct Machine
{
    MachineFacet<MachineFiles> files;
    MachineIdentity identity;       ///< as its own registry tells it
    WindowsPath exchange;           ///< the folder of Exchange's installation; empty: not known
    WindowsPath windows;            ///< Windows' own folder; empty: not known
    QList<VirtualDirectory> served; ///< folders that its web server delivers
    bool isThisComputer = false;    ///< the Windows that Mailmend runs on; else a disk that is connected here
};

} // namespace mailmend
