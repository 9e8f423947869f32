// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/evidence.h"
#include "findings/stored.h"
#include "fix/helper_process.h"
#include "support/registration.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

using namespace mailmend::testing;

namespace {

QString kindOf(const QJsonObject& answer)
{
    return answer.value(QStringLiteral("kind")).toString();
}

QString errorOf(const QJsonObject& answer)
{
    return kindOf(answer) == QStringLiteral("error") ? answer.value(QStringLiteral("error")).toString()
                                                     : QStringLiteral("no error: ") + kindOf(answer);
}

QString digestOf(const QJsonObject& previewed)
{
    return previewed.value(QStringLiteral("preview")).toObject().value(QStringLiteral("digest")).toString();
}

QJsonObject with(QJsonObject object, const char* key, const QJsonValue& value)
{
    object.insert(QLatin1StringView(key), value);
    return object;
}

QJsonObject pathValue(const QList<QByteArray>& names, const char* drive = "C")
{
    QJsonArray raw;
    for (const QByteArray& name : names) {
        raw.append(QString::fromLatin1(name.toBase64()));
    }
    return {{QStringLiteral("path"), QJsonObject{{QStringLiteral("drive"), QString::fromLatin1(drive)},
                                                 {QStringLiteral("names"), raw}}}};
}

} // namespace

/** The helper itself, over its pipes: whatever is said to it, it does only what it is there for. */
class HelperBorderTest : public QObject
{
    Q_OBJECT

    Practice m_practice;
    QJsonObject m_machine; ///< as the practice disk's registry tells it

    QJsonObject base(const char* kind) const
    {
        return {{QStringLiteral("kind"), QLatin1StringView(kind)},
                {QStringLiteral("store"), m_practice.storeFolder()},
                {QStringLiteral("target"), m_practice.disk()},
                {QStringLiteral("machine"), m_machine}};
    }

    QList<QByteArray> pageNames() const
    {
        return m_practice.page().mid(m_practice.disk().size() + 1).toUtf8().split('/');
    }

    QJsonObject request(const char* kind, const QString& change = QString(32, u'a')) const
    {
        const QByteArray hash =
            QCryptographicHash::hash(m_practice.pageContent(), QCryptographicHash::Sha256).toHex();
        QJsonObject frame = base(kind);
        frame.insert(QStringLiteral("action"), QStringLiteral("quarantine-file"));
        frame.insert(QStringLiteral("change"), change);
        frame.insert(QStringLiteral("parameters"),
                     QJsonObject{{QStringLiteral("path"), pathValue(pageNames())},
                                 {QStringLiteral("sha256"),
                                  QJsonObject{{QStringLiteral("sha256"), QString::fromLatin1(hash)}}}});
        return frame;
    }

    QJsonObject applied(HelperProcess& helper, const QString& change = QString(32, u'a')) const
    {
        const QString digest = digestOf(helper.ask(request("preview", change)));
        return helper.ask(with(request("apply", change), "digest", digest));
    }

    /** @param record what the helper answered when it was applied: the case knows its head. */
    QJsonObject undo(const QJsonObject& record, const QString& change = QString(32, u'a')) const
    {
        const QJsonObject call = with(base("undo"), "change", change);
        const QJsonValue head =
            record.value(QStringLiteral("record")).toObject().value(QStringLiteral("head"));
        return with(call, "head", head.isString() ? head : QString(64, u'0'));
    }

    /** Changes one byte of the only file in a folder of the store. */
    static bool spoil(const QString& folder, qint64 at)
    {
        const QStringList names = QDir(folder).entryList(QDir::Files);
        QFile file(folder + QLatin1Char('/') + names.value(0));
        if (names.size() != 1 || !file.open(QIODevice::ReadWrite)) {
            return false;
        }
        at = at < 0 ? file.size() + at : at;
        QByteArray bytes = file.readAll();
        bytes[at] = static_cast<char>(bytes.at(at) ^ 1);
        return file.seek(0) && file.write(bytes) == bytes.size();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        const auto disk = mailmend::openEvidence({m_practice.disk(), false}, {});
        QVERIFY(disk);
        m_machine = mailmend::store((*disk)->target.identity);
        m_machine.remove(QStringLiteral("hive_sequences"));
    }

