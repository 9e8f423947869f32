// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "findings/coverage.h"

#include <QStringList>

namespace mailmend {

/** One column of a LiveTable. */
struct LiveColumn
{
    QString key; ///< the fixed word that JSON uses: "command_line"
    Text title;  ///< for people
};

/**
 * What a running computer told, as a table for whoever looks into it: values as they were, nothing judged. It
 * was seen through a Windows that an intruder may make lie.
 */
struct LiveTable
{
    QString target;
    QString id; ///< "services", "processes", "modules", "connections", "logons"
    Text title;
    QList<LiveColumn> columns;
    QList<QStringList> rows; ///< bounded (engine/live_tables.h); each as long as `columns`
    qint64 left = 0;         ///< rows that are not in it
    ReadState state = ReadState::Missing;
    Text reason; ///< why it is not Read
};

} // namespace mailmend
