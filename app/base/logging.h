// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

#include <memory>

namespace spdlog {
class logger;
}

namespace mailmend {

/**
 * The program's log: rotating files in `folder`, 2 MB each, five kept. Without a folder, warnings go to
 * stderr. A log never holds the contents of examined files; names go through escapeForLog.
 */
void startLogging(const QString& folder);

/** The named logger ("evidence.zip", "case"). Thread-safe. */
std::shared_ptr<spdlog::logger> logger(const char* name);

/** Where the log is, or empty. */
QString logFolder();

} // namespace mailmend
