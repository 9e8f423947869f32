// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/helper/frames.h"
#include "engine/helper/messages.h"
#include "engine/helper/session_marks.h"
#include "support/registration.h"

#include <QJsonDocument>
#include <QRandomGenerator>
#include <QtEndian>

using namespace mailmend;

namespace {

QByteArray framed(const QByteArray& json)
{
    QByteArray frame(4, '\0');
    qToLittleEndian(static_cast<quint32>(json.size()), frame.data());
    return frame + json;
}

ActionRequest request()
{
    return {QStringLiteral("quarantine-file"),
            QString(32, u'a'),
            {{QStringLiteral("path"), *WindowsPath::parse(u"C:\\inetpub\\wwwroot\\x.aspx")},
             {QStringLiteral("sha256"), Sha256Value{QByteArray(32, '\x5a')}},
             {QStringLiteral("why"), QStringLiteral("words")}}};
}

MachineIdentity maple()
{
    MachineIdentity machine;
    machine.machineSid = QStringLiteral("S-1-5-21-1-2-3");
    machine.name = QStringLiteral("MAPLE");
    machine.installDate = QDateTime({2019, 3, 1}, {8, 0}, Qt::UTC);
    return machine;
}

QList<HelperCall> calls()
{
    const QString store = QStringLiteral("/tmp/a.mailmend.changes");
    const QString target = QStringLiteral("C=/mnt/c");
    return {{store, target, PreviewCall{request()}, maple()},
            {store, target, ApplyCall{request(), QByteArray(32, '\x17')}, maple()},
            {store, target, UndoCall{QString(32, u'b'), QByteArray(32, '\x03')}, maple()},
            {store, target, InTheWayCall{QString(32, u'b'), QByteArray(32, '\x03')}, maple()},
            {{}, target, LookCall{{request(), request()}}, maple()},
            {store, target, RecoverCall{QString(32, u'c')}, maple()},
            {store, {}, ListCall{true}}};
}

QList<HelperReply> replies()
{
    const Text said = say(MAILMEND_TEXT("test", "It is {path}."), {{"path", place(QStringLiteral("C:\\x"))}});
    Preview preview;
    preview.title = said;
    preview.changes = {said, said};
    preview.cannotComeBack = {said};
    preview.digest = QByteArray(32, '\x01');
    ChangeRecord record;
    record.change = QString(32, u'd');
    record.action = QStringLiteral("quarantine-file");
    record.parameters = request().parameters;
    record.state = ChangeState::Applied;
    record.what = said;
    record.begun = QDateTime::fromString(QStringLiteral("2026-11-26T10:00:00.123Z"), Qt::ISODateWithMs);
    record.head = QByteArray(32, '\x02');
    const Error inner{ErrorKind::Full, said, {}, QStringLiteral("28"), {}};
    return {ActionProgress{said, 4, qint64{1} << 60},
            preview,
            record,
            UnreadableChange{QStringLiteral("x"), inner},
            Looked{QString(32, u'f'), {}},
            Looked{QString(32, u'f'), because(inner, said)},
            PlaceNow{},
            PlaceNow{InTheWay{request(), preview}},
            EndOfList{QString(32, u'e')},
            because(inner, said)};
}

/** The call with one member changed. */
QJsonObject with(const HelperCall& call, const char* key, const QJsonValue& value)
{
    QJsonObject frame = encode(call);
    frame.insert(QLatin1StringView(key), value);
    return frame;
}

} // namespace