    void cleanup()
    {
        QCOMPARE(m_practice.wholeCopies(), 1); // whatever was said
        m_practice.reset();
    }

    void itDoesWhatItIsThereFor()
    {
        HelperProcess helper(m_practice);
        QCOMPARE(kindOf(helper.ask(request("preview"))), QStringLiteral("previewed"));
        const QJsonObject record = applied(helper);
        QCOMPARE(kindOf(record), QStringLiteral("record"));
        QVERIFY(!QFile::exists(m_practice.page()));
        QCOMPARE(kindOf(helper.ask(undo(record))), QStringLiteral("record"));
        QVERIFY(QFile::exists(m_practice.page()));
        QCOMPARE(helper.end(), 0);
    }

    void nothingButFramesOnItsOutput()
    {
        HelperProcess helper(m_practice, false);
        QCOMPARE(kindOf(helper.receive()), QStringLiteral("hello"));
        QCOMPARE(helper.end(), 64); // nobody greeted
    }

    void anotherProtocolIsRefused()
    {
        HelperProcess helper(m_practice, false);
        helper.receive();
        QCOMPARE(errorOf(helper.ask({{QStringLiteral("kind"), QStringLiteral("hello")},
                                     {QStringLiteral("protocol"), QStringLiteral("999")},
                                     {QStringLiteral("version"), QStringLiteral("9")}})),
                 QStringLiteral("unsupported"));
        QCOMPARE(helper.end(), 64);
    }

    void aCallBeforeTheHelloIsRefused()
    {
        HelperProcess helper(m_practice, false);
        helper.receive();
        QCOMPARE(errorOf(helper.ask(request("preview"))), QStringLiteral("bad-call"));
        QCOMPARE(helper.end(), 64);
    }

    void aSecondHelloIsRefused()
    {
        HelperProcess helper(m_practice);
        QCOMPARE(errorOf(helper.ask({{QStringLiteral("kind"), QStringLiteral("hello")},
                                     {QStringLiteral("protocol"), QStringLiteral("2")},
                                     {QStringLiteral("version"), QStringLiteral("test")}})),
                 QStringLiteral("bad-call"));
        QCOMPARE(helper.end(), 64);
    }

    void whatWasSaidBeforeIsRefused()
    {
        HelperProcess helper(m_practice), other(m_practice);
        const QByteArray call = helper.written(request("preview"));
        helper.write(call);
        QCOMPARE(kindOf(helper.answer()), QStringLiteral("previewed"));
        helper.write(call); // sent twice
        QCOMPARE(errorOf(helper.receive()), QStringLiteral("bad-call"));
        QCOMPARE(helper.end(), 64);
        other.write(call); // recorded in another conversation
        QCOMPARE(errorOf(other.receive()), QStringLiteral("bad-call"));
        QCOMPARE(other.end(), 64);
        HelperProcess third(m_practice);
        [[maybe_unused]] const QByteArray leftOut = third.written(request("preview"));
        QCOMPARE(errorOf(third.ask(request("preview"))), QStringLiteral("bad-call"));
        QCOMPARE(third.end(), 64);
        HelperProcess bare(m_practice);
        bare.write(framed(QJsonDocument(request("preview")).toJson())); // without marks
        QCOMPARE(errorOf(bare.receive()), QStringLiteral("bad-call"));
        QCOMPARE(bare.end(), 64);
    }

    void anOldYesIsNone()
    {
        m_practice.reset();
        HelperProcess helper(m_practice);
        const QString digest = digestOf(helper.ask(request("preview", QString(32, u'c'))));
        helper.send(with(request("apply", QString(32, u'c')), "digest", digest));
        QCOMPARE(kindOf(helper.receive()), QStringLiteral("progress"));
        helper.write(framed(R"({"kind":"wish","wish":"go","session":"","number":"1"})"));
        QVERIFY(kindOf(helper.receive()) != QStringLiteral("record"));
        helper.end();
        QVERIFY(QFile::exists(m_practice.page())); // put back, or never taken
    }

