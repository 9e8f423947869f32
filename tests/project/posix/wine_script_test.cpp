// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/registration.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>

namespace {

/** A wineserver in whose place a script stands, and what wine_ends made of it. */
int ends(const QTemporaryDir& folder, const QByteArray& server, QByteArray* said)
{
    QFile file(folder.filePath(QStringLiteral("wineserver")));
    if (!file.open(QIODevice::WriteOnly) || file.write("#!/bin/sh\n" + server) < 0 ||
        !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner)) {
        return -1;
    }
    file.close();
    QProcess bash;
    bash.setProcessChannelMode(QProcess::MergedChannels);
    bash.start(QStringLiteral("bash"),
               {QStringLiteral("-c"),
                QStringLiteral("set -uo pipefail; . '" MAILMEND_SOURCE_DIR
                               "/tests/wine.sh'; PATH=$1:$PATH; cd \"$1\"; export WINEPREFIX=$1/wine; "
                               "sleep 600 & one=$!; wine_ends 1; status=$?; kill $one; exit $status"),
                QStringLiteral("bash"), folder.path()});
    if (!bash.waitForFinished(60'000)) {
        return -1;
    }
    *said = bash.readAll();
    return bash.exitCode();
}

} // namespace

/** tests/wine.sh: what hangs under wine is a failure with its name, not a script that waits for ever. */
class WineScriptTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatEndsIsWaitedFor()
    {
        const QTemporaryDir folder;
        QByteArray said;
        QCOMPARE(ends(folder, "exit 0\n", &said), 0);
        QCOMPARE(said, QByteArray());
    }

    void whatHangsIsNamedAndEnded()
    {
        const QTemporaryDir folder;
        QByteArray said;
        QCOMPARE(ends(folder, "[ $1 = -k ] && exec touch killed; sleep 600\n", &said), 1);
        QVERIFY2(said.contains("Still running under wine after 1 s"), said.constData());
        QVERIFY2(said.contains("sleep 600"), said.constData());
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("killed"))));
    }
};

MAILMEND_TEST_CLASS(WineScriptTest)
#include "wine_script_test.moc"
