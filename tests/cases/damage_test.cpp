// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "cases/case_fixture.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QFile>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** The same case in smaller pages: fewer bytes to cut and flip. */
QByteArray smallCase(const CaseFixture& fixture)
{
    fixture.append(*fixture.create(), 2);
    if (!fixture.sql({QStringLiteral("PRAGMA page_size = 512"), QStringLiteral("VACUUM")}) ||
        !fixture.open()->verify().intact) {
        qFatal("cannot make a small case");
    }
    return contentOf(fixture.file());
}

} // namespace

/** What a disk, a stick or a power cut does to a case file. */
class DamageTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /** Cut at every length: an error or a report, never a crash and never an intact case. */
    void everyTruncation()
    {
        CaseFixture fixture;
        const QByteArray whole = smallCase(fixture);
        CaseFixture cut;
        int opened = 0;
        for (qsizetype length = 0; length < whole.size(); ++length) {
            QVERIFY(writeWhole(cut.file(), whole.first(length)));
            const auto log = EventLog::open(cut.file(), fixture.sealFolder());
            if (log) {
                ++opened;
                QVERIFY2(!(*log)->verify().intact, qPrintable(QString::number(length)));
            } else {
                QVERIFY(!log.error().text.isEmpty());
            }
        }
        QVERIFY(writeWhole(cut.file(), whole));
        QVERIFY((*EventLog::open(cut.file(), fixture.sealFolder()))->verify().intact);
        qInfo("%lld lengths, %d of them could still be read in part", static_cast<long long>(whole.size()),
              opened);
    }

    /** Any byte flipped: an error, a report, or the very same events. */
    void everyFlippedByte()
    {
        CaseFixture fixture;
        const QByteArray whole = smallCase(fixture);
        const QList<Event> events = *fixture.open()->read(0);
        CaseFixture flipped;
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QByteArray bytes = whole;
            bytes[at] = static_cast<char>(bytes.at(at) ^ 0x41);
            QVERIFY(writeWhole(flipped.file(), bytes));
            const auto log = EventLog::open(flipped.file(), fixture.sealFolder());
            if (log && (*log)->verify().intact) {
                const auto read = (*log)->read(0);
                QVERIFY(read);
                QCOMPARE(read->size(), events.size());
                QCOMPARE(read->last().hash, events.last().hash);
                QCOMPARE(canonicalBytes(read->first()), canonicalBytes(events.first()));
            }
        }
    }

    /** A program that is killed in the middle of its work loses nothing that it was told is saved. */
    void killedWhileWriting()
    {
        CaseFixture fixture;
        fixture.create();
        qint64 before = 0;
        for (int round = 0; round < 12; ++round) {
            int pipeEnds[2];
            QCOMPARE(pipe(pipeEnds), 0);
            const pid_t child = fork();
            if (child == 0) {
                auto log = EventLog::open(fixture.file(), fixture.sealFolder());
                for (qint64 number = before; log; ++number) {
                    if (!(*log)->append(number, {fixture.event(1)})) {
                        _exit(1);
                    }
                    const qint64 saved = number + 1;
                    if (::write(pipeEnds[1], &saved, sizeof saved) != sizeof saved) {
                        _exit(1);
                    }
                }
                _exit(1);
            }
            close(pipeEnds[1]);
            qint64 saved = before;
            for (int i = 0; i <= round; ++i) {
                QCOMPARE(::read(pipeEnds[0], &saved, sizeof saved), static_cast<ssize_t>(sizeof saved));
            }
            usleep(static_cast<useconds_t>(137 * round));
            kill(child, SIGKILL);
            int status = 0;
            waitpid(child, &status, 0);
            while (::read(pipeEnds[0], &saved, sizeof saved) == static_cast<ssize_t>(sizeof saved)) {
            }
            close(pipeEnds[0]);
            QVERIFY(WIFSIGNALED(status));

            auto log = fixture.open();
            QVERIFY2(log->verify().intact, qPrintable(inEnglish(log->verify().text)));
            before = log->read(0)->size();
            QVERIFY(before >= saved && before <= saved + 1);
        }
    }
};

MAILMEND_TEST_CLASS(DamageTest)
#include "damage_test.moc"
