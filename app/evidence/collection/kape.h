// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/layouts.h"

/**
 * KAPE's collections. The layout, the logs' names and columns are restated from its documentation
 * (EricZimmerman/KapeDocs, "Log files" and "Using KAPE", 2026) and from its author's log reader
 * (EricZimmerman/TLEFilePlugins, TLEFileKAPE). What lines of the console log look like is known from
 * published collections only: they are matched loosely, and what is not understood is counted.
 */
namespace mailmend::kape {

/** A file that KAPE wanted and did not copy. */
struct NotCopied
{
    WindowsPath path;
    QString why;       ///< the log's own words
    bool gone = false; ///< it was there when KAPE looked and not when it copied
};

/** What a console log tells of one run. */
struct Console
{
    bool isThere = false;
    bool finished = false; ///< its last lines, the summary and the time, are there
    QString machine;       ///< the computer that KAPE ran on: the examiner's, where it read a mounted disk
    QStringList sources;   ///< --tsource
    QString destination;   ///< --tdest
    QStringList targets;   ///< --target
    bool simulated = false;
    std::vector<NotCopied> notCopied; ///< the first 100,000
    qint64 otherErrors = 0;           ///< lines that tell of an error and name no file that we understand
    QString firstOther;
};

/** One run: logs that share a stamp. */
struct Run
{
    QDateTime started;       ///< UTC, from the logs' names; invalid: they don't tell
    QList<quint64> copyLogs; ///< members; one each, but for old versions that made one for each target
    QList<quint64> skipLogs;
    QList<quint64> consoleLogs;
    Console console;
};

/** The runs whose logs lie at the root, in the order of their stamps. */
QList<Run> findRuns(const Outline& outline);

/** A name such as "2026-03-01T10_00_00_1234567_CopyLog.csv": whether it is a log of KAPE's. */
bool isLogName(const QByteArray& name);

/** @param text the log as stored: UTF-8, or UTF-16 with its mark */
Console readConsole(const QByteArray& text);

/** "2024-01-02 03:04:05.1234567", UTC; invalid: it is none. */
QDateTime timeOf(const QByteArray& text);

/** What the logs prove of folders: that files were copied, or not; never that a folder holds no others. */
class Notes : public CollectorNotes
{
public:
    QHash<QByteArray, WindowsPath> notTaken; ///< folders (folded) with files that were seen but not copied
    QStringList targets;                     ///< what was asked for, by the names of KAPE's target files

    FolderState folderState(const WindowsPath& folder, const QList<QByteArray>& names,
                            const HoldsFiles& holdsFiles) const override;
    void troubles(std::span<const WalkRoot>, QList<WalkedFolder>&) const override {}
    void moveDrive(char from, char to) override;
};

} // namespace mailmend::kape
