// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/event_log.h"

#include "base/logging.h"
#include "cases/case_file.h"
#include "cases/seal_key.h"

#include <QRandomGenerator>

#include <spdlog/spdlog.h>

namespace mailmend {
namespace {

/**
 * The order of an append, so that a crash at any point is harmless:
 *   1. one transaction adds the events and the seal over the new head, and is flushed to the disk;
 *   2. the head is kept a second time outside the file.
 * A crash in 1 leaves the case as it was. A crash between 1 and 2 leaves a kept head that is older than the
 * case and still one of its heads: verify() accepts that, and the next open or append brings it up to date.
 */
class SqliteLog final : public EventLog
{
public:
    SqliteLog(std::unique_ptr<CaseFile> file, Result<SealKey> key, QString sealFolder, Clock clock)
        : m_file(std::move(file)), m_key(std::move(key)), m_sealFolder(std::move(sealFolder)),
          m_clock(std::move(clock))
    {}

    /** Reads and checks everything. Fails only where the file can't be read at all. */
    Done check();

    Result<QList<Event>> append(qint64 expected, QList<Event> events) override;
    Result<QList<Event>> read(qint64 from) const override;
    LogVerdict verify() const override;
    QByteArray head() const override { return m_head; }
    QString file() const override { return m_file->file(); }

private:
    struct Checked
    {
        LogVerdict verdict;
        qint64 number = 0;
        QByteArray head;
    };
    Result<Checked> checked() const;
    Result<Checked> checkedNow(const std::optional<KeptHead>& kept) const;
    Result<QList<EventRow>> prepare(QList<Event>& events) const;
    Done write(qint64 expected, QList<Event>& events);
    void keep() const;

