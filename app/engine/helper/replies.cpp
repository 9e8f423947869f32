// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/stored_change.h"
#include "engine/helper/messages.h"
#include "engine/helper/strict_words.h"
#include "findings/stored.h"

namespace mailmend {
namespace {

constexpr WordTable<ErrorKind, 12> ErrorKinds{{{ErrorKind::BadCall, "bad-call"},
                                               {ErrorKind::NotFound, "not-found"},
                                               {ErrorKind::Denied, "denied"},
                                               {ErrorKind::AntiVirus, "anti-virus"},
                                               {ErrorKind::InUse, "in-use"},
                                               {ErrorKind::Damaged, "damaged"},
                                               {ErrorKind::Unsupported, "unsupported"},
                                               {ErrorKind::TooLarge, "too-large"},
                                               {ErrorKind::Cancelled, "cancelled"},
                                               {ErrorKind::Conflict, "conflict"},
                                               {ErrorKind::Full, "full"},
                                               {ErrorKind::Fault, "fault"}}};
constexpr int MostCauses = 8;

QJsonObject storeError(const Error& error, int depth)
{
    return {{QStringLiteral("kind"), QStringLiteral("error")},
            {QStringLiteral("error"), QLatin1String(wordIn(ErrorKinds, error.kind))},
            {QStringLiteral("text"), store(error.text)},
            {QStringLiteral("hint"), store(error.hint)},
            {QStringLiteral("detail"), error.detail.left(10'000)},
            {QStringLiteral("cause"), error.cause && depth < MostCauses
                                          ? QJsonValue(storeError(*error.cause, depth + 1))
                                          : QJsonValue(QJsonObject())}};
}

/** Nothing where it is not what it should be. */
std::optional<Error> readError(const QJsonObject& frame, int depth)
{
    StrictObject object(frame);
    object.text("kind", 100);
    Error error;
    error.kind = wordOf(object, "error", ErrorKinds);
    error.text = object.sentence("text");
    error.hint = object.sentence("hint");
    error.detail = object.text("detail");
    const QJsonObject cause = object.object("cause");
    if (!cause.isEmpty()) {
        const std::optional<Error> read = depth < MostCauses ? readError(cause, depth + 1) : std::nullopt;
        if (!read) {
            return std::nullopt;
        }
        error.cause = std::make_shared<const Error>(*read);
    }
    return object.finish() ? std::optional(error) : std::nullopt;
}

struct EncodeReply
{
    QJsonObject operator()(const ActionProgress& progress) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("progress")},
                {QStringLiteral("doing"), store(progress.doing)},
                {QStringLiteral("done"), QString::number(progress.bytesDone)},
                {QStringLiteral("all"), QString::number(progress.bytesAll)}};
    }
    QJsonObject operator()(const Preview& preview) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("previewed")},
                {QStringLiteral("preview"), store(preview)}};
    }
    QJsonObject operator()(const ChangeRecord& record) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("record")},
                {QStringLiteral("record"), store(record)}};
    }
    QJsonObject operator()(const UnreadableChange& unreadable) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("unreadable")},
                {QStringLiteral("change"), unreadable.change},
                {QStringLiteral("why"), storeError(unreadable.why, 0)}};
    }
    QJsonObject operator()(const Looked& looked) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("looked")},
                {QStringLiteral("change"), looked.change},
                {QStringLiteral("why_not"), looked.whyNot ? storeError(*looked.whyNot, 0) : QJsonObject()}};
    }
    QJsonObject operator()(const PlaceNow& place) const
    {
        const auto& there = place.inTheWay;
        return {{QStringLiteral("kind"), QStringLiteral("place")},
                {QStringLiteral("request"), there ? store(there->request) : QJsonObject()},
                {QStringLiteral("preview"), there ? store(there->preview) : QJsonObject()}};
    }
    QJsonObject operator()(const EndOfList& end) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("end")}, {QStringLiteral("store"), end.store}};
    }
    QJsonObject operator()(const Error& error) const { return storeError(error, 0); }
};

