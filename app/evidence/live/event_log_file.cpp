// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/event_log_file.h"

namespace mailmend {

QString channelOf(const WindowsPath& file)
{
    const QString ending = QStringLiteral(".evtx");
    QString name = QString::fromUtf8(file.name());
    const WindowsPath logs = file.parent();
    if (!name.endsWith(ending, Qt::CaseInsensitive) || name.size() == ending.size() ||
        foldName(logs.name()) != "logs" || foldName(logs.parent().name()) != "winevt") {
        return {};
    }
    name.chop(ending.size());
    // A name of a file can't hold the slash that most channels have.
    return name.replace(QStringLiteral("%4"), QStringLiteral("/"));
}

} // namespace mailmend
