// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/harmed_run.h"

#include "support/mutations.h"

#include <QFile>

#include <cerrno>

namespace mailmend::testing {

HarmedRun runHarmed(const ConsoleRun& console, const QStringList& arguments, Role role, Harm harm, int at)
{
    const QString trace = console.path("trace");
    QFile::remove(trace);
    // What tells the two command lines apart: only the parent's names the person.
    const MutationPlan plan{{console.folder()},
                            role == Role::Helper   ? QStringLiteral("helper act")
                            : role == Role::Parent ? QStringLiteral("--by")
                                                   : QString(),
                            at,
                            harm == Harm::Kill       ? QStringLiteral("kill")
                            : harm == Harm::DiskFull ? QStringLiteral("full")
                                                     : QStringLiteral("fail=%1").arg(EIO)};
    QProcessEnvironment environment = console.environment();
    for (const QString& variable : countedEnvironment(plan, trace)) {
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    }
    HarmedRun run;
    run.ran = console.run(arguments, environment);
    QFile calls(trace);
    const QByteArray number = '\n' + QByteArray::number(at) + ' ';
    run.harmed = calls.open(QIODevice::ReadOnly) && ('\n' + calls.readAll()).contains(number);
    return run;
}

} // namespace mailmend::testing
