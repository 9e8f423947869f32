// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/messages.h"

#include "actions/stored_change.h"
#include "engine/helper/strict_object.h"
#include "findings/stored.h"
#include "findings/words.h"

namespace mailmend {
namespace {

constexpr WordTable<HelperWish, 3> Wishes{
    {{HelperWish::Go, "go"}, {HelperWish::Hold, "hold"}, {HelperWish::Stop, "stop"}}};
constexpr WordTable<UndoWish, 2> UndoWishes{
    {{UndoWish::OnlyIfUntouched, "only-if-untouched"}, {UndoWish::KeepPresentToo, "keep-present-too"}}};
constexpr WordTable<ErrorKind, 10> ErrorKinds{{{ErrorKind::BadCall, "bad-call"},
                                               {ErrorKind::NotFound, "not-found"},
                                               {ErrorKind::Denied, "denied"},
                                               {ErrorKind::Damaged, "damaged"},
                                               {ErrorKind::Unsupported, "unsupported"},
                                               {ErrorKind::TooLarge, "too-large"},
                                               {ErrorKind::Cancelled, "cancelled"},
                                               {ErrorKind::Conflict, "conflict"},
                                               {ErrorKind::Full, "full"},
                                               {ErrorKind::Fault, "fault"}}};
constexpr int MostCauses = 8;
constexpr qsizetype MostParameters = 32;
constexpr qsizetype LongestIdentity = 1'000;

template<typename Enum, size_t Size>
Enum wordOf(StrictObject& object, const char* key, const WordTable<Enum, Size>& table)
{
    const auto value = valueIn(table, object.text(key, 100));
    if (!value) {
        object.refuse(QStringLiteral("\"%1\" is no known word").arg(QLatin1StringView(key)));
    }
    return value.value_or(table.front().first);
}

template<typename T>
Result<T> finished(StrictObject& object, T value)
{
    const Done whole = object.finish();
    return whole ? Result<T>(std::move(value)) : Result<T>(whole.error());
}

ParameterValue parameter(StrictObject& call, const QJsonObject& written)
{
    StrictObject value(written);
    ParameterValue read;
    if (written.contains(QLatin1String("path"))) {
        read = value.path("path");
    } else if (written.contains(QLatin1String("sha256"))) {
        read = Sha256Value{value.hash("sha256")};
    } else {
        read = value.text("words");
    }
    if (!value.finish()) {
        call.refuse(QStringLiteral("a parameter is not what it should be"));
    }
    return read;
}

ActionRequest request(StrictObject& call)
{
    ActionRequest request;
    request.action = call.text("action", 100);
    request.change = call.text("change", 32);
    if (!isChangeId(request.change)) {
        call.refuse(QStringLiteral("\"change\" is no id"));
    }
    const QJsonObject parameters = call.object("parameters");
    if (parameters.size() > MostParameters) {
        call.refuse(QStringLiteral("too many parameters"));
        return request;
    }
    for (auto one = parameters.constBegin(); one != parameters.constEnd(); ++one) {
        request.parameters.insert(one.key(), parameter(call, one.value().toObject()));
    }
    return request;
}

QString changeId(StrictObject& call)
{
    const QString id = call.text("change", 32);
    if (!isChangeId(id)) {
        call.refuse(QStringLiteral("\"change\" is no id"));
    }
    return id;
}

QJsonObject withRequest(const char* kind, const ActionRequest& request)
{
    return {{QStringLiteral("kind"), QLatin1String(kind)},
            {QStringLiteral("action"), request.action},
            {QStringLiteral("change"), request.change},
            {QStringLiteral("parameters"), storeParameters(request.parameters)}};
}

QJsonObject encodeMachine(const MachineIdentity& machine)
{
    QJsonObject json = store(machine);
    json.remove(QStringLiteral("hive_sequences")); // they tell older from newer, not one from another
    return json;
}

MachineIdentity machineOf(StrictObject& call)
{
    const QJsonObject written = call.object("machine");
    StrictObject value(written);
    MachineIdentity machine;
    machine.machineSid = value.text("machine_sid", LongestIdentity);
    machine.machineGuid = value.text("machine_guid", LongestIdentity);
    machine.collectorHostId = value.text("collector_host_id", LongestIdentity);
    machine.name = value.text("name", LongestIdentity);
    machine.installDate = value.time("install_date");
    if (!value.finish()) {
        call.refuse(QStringLiteral("\"machine\" is not what it should be"));
    }
    return machine;
}

struct EncodeCall
{
    QJsonObject operator()(const PreviewCall& call) const { return withRequest("preview", call.request); }
    QJsonObject operator()(const ApplyCall& call) const
    {
        QJsonObject frame = withRequest("apply", call.request);
        frame.insert(QStringLiteral("digest"), QString::fromLatin1(call.digest.toHex()));
        return frame;
    }
    QJsonObject operator()(const UndoCall& call) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("undo")},
                {QStringLiteral("change"), call.change},
                {QStringLiteral("head"), QString::fromLatin1(call.head.toHex())},
                {QStringLiteral("wish"), QLatin1String(wordIn(UndoWishes, call.wish))}};
    }
    QJsonObject operator()(const RecoverCall& call) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("recover")}, {QStringLiteral("change"), call.change}};
    }
    QJsonObject operator()(const ListCall& call) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("list")},
                {QStringLiteral("makes_store"), call.makesStore}};
    }
};

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

} // namespace

