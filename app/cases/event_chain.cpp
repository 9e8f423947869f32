// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/event_chain.h"

#include "base/sha256.h"
#include "cases/seal_key.h"

#include <QJsonDocument>
#include <QJsonValue>
#include <QtEndian>

namespace mailmend {
namespace {

constexpr auto TimeForm = "yyyy-MM-dd'T'HH:mm:ss.zzz'Z'";

QByteArray bigEndian(qint64 number)
{
    QByteArray bytes(8, '\0');
    qToBigEndian(number, bytes.data());
    return bytes;
}

Error unreadable(const QString& detail)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("case", "An event of the case could not be read.")),
            {},
            detail,
            {}};
}

} // namespace

QByteArray canonicalBytes(const Event& event)
{
    // QJsonObject keeps its keys sorted and writes them in that order.
    const QJsonObject object{{QStringLiteral("at"), event.at.toUTC().toString(QLatin1String(TimeForm))},
                             {QStringLiteral("by"), event.by},
                             {QStringLiteral("data"), event.data},
                             {QStringLiteral("number"), event.number},
                             {QStringLiteral("type"), event.type}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<Event> readCanonical(const QByteArray& bytes)
{
    if (bytes.size() > LargestEvent) {
        return unreadable(QStringLiteral("%1 bytes").arg(bytes.size()));
    }
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &problem);
    if (!document.isObject()) {
        return unreadable(problem.errorString());
    }
    const QJsonObject object = document.object();
    const QJsonValue number = object.value(u"number");
    const QJsonValue type = object.value(u"type");
    const QJsonValue by = object.value(u"by");
    const QJsonValue data = object.value(u"data");
    QDateTime at = QDateTime::fromString(object.value(u"at").toString(), QLatin1String(TimeForm));
    at.setTimeSpec(Qt::UTC);
    if (number.toInteger(0) < 1 || !type.isString() || type.toString().isEmpty() || !by.isString() ||
        !data.isObject() || !at.isValid()) {
        return unreadable(QStringLiteral("a part is missing or of another kind"));
    }
    return Event{number.toInteger(), type.toString(), at, by.toString(), data.toObject(), {}};
}

QByteArray chainStart(const QByteArray& caseId)
{
    return sha256(QByteArrayLiteral("mailmend-case/1\n") + caseId);
}

QByteArray chainNext(const QByteArray& previous, const QByteArray& bytes)
{
    Sha256 hash;
    hash.add(previous);
    hash.add(bytes);
    return hash.finish();
}

QByteArray sealedBytes(const QByteArray& caseId, qint64 number, const QByteArray& head)
{
    return QByteArrayLiteral("mailmend-seal/1\n") + caseId + '\n' + bigEndian(number) + head;
}

ChainCheck::ChainCheck(QByteArray caseId) : m_caseId(std::move(caseId))
{
    m_hashes.append(chainStart(m_caseId));
}

void ChainCheck::addTrouble(const Text& text)
{
    if (!m_trouble) {
        m_trouble = text;
    }
}

void ChainCheck::addEvent(qint64 number, const QByteArray& body, const QByteArray& hash)
{
    const qint64 expected = m_hashes.size();
    if (number != expected) {
        addTrouble(say(MAILMEND_TEXT("case", "Event {number} is missing from this case."),
                       {{"number", count(expected)}}));
    } else if (chainNext(m_hashes.last(), body) != hash) {
        const Result<Event> event = readCanonical(body);
        addTrouble(
            event && event->number != number
                ? say(MAILMEND_TEXT("case", "Event {number} of this case stands where event {place} was."),
                      {{"number", count(event->number)}, {"place", count(number)}})
                : say(MAILMEND_TEXT("case", "Event {number} of this case was changed."),
                      {{"number", count(number)}}));
    }
    m_hashes.append(hash);
}

void ChainCheck::addSeal(const Seal& seal)
{
    if (m_lastSeal && seal.number <= m_lastSeal->number) {
        addTrouble(say(
            MAILMEND_TEXT("case", "The seals of this case stand in another order than they were written.")));
    }
    if (seal.number < 0 || seal.number > lastNumber()) {
        addTrouble(say(
            MAILMEND_TEXT("case", "This case was cut: it was sealed with {sealed} events and holds {held}."),
            {{"sealed", count(seal.number)}, {"held", count(lastNumber())}}));
    } else if (m_hashes.at(seal.number) != seal.head) {
        addTrouble(
            say(MAILMEND_TEXT("case", "The events up to number {number} are not those that were sealed."),
                {{"number", count(seal.number)}}));
    } else if (!isSignedBy(seal.key, sealedBytes(m_caseId, seal.number, seal.head), seal.signature)) {
        addTrouble(say(MAILMEND_TEXT("case", "The seal on event {number} is not genuine."),
                       {{"number", count(seal.number)}}));
    }
    m_lastSeal = seal;
}

LogVerdict ChainCheck::verdict(const std::optional<KeptHead>& kept, const QByteArray& ownKey) const
{
    const auto changed = [](const Text& what) {
        return LogVerdict{
            false, true,
            say(MAILMEND_TEXT("case", "This case was changed or cut since it was last sealed. {what}"),
                {{"what", sentence(what)}})};
    };
    if (m_trouble) {
        return changed(*m_trouble);
    }
    if (!m_lastSeal || m_lastSeal->number != lastNumber()) {
        return changed(say(MAILMEND_TEXT("case", "Its last events carry no seal.")));
    }
    if (kept && kept->number > lastNumber()) {
        return changed(say(
            MAILMEND_TEXT("case", "It holds {held} events, but this computer has already seen {seen}: it is "
                                  "an older copy, or its end was cut off."),
            {{"held", count(lastNumber())}, {"seen", count(kept->number)}}));
    }
    if (kept && m_hashes.at(kept->number) != kept->head) {
        return changed(say(MAILMEND_TEXT("case", "Its events are not those that this computer wrote.")));
    }
    const bool sealedHere = !ownKey.isEmpty() && m_lastSeal->key == ownKey;
    if (sealedHere) {
        return {true, true,
                say(MAILMEND_TEXT("case", "Nothing was changed since this computer wrote it. We compared "
                                          "{events} {events|entry|entries}."),
                    {{"events", count(lastNumber())}})};
    }
    return {
        true, false,
        ownKey.isEmpty()
            ? say(MAILMEND_TEXT("case",
                                "The chain of {events} {events|event|events} holds, but the key of this "
                                "installation could not be read, so the seal could not be checked."),
                  {{"events", count(lastNumber())}})
            : say(MAILMEND_TEXT("case", "This case was sealed on another computer. The chain of {events} "
                                        "{events|event|events} holds, but the seal can't be checked here."),
                  {{"events", count(lastNumber())}})};
}

} // namespace mailmend
