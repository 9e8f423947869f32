// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/client.h"

#include "base/escape.h"
#include "base/logging.h"
#include "engine/helper/child_line.h"

#include <QDeadlineTimer>
#include <QElapsedTimer>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace mailmend {
namespace {

constexpr qsizetype MostRecords = 10'000;
constexpr auto LookAtWish = std::chrono::milliseconds(100);
constexpr qint64 StillHere = 10'000; ///< ms between two words to a helper that is held

Error silent()
{
    return {
        ErrorKind::Fault,
        say(MAILMEND_TEXT("helper", "Mailmend's helper did not answer any more and was ended.")),
        say(MAILMEND_TEXT("helper", "See whether the disk still answers. When this case is opened next, what "
                                    "was begun is finished or put back, or the case says what that needs.")),
        {},
        {}};
}

Error ended(const QString& detail)
{
    return {
        ErrorKind::Fault,
        say(MAILMEND_TEXT("helper", "Mailmend's helper ended in the middle of its work.")),
        say(MAILMEND_TEXT(
            "helper", "When this case is opened next, what was begun is finished or put back, or the case "
                      "says what that needs.")),
        detail,
        {}};
}

} // namespace

bool StoreList::holds(QStringView change) const
{
    const auto isIt = [change](const auto& one) { return one.change == change; };
    return std::any_of(records.begin(), records.end(), isIt) ||
           std::any_of(unreadable.begin(), unreadable.end(), isIt);
}

HelperClient::HelperClient(std::unique_ptr<HelperLine> line, const HelperPatience& patience)
    : m_patience(patience), m_line(std::move(line))
{}

Result<std::unique_ptr<HelperClient>> HelperClient::start(const QString& program,
                                                          const HelperPatience& patience)
{
    auto client = start(startChild(program, patience), patience);
    if (client || client.error().kind == ErrorKind::NotFound || client.error().kind == ErrorKind::Denied) {
        return client;
    }
    return because(client.error(),
                   say(MAILMEND_TEXT("helper", "Mailmend's helper {program} does not answer as it should. "
                                               "Nothing was changed."),
                       {{"program", place(program)}}));
}

Result<std::unique_ptr<HelperClient>> HelperClient::start(Result<std::unique_ptr<HelperLine>> line,
                                                          const HelperPatience& patience)
{
    if (!line) {
        return line.error();
    }
    std::unique_ptr<HelperClient> client(new HelperClient(std::move(*line), patience));
    const Done greeted = client->greet();
    return greeted ? Result<std::unique_ptr<HelperClient>>(std::move(client)) : greeted.error();
}

HelperClient::~HelperClient()
{
    m_line->leave(m_patience.greeting);
}

Done HelperClient::greet()
{
    const auto hello = encodeFrame(encode(Hello{HelperProtocol, QStringLiteral(MAILMEND_VERSION), {}}));
    // One that refuses may have closed already; why it does stands in the pipe all the same.
    const bool told = hello && m_line->write(*hello, m_patience.silence);
    const Result<QJsonObject> frame = receive(m_patience.greeting);
    if (!frame) {
        return frame.error();
    }
    const auto refused = decodeReply(*frame);
    if (const auto* why = refused ? std::get_if<Error>(&*refused) : nullptr) {
        return breakOff(*why); // it says why it will not work for us
    }
    const Result<Hello> answer = decodeHello(*frame);
    if (!answer || !told) {
        return breakOff(answer ? ended({}) : answer.error());
    }
    if (answer->protocol != HelperProtocol) {
        return breakOff(
            notUnderstood(ErrorKind::Unsupported, QStringLiteral("protocol %1").arg(answer->protocol)));
    }
    m_marks = m_heard = SessionMarks(answer->session);
    return done();
}

