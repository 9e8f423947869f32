// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "evidence/files.h"

namespace mailmend {

/**
 * The channel whose events Windows keeps in a file: "Microsoft-Windows-PowerShell/Operational" for
 * "…\\winevt\\Logs\\Microsoft-Windows-PowerShell%4Operational.evtx". Windows' own name for it, which is the
 * same in every language. Empty: it is none of a channel. Pure.
 */
QString channelOf(const WindowsPath& file);

/**
 * The events of a channel that the running Windows keeps in a file, where the file itself can't be read:
 * Windows exports all of them, which are read as a file of the same kind and then gone.
 *
 * @param folder where the export lies meanwhile, in a folder of its own that others can't enter
 * @return NotFound where the file is of no channel; Denied; Unsupported where what was exported is no event
 * log. Blocks, ten minutes at most.
 */
Result<std::unique_ptr<FileReader>> openEventLog(const WindowsPath& file, const QString& folder,
                                                 const CancelToken& cancel);

} // namespace mailmend