    std::unique_ptr<CaseFile> m_file;
    Result<SealKey> m_key;
    QString m_sealFolder;
    Clock m_clock;
    qint64 m_number = 0; ///< of the last event that was checked or written
    QByteArray m_head;
    LogVerdict m_verdict;
    bool m_writing = false; ///< inside append's transaction
};

Result<SqliteLog::Checked> SqliteLog::checked() const
{
    // The kept head first: another program may append meanwhile, and keeps its head only after it has
    // written.
    const std::optional<KeptHead> kept = keptHead(m_sealFolder, m_file->caseId());
    if (m_writing) {
        return checkedNow(kept);
    }
    if (const Done begun = m_file->beginReading(); !begun) {
        return begun.error();
    }
    Result<Checked> now = checkedNow(kept);
    m_file->endReading();
    return now;
}

Result<SqliteLog::Checked> SqliteLog::checkedNow(const std::optional<KeptHead>& kept) const
{
    ChainCheck chain(m_file->caseId());
    if (const std::optional<Text> trouble = m_file->schemaTrouble()) {
        chain.addTrouble(*trouble);
    }
    if (const Done events = m_file->forEachEvent(
            std::numeric_limits<qint64>::min(),
            [&chain](const EventRow& row) { chain.addEvent(row.number, row.body, row.hash); });
        !events) {
        return events.error();
    }
    if (const Done seals = m_file->forEachSeal([&chain](const Seal& seal) { chain.addSeal(seal); }); !seals) {
        return seals.error();
    }
    const LogVerdict verdict = chain.verdict(kept, m_key ? m_key->publicKey() : QByteArray());
    return Checked{verdict, chain.lastNumber(), chain.head()};
}

Done SqliteLog::check()
{
    const Result<Checked> now = checked();
    if (!now) {
        return now.error();
    }
    m_verdict = now->verdict;
    m_number = now->number;
    m_head = now->head;
    if (m_verdict.intact && m_verdict.sealedHere) {
        keep();
    }
    return done();
}

void SqliteLog::keep() const
{
    // Not being able to keep it does not undo what is written; the case is then only sealed inside.
    if (const Done kept = keepHead(m_sealFolder, m_file->caseId(), {m_number, m_head}); !kept) {
        logger("case")->warn("{}", logLine(kept.error()).toStdString());
    }
}

Result<QList<EventRow>> SqliteLog::prepare(QList<Event>& events) const
{
    QList<EventRow> rows;
    rows.reserve(events.size());
    qint64 number = m_number;
    QByteArray head = m_head;
    for (Event& event : events) {
        event.number = ++number;
        event.at = event.at.isValid() ? event.at.toUTC() : m_clock().toUTC();
        const QByteArray body = canonicalBytes(event);
        if (body.size() > LargestEvent || number > MostEvents) {
            return Error{
                ErrorKind::TooLarge,
                say(MAILMEND_TEXT("case", "This is more than a case can hold, so it was not saved.")),
                say(MAILMEND_TEXT("case", "Start a new case for it.")),
                event.type,
                {}};
        }
        head = chainNext(head, body);
        // What comes back is what a later reader will see, whatever JSON could not carry.
        Result<Event> stored = readCanonical(body);
        if (!stored) {
            return stored.error();
        }
        event = *stored;
        event.hash = head;
        rows.append({number, body, head});
    }
    return rows;
}

Result<QList<Event>> SqliteLog::append(qint64 expected, QList<Event> events)
{
    if (events.isEmpty()) {
        return events;
    }
    if (!m_key) {
        return m_key.error();
    }
    if (const Done begun = m_file->begin(); !begun) {
        return begun.error();
    }
    m_writing = true;
    const Done written = write(expected, events);
    m_writing = false;
    if (!written) {
        m_file->rollBack();
        return written.error();
    }
    m_number = events.last().number;
    m_head = events.last().hash;
    m_verdict.sealedHere = true;
    keep();
    return events;
}

/** Inside the transaction, so that nothing can move between looking and writing. */
Done SqliteLog::write(qint64 expected, QList<Event>& events)
{
    const Result<EventRow> last = m_file->lastEvent();
    if (!last) {
        return last.error();
    }
    const bool asWeKnow = last->number == m_number && (m_number == 0 || last->hash == m_head);
    if (!asWeKnow) {
        if (const Done again = check(); !again) {
            return again;
        }
    }
    if (!m_verdict.intact) {
        return Error{ErrorKind::Damaged,
                     m_verdict.text,
                     say(MAILMEND_TEXT(
                         "case", "It can still be read and reported, but nothing is added to it. Start a "
                                 "new case to go on.")),
                     {},
                     {}};
    }
    if (expected != m_number) {
        return Error{ErrorKind::Conflict,
                     say(MAILMEND_TEXT("case", "Somebody else has worked on this case meanwhile.")),
                     say(MAILMEND_TEXT("case", "Look at what is new, then do it again.")),
                     QStringLiteral("expected %1, is %2").arg(expected).arg(m_number),
                     {}};
    }
    const Result<QList<EventRow>> rows = prepare(events);
    if (!rows) {
        return rows.error();
    }
    for (const EventRow& row : *rows) {
        if (const Done added = m_file->add(row); !added) {
            return added;
        }
    }
    const EventRow& newest = rows->last();
    const Result<QByteArray> signature =
        m_key->sign(sealedBytes(m_file->caseId(), newest.number, newest.hash));
    if (!signature) {
        return signature.error();
    }
    const Done sealed = m_file->add(Seal{newest.number, newest.hash, m_key->publicKey(), *signature});
    return sealed ? m_file->commit() : sealed;
}

Result<QList<Event>> SqliteLog::read(qint64 from) const
{
    QList<Event> events;
    const Done done = m_file->forEachEvent(from, [&events](const EventRow& row) {
        Result<Event> event = readCanonical(row.body);
        // A damaged event keeps its place in the list, so that what is around it can still be read.
        Event readEvent = event ? std::move(*event) : Event{0, QStringLiteral("unreadable"), {}, {}, {}, {}};
        readEvent.number = row.number;
        readEvent.hash = row.hash;
        events.append(std::move(readEvent));
    });
    return done ? Result<QList<Event>>(std::move(events)) : Result<QList<Event>>(done.error());
}

LogVerdict SqliteLog::verify() const
{
    const Result<Checked> now = checked();
    return now ? now->verdict
               : LogVerdict{false, true,
                            say(MAILMEND_TEXT("case", "This case can't be checked: {why}"),
                                {{"why", sentence(now.error().text)}})};
}

QByteArray newCaseId()
{
    std::array<quint32, 4> random{};
    QRandomGenerator::system()->fillRange(random.data(), static_cast<qsizetype>(random.size()));
    return QByteArray(reinterpret_cast<const char*>(random.data()), sizeof random).toHex();
}

} // namespace

Result<std::unique_ptr<EventLog>> EventLog::create(const QString& file, const QString& sealFolder,
                                                   const Clock& clock)
{
    Result<SealKey> key = SealKey::loadOrCreate(sealFolder);
    if (!key) {
        return key.error();
    }
    const QByteArray id = newCaseId();
    const QByteArray start = chainStart(id);
    const Result<QByteArray> signature = key->sign(sealedBytes(id, 0, start));
    if (!signature) {
        return signature.error();
    }
    Result<std::unique_ptr<CaseFile>> made =
        CaseFile::create(file, id, {0, start, key->publicKey(), *signature});
    if (!made) {
        return made.error();
    }
    auto log = std::make_unique<SqliteLog>(std::move(*made), std::move(key), sealFolder, clock);
    if (const Done checked = log->check(); !checked) {
        return checked.error();
    }
    return Result<std::unique_ptr<EventLog>>(std::move(log));
}

Result<std::unique_ptr<EventLog>> EventLog::open(const QString& file, const QString& sealFolder,
                                                 const Clock& clock)
{
    Result<std::unique_ptr<CaseFile>> opened = CaseFile::open(file);
    if (!opened) {
        return opened.error();
    }
    auto log =
        std::make_unique<SqliteLog>(std::move(*opened), SealKey::loadOrCreate(sealFolder), sealFolder, clock);
    if (const Done checked = log->check(); !checked) {
        return checked.error();
    }
    return Result<std::unique_ptr<EventLog>>(std::move(log));
}

} // namespace mailmend
