// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/where_done.h"

#include "actions/change_store.h"
#include "actions/store/installation_secret.h"
#include "base/reader.h"
#include "cases/event_log.h"
#include "fix/practice.h"
#include "support/json_schema.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/sample_findings.h"
#include "support/small_server.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr MoreRights none = MoreRights::AreNotToBeHad;

using Fields = QList<QByteArray>;

/** The system's table of mounts with every line changed: its sixth field, and the three behind the dash. */
QByteArray tableWith(const QByteArray& options, const QByteArray& type, const QByteArray& source,
                     const QByteArray& ofSystem)
{
    QFile table(QStringLiteral("/proc/self/mountinfo"));
    QByteArray out;
    const QByteArray lines = table.open(QIODevice::ReadOnly) ? table.readAll() : QByteArray();
    for (const QByteArray& line : lines.split('\n')) {
        Fields fields = line.split(' ');
        const qsizetype dash = fields.indexOf("-");
        if (dash < 6) {
            continue;
        }
        fields[5] = options;
        out += (fields.mid(0, dash + 1) + Fields{type, source, ofSystem}).join(' ') + '\n';
    }
    return out;
}

/** An NTFS volume as mkntfs makes it, with the flag that Windows sets while it is in use. */
QByteArray dirtyImage(const QString& path)
{
    QFile image(path);
    QProcess mkntfs;
    if (image.open(QIODevice::ReadWrite) && image.resize(4 * 1024 * 1024)) {
        mkntfs.start(QStringLiteral("/sbin/mkntfs"),
                     {QStringLiteral("-F"), QStringLiteral("-Q"), QStringLiteral("-q"), path});
    }
    if (!mkntfs.waitForFinished() || mkntfs.exitCode() != 0) {
        qFatal("mkntfs (package ntfs-3g): %s", mkntfs.readAllStandardError().constData());
    }
    QByteArray bytes = image.readAll();
    // $VOLUME_INFORMATION (0x70, 40 bytes long, resident) of $Volume: its flags stand 10 bytes into the
    // value.
    const qsizetype attribute = bytes.indexOf(QByteArray::fromHex("7000000028000000"));
    bytes[attribute + 0x18 + 10] = 1;
    image.seek(0);
    image.write(bytes);
    return QFile::encodeName(path);
}

} // namespace

/**
 * A plan does not offer what the disk does not allow: it says "by hand here", why, and what to do. It looks
 * anew each time, by the helper, which is who would do it.
 */
class WhereDoneTest : public QObject
{
    Q_OBJECT

    Practice m_practice;
    RawTree m_other; ///< the disk of another server

    QString away() const { return m_practice.disk() + QStringLiteral("-away"); }
    QString sleeping() const { return m_practice.disk() + QStringLiteral("/hiberfil.sys"); }

