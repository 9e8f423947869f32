// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "evidence/live/event_log_file.h"

#include <QStringList>

#include <chrono>
#include <functional>
#include <string>

#include <windows.h>

namespace mailmend::windows {

/** Exports every event of a channel into a file that is not there yet. @return 0, or a code of
 * GetLastError(); what Windows leaves unsaid is ERROR_GEN_FAILURE */
using ExportEvents = std::function<DWORD(const std::wstring& channel, const std::wstring& file)>;

DWORD exportByWindows(const std::wstring& channel, const std::wstring& file);

/** How long an export may take. */
struct ExportBounds
{
    std::chrono::milliseconds whole = std::chrono::minutes(10);
    std::chrono::milliseconds afterGivingUp = std::chrono::seconds(3); ///< until it ends and can be removed
};

/**
 * The export, read as a file; it goes with the reader. An export that takes too long, or goes on after a
 * cancel, is removed when it ends, where Mailmend still runs then: the error names what is left till then.
 */
ChannelExport readExported(const QString& channel, const QString& folder, const ExportEvents& exportEvents,
                           const ExportBounds& bounds, const CancelToken& cancel);

/**
 * Removes what exports have left in a folder: real folders of exactly their names, which hold nothing but an
 * export that nobody has open. Links are never followed.
 * @return the paths of those that are still there
 */
QStringList removeLeftExports(const QString& folder);

} // namespace mailmend::windows
