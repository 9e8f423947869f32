// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "actions/machine.h"
#include "actions/machine_files.h"
#include "actions/quarantine/memory.h"

namespace mailmend::quarantine {

inline constexpr char kPath[] = "path";
inline constexpr char kSha256[] = "sha256";

/** The one file that is to be taken, open, with everything about it. */
struct Subject
{
    WindowsPath asked;
    std::unique_ptr<MachineFolder> folder;
    std::unique_ptr<OpenFile> file;
    Memory memory;
    QByteArray digest; ///< 32 bytes over all that a person was shown
};

/**
 * Finds and opens it, and looks for all that speaks against taking it. Conflict: nothing there, or several
 * things, have the content that was scanned.
 */
Result<Subject> findSubject(const ActionRequest& request, ActionRun& run);

/** SHA-256 of an open file, 32 bytes. */
Result<QByteArray> hashOf(const OpenFile& file, qint64 size, const SafePoint& mayGoOn);

} // namespace mailmend::quarantine