QJsonObject encode(const Hello& hello)
{
    return {{QStringLiteral("kind"), QStringLiteral("hello")},
            {QStringLiteral("protocol"), QString::number(hello.protocol)},
            {QStringLiteral("version"), hello.version}};
}

QJsonObject encode(const HelperCall& call)
{
    QJsonObject frame = std::visit(EncodeCall{}, call.what);
    frame.insert(QStringLiteral("store"), call.store);
    frame.insert(QStringLiteral("target"), call.target);
    frame.insert(QStringLiteral("machine"), encodeMachine(call.machine));
    return frame;
}

QJsonObject encode(HelperWish wish)
{
    return {{QStringLiteral("kind"), QStringLiteral("wish")},
            {QStringLiteral("wish"), QLatin1String(wordIn(Wishes, wish))}};
}

QJsonObject encode(const HelperReply& reply)
{
    return std::visit(EncodeReply{}, reply);
}

Result<Hello> decodeHello(const QJsonObject& frame)
{
    StrictObject object(frame);
    if (object.text("kind", 100) != QLatin1String("hello")) {
        object.refuse(QStringLiteral("no hello"));
    }
    const qint64 protocol = object.number("protocol");
    Hello hello{static_cast<int>(qBound(qint64{0}, protocol, qint64{1'000'000})),
                object.text("version", 100)};
    return finished(object, std::move(hello));
}

Result<HelperCall> decodeCall(const QJsonObject& frame)
{
    StrictObject object(frame);
    HelperCall call;
    const QString kind = object.text("kind", 100);
    call.store = object.text("store");
    call.target = object.text("target");
    call.machine = machineOf(object);
    if (kind == QLatin1String("preview")) {
        call.what = PreviewCall{request(object)};
    } else if (kind == QLatin1String("apply")) {
        ActionRequest asked = request(object);
        call.what = ApplyCall{std::move(asked), object.hash("digest")};
    } else if (kind == QLatin1String("undo")) {
        const QString change = changeId(object);
        const QByteArray head = object.hash("head");
        call.what = UndoCall{change, head, wordOf(object, "wish", UndoWishes)};
    } else if (kind == QLatin1String("recover")) {
        call.what = RecoverCall{changeId(object)};
    } else if (kind == QLatin1String("list")) {
        call.what = ListCall{object.flag("makes_store")};
    } else {
        object.refuse(QStringLiteral("an unknown verb"));
    }
    return finished(object, std::move(call));
}

Result<HelperWish> decodeWish(const QJsonObject& frame)
{
    StrictObject object(frame);
    if (object.text("kind", 100) != QLatin1String("wish")) {
        object.refuse(QStringLiteral("no wish"));
    }
    const HelperWish wish = wordOf(object, "wish", Wishes);
    return finished(object, wish);
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