    void anotherServersDiskIsRefused()
    {
        HelperProcess helper(m_practice);
        const QJsonObject record = applied(helper);
        QVERIFY(!QFile::exists(m_practice.page()));
        const QJsonObject other = with(m_machine, "name", QStringLiteral("BIRCH"));
        for (const QJsonObject& call :
             {request("preview", QString(32, u'b')), undo(record),
              with(request("apply", QString(32, u'b')), "digest", QString(64, u'0')),
              with(base("recover"), "change", QString(32, u'a'))}) {
            QCOMPARE(errorOf(helper.ask(with(call, "machine", other))), QStringLiteral("conflict"));
            QCOMPARE(errorOf(helper.ask(with(call, "machine", QJsonObject()))), QStringLiteral("bad-call"));
        }
        QVERIFY(!QFile::exists(m_practice.page()));
        QCOMPARE(kindOf(helper.ask(undo(record))), QStringLiteral("record"));
        QVERIFY(QFile::exists(m_practice.page()));
    }

    void lookingMakesNoStore()
    {
        m_practice.reset();
        HelperProcess helper(m_practice);
        QCOMPARE(kindOf(helper.ask(request("preview"))), QStringLiteral("previewed"));
        const QJsonObject list = with(base("list"), "makes_store", false);
        QCOMPARE(helper.ask(list).value(QStringLiteral("store")).toString(), QString());
        QCOMPARE(errorOf(helper.ask(with(base("recover"), "change", QString(32, u'a')))),
                 QStringLiteral("not-found"));
        QVERIFY(!QFile::exists(m_practice.storeFolder()));
        const QString made =
            helper.ask(with(list, "makes_store", true)).value(QStringLiteral("store")).toString();
        QCOMPARE(made.size(), 32);
        QCOMPARE(helper.ask(list).value(QStringLiteral("store")).toString(), made);
    }

    void unknownIdsAndWordsAreRefused()
    {
        HelperProcess helper(m_practice);
        const QList<QJsonObject> calls{
            with(request("preview"), "kind", QStringLiteral("run")),
            with(request("preview"), "action", QStringLiteral("delete-file")),
            with(request("preview"), "change", QStringLiteral("nine")),
            with(request("preview"), "store", QStringLiteral("/etc")),
            with(request("preview"), "store", m_practice.storeFolder() + QStringLiteral("/../x.changes")),
            with(request("preview"), "command", QStringLiteral("reboot")),
            with(request("preview"), "parameters", QJsonObject{{QStringLiteral("file"), pathValue({"a"})}}),
            with(request("preview"), "parameters", QJsonObject()),
        };
        for (const QJsonObject& call : calls) {
            QCOMPARE(errorOf(helper.ask(call)), QStringLiteral("bad-call"));
        }
        QVERIFY(kindOf(helper.ask(undo({}, QString(32, u'f')))) == QStringLiteral("error"));
        QCOMPARE(kindOf(helper.ask(request("preview"))), QStringLiteral("previewed")); // it is still there
        QCOMPARE(helper.end(), 0);
    }

    void wrongTypesAreRefused()
    {
        HelperProcess helper(m_practice);
        const QJsonObject good = request("apply");
        for (const char* key : {"kind", "store", "target", "action", "change", "parameters", "digest"}) {
            QCOMPARE(errorOf(helper.ask(with(good, key, 7))), QStringLiteral("bad-call"));
            QCOMPARE(errorOf(helper.ask(with(good, key, QJsonArray{1}))), QStringLiteral("bad-call"));
        }
        QCOMPARE(helper.end(), 0);
    }

