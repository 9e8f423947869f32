// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/event_log.h"

namespace mailmend {

/** What one event may weigh and how many a case may hold: a case file may come from anybody. */
inline constexpr qsizetype LargestEvent = 8 * 1024 * 1024;
inline constexpr qint64 MostEvents = 1'000'000;

/**
 * The bytes that are hashed and stored: one JSON object with the keys at, by, data, number, type in that
 * order, keys inside `data` sorted too, UTF-8, no white space, times as RFC 3339 UTC with milliseconds.
 */
QByteArray canonicalBytes(const Event& event);

/** Reads them back; `hash` stays empty. */
Result<Event> readCanonical(const QByteArray& bytes);

/** What the first event is chained to. The case's id is in it, so that events can't move between cases. */
QByteArray chainStart(const QByteArray& caseId);

/** SHA-256 over the previous hash and the bytes. */
QByteArray chainNext(const QByteArray& previous, const QByteArray& bytes);

/** A signature over a case's head. Every append adds one. */
struct Seal
{
    qint64 number = 0; ///< of the last event that it covers; 0: of the empty case
    QByteArray head;
    QByteArray key;       ///< raw Ed25519 public key
    QByteArray signature; ///< over sealedBytes()
};

QByteArray sealedBytes(const QByteArray& caseId, qint64 number, const QByteArray& head);

/** The newest head of a case that this installation has written, as it is kept outside the case. */
struct KeptHead
{
    qint64 number = 0;
    QByteArray head;
};

/** Walks a case from its first event to its last and says whether it is as it was written. Pure. */
class ChainCheck
{
public:
    explicit ChainCheck(QByteArray caseId);

    /** Events in the order in which the file holds them. `body` is empty where it was no bytes or too large.
     */
    void addEvent(qint64 number, const QByteArray& body, const QByteArray& hash);
    /** Seals in the same order. Call after all events. */
    void addSeal(const Seal& seal);
    /** Something else that is not as it was made: the tables, the triggers. */
    void addTrouble(const Text& text);

    /** @param ownKey this installation's public key; empty where it could not be read. */
    LogVerdict verdict(const std::optional<KeptHead>& kept, const QByteArray& ownKey) const;

    qint64 lastNumber() const { return m_hashes.size() - 1; }
    QByteArray head() const { return m_hashes.last(); }

private:
    QByteArray m_caseId;
    QList<QByteArray> m_hashes; ///< by number; 0 is the chain's start
    std::optional<Seal> m_lastSeal;
    std::optional<Text> m_trouble; ///< the first
};

} // namespace mailmend
