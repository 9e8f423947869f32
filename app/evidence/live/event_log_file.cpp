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

EventLogExports::EventLogExports(EventLogSystem system, QString folder)
    : m_system(std::move(system)), m_folder(std::move(folder))
{
    m_system.removeLeft(m_folder);
}

Result<std::unique_ptr<FileReader>> EventLogExports::open(const WindowsPath& file, const CancelToken& cancel)
{
    const QString channel = channelOf(file);
    if (channel.isEmpty()) {
        return Error{ErrorKind::NotFound,
                     say(MAILMEND_TEXT("evidence", "{path} is no file of a Windows event log."),
                         {{"path", place(file.display())}}),
                     {},
                     {},
                     {}};
    }
    if (m_isUnanswered) {
        return Error{
            ErrorKind::InUse,
            say(MAILMEND_TEXT("evidence", "Windows' event log service did not answer for another log, so it "
                                          "was not asked for {name}."),
                {{"name", words(channel)}}),
            say(MAILMEND_TEXT("evidence", "Start the service Windows Event Log anew, then collect again.")),
            {},
            {}};
    }
    ChannelExport made = m_system.exportChannel(channel, m_folder, cancel);
    m_isUnanswered = made.isUnanswered;
    return std::move(made.reader);
}

} // namespace mailmend
