// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/messages.h"

#include "actions/stored_change.h"
#include "engine/helper/strict_words.h"
#include "findings/stored.h"

namespace mailmend {
namespace {

constexpr WordTable<HelperWish, 3> Wishes{
    {{HelperWish::Go, "go"}, {HelperWish::Hold, "hold"}, {HelperWish::Stop, "stop"}}};
constexpr qsizetype MostParameters = 32;
constexpr qsizetype LongestIdentity = 1'000;

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

/** Those of a look. */
QList<ActionRequest> requests(StrictObject& call)
{
    QList<ActionRequest> all;
    for (const QJsonObject& written : call.objects("requests", LookCall::Most)) {
        StrictObject one(written);
        all.append(request(one));
        if (!one.finish()) {
            call.refuse(QStringLiteral("a request is not what it should be"));
        }
    }
    return all;
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
                {QStringLiteral("head"), QString::fromLatin1(call.head.toHex())}};
    }
    QJsonObject operator()(const InTheWayCall& call) const
    {
        return {{QStringLiteral("kind"), QStringLiteral("in-the-way")},
                {QStringLiteral("change"), call.change},
                {QStringLiteral("head"), QString::fromLatin1(call.head.toHex())}};
    }
    QJsonObject operator()(const LookCall& call) const
    {
        QJsonArray requests;
        for (const ActionRequest& one : call.requests) {
            requests.append(store(one));
        }
        return {{QStringLiteral("kind"), QStringLiteral("look")}, {QStringLiteral("requests"), requests}};
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

} // namespace

QJsonObject encode(const Hello& hello)
{
    QJsonObject frame{{QStringLiteral("kind"), QStringLiteral("hello")},
                      {QStringLiteral("protocol"), QString::number(hello.protocol)},
                      {QStringLiteral("version"), hello.version}};
    if (!hello.session.isEmpty()) {
        frame.insert(QStringLiteral("session"), hello.session);
    }
    return frame;
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

Result<Hello> decodeHello(const QJsonObject& frame)
{
    StrictObject object(frame);
    if (object.text("kind", 100) != QLatin1String("hello")) {
        object.refuse(QStringLiteral("no hello"));
    }
    const qint64 protocol = object.number("protocol");
    Hello hello{static_cast<int>(qBound(qint64{0}, protocol, qint64{1'000'000})), object.text("version", 100),
                frame.contains(QLatin1String("session")) ? object.text("session", 32) : QString()};
    if (!hello.session.isEmpty() && !isChangeId(hello.session)) {
        object.refuse(QStringLiteral("\"session\" is no id"));
    }
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
        call.what = UndoCall{change, object.hash("head")};
    } else if (kind == QLatin1String("in-the-way")) {
        const QString change = changeId(object);
        call.what = InTheWayCall{change, object.hash("head")};
    } else if (kind == QLatin1String("look")) {
        call.what = LookCall{requests(object)};
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

} // namespace mailmend