/** Whatever it is doing, it is ended: the lock on the store and the pipes are free again. */
Error HelperClient::breakOff(Error error)
{
    m_brokeOff = true;
    // A process that waits for a disk which doesn't answer can't be ended before the disk does.
    if (!m_line->end(m_patience.greeting)) {
        error.hint = say(MAILMEND_TEXT("helper", "It still waits for the disk and can't be ended. Disconnect "
                                                 "that disk or start this computer anew. Then open this case "
                                                 "again: what was begun is finished or put back."));
    }
    logger("helper")->warn("{}; it said: {}", logLine(error).toStdString(),
                           escapeForLog(m_line->said()).toStdString());
    return error;
}

Done HelperClient::send(const QJsonObject& frame)
{
    const Result<QByteArray> bytes = encodeFrame(m_marks.put(frame));
    if (!bytes) {
        return bytes.error();
    }
    if (m_brokeOff || !m_line->write(*bytes, m_patience.silence)) {
        return breakOff(ended({}));
    }
    return done();
}

Result<std::optional<QJsonObject>> HelperClient::poll(std::chrono::milliseconds wait)
{
    if (m_brokeOff) {
        return ended({});
    }
    Result<std::optional<QJsonObject>> frame = m_reader.next();
    if (frame && !*frame) {
        const QByteArray bytes = m_line->read(wait);
        if (bytes.isEmpty() && m_line->isOver()) {
            return breakOff(ended({}));
        }
        m_reader.take(bytes);
        frame = m_reader.next();
    }
    return frame ? frame : breakOff(frame.error());
}

Result<QJsonObject> HelperClient::receive(std::chrono::milliseconds patience, const CancelToken* cancel)
{
    QDeadlineTimer until(patience);
    while (true) {
        const qint64 slice = cancel != nullptr ? qint64{LookAtWish.count()} : until.remainingTime();
        Result<std::optional<QJsonObject>> frame = poll(std::chrono::milliseconds(
            std::clamp<qint64>(until.remainingTime(), 0, std::max<qint64>(slice, 0))));
        if (!frame) {
            return frame.error();
        }
        if (*frame) {
            return std::move(**frame);
        }
        if (until.hasExpired()) {
            return breakOff(silent());
        }
        if (cancel != nullptr && cancel->isCancelled()) {
            return breakOff({ErrorKind::Cancelled, {}, {}, {}, {}});
        }
    }
}

/** The person's wish at a safe point. While it is held, the helper hears now and then that we are there. */
Done HelperClient::answer(const FixListener& listener, const CancelToken& cancel)
{
    QElapsedTimer told;
    while (true) {
        const FixWish wish = cancel.isCancelled() ? FixWish::Stop
                             : listener.wish      ? listener.wish()
                                                  : FixWish::GoOn;
        if (wish != FixWish::Hold) {
            return send(encode(wish == FixWish::GoOn ? HelperWish::Go : HelperWish::Stop));
        }
        if (!told.isValid() || told.hasExpired(StillHere)) {
            if (const Done sent = send(encode(HelperWish::Hold)); !sent) {
                return sent;
            }
            told.start();
        }
        // It waits for our word: whatever it says now is not what was agreed.
        const QByteArray unasked = m_line->read(LookAtWish);
        if (!unasked.isEmpty() || m_line->isOver()) {
            return breakOff(unasked.isEmpty()
                                ? ended({})
                                : notUnderstood(ErrorKind::BadCall, QStringLiteral("it did not wait")));
        }
    }
}

Result<HelperReply> HelperClient::nextReply(const FixListener& listener, const CancelToken& cancel)
{
    while (true) {
        const Result<QJsonObject> frame = receive(m_patience.silence);
        if (!frame) {
            return frame.error();
        }
        Result<HelperReply> reply = decodeReply(*frame);
        if (!reply) {
            return breakOff(reply.error());
        }
        const auto* progress = std::get_if<ActionProgress>(&*reply);
        if (!progress) {
            return reply;
        }
        if (listener.progress) {
            listener.progress(*progress);
        }
        if (const Done answered = answer(listener, cancel); !answered) {
            return answered.error();
        }
    }
}

