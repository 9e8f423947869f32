// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

namespace mailmend::sample {

/** One file of the sample server. */
struct ServerFile
{
    QString path;       ///< as Windows names it: "C:\inetpub\wwwroot\iisstart.htm"
    QDateTime modified; ///< UTC
    QDateTime created;
    QByteArray content;
};

/** The sample server in one of its states. */
struct Server
{
    QJsonObject host;   ///< what the collector asked Windows about: name, identity, versions
    QStringList asked;  ///< globs below C:\ that the collector was given
    QDateTime taken;    ///< UTC
    qint64 seconds = 0; ///< that the collection took
    QList<ServerFile> files;
};

/**
 * Builds the server from its text sources.
 * @param folder resources/sample
 * @param state "found" or "repaired"
 * @param error what is wrong with the sources; empty: nothing
 */
Server buildServer(const QString& folder, const QString& state, QString* error);

} // namespace mailmend::sample
