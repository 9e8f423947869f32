// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace mailmend {

/**
 * The application pool that a worker process of IIS serves, from its command line:
 * `w3wp.exe -ap "MSExchangeOWAAppPool" -v "v4.0" …`. Empty: it names none. Pure.
 */
QString applicationPoolOf(const QString& commandLine);

} // namespace mailmend
