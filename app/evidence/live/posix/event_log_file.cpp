// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/event_log_file.h"

namespace mailmend {

EventLogSystem eventLogsOfThisSystem()
{
    const auto none = [](const QString& channel, const QString& /*folder*/, const CancelToken& /*cancel*/) {
        return ChannelExport{Error{ErrorKind::NotFound,
                                   say(MAILMEND_TEXT("evidence", "This computer has no Windows event log, so "
                                                                 "{name} is none of its logs."),
                                       {{"name", words(channel)}}),
                                   {},
                                   {},
                                   {}}};
    };
    return {none, [](const QString& /*folder*/) { return QStringList(); }};
}

} // namespace mailmend
