// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/helper/channel.h"
#include "engine/helper/client.h"
#include "engine/helper/scan_messages.h"
#include "engine/helper/scan_with_rights.h"
#include "engine/sample_scan.h"
#include "findings/stored.h"
#include "support/posix/served_look.h"
#include "support/registration.h"

#include <QJsonDocument>

#include <condition_variable>
#include <mutex>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr HelperPatience HastyLook{std::chrono::seconds(5), std::chrono::milliseconds(500)};
constexpr HelperPatience PatientLook{std::chrono::seconds(30), std::chrono::minutes(2)};

/** Everything that a look says, but how long it took. */
QByteArray allSaidBy(ScanResult result)
{
    for (CheckResult& check : result.checks) {
        check.seconds = 0;
    }
    return *writeScan(result);
}

/** What a listener was told, in words that can be compared. */
struct Heard
{
    QStringList targets;
    QStringList found; ///< sorted: files are read on several threads
    QStringList checks;
    int progress = 0;

    ScanListener listener()
    {
        return {
            [this](const ScanProgress&) { ++progress; },
            [this](const TargetInfo& target) { targets.append(text(store(target))); },
            [this](const Finding& finding) {
                found.append(text(store(finding)));
                found.sort();
            },
            [this](CheckResult result) {
                result.seconds = 0;
                checks.append(text(store(result)));
            },
        };
    }
    static QString text(const QJsonObject& json)
    {
        return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
    }
};

Result<ScanResult> sampleLook(const ScanConsent&, const CancelToken& cancel, const ScanListener& listener)
{
    return lookAtSampleAsOurs(builtInKnowledge(), true, cancel, listener);
}

HelperLook bringing(const Result<ScanResult>& result)
{
    return [result](const ScanConsent&, const CancelToken&, const ScanListener&) { return result; };
}

/** Waits until it is stopped, as a look at a slow disk does; notes that it was. */
struct SlowLook
{
    std::mutex mutex;
    std::condition_variable changed;
    bool begun = false;
    bool stopped = false;

    HelperLook look()
    {
        return
            [this](const ScanConsent&, const CancelToken& cancel, const ScanListener&) -> Result<ScanResult> {
                set(&SlowLook::begun);
                while (!cancel.isCancelled()) {
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
                }
                set(&SlowLook::stopped);
                ScanResult result;
                result.mailmend = QStringLiteral(MAILMEND_VERSION);
                result.knowledge = builtInKnowledge().info({});
                result.cancelled = true;
                return result;
            };
    }
    void set(bool SlowLook::*what)
    {
        const std::lock_guard lock(mutex);
        this->*what = true;
        changed.notify_all();
    }
    bool waitFor(bool SlowLook::*what)
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, std::chrono::seconds(60), [this, what] { return this->*what; });
    }
};

/** A conversation with the real service, frame by frame. */
class Spoken
{
public:
    explicit Spoken(HelperLook look)
        : m_line([this, look = std::move(look)](int pipe) {
              m_served = serveScan(pipe, pipe, look, std::chrono::seconds(20));
          })
    {
        const auto hello = decodeHello(receive());
        marks = SessionMarks(hello ? hello->session : QString());
        write(encode(Hello{HelperProtocol, QStringLiteral("test")}));
    }

    void write(const QJsonObject& frame) { m_line.write(*encodeFrame(frame), std::chrono::seconds(5)); }
    void bytes(const QByteArray& raw) { m_line.write(raw, std::chrono::seconds(5)); }
    /** The next frame; empty: it has closed. */
    QJsonObject receive()
    {
        while (true) {
            const auto frame = m_reader.next();
            if (!frame || *frame) {
                return frame ? **frame : QJsonObject();
            }
            const QByteArray more = m_line.read(std::chrono::seconds(30));
            if (more.isEmpty()) {
                return {};
            }
            m_reader.take(more);
        }
    }
    /** The error that comes after whatever happened before; empty: none. */
    QString error()
    {
        QJsonObject frame = receive();
        while (!frame.isEmpty() && frame.value(QStringLiteral("kind")) != QStringLiteral("error")) {
            frame = receive();
        }
        return frame.value(QStringLiteral("error")).toString();
    }
    void close() { m_line.end({}); }

