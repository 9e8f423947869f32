// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/mutations.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace mailmend::testing {

QStringList countedEnvironment(const MutationPlan& plan, const QString& trace)
{
    return {QStringLiteral("LD_PRELOAD=" MAILMEND_MUTATION_COUNTER),
            // The counter stands before the sanitizer's own functions, on purpose.
            QStringLiteral("ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0"),
            QStringLiteral("MAILMEND_MUTATIONS_BELOW=") + plan.below.join(u':'),
            QStringLiteral("MAILMEND_MUTATIONS_ONLY=") + plan.onlyIn,
            QStringLiteral("MAILMEND_MUTATIONS_TRACE=") + trace,
            QStringLiteral("MAILMEND_MUTATIONS_AT=%1").arg(plan.at),
            QStringLiteral("MAILMEND_MUTATIONS_DO=") + plan.deed};
}

ProgramRun runCounted(const QString& program, const QStringList& arguments, const MutationPlan& plan)
{
    const QTemporaryDir folder;
    const QString trace = folder.filePath(QStringLiteral("trace"));
    QProcess process;
    process.setProgram(program);
    process.setArguments(arguments);
    process.setEnvironment(QProcess::systemEnvironment() + countedEnvironment(plan, trace));
    process.start();
    if (!process.waitForStarted() || !process.waitForFinished(120'000)) {
        qFatal("%s: %s", qPrintable(program), qPrintable(process.errorString()));
    }
    ProgramRun run;
    run.killed = process.exitStatus() == QProcess::CrashExit;
    run.exitCode = process.exitCode();
    run.out = QString::fromUtf8(process.readAllStandardOutput());
    run.err = QString::fromUtf8(process.readAllStandardError());
    QFile file(trace);
    if (file.open(QIODevice::ReadOnly)) {
        for (const QByteArray& line : file.readAll().split('\n')) {
            if (!line.isEmpty()) {
                run.mutations.append(QString::fromLocal8Bit(line.mid(line.indexOf(' ') + 1)));
            }
        }
    }
    return run;
}

QString builtProgram(const char* name)
{
    return QStringLiteral(MAILMEND_BINARY_DIR "/bin/") + QString::fromLatin1(name);
}

} // namespace mailmend::testing
