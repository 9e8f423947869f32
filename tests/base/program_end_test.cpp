// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/registration.h"

#include <QProcess>

using namespace mailmend;

class ProgramEndTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** The window's program stayed for ever after its window had gone, once in a dozen times on a busy
     * machine. */
    void endsWhileAThreadClearsUp()
    {
        QProcess program;
        program.start(QStringLiteral(MAILMEND_BINARY_DIR "/bin/ending_driver"), {});
        QVERIFY2(program.waitForStarted(), qPrintable(program.errorString()));
        const bool ended = program.waitForFinished(60000);
        program.kill();
        QVERIFY(ended);
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), 7);
        QCOMPARE(program.readAllStandardOutput().trimmed(), QByteArrayLiteral("printed"));
    }
};

MAILMEND_TEST_CLASS(ProgramEndTest)
#include "program_end_test.moc"
