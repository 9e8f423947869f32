// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "evidence/files.h"

#include <chrono>
#include <functional>
#include <string>

#include <windows.h>

namespace mailmend::windows {

/** Exports every event of a channel into a file that is not there yet. @return 0, or a code of
 * GetLastError(); what Windows leaves unsaid is ERROR_GEN_FAILURE */
using ExportEvents = std::function<DWORD(const std::wstring& channel, const std::wstring& file)>;

DWORD exportByWindows(const std::wstring& channel, const std::wstring& file);

/**
 * The export, read as a file; it goes with the reader. An export that takes longer than `bound`, or goes on
 * after a cancel, is removed when it ends.
 */
Result<std::unique_ptr<FileReader>> readExported(const QString& channel, const QString& folder,
                                                 const ExportEvents& exportEvents,
                                                 std::chrono::milliseconds bound, const CancelToken& cancel);

} // namespace mailmend::windows