Result<HelperReply> readProgress(const QJsonObject& frame)
{
    StrictObject object(frame);
    object.text("kind", 100);
    ActionProgress progress;
    progress.doing = object.sentence("doing");
    progress.bytesDone = object.number("done");
    progress.bytesAll = object.number("all");
    return finished<HelperReply>(object, progress);
}

/** A reply that is one stored value. */
template<typename T>
Result<HelperReply> readValue(const QJsonObject& frame, const char* key,
                              Result<T> (*read)(const QJsonObject& json))
{
    StrictObject object(frame);
    object.text("kind", 100);
    Result<T> value = read(object.object(key));
    if (!value) {
        return value.error();
    }
    return finished<HelperReply>(object, std::move(*value));
}

Result<HelperReply> readUnreadable(const QJsonObject& frame)
{
    StrictObject object(frame);
    object.text("kind", 100);
    UnreadableChange unreadable;
    unreadable.change = object.text("change", 300);
    const std::optional<Error> why = readError(object.object("why"), 0);
    if (!why) {
        object.refuse(QStringLiteral("\"why\" is no error"));
    }
    unreadable.why = why.value_or(Error{});
    return finished<HelperReply>(object, std::move(unreadable));
}

Result<HelperReply> readLooked(const QJsonObject& frame)
{
    StrictObject object(frame);
    object.text("kind", 100);
    Looked looked{object.text("change", 32), {}};
    const QJsonObject whyNot = object.object("why_not");
    if (!whyNot.isEmpty()) {
        looked.whyNot = readError(whyNot, 0);
    }
    if (!isChangeId(looked.change) || (!whyNot.isEmpty() && !looked.whyNot)) {
        object.refuse(QStringLiteral("no answer to a look"));
    }
    return finished<HelperReply>(object, std::move(looked));
}

Result<HelperReply> readPlace(const QJsonObject& frame)
{
    StrictObject object(frame);
    object.text("kind", 100);
    const QJsonObject request = object.object("request");
    const QJsonObject preview = object.object("preview");
    PlaceNow place;
    if (!request.isEmpty() || !preview.isEmpty()) {
        auto asked = readActionRequest(request);
        auto shown = readPreview(preview);
        if (!asked || !shown) {
            return asked ? shown.error() : asked.error();
        }
        place.inTheWay = InTheWay{std::move(*asked), std::move(*shown)};
    }
    return finished<HelperReply>(object, std::move(place));
}

} // namespace

QJsonObject encode(const HelperReply& reply)
{
    return std::visit(EncodeReply{}, reply);
}

Result<HelperReply> decodeReply(const QJsonObject& frame)
{
    const QString kind = frame.value(QLatin1String("kind")).toString();
    if (kind == QLatin1String("progress")) {
        return readProgress(frame);
    }
    if (kind == QLatin1String("previewed")) {
        return readValue(frame, "preview", readPreview);
    }
    if (kind == QLatin1String("record")) {
        return readValue(frame, "record", readChangeRecord);
    }
    if (kind == QLatin1String("unreadable")) {
        return readUnreadable(frame);
    }
    if (kind == QLatin1String("looked")) {
        return readLooked(frame);
    }
    if (kind == QLatin1String("place")) {
        return readPlace(frame);
    }
    StrictObject object(frame);
    if (object.text("kind", 100) == QLatin1String("end")) {
        EndOfList end{object.text("store", 32)};
        if (!end.store.isEmpty() && !isChangeId(end.store)) {
            object.refuse(QStringLiteral("\"store\" is no id"));
        }
        return finished<HelperReply>(object, std::move(end));
    }
    if (kind == QLatin1String("error")) {
        if (std::optional<Error> error = readError(frame, 0)) {
            return HelperReply(std::move(*error));
        }
    }
    object.refuse(QStringLiteral("an unknown reply"));
    return object.finish().error();
}

} // namespace mailmend
