// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QStringList>

namespace mailmend::testing {

/** What is to happen at one of the calls by which a program changes files. */
struct MutationPlan
{
    QStringList below; ///< only calls at or below these paths count
    QString onlyIn;    ///< only in a process whose command line contains this; empty: in all
    int at = 0;        ///< from 1; 0: only count
    QString deed;      ///< "kill", "fail=28", "full"; support/preload/mutation_counter.cpp says more
};

/** What came of a program. */
struct ProgramRun
{
    bool killed = false; ///< by a signal
    int exitCode = 0;
    QString out;
    QString err;
    QStringList mutations; ///< "write /path", in order, also that at which something happened
};

/** Runs a program to its end under the counter. Fails the test program where it can't be started. */
ProgramRun runCounted(const QString& program, const QStringList& arguments, const MutationPlan& plan);

/** The environment that makes a program count, for a QProcess of one's own: "NAME=VALUE". @param trace a file
 */
QStringList countedEnvironment(const MutationPlan& plan, const QString& trace);

/** A program that the build made: "actions_driver", "mailmend-cli". */
QString builtProgram(const char* name);

} // namespace mailmend::testing