    void brokenFramesEndIt_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("oversized") << QByteArray("\x01\x00\x10\x00{}", 6);
        QTest::newRow("not an object") << framed("[1,2]");
        QTest::newRow("no JSON") << framed("run this");
        QTest::newRow("nested too deep") << framed("{\"kind\":" + QByteArray(5'000, '[') + "}");
    }

    void brokenFramesEndIt()
    {
        QFETCH(QByteArray, bytes);
        HelperProcess helper(m_practice);
        helper.write(bytes);
        QCOMPARE(kindOf(helper.receive()), QStringLiteral("error"));
        QCOMPARE(helper.end(), 64);
    }

    void aTruncatedFrameEndsIt()
    {
        HelperProcess helper(m_practice);
        const QByteArray whole = framed(QJsonDocument(request("preview")).toJson(QJsonDocument::Compact));
        helper.write(whole.left(whole.size() / 2));
        QCOMPARE(helper.end(), 64);
    }

    void aPathOutsideTheTargetIsRefused()
    {
        // A folder beside the disk, reached by a link that lies on it and by names that climb.
        const QString outside = m_practice.console().path("outside");
        QVERIFY(QDir().mkpath(outside));
        QFile secret(outside + QStringLiteral("/page.aspx"));
        QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write(m_practice.pageContent()) > 0);
        secret.close();
        const QString link = m_practice.disk() + QStringLiteral("/inetpub/out");
        QVERIFY(QFile::link(outside, link));
        HelperProcess helper(m_practice);
        const auto asked = [this](const QJsonObject& path) {
            QJsonObject call = request("preview");
            QJsonObject parameters = call.value(QStringLiteral("parameters")).toObject();
            parameters.insert(QStringLiteral("path"), path);
            return with(call, "parameters", parameters);
        };
        for (const QJsonObject& path :
             {pathValue({"inetpub", "out", "page.aspx"}), pathValue({"..", "outside", "page.aspx"}),
              pathValue({"inetpub", "../../outside/page.aspx"}), pathValue({"outside", "page.aspx"}, "D"),
              pathValue({"inetpub", "out"})}) {
            QCOMPARE(kindOf(helper.ask(asked(path))), QStringLiteral("error"));
        }
        QCOMPARE(helper.end(), 0);
        QVERIFY(QFile::exists(secret.fileName()));
        QFile::remove(link);
        QDir(outside).removeRecursively();
    }

    void anotherTargetIsNotChanged()
    {
        HelperProcess helper(m_practice);
        for (const char* target : {"sample:", "/nowhere", "", "C=/nowhere,D"}) {
            QCOMPARE(kindOf(helper.ask(with(request("preview"), "target", QLatin1StringView(target)))),
                     QStringLiteral("error"));
        }
        QCOMPARE(helper.end(), 0);
    }

    void anotherStateThanTheOneShownIsRefused()
    {
        HelperProcess helper(m_practice);
        helper.ask(request("preview"));
        const QJsonObject answer =
            helper.ask(with(request("apply"), "digest", QString::fromLatin1(QByteArray(32, '\x11').toHex())));
        QCOMPARE(errorOf(answer), QStringLiteral("conflict"));
        QVERIFY(QFile::exists(m_practice.page()));
    }

    void aReplayedChangeIsRefused()
    {
        HelperProcess helper(m_practice);
        const QJsonObject record = applied(helper);
        QCOMPARE(kindOf(helper.ask(undo(record))), QStringLiteral("record"));
        QCOMPARE(errorOf(applied(helper)), QStringLiteral("conflict")); // the same id once more
        QVERIFY(QFile::exists(m_practice.page()));
        QCOMPARE(kindOf(helper.ask(undo(record))), QStringLiteral("error")); // and undone twice
    }

    void aChangedQuarantineIsRefused()
    {
        QJsonObject record;
        {
            HelperProcess helper(m_practice);
            record = applied(helper);
            QCOMPARE(helper.end(), 0);
        }
        const QString objects = m_practice.storeFolder() + QStringLiteral("/objects");
        QVERIFY(spoil(objects, -1));
        HelperProcess helper(m_practice);
        QCOMPARE(errorOf(helper.ask(undo(record))), QStringLiteral("damaged"));
        QVERIFY(!QFile::exists(m_practice.page()));
        QVERIFY(m_practice.strangers().isEmpty());
        QVERIFY(spoil(objects, -1)); // as it was
        QCOMPARE(kindOf(helper.ask(undo(record))), QStringLiteral("record"));
    }

    void aChangedJournalIsRefused()
    {
        QJsonObject record;
        {
            HelperProcess helper(m_practice);
            record = applied(helper);
            QCOMPARE(helper.end(), 0);
        }
        const QString journals = m_practice.storeFolder() + QStringLiteral("/changes");
        QVERIFY(spoil(journals, 200));
        HelperProcess helper(m_practice);
        QCOMPARE(errorOf(helper.ask(undo(record))), QStringLiteral("damaged"));
        const QJsonObject listed =
            helper.ask(with(with(base("list"), "target", QString()), "makes_store", false));
        QCOMPARE(kindOf(listed), QStringLiteral("unreadable"));
        QVERIFY(!QFile::exists(m_practice.page()));
        QCOMPARE(kindOf(helper.receive()), QStringLiteral("end"));
    }

    void anotherJournalThanTheCaseKnowsIsRefused()
    {
        HelperProcess helper(m_practice);
        const QJsonObject record = applied(helper);
        QCOMPARE(errorOf(helper.ask(undo({}))), QStringLiteral("conflict"));
        QVERIFY(!QFile::exists(m_practice.page()));
        QCOMPARE(kindOf(helper.ask(undo(record))), QStringLiteral("record"));
    }

    void aStoreThatOthersMayEnterIsRefused()
    {
        QVERIFY(QDir().mkpath(m_practice.storeFolder()));
        QFile::setPermissions(m_practice.storeFolder(), QFile::ReadOwner | QFile::WriteOwner |
                                                            QFile::ExeOwner | QFile::ReadOther |
                                                            QFile::WriteOther | QFile::ExeOther);
        HelperProcess helper(m_practice);
        QCOMPARE(errorOf(helper.ask(request("preview"))), QStringLiteral("denied"));
        QVERIFY(QFile::exists(m_practice.page()));
    }

    void twoNeverWorkOnOneStore()
    {
        HelperProcess first(m_practice);
        QCOMPARE(kindOf(first.ask(with(base("list"), "makes_store", true))), QStringLiteral("end"));
        HelperProcess second(m_practice);
        QCOMPARE(errorOf(second.ask(request("preview", QString(32, u'b')))), QStringLiteral("conflict"));
    }

    void whoGoesAwayIsTakenForAStop()
    {
        HelperProcess helper(m_practice);
        const QString digest = digestOf(helper.ask(request("preview")));
        helper.send(with(request("apply"), "digest", digest));
        QCOMPARE(kindOf(helper.receive()), QStringLiteral("progress"));
        QCOMPARE(helper.end(), 0);
        QVERIFY(QFile::exists(m_practice.page()));
        QVERIFY(m_practice.strangers().isEmpty());
    }

    void mutatedFramesHarmNothing()
    {
        QRandomGenerator random(4711);
        const QByteArray seed = framed(QJsonDocument(request("preview")).toJson(QJsonDocument::Compact));
        int answered = 0;
        for (int round = 0; round < 40; ++round) {
            HelperProcess helper(m_practice);
            for (int frame = 0; frame < 10; ++frame) {
                QByteArray bytes = seed;
                for (int change = random.bounded(1, 4); change > 0; --change) {
                    bytes[random.bounded(4, static_cast<int>(bytes.size()))] =
                        static_cast<char>(random.bounded(256));
                }
                helper.write(bytes);
            }
            const int status = helper.end();
            QVERIFY2(status == 0 || status == 64, qPrintable(QString::number(status)));
            answered += helper.receive().isEmpty() ? 0 : 1;
        }
        QVERIFY(answered > 0);
        QVERIFY(QFile::exists(m_practice.page()));
    }
};

MAILMEND_TEST_CLASS(HelperBorderTest)
#include "helper_border_test.moc"