Result<HelperReply> HelperClient::ask(const HelperCall& call, const FixListener& listener,
                                      const CancelToken& cancel)
{
    const Done sent = send(encode(call));
    if (!sent) {
        return sent.error();
    }
    Result<HelperReply> reply = nextReply(listener, cancel);
    if (reply) {
        if (const auto* error = std::get_if<Error>(&*reply)) {
            return *error;
        }
    }
    return reply;
}

Result<Preview> HelperClient::preview(const HelperCall& call, const FixListener& listener,
                                      const CancelToken& cancel)
{
    Result<HelperReply> reply = ask(call, listener, cancel);
    if (!reply) {
        return reply.error();
    }
    auto* preview = std::get_if<Preview>(&*reply);
    return preview ? Result<Preview>(std::move(*preview))
                   : breakOff(notUnderstood(ErrorKind::BadCall, QStringLiteral("no preview")));
}

Result<ChangeRecord> HelperClient::change(const HelperCall& call, const FixListener& listener,
                                          const CancelToken& cancel)
{
    Result<HelperReply> reply = ask(call, listener, cancel);
    if (!reply) {
        return reply.error();
    }
    auto* record = std::get_if<ChangeRecord>(&*reply);
    return record ? Result<ChangeRecord>(std::move(*record))
                  : breakOff(notUnderstood(ErrorKind::BadCall, QStringLiteral("no record")));
}

Result<PlaceNow> HelperClient::placeNow(const HelperCall& call, const FixListener& listener,
                                        const CancelToken& cancel)
{
    Result<HelperReply> reply = ask(call, listener, cancel);
    if (!reply) {
        return reply.error();
    }
    auto* place = std::get_if<PlaceNow>(&*reply);
    return place ? Result<PlaceNow>(std::move(*place))
                 : breakOff(notUnderstood(ErrorKind::BadCall, QStringLiteral("no place")));
}

Result<QHash<QString, std::optional<Error>>> HelperClient::look(const HelperCall& call,
                                                                const CancelToken& cancel)
{
    QHash<QString, std::optional<Error>> answers;
    if (const Done sent = send(encode(call)); !sent) {
        return sent.error();
    }
    while (true) {
        const Result<QJsonObject> frame = receive(m_patience.silence, &cancel);
        const Result<HelperReply> reply = frame ? decodeReply(*frame) : Result<HelperReply>(frame.error());
        if (!reply) {
            return frame ? breakOff(reply.error()) : reply.error();
        }
        if (std::holds_alternative<EndOfList>(*reply)) {
            return answers;
        }
        if (const auto* error = std::get_if<Error>(&*reply)) {
            return *error;
        }
        const auto* looked = std::get_if<Looked>(&*reply);
        if (looked == nullptr || answers.size() >= LookCall::Most) {
            return breakOff(notUnderstood(ErrorKind::BadCall, QStringLiteral("no answer to a look")));
        }
        answers.insert(looked->change, looked->whyNot);
    }
}

Result<StoreList> HelperClient::list(const HelperCall& call)
{
    StoreList list;
    const CancelToken never;
    Result<HelperReply> reply = ask(call, {}, never);
    while (reply) {
        if (const auto* end = std::get_if<EndOfList>(&*reply)) {
            list.id = end->store;
            return list;
        }
        if (const auto* error = std::get_if<Error>(&*reply)) {
            return *error;
        }
        if (auto* record = std::get_if<ChangeRecord>(&*reply)) {
            list.records.append(std::move(*record));
        } else if (auto* unreadable = std::get_if<UnreadableChange>(&*reply)) {
            list.unreadable.append(std::move(*unreadable));
        } else {
            return breakOff(notUnderstood(ErrorKind::BadCall, QStringLiteral("no record")));
        }
        if (list.records.size() + list.unreadable.size() > MostRecords) {
            return breakOff(notUnderstood(ErrorKind::TooLarge, QStringLiteral("too many records")));
        }
        reply = nextReply({}, never);
    }
    return reply.error();
}

} // namespace mailmend