    SessionMarks marks;

private:
    std::atomic<Served> m_served{Served::ToTheEnd};
    FrameReader m_reader;
    ThreadLine m_line;
};

QJsonObject withKey(QJsonObject object, const char* key, const QJsonValue& value)
{
    object.insert(QLatin1StringView(key), value);
    return object;
}

QJsonObject withoutKey(QJsonObject object, const char* key)
{
    object.remove(QLatin1StringView(key));
    return object;
}

/** One who says this after a right greeting, and then closes. */
StartElevated scripted(const QList<QJsonObject>& frames, std::chrono::milliseconds stays = {})
{
    return [frames, stays](HelperVerb, const HelperPatience&) {
        return Result<std::unique_ptr<HelperLine>>(std::make_unique<ThreadLine>([frames, stays](int pipe) {
            Channel channel(pipe, pipe);
            const QString session(32, u'a');
            SessionMarks marks(session);
            bool told = bool(channel.send(encode(Hello{HelperProtocol, QStringLiteral("test"), session})));
            for (const QJsonObject& frame : frames) {
                told =
                    told && channel.send(frame.contains(QStringLiteral("number")) ? frame : marks.put(frame));
            }
            std::this_thread::sleep_for(stays);
        }));
    };
}

Result<ScanResult> lookThrough(const StartElevated& start, const HelperPatience& patience = PatientLook,
                               const CancelToken& cancel = {}, const ScanListener& listener = {})
{
    return scanWithRights(start, builtInKnowledge(), patience, {}, cancel, listener);
}

} // namespace

