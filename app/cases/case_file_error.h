// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QSqlError>

namespace mailmend {

/** @param detail for the log */
Error notACase(const QString& file, const QString& detail);
/** What SQLite answered about the case in `file`, in words. Source: https://www.sqlite.org/rescode.html */
Error sqlError(const QString& file, const QSqlError& problem);

} // namespace mailmend
