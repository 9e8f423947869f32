// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"

#include <QJsonDocument>
#include <QProcess>

#include <algorithm>

namespace mailmend::testing {

QJsonObject Ran::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QList<QJsonObject> Ran::lines() const
{
    QList<QJsonObject> objects;
    for (const QByteArray& line : out.split('\n')) {
        if (!line.isEmpty()) {
            objects.append(QJsonDocument::fromJson(line).object());
        }
    }
    return objects;
}

bool Ran::isHarmless() const
{
    const QString text = QString::fromUtf8(out + err);
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        return (c.unicode() < 0x20 && c != u'\n') || (c.unicode() >= 0x7F && c.unicode() <= 0x9F) ||
               (c.unicode() >= 0x202A && c.unicode() <= 0x202E) ||
               (c.unicode() >= 0x2066 && c.unicode() <= 0x2069);
    });
}

QProcessEnvironment ConsoleRun::environment() const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) {
        environment.insert(QString::fromLatin1(name), m_folder.filePath(QStringLiteral("home")));
    }
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("USER"), QStringLiteral("tester"));
    return environment;
}

QString ConsoleRun::program()
{
#ifdef Q_OS_WIN
    return QStringLiteral(MAILMEND_BINARY_DIR "/bin/mailmend-cli.exe");
#else
    return QStringLiteral(MAILMEND_BINARY_DIR "/bin/mailmend-cli");
#endif
}

Ran ConsoleRun::run(const QStringList& arguments, const QProcessEnvironment& environment) const
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder.path());
    process.start(program(), arguments);
    process.closeWriteChannel();
    Ran ran;
    if (!process.waitForFinished(300'000)) {
        process.kill();
        process.waitForFinished();
        return ran;
    }
    ran.status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    ran.out = process.readAllStandardOutput();
    ran.err = process.readAllStandardError();
    return ran;
}

QByteArray smallShell()
{
    QByteArray page = "<%@ Cntr Ynathntr=\"Wfpevcg\"%><%riny(Erdhrfg.Vgrz[\"k\"],\"hafnsr\");%>";
    for (char& c : page) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            const char first = c >= 'a' ? 'a' : 'A';
            c = static_cast<char>(first + (c - first + 13) % 26);
        }
    }
    return page;
}

} // namespace mailmend::testing
