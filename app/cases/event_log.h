// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <memory>

namespace mailmend {

/** One thing that happened in a case. Never changed once written. */
struct Event
{
    qint64 number = 0; ///< 1, 2, 3 … set by the log
    QString type;      ///< cases/events.h
    QDateTime at;      ///< UTC
    QString by;        ///< who, or empty for the program
    QJsonObject data;
    QByteArray hash; ///< SHA-256 over the previous hash and this event's canonical bytes; set by the log
};

/** What verifying a case found. */
struct LogVerdict
{
    bool intact = true;
    /** The newest seal is this installation's. False: the chain holds, but who sealed it can't be checked
     * here. */
    bool sealedHere = true;
    Text text; ///< what was checked, or what is wrong: "changed or cut since the last seal"
};

/**
 * A case's append-only list of events in one SQLite file, each chained to the one before it, the head sealed
 * with this installation's key and kept a second time outside the file. Used from the thread that opened it.
 */
class EventLog
{
public:
    /**
     * @param sealFolder where this installation keeps its key and the last heads: outside the case file.
     * @param clock gives the time to events that are appended without one.
     */
    static Result<std::unique_ptr<EventLog>> create(const QString& file, const QString& sealFolder,
                                                    const Clock& clock = systemClock());
    static Result<std::unique_ptr<EventLog>> open(const QString& file, const QString& sealFolder,
                                                  const Clock& clock = systemClock());
    virtual ~EventLog() = default;

    /**
     * Appends in one transaction, all or none, and seals the head. @param expected the number of the last
     * event that the caller has seen; ErrorKind::Conflict where the log has moved on, ErrorKind::Damaged
     * where the case was changed outside Mailmend: it stays readable, but a new seal must not cover the
     * change.
     */
    virtual Result<QList<Event>> append(qint64 expected, QList<Event> events) = 0;
    virtual Result<QList<Event>> read(qint64 from) const = 0; ///< events with number > from
    virtual LogVerdict verify() const = 0; ///< chain, seal and the head that was kept outside
    virtual QByteArray head() const = 0;   ///< hash of the last event; printed on reports
    virtual QString file() const = 0;
};

} // namespace mailmend