/** A look by a helper with rights is the same look; whoever breaks it off, or lies, is told from it. */
class ScanHelperTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsTheSameLook()
    {
        Heard own, helped;
        const auto direct = sampleLook({}, {}, own.listener());
        QVERIFY(direct && direct->findings.size() > 3 && !direct->coverage.isEmpty());
        const auto through = lookThrough(servedLook(sampleLook), PatientLook, {}, helped.listener());
        QVERIFY2(through, through ? "" : qPrintable(logLine(through.error())));
        QCOMPARE(allSaidBy(*through), allSaidBy(*direct));
        QCOMPARE(helped.targets, own.targets);
        QCOMPARE(helped.checks, own.checks);
        QCOMPARE(helped.found, own.found);
        QVERIFY(!own.found.isEmpty() && helped.progress > 1);
    }

    void aResultOfSeveralPiecesIsWhole()
    {
        ScanResult large = *sampleLook({}, {}, {});
        const Finding one = large.findings.first();
        while (writeScan(large)->size() < 3 * ScanPieceSize) {
            for (int more = 0; more < 100; ++more) {
                large.findings.append(one);
            }
        }
        const auto through = lookThrough(servedLook(bringing(large)));
        QVERIFY2(through, through ? "" : qPrintable(logLine(through.error())));
        QCOMPARE(allSaidBy(*through), allSaidBy(large));
    }

    void tooMuchIsSaid()
    {
        ScanResult large;
        large.findings.fill({}, MostScanFindings + 1);
        const auto through = lookThrough(servedLook(bringing(large)));
        QVERIFY(!through && through.error().kind == ErrorKind::TooLarge);
        QVERIFY(inEnglish(through.error().hint).contains(QStringLiteral("check this-computer")));
    }

    void aWishToStopReachesIt()
    {
        SlowLook slow;
        const CancelToken cancel;
        std::thread stop([&slow, &cancel] {
            slow.waitFor(&SlowLook::begun);
            cancel.cancel();
        });
        const auto through = lookThrough(servedLook(slow.look()), PatientLook, cancel);
        stop.join();
        QVERIFY2(through, through ? "" : qPrintable(logLine(through.error())));
        QVERIFY(through->cancelled && slow.stopped);
    }

    void oneThatDoesNotStopIsEnded()
    {
        const CancelToken cancel;
        cancel.cancel();
        const auto through = lookThrough(scripted({}, std::chrono::seconds(2)), HastyLook, cancel);
        QVERIFY(!through && through.error().kind == ErrorKind::Fault);
        QVERIFY(inEnglish(through.error().text).contains(QStringLiteral("changed nothing")));
    }

    void whatItCannotDoIsToldAsItIs()
    {
        const auto through = lookThrough(servedLook(bringing(
            Error{ErrorKind::Unsupported, say(MAILMEND_TEXT("test", "No such Windows.")), {}, {}, {}})));
        QVERIFY(!through && through.error().kind == ErrorKind::Unsupported);
        QCOMPARE(inEnglish(through.error().text), QStringLiteral("No such Windows."));
    }

    void oneThatDiesHalfWay()
    {
        const auto dead = lookThrough(scripted({encodeScan(ScanProgress{})}));
        QVERIFY(!dead && dead.error().kind == ErrorKind::Fault);
        QVERIFY(inEnglish(dead.error().text).contains(QStringLiteral("before it had looked at everything")));
        const auto silent = lookThrough(scripted({}, std::chrono::seconds(2)), HastyLook);
        QVERIFY(!silent && silent.error().kind == ErrorKind::Fault);
        QVERIFY(silent.error().detail.contains(QStringLiteral("for too long")));
    }

    void refusedRightsAreToldAsTheyAre()
    {
        const auto refused = lookThrough([](HelperVerb, const HelperPatience&) {
            return Result<std::unique_ptr<HelperLine>>(
                Error{ErrorKind::Denied, say(MAILMEND_TEXT("test", "They said no.")), {}, {}, {}});
        });
        QVERIFY(!refused && refused.error().kind == ErrorKind::Denied);
    }

    void liesOfAHelper_data()
    {
        QTest::addColumn<QJsonObject>("frame");
        const QJsonObject progress = encodeScan(ScanProgress{});
        const auto row = [](const char* name, const QJsonObject& frame) { QTest::newRow(name) << frame; };
        row("an unknown word", {{QStringLiteral("kind"), QStringLiteral("run")}});
        row("a reply to something else", encode(HelperReply(EndOfList{})));
        row("a key too many", withKey(progress, "path", QStringLiteral("C:/")));
        row("a key too few", withoutKey(progress, "seen"));
        row("a number that is none", withKey(progress, "seen", QStringLiteral("-1")));
        row("a wrong type", withKey(progress, "seen", 1));
        row("a mark that is not due",
            withKey(withKey(progress, "session", QString(32, u'a')), "number", QStringLiteral("7")));
        row("of another session",
            withKey(withKey(progress, "session", QString(32, u'b')), "number", QStringLiteral("1")));
        TargetInfo disk;
        disk.id = QStringLiteral("t");
        disk.kind = QStringLiteral("volume");
        disk.path = QStringLiteral("C:/");
        row("another target", encodeScan(disk));
        TargetInfo spelled = disk;
        spelled.kind = QStringLiteral("this-computer");
        row("another path", encodeScan(spelled));
        Finding finding;
        finding.id = QStringLiteral("f");
        finding.check = QStringLiteral("web-shells");
        finding.target = QStringLiteral("t");
        row("a finding before its target", encodeScan(finding));
        row("a finding without id", encodeScan(Finding{}));
        row("a check of nothing", encodeScan(CheckResult{}));
        row("no piece", encodeScan(ScanPiece{}));
        row("no base64", {{QStringLiteral("kind"), QStringLiteral("piece")},
                          {QStringLiteral("bytes"), QStringLiteral("****")}});
        row("a piece too large", encodeScan(ScanPiece{QByteArray(ScanPieceSize + 1, 'x')}));
        row("an end of nothing", encodeScan(ScanEnd{0, QByteArray(32, '\0')}));
        row("an end with half a hash", encodeScan(ScanEnd{0, QByteArray(16, '\0')}));
    }

    void liesOfAHelper()
    {
        QFETCH(QJsonObject, frame);
        const auto through = lookThrough(scripted({frame}, std::chrono::milliseconds(50)));
        QVERIFY(!through);
        QVERIFY2(through.error().kind == ErrorKind::BadCall || through.error().kind == ErrorKind::Damaged,
                 qPrintable(logLine(through.error())));
    }

    void itDoesOnlyWhatItIsThereFor_data()
    {
        QTest::addColumn<QJsonObject>("call");
        const QJsonObject scan = encodeScanCall({});
        QTest::newRow("a path") << withKey(scan, "path", QStringLiteral("C:/"));
        QTest::newRow("a target") << withKey(scan, "target", QStringLiteral("this-computer"));
        QTest::newRow("a store") << withKey(scan, "store", QString(32, u'a'));
        QTest::newRow("another verb") << withKey(scan, "kind", QStringLiteral("apply"));
        QTest::newRow("a change") << encode(HelperCall{QString(32, u'a'), {}, ListCall{true}});
        QTest::newRow("a wish") << encode(HelperWish::Stop);
        QTest::newRow("a wrong type") << withKey(scan, "kind", 1);
        QTest::newRow("no word on a shadow copy") << withoutKey(scan, "shadow_copy");
        QTest::newRow("a shadow copy, in words") << withKey(scan, "shadow_copy", QStringLiteral("true"));
        QTest::newRow("a shadow copy, as a number") << withKey(scan, "shadow_copy", 1);
        QTest::newRow("nothing") << QJsonObject();
    }

    void itDoesOnlyWhatItIsThereFor()
    {
        QFETCH(QJsonObject, call);
        SlowLook slow;
        Spoken helper(slow.look());
        helper.write(helper.marks.put(call));
        QCOMPARE(helper.error(), QStringLiteral("bad-call"));
        QVERIFY(helper.receive().isEmpty() && !slow.begun);
    }

    void whatWasAgreedToReachesTheLook()
    {
        for (const bool agreed : {true, false}) {
            std::optional<bool> heard;
            const auto through = scanWithRights(
                servedLook([&heard](const ScanConsent& consent, const CancelToken&, const ScanListener&) {
                    heard = consent.mayMakeShadowCopy;
                    return Result<ScanResult>(Error{ErrorKind::Unsupported, {}, {}, {}, {}});
                }),
                builtInKnowledge(), PatientLook, {agreed}, {}, {});
            QVERIFY(!through && through.error().kind == ErrorKind::Unsupported);
            QVERIFY(heard == agreed);
        }
    }

    void whatIsNotDueIsRefused()
    {
        SlowLook unmarked, damaged, huge, twice, again, held;
        {
            Spoken helper(unmarked.look());
            helper.write(encodeScanCall({}));
            QCOMPARE(helper.error(), QStringLiteral("bad-call"));
        }
        {
            Spoken helper(damaged.look());
            helper.bytes(QByteArray("\x05\0\0\0{\"a\":", 9));
            QCOMPARE(helper.error(), QStringLiteral("damaged"));
        }
        {
            Spoken helper(huge.look());
            helper.bytes(QByteArray("\xff\xff\xff\x7f", 4));
            QCOMPARE(helper.error(), QStringLiteral("too-large"));
        }
        QVERIFY(!unmarked.begun && !damaged.begun && !huge.begun);
        {
            Spoken helper(twice.look()); // a replay
            const QJsonObject call = helper.marks.put(encodeScanCall({}));
            helper.write(call);
            helper.write(call);
            QCOMPARE(helper.error(), QStringLiteral("bad-call"));
        }
        {
            Spoken helper(again.look()); // a second call
            helper.write(helper.marks.put(encodeScanCall({})));
            helper.write(helper.marks.put(encodeScanCall({})));
            QCOMPARE(helper.error(), QStringLiteral("bad-call"));
        }
        {
            Spoken helper(held.look());
            helper.write(helper.marks.put(encodeScanCall({})));
            helper.write(helper.marks.put(encode(HelperWish::Hold)));
            QCOMPARE(helper.error(), QStringLiteral("bad-call"));
        }
        QVERIFY(twice.stopped && again.stopped && held.stopped);
    }

    void whoGoesAwayStopsIt()
    {
        SlowLook slow;
        {
            Spoken helper(slow.look());
            helper.write(helper.marks.put(encodeScanCall({})));
            QVERIFY(slow.waitFor(&SlowLook::begun));
            helper.close();
            QVERIFY(slow.waitFor(&SlowLook::stopped));
        }
        SlowLook cut;
        Spoken helper(cut.look());
        helper.write(helper.marks.put(encodeScanCall({})));
        QVERIFY(cut.waitFor(&SlowLook::begun));
        helper.bytes(QByteArray("\x05\0\0\0{", 5)); // and is cut there
        helper.close();
        QVERIFY(cut.waitFor(&SlowLook::stopped));
    }

    /** Names as long as an intruder can make them: such a finding comes with the result alone. */
    void aFindingTooLargeForAFrame()
    {
        Finding large;
        large.id = QStringLiteral("f");
        large.check = QStringLiteral("web-shells");
        for (int i = 0; i < 12; ++i) {
            Fact fact;
            fact.text =
                say(MAILMEND_TEXT("test", "At {path}."), {{"path", place(QString(32'000, QChar(0x4e00)))}});
            large.facts.append(fact);
        }
        QVERIFY(!encodeFrame(encodeScan(large)));
        int told = 0;
        ScanListener listener;
        listener.found = [&told](const Finding&) { ++told; };
        const auto result =
            lookThrough(servedLook([&large](const ScanConsent&, const CancelToken& cancel,
                                            const ScanListener& listening) {
                            auto looked = lookAtSampleAsOurs(builtInKnowledge(), true, cancel, listening);
                            if (looked) {
                                large.target = looked->targets.first().id;
                                listening.found(large);
                                looked->findings.append(large);
                            }
                            return looked;
                        }),
                        PatientLook, {}, listener);
        QVERIFY2(result, result ? "" : qPrintable(logLine(result.error())));
        QVERIFY(told > 0 && told < result->findings.size());
        QCOMPARE(result->findings.last().facts.size(), large.facts.size());
    }

    void whenRightsMayShowMore()
    {
        const auto without = lookAtSampleAsOurs(builtInKnowledge(), false, {}, {});
        QVERIFY(without && rightsMayShowMore(*without));
        ScanResult given = *without;
        sayThatRightsWereGiven(given);
        QVERIFY(!rightsMayShowMore(given)); // what they can't read no question opens
        ScanResult disk = *without;
        disk.targets.first().kind = QStringLiteral("volume");
        QVERIFY(!rightsMayShowMore(disk));
        const auto with = lookAtSampleAsOurs(builtInKnowledge(), true, {}, {});
        QVERIFY(with && !rightsMayShowMore(*with));
        ScanResult live = *without;
        for (CoverageEntry& row : live.coverage) {
            row.state = ReadState::Partly;
        }
        QVERIFY(!rightsMayShowMore(live));
        LiveTable table;
        table.target = live.targets.first().id;
        table.state = ReadState::Denied;
        live.live = {table};
        QVERIFY(rightsMayShowMore(live));
    }
};

MAILMEND_TEST_CLASS(ScanHelperTest)
#include "scan_helper_test.moc"