/** What is said over the helper's border: everything that is said arrives, and nothing else does. */
class HelperProtocolTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void framesArriveHoweverTheyAreCut()
    {
        QByteArray stream;
        for (const HelperCall& call : calls()) {
            stream += *encodeFrame(encode(call));
        }
        for (const qsizetype piece : {1, 2, 3, 5, 7, 64, 100'000}) {
            FrameReader reader;
            int seen = 0;
            for (qsizetype at = 0; at < stream.size(); at += piece) {
                reader.take(QByteArrayView(stream).sliced(at, std::min(piece, stream.size() - at)));
                for (auto frame = reader.next(); frame && *frame; frame = reader.next()) {
                    QCOMPARE(**frame, encode(calls().at(seen)));
                    ++seen;
                }
            }
            QCOMPARE(seen, calls().size());
            QVERIFY(!reader.isInside());
        }
    }

    void everyCutFrameWaitsForMore()
    {
        const QByteArray whole = *encodeFrame(encode(calls().first()));
        for (qsizetype length = 0; length < whole.size(); ++length) {
            FrameReader reader;
            reader.take(whole.left(length));
            const auto frame = reader.next();
            QVERIFY(frame && !*frame);
            QCOMPARE(reader.isInside(), length > 0);
        }
    }

    void whatIsNoFrameBreaksTheStream_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("oversized") << QByteArray("\x01\x00\x10\x00", 4);
        QTest::newRow("huge") << QByteArray("\xff\xff\xff\xff", 4);
        QTest::newRow("empty") << framed("");
        QTest::newRow("array") << framed("[]");
        QTest::newRow("number") << framed("7");
        QTest::newRow("no JSON") << framed("{\"kind\":");
        QTest::newRow("no UTF-8") << framed("{\"kind\":\"\xff\xfe\"}");
        QTest::newRow("behind the object") << framed("{} {}");
        QTest::newRow("deep") << framed("{\"a\":" + QByteArray(200, '[') + QByteArray(200, ']') + "}");
        QTest::newRow("very deep") << framed("{\"a\":" + QByteArray(500'000, '['));
    }

    void whatIsNoFrameBreaksTheStream()
    {
        QFETCH(QByteArray, bytes);
        FrameReader reader;
        reader.take(bytes);
        QVERIFY(!reader.next());
        reader.take(framed("{}"));
        QVERIFY(!reader.next()); // for good
    }

    void bracketsInStringsAreNoDepth()
    {
        FrameReader reader;
        reader.take(framed("{\"a\":\"\\\"" + QByteArray(200, '[') + "\"}"));
        const auto frame = reader.next();
        QVERIFY(frame && *frame);
    }

    void tooLargeIsNotSent() { QVERIFY(!encodeFrame({{QStringLiteral("a"), QString(LargestFrame, u'x')}})); }

    void callsArrive()
    {
        for (const HelperCall& call : calls()) {
            const auto read = decodeCall(encode(call));
            QVERIFY2(read, read ? "" : qPrintable(logLine(read.error())));
            QCOMPARE(encode(*read), encode(call));
            QCOMPARE(read->what.index(), call.what.index());
        }
        const auto apply = std::get<ApplyCall>(decodeCall(encode(calls().at(1)))->what);
        QVERIFY(apply.request.parameters == request().parameters);
        QCOMPARE(apply.digest, QByteArray(32, '\x17'));
    }

    void repliesAndWishesArrive()
    {
        for (const HelperReply& reply : replies()) {
            const auto read = decodeReply(encode(reply));
            QVERIFY2(read, read ? "" : qPrintable(logLine(read.error())));
            QCOMPARE(read->index(), reply.index());
            QCOMPARE(encode(*read), encode(reply));
        }
        for (const HelperWish wish : {HelperWish::Go, HelperWish::Hold, HelperWish::Stop}) {
            QVERIFY(*decodeWish(encode(wish)) == wish);
        }
        QCOMPARE(decodeHello(encode(Hello{1, QStringLiteral("0.1")}))->protocol, 1);
        const Hello helpers{HelperProtocol, QStringLiteral("0.1"), QString(32, u'7')};
        QCOMPARE(decodeHello(encode(helpers))->session, helpers.session);
        QVERIFY(!decodeHello(encode(Hello{HelperProtocol, QStringLiteral("0.1"), QStringLiteral("seven")})));
    }

    void marksBindToOnePlaceInOneSession()
    {
        SessionMarks ours(QString(32, u'1')), theirs(QString(32, u'1')), others(QString(32, u'2'));
        const QJsonObject said = encode(HelperWish::Go);
        const QJsonObject first = ours.put(said), second = ours.put(said);
        QVERIFY(!theirs.take(second)); // the first is missing
        QCOMPARE(*theirs.take(first), said);
        QVERIFY(!theirs.take(first)); // a second time
        QVERIFY(!others.take(first)); // recorded elsewhere
        QVERIFY(!theirs.take(said));  // without marks
        QJsonObject wrong = second;
        wrong.insert(QStringLiteral("number"), 2); // no text
        QVERIFY(!theirs.take(wrong));
        QCOMPARE(*theirs.take(second), said);
        SessionMarks none; // nobody has said which session it is
        QVERIFY(!none.take(SessionMarks().put(said)));
    }

    void rawNamesArriveAsTheyAre()
    {
        HelperCall call = calls().first();
        auto& preview = std::get<PreviewCall>(call.what);
        const WindowsPath raw('D', {QByteArray("\xff\xfe.aspx"), QByteArray("a\\b\n")});
        preview.request.parameters[QStringLiteral("path")] = raw;
        const auto read = decodeCall(encode(call));
        QVERIFY(read);
        const auto back = std::get<PreviewCall>(read->what).request.parameters.value(QStringLiteral("path"));
        QCOMPARE(std::get<WindowsPath>(back).components(), raw.components());
    }

    void everyWrongMemberIsRefused()
    {
        const QJsonObject good = encode(calls().at(1));
        for (auto member = good.constBegin(); member != good.constEnd(); ++member) {
            QJsonObject frame = good;
            frame.remove(member.key());
            QVERIFY2(!decodeCall(frame), qPrintable(QStringLiteral("without ") + member.key()));
            for (const QJsonValue& wrong :
                 {QJsonValue(7), QJsonValue(true), QJsonValue(), QJsonValue(QJsonArray()),
                  QJsonValue(QStringLiteral("\x01")), QJsonValue(QString(40'000, u'x'))}) {
                frame = good;
                frame.insert(member.key(), wrong);
                // "store", "target" and "action" are words that the helper itself looks at.
                const bool anyWord =
                    wrong.isString() && wrong.toString().size() < 100 &&
                    (member.key() == QLatin1String("store") || member.key() == QLatin1String("target") ||
                     member.key() == QLatin1String("action"));
                QVERIFY2(anyWord || !decodeCall(frame), qPrintable(member.key()));
            }
        }
        QVERIFY(!decodeCall(with(calls().at(1), "more", 1)));
        QVERIFY(!decodeCall(with(calls().at(1), "kind", QStringLiteral("run"))));
        QVERIFY(!decodeCall(with(calls().at(2), "wish", QStringLiteral("keep-present-too"))));
        QVERIFY(
            !decodeCall(with(calls().at(2), "change", QStringLiteral("../../../../etc/passwd000000000"))));
        QVERIFY(!decodeCall(with(calls().at(6), "change", QString(32, u'a'))));
        // A look is a bounded list of requests, each with all of its members and no other.
        const QJsonObject one = encode(calls().at(4)).value(u"requests").toArray().first().toObject();
        QVERIFY(decodeCall(with(calls().at(4), "requests", QJsonArray{one})));
        for (const QString& key : one.keys()) {
            QJsonObject less = one;
            less.remove(key);
            QVERIFY(!decodeCall(with(calls().at(4), "requests", QJsonArray{less})));
        }
        QJsonObject more = one;
        more.insert(QStringLiteral("command"), QStringLiteral("x"));
        QVERIFY(!decodeCall(with(calls().at(4), "requests", QJsonArray{one, more})));
        QVERIFY(!decodeCall(with(calls().at(4), "requests", QJsonArray{QJsonValue(7)})));
        QJsonArray many;
        for (qsizetype i = 0; i <= LookCall::Most; ++i) {
            many.append(one);
        }
        QVERIFY(!decodeCall(with(calls().at(4), "requests", many)));
        QVERIFY(!decodeWish({{QStringLiteral("kind"), QStringLiteral("wish")}}));
        QVERIFY(!decodeHello(encode(calls().first())));
    }

    void namesThatClimbAreRefused()
    {
        for (const char* name : {"..", ".", "", "a/b", "../../etc/passwd", "a\\u0000b"}) {
            const QJsonObject path{
                {QStringLiteral("drive"), QStringLiteral("C")},
                {QStringLiteral("names"),
                 QJsonArray{QString::fromLatin1(
                     QByteArray(name).replace("\\u0000", QByteArray(1, '\0')).toBase64())}}};
            const QJsonObject parameters{
                {QStringLiteral("path"), QJsonObject{{QStringLiteral("path"), path}}}};
            QVERIFY2(!decodeCall(with(calls().first(), "parameters", parameters)), name);
        }
        const QJsonObject noBase64{{QStringLiteral("drive"), QStringLiteral("C")},
                                   {QStringLiteral("names"), QJsonArray{QStringLiteral("!!!")}}};
        QVERIFY(!decodeCall(
            with(calls().first(), "parameters",
                 QJsonObject{{QStringLiteral("p"), QJsonObject{{QStringLiteral("path"), noBase64}}}})));
    }

    void mutatedFramesHarmNothing()
    {
        QRandomGenerator random(20'261'126);
        QList<QByteArray> seeds;
        for (const HelperCall& call : calls()) {
            seeds.append(QJsonDocument(encode(call)).toJson(QJsonDocument::Compact));
        }
        for (const HelperReply& reply : replies()) {
            seeds.append(QJsonDocument(encode(reply)).toJson(QJsonDocument::Compact));
        }
        int understood = 0;
        for (int round = 0; round < 20'000; ++round) {
            QByteArray bytes = seeds.at(random.bounded(seeds.size()));
            for (int change = random.bounded(1, 5); change > 0; --change) {
                const qsizetype at = random.bounded(bytes.size());
                switch (random.bounded(3)) {
                case 0:
                    bytes[at] = static_cast<char>(random.bounded(256));
                    break;
                case 1:
                    bytes.remove(at, random.bounded(1, 12));
                    break;
                default:
                    bytes.insert(at, bytes.mid(random.bounded(bytes.size()), random.bounded(1, 30)));
                }
                if (bytes.isEmpty()) {
                    bytes = "{}";
                }
            }
            FrameReader reader;
            reader.take(framed(bytes));
            const auto frame = reader.next();
            if (!frame || !*frame) {
                continue;
            }
            if (const auto call = decodeCall(**frame)) {
                QCOMPARE(encode(*decodeCall(encode(*call))), encode(*call)); // it means one thing only
                ++understood;
            }
            if (const auto reply = decodeReply(**frame)) {
                QVERIFY(decodeReply(encode(*reply)));
                ++understood;
            }
        }
        QVERIFY(understood > 0);
    }
};

MAILMEND_TEST_CLASS(HelperProtocolTest)
#include "helper_protocol_test.moc"
