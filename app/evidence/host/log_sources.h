// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"

namespace mailmend {

/** One kind of log: where it lies, what its files are called, and its row under coverage. */
struct LogSource
{
    const char* row; ///< "iis-logs"
    QList<WindowsPath> folders;
    QStringList masks;          ///< what is collected of it; `*` stands for any letters
    QList<QByteArray> examples; ///< names that a collector must have asked for
    Text unknown;               ///< why the folders are not known, where they are none
};

/** The logs, event logs and tasks that checks read or will read, with everything below their folders. */
QList<LogSource> logSources(const Evidence& evidence);

} // namespace mailmend
