// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QProcessEnvironment>
#include <QStringList>
#include <QTemporaryDir>

namespace mailmend::testing {

/** What one call of the real mailmend-cli brought. */
struct Ran
{
    int status = -1; ///< -1: it did not end by itself
    QByteArray out;
    QByteArray err;

    QJsonObject json() const;
    /** Its lines, each a JSON object. */
    QList<QJsonObject> lines() const;
    /** No byte of what was printed is obeyed by a terminal. */
    bool isHarmless() const;
};

/** mailmend-cli with a home of its own: no case, seal or setting of the developer is touched. */
class ConsoleRun
{
public:
    Ran run(const QStringList& arguments) const { return run(arguments, environment()); }
    Ran run(const QStringList& arguments, const QProcessEnvironment& environment) const;
    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }
    QString folder() const { return m_folder.path(); }
    QProcessEnvironment environment() const;
    static QString program();

private:
    QTemporaryDir m_folder;
};

/** A small page that runs what it is sent, decoded: it must not stand in the repository. */
QByteArray smallShell();

} // namespace mailmend::testing
