// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/late_helper.h"

#include "gui/test_window.h"

#include <QDir>
#include <QFile>

#include <csignal>
#include <unistd.h>

namespace mailmend::testing {

LateHelper::LateHelper(const QString& folder) : m_folder(folder)
{
    QFile script(program());
    if (script.open(QIODevice::WriteOnly)) {
        script.write(QStringLiteral("#!/bin/sh\n"
                                    "while [ \"$(cat '%1/door')\" = closed ]; do sleep 0.05; done\n"
                                    "[ \"$(cat '%1/door')\" = broken ] && exit 1\n"
                                    "exec '%2' \"$@\"\n")
                         .arg(m_folder, builtHelper())
                         .toUtf8());
        script.close();
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
    open();
}

void LateHelper::set(const char* state) const
{
    QFile door(m_folder + QStringLiteral("/door"));
    if (door.open(QIODevice::WriteOnly)) {
        door.write(state);
    }
}

void LateHelper::close() const
{
    set("closed");
}

void LateHelper::open() const
{
    set("open");
}

void LateHelper::breakDown() const
{
    set("broken");
}

bool LateHelper::killRunning()
{
    const QStringList processes = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString& number : processes) {
        bool isNumber = false;
        const int process = number.toInt(&isNumber);
        QFile status(QStringLiteral("/proc/%1/stat").arg(number));
        if (!isNumber || !status.open(QIODevice::ReadOnly)) {
            continue;
        }
        // After the name in brackets: state, parent.
        const QByteArray line = status.readAll();
        const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
        QFile command(QStringLiteral("/proc/%1/cmdline").arg(number));
        if (fields.value(1).toInt() == getpid() && fields.value(0) != "Z" &&
            command.open(QIODevice::ReadOnly) && command.readAll().contains("mailmend-cli")) {
            return ::kill(process, SIGKILL) == 0;
        }
    }
    return false;
}

} // namespace mailmend::testing
