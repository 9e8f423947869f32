// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "evidence/files.h"

namespace mailmend {

/**
 * The channel whose events Windows keeps in a file: "Microsoft-Windows-PowerShell/Operational" for
 * "…\\winevt\\Logs\\Microsoft-Windows-PowerShell%4Operational.evtx". Windows' own name for it, which is the
 * same in every language. Empty: it is none of a channel. Pure.
 */
QString channelOf(const WindowsPath& file);

/** What became of one channel's export. */
struct ChannelExport
{
    Result<std::unique_ptr<FileReader>> reader;
    bool isUnanswered = false; ///< its bound was over
};

/** What a system does for EventLogExports. */
struct EventLogSystem
{
    /** Exports into a folder of its own below `folder`, that others can't enter; it goes with the reader. */
    std::function<ChannelExport(const QString& channel, const QString& folder, const CancelToken& cancel)>
        exportChannel;
    /** Removes what exports have left below `folder`. @return the paths of what is still there */
    std::function<QStringList(const QString& folder)> removeLeft;
};
EventLogSystem eventLogsOfThisSystem();

/**
 * The events of channels that the running Windows keeps in files, where the files themselves can't be read:
 * Windows exports all of a channel, which is read as a file of the same kind and then gone. Of one
 * collection: after the first export that gets no answer no other is tried.
 */
class EventLogExports
{
public:
    /** Removes what a run that was broken off has left there. @param folder where exports lie meanwhile */
    EventLogExports(EventLogSystem system, QString folder);

    /**
     * @return NotFound where the file is of no channel; Denied; Unsupported where what was exported is no
     * event log; InUse where Windows doesn't answer. Blocks, ten minutes at most.
     */
    Result<std::unique_ptr<FileReader>> open(const WindowsPath& file, const CancelToken& cancel);

    /** Removes what is left. @return the paths of what is still there */
    QStringList removeLeft() const { return m_system.removeLeft(m_folder); }

private:
    EventLogSystem m_system;
    QString m_folder;
    bool m_isUnanswered = false;
};

} // namespace mailmend
