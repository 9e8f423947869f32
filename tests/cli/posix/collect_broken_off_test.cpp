// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/collect_calls.h"
#include "support/mutations.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QFile>
#include <QProcess>

#include <array>
#include <csignal>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vector>

using namespace mailmend::testing;

namespace {

const QByteArray typedSecret = "four words that nobody knows";

} // namespace

/** A collecting that is killed, stopped or typed to, by Linux' own means. */
class CollectBrokenOffTest : public QObject, private CollectCalls
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(writeSampleAndSecret(typedSecret)); }

    /** After a kill at any write there is no file of that name, or a whole one. */
    void killedAnywhereItIsPartialOrWhole()
    {
        const auto collectIn = [this](const QString& folder, int at, const QString& deed) {
            QDir().mkpath(folder);
            return runCounted(builtProgram("mailmend-cli"),
                              call(folder + QStringLiteral("/a.zip"), {QStringLiteral("--no-passphrase")}),
                              {{folder}, {}, at, deed});
        };
        const ProgramRun whole = collectIn(m_console.path("whole"), 0, {});
        QCOMPARE(whole.exitCode, 0);
        const int steps = static_cast<int>(whole.mutations.size());
        QVERIFY2(steps > 20, qPrintable(whole.mutations.join(u'\n')));
        int kept = 0;
        int unnamed = 0; // and said to be whole
        for (int at = 1; at <= steps; at += at + 12 < steps && at > 3 ? 9 : 1) {
            for (const char* deed : {"kill", "fail=28"}) {
                const QString folder = m_console.path("broken") + QString::number(at) + QLatin1String(deed);
                const ProgramRun ran = collectIn(folder, at, QLatin1String(deed));
                const QString zip = folder + QStringLiteral("/a.zip");
                // What has its name is never called unusable, and what has none never whole.
                QVERIFY2(ran.killed || (ran.exitCode == 0) == QFile::exists(zip),
                         qPrintable(QString::number(at) + u' ' + ran.err));
                if (QFile::exists(zip)) {
                    ++kept;
                    QCOMPARE(run({QStringLiteral("check"), zip}).status, 1);
                } else {
                    const QFileInfo partial(zip + QStringLiteral(".partial"));
                    if (partial.size() == 0) {
                        continue;
                    }
                    const Ran looked = run({QStringLiteral("check"), partial.filePath()});
                    if (ran.err.contains(QStringLiteral("lacks only its name"))) {
                        ++unnamed;
                        QCOMPARE(looked.status, 1);
                    }
                    if (looked.status != 66) { // written in full, and about to get its name
                        ++kept;
                        QCOMPARE(looked.status, 1);
                    }
                }
            }
        }
        QVERIFY(unnamed > 0);
        QVERIFY2(kept <= 10, qPrintable(QString::number(kept))); // at its very end
    }

    /** What is typed on a terminal is asked for twice and never shown. */
    void asksOnTheTerminal_data()
    {
        QTest::addColumn<QByteArrayList>("typed");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("says");
        const QByteArray enter = "\n";
        QTest::newRow("twice") << QByteArrayList{typedSecret + enter, typedSecret + enter} << 0
                               << QByteArray("Collected");
        QTest::newRow("two different ones") << QByteArrayList{typedSecret + enter, "another one than that\n"}
                                            << 64 << QByteArray("two different passphrases");
        QTest::newRow("too short") << QByteArrayList{"tiny words\n"} << 64 << QByteArray("too short");
        QTest::newRow("Ctrl+C") << QByteArrayList{"\x03"} << 2 << QByteArray("No passphrase was given");
    }

    void asksOnTheTerminal()
    {
        QFETCH(QByteArrayList, typed);
        QFETCH(int, status);
        QFETCH(QByteArray, says);
        const QString zip = m_console.path("typed.zip");
        const QByteArray program = ConsoleRun::program().toLocal8Bit();
        std::vector<QByteArray> words{program};
        for (const QString& word : call(zip, {})) {
            words.push_back(word.toLocal8Bit());
        }
        int terminal = -1;
        const pid_t child = ::forkpty(&terminal, nullptr, nullptr, nullptr);
        QVERIFY(child >= 0);
        if (child == 0) {
            std::vector<char*> arguments;
            for (QByteArray& word : words) {
                arguments.push_back(word.data());
            }
            arguments.push_back(nullptr);
            ::setenv("HOME", m_console.folder().toLocal8Bit().constData(), 1);
            // Ctrl+C throws away what is being shown, and with that what the program says of it meanwhile.
            termios how{};
            ::tcgetattr(STDIN_FILENO, &how);
            how.c_lflag |= NOFLSH;
            ::tcsetattr(STDIN_FILENO, TCSANOW, &how);
            ::execv(program.constData(), arguments.data());
            ::_exit(127);
        }
        QByteArray shown;
        std::array<char, 4096> room{};
        qsizetype answered = 0;
        for (ssize_t got = 0; (got = ::read(terminal, room.data(), room.size())) > 0;) {
            shown.append(room.data(), got);
            if (shown.count("well):") + shown.count("Once more:") > answered && answered < typed.size()) {
                const QByteArray& answer = typed.at(answered++);
                QCOMPARE(::write(terminal, answer.constData(), static_cast<size_t>(answer.size())),
                         static_cast<ssize_t>(answer.size()));
            }
        }
        int ended = 0;
        QCOMPARE(::waitpid(child, &ended, 0), child);
        ::close(terminal);
        QVERIFY(WIFEXITED(ended));
        QVERIFY2(shown.contains(says), shown.constData());
        QCOMPARE(WEXITSTATUS(ended), status);
        QVERIFY(!shown.contains("nobody knows") && !shown.contains("another one") && !shown.contains("tiny"));
        QCOMPARE(QFile::remove(zip), status == 0);
    }

    void ctrlCEndsItSoon()
    {
        const QString huge = m_disk + QStringLiteral("/inetpub/wwwroot/huge.bin");
        QFile file(huge);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.resize((qint64(4) << 30) - 1)); // sparse
        file.close();
        QProcess process;
        process.setProcessEnvironment(m_console.environment());
        const QString zip = m_console.path("stopped.zip");
        process.start(ConsoleRun::program(), call(zip, withSecret()));
        const QString partial = zip + QStringLiteral(".partial");
        while (QFileInfo(partial).size() < 1'000'000 && !process.waitForFinished(20)) {
        }
        QCOMPARE(process.state(), QProcess::Running);
        QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(60'000));
        QVERIFY(file.remove());
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 2);
        QVERIFY(process.readAllStandardError().contains("was stopped"));
        QVERIFY(!QFile::exists(zip));
        QVERIFY(QFile::exists(partial));
        QCOMPARE(run(QStringList{QStringLiteral("check"), partial} + withSecret()).status, 66);
    }
};

MAILMEND_TEST_CLASS(CollectBrokenOffTest)
#include "collect_broken_off_test.moc"
