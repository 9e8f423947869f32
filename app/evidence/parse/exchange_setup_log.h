// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringDecoder>

namespace mailmend {

/** One start of Exchange's setup. Starting is not succeeding; security updates do not appear in this log. */
struct ExchangeSetupRun
{
    QDateTime started;        ///< taken as UTC, as the log is thought to be; invalid: no readable time
    QDateTime ended;          ///< time of the run's last line that has one
    qint64 line = 0;          ///< where the run begins, from 1
    QString product;          ///< "2016", "Subscription Edition"; empty: not said
    QString setupVersion;     ///< "15.1.2507.6"
    QString mode;             ///< "Install", "Upgrade", "Uninstall"; empty: not said
    QString installedVersion; ///< found on the server when the run began; empty: none or not said
    QString backupVersion;    ///< of the installation that the run replaces; empty: not said
    bool completed = false;   ///< the log says that the operation completed successfully
    bool hasEnd = false;      ///< the log says how the operation ended, or that setup did
};

/** What a whole ExchangeSetup.log says. All runs are appended to one file, the oldest first. */
struct ExchangeSetupLog
{
    QList<ExchangeSetupRun> runs;
    qint64 lines = 0;
    qint64 cutLines = 0;      ///< longer than a line may be; their beginning was read
    bool tooManyRuns = false; ///< runs beyond the bound were left out
    bool lineOpen = false;    ///< the last line has no end, as setup writes one: the log was cut there

    /** What came after may be lost: the log was cut, or setup was broken off. */
    bool endIsMissing() const { return lineOpen || (!runs.isEmpty() && !runs.last().hasEnd); }
};

/**
 * Reads ExchangeSetup.log from its start to its end, in pieces of any size; UTF-8 or UTF-16 with a byte order
 * mark. Takes any bytes. Memory: one line of at most kLineBound UTF-16 units, and at most kRunBound runs.
 */
class ExchangeSetupLogReader
{
public:
    static constexpr qsizetype kLineBound = 16384;
    static constexpr qsizetype kRunBound = 1000;

    void add(QByteArrayView piece);
    ExchangeSetupLog finish();

private:
    void decode(QByteArrayView piece);
    void endLine();
    void takeLine(QStringView line);

    ExchangeSetupLog m_log;
    QByteArray m_head; ///< the first bytes, until they tell the encoding
    QStringDecoder m_decoder;
    bool m_decoding = false;
    QString m_line;
    bool m_lineCut = false;
};

} // namespace mailmend
