// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0

// Usage: hive_walk HIVE [LOG…]: opens a hive with its logs and prints what is in it and how long that took.
#include "base/reader.h"
#include "evidence/parse/hive.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTextStream>

using namespace mailmend;

namespace {

QByteArray readFile(const char* name)
{
    QFile file(QString::fromLocal8Bit(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

int main(int argc, char** argv)
{
    QTextStream out(stdout);
    if (argc < 2) {
        out << "hive_walk HIVE [LOG...]\n";
        return 64;
    }
    QList<QByteArray> logs;
    for (int i = 2; i < argc; ++i) {
        logs.append(readFile(argv[i]));
    }
    const QByteArray primary = readFile(argv[1]);
    QElapsedTimer clock;
    clock.start();
    const auto hive = Hive::open(primary, logs);
    const qint64 opened = clock.nsecsElapsed();
    if (!hive) {
        out << "error: " << inEnglish(hive.error().text) << '\n';
        return 66;
    }
    const HiveSurvey& survey = hive->survey();
    clock.restart();
    constexpr int kLookUps = 100;
    for (int i = 0; i < kLookUps; ++i) {
        [[maybe_unused]] const auto answer = hive->key(u"ControlSet001\\Services\\Tcpip\\Parameters");
    }
    const qint64 lookUp = clock.nsecsElapsed() / kLookUps;
    out << "state " << toWord(hive->state()) << ' ' << inEnglish(hive->reason()) << '\n'
        << "replay " << hive->replay().entries << " entries, " << hive->replay().pages << " pages, sequence "
        << hive->sequence() << '\n'
        << "keys " << survey.keys << " values " << survey.values << " damaged " << survey.damagedKeys
        << (survey.finished ? "" : " (not finished)") << '\n'
        << "written " << hive->lastWritten().toString(Qt::ISODateWithMs) << " newest key "
        << survey.newestKey.toString(Qt::ISODateWithMs) << '\n'
        << "open and walk " << double(opened) / 1e6 << " ms, look-up " << double(lookUp) / 1e3 << " us\n";
    return 0;
}