    Ran plan(const char* more, const QByteArray& table = {}) const
    {
        QProcessEnvironment environment = m_practice.console().environment();
        if (!table.isEmpty()) {
            QFile file(m_practice.console().path("mounts"));
            if (file.open(QIODevice::WriteOnly)) {
                file.write(table);
            }
            environment.insert(QStringLiteral("MAILMEND_MOUNT_TABLE"), file.fileName());
            environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(MAILMEND_MOUNT_TABLE));
            environment.insert(QStringLiteral("ASAN_OPTIONS"),
                               QStringLiteral("verify_asan_link_order=0:detect_leaks=0"));
        }
        QStringList words = QString::fromLatin1(more).split(u' ');
        words.insert(1, m_practice.caseFile());
        words.replaceInStrings(QStringLiteral("STEP"), m_practice.step());
        return m_practice.console().run(words, environment);
    }

    QJsonObject step(const QJsonObject& plan) const
    {
        for (const QJsonValue& one : plan.value(QStringLiteral("steps")).toArray()) {
            if (one.toObject().value(QStringLiteral("id")).toString() == m_practice.step()) {
                return one.toObject();
            }
        }
        return {};
    }

    Result<CaseView> view() const
    {
        auto log = EventLog::open(m_practice.caseFile(), m_practice.sealFolder());
        const auto events = log ? (*log)->read(0) : Result<QList<Event>>(log.error());
        return events ? viewCase(*events, builtIn(), QDateTime::currentDateTimeUtc())
                      : Result<CaseView>(events.error());
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(m_practice.trouble().isEmpty(), qPrintable(m_practice.trouble()));
        for (const auto& [path, content] : smallServer()) {
            m_other.file(path.constData(), content);
        }
    }

    void cleanup()
    {
        QFile::remove(sleeping());
        if (QFile::exists(away())) {
            QDir(m_practice.disk()).removeRecursively();
            QFile::rename(away(), m_practice.disk());
        }
    }

    void aDiskThatMayBeWrittenIsOffered()
    {
        const QJsonObject json = plan("plan --format json").json();
        QCOMPARE(step(json).value(QStringLiteral("can_be_done_here")), QJsonValue(QStringLiteral("yes")));
        QVERIFY(step(json).value(QStringLiteral("why_not_here")).isNull());
        QVERIFY(plan("plan").out.contains("Mailmend can do this"));
        QVERIFY(!plan("plan").out.contains("By hand here"));
        // The same with a table of mounts that says nothing bad.
        const QByteArray good = tableWith("rw", "ext4", "/dev/sdb1", "rw");
        QVERIFY(plan("plan", good).out.contains("Mailmend can do this"));
        for (const QJsonValue& one : json.value(QStringLiteral("steps")).toArray()) {
            if (one.toObject().value(QStringLiteral("action")).isNull()) {
                QVERIFY(one.toObject().value(QStringLiteral("can_be_done_here")).isNull());
            }
        }
    }

    void whatTheDiskForbidsIsNotOffered_data()
    {
        QTest::addColumn<QByteArray>("table");
        QTest::addColumn<QByteArray>("disk");
        QTest::addColumn<QByteArray>("why");
        QTest::addColumn<QByteArray>("what");
        const QByteArray here;
        const QByteArray dirty = dirtyImage(m_practice.console().path("dirty.ntfs"));
        QTest::newRow("read-only mount")
            << tableWith("ro", "ext4", "/dev/sdb1", "rw") << here << QByteArray("for reading only")
            << QByteArray("so that it may be written");
        QTest::newRow("read-only file system")
            << tableWith("rw", "ntfs3", "/dev/sdb1", "ro") << here << QByteArray("for reading only")
            << QByteArray("so that it may be written");
        QTest::newRow("by force") << tableWith("rw", "ntfs3", "/dev/sdb1", "rw,force") << here
                                  << QByteArray("by force") << QByteArray("chkdsk /f");
        QTest::newRow("dirty") << tableWith("rw", "fuseblk", dirty, "rw") << here
                               << QByteArray("not put away in order") << QByteArray("chkdsk /f");
        QTest::newRow("perhaps dirty") << tableWith("rw", "fuseblk", "/nowhere", "rw") << here
                                       << QByteArray("could not see whether") << QByteArray("driver ntfs3");
        QTest::newRow("asleep") << QByteArray() << QByteArray("sleeps") << QByteArray("put to sleep")
                                << QByteArray("shutdown /s /t 0");
        QTest::newRow("no disk") << QByteArray() << QByteArray("away") << QByteArray("could not be opened")
                                 << QByteArray("connected");
        QTest::newRow("another server's")
            << QByteArray() << QByteArray("other") << QByteArray("not for certain the disk that was examined")
            << QByteArray("Connect the disk of");
    }

    void whatTheDiskForbidsIsNotOffered()
    {
        QFETCH(QByteArray, table);
        QFETCH(QByteArray, disk);
        QFETCH(QByteArray, why);
        QFETCH(QByteArray, what);
        if (disk == "sleeps") {
            QFile file(sleeping());
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("hibr") == 4);
        } else if (!disk.isEmpty()) {
            QVERIFY(QFile::rename(m_practice.disk(), away()));
            if (disk == "other") {
                QCOMPARE(QProcess::execute(QStringLiteral("cp"),
                                           {QStringLiteral("-a"), QString::fromLocal8Bit(m_other.path()),
                                            m_practice.disk()}),
                         0);
            }
        }
        const QJsonObject json = step(plan("plan --format json", table).json());
        QCOMPARE(json.value(QStringLiteral("can_be_done_here")), QJsonValue(QStringLiteral("no")));
        const QString said = json.value(QStringLiteral("why_not_here")).toString();
        QVERIFY2(said.contains(QString::fromLatin1(why)), qPrintable(said));
        QVERIFY2(said.contains(QString::fromLatin1(what)), qPrintable(said));
        QVERIFY(json.value(QStringLiteral("by_hand_only")).isNull()); // that may change; the case does not
        for (const char* words : {"plan", "plan --step STEP"}) {
            const QByteArray text = plan(words, table).out.simplified();
            QVERIFY2(text.contains("By hand here, as things are now. "), text.constData());
            QVERIFY2(text.contains(why) && text.contains(what), text.constData());
            QVERIFY2(!text.contains("Mailmend can do this"), text.constData());
        }
        // Whoever tries it nevertheless hears the same.
        const Ran preview = plan("preview STEP", table);
        QVERIFY(preview.status != 0);
        QVERIFY2(preview.err.simplified().contains(why), preview.err.constData());
        // A paper is read later and elsewhere: it says nothing of a moment.
        const Ran report = plan("report --format json --audience technician", table);
        QCOMPARE(report.status, 0);
        QCOMPARE(step(report.json().value(QStringLiteral("plan")).toObject())
                     .value(QStringLiteral("can_be_done_here")),
                 QJsonValue(QStringLiteral("not-looked")));
        QCOMPARE(whatIsWrong(report.out, QStringLiteral("mailmend-case-1.schema.json")), QString());
        // Connected anew, it is offered again at once.
        cleanup();
        QVERIFY(plan("plan").out.contains("Mailmend can do this"));
    }

    void nothingIsOfferedTwice()
    {
        m_practice.reset();
        QCOMPARE(plan("apply STEP --yes --by Ada").status, 0);
        const QJsonObject json = step(plan("plan --format json").json());
        QVERIFY(json.value(QStringLiteral("can_be_done_here")).isNull());
        m_practice.reset();
    }

    void aLookNeedsNoStoreAndHoldsUpNothing()
    {
        const auto secret = installationSecret(m_practice.sealFolder());
        QVERIFY(secret && !QFile::exists(m_practice.storeFolder()));
        const auto seen = view();
        QVERIFY(seen);
        QVERIFY(lookWhereItCanBeDone(*seen, ConsoleRun::program(), none, {}).of(m_practice.step()).answer ==
                DoableHere::Answer::Yes);
        QVERIFY(!QFile::exists(m_practice.storeFolder()));
        const auto busy = ChangeStore::open(m_practice.storeFolder(), *secret, ChangeStore::Missing::IsMade);
        QVERIFY(busy);
        QVERIFY(lookWhereItCanBeDone(*seen, ConsoleRun::program(), none, {}).of(m_practice.step()).answer ==
                DoableHere::Answer::Yes);
        m_practice.reset();
    }

    void whereNobodyCanBeAskedForRightsItSaysWhatToDo()
    {
        const Error denied{ErrorKind::Denied,
                           say(MAILMEND_TEXT("test", "Not allowed.")),
                           say(MAILMEND_TEXT("test", "Use another account.")),
                           {},
                           {}};
        TargetInfo here;
        here.kind = QStringLiteral("this-computer");
        QVERIFY(answerTo(denied, here, MoreRights::CanBeAskedFor).answer == DoableHere::Answer::Yes);
        const DoableHere alone = answerTo(denied, here, none);
        QVERIFY(alone.answer == DoableHere::Answer::No);
        QCOMPARE(inEnglish(alone.why), QStringLiteral("Not allowed. Use another account."));
        // No rights help on another server's disk, and none against a disk that is broken.
        TargetInfo disk;
        disk.kind = QStringLiteral("volume");
        QVERIFY(answerTo(denied, disk, MoreRights::CanBeAskedFor).answer == DoableHere::Answer::No);
        Error broken = denied;
        broken.kind = ErrorKind::Damaged;
        QVERIFY(answerTo(broken, here, MoreRights::CanBeAskedFor).answer == DoableHere::Answer::CouldNotSee);
    }

    void whoCannotLookSaysSo()
    {
        const auto seen = view();
        QVERIFY(seen);
        const DoableHere nobody =
            lookWhereItCanBeDone(*seen, QStringLiteral("/nowhere/mailmend-cli"), none, {})
                .of(m_practice.step());
        QVERIFY(nobody.answer == DoableHere::Answer::CouldNotSee);
        QVERIFY(inEnglish(nobody.why).contains(QStringLiteral("/nowhere/mailmend-cli")));
        // A disk that doesn't answer: it is not waited for without an end.
        QFile script(m_practice.console().path("hangs"));
        QVERIFY(script.open(QIODevice::WriteOnly) && script.write("#!/bin/sh\nexec sleep 60\n") > 0);
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        const HelperPatience hasty{std::chrono::seconds(1), std::chrono::seconds(1)};
        const DoableHere hangs =
            lookWhereItCanBeDone(*seen, script.fileName(), none, {}, hasty).of(m_practice.step());
        QVERIFY(hangs.answer == DoableHere::Answer::CouldNotSee);
        // Nobody waits for the answer any more.
        const CancelToken cancel;
        cancel.cancel();
        QVERIFY(lookWhereItCanBeDone(*seen, ConsoleRun::program(), none, cancel).steps.isEmpty());
    }
};

MAILMEND_TEST_CLASS(WhereDoneTest)
#include "where_done_test.moc"
