// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/live_tables.h"

namespace mailmend {
namespace {

QString shortened(const QString& value)
{
    return value.size() <= longestLiveValue ? value : value.left(longestLiveValue - 1) + QChar(0x2026);
}

QString timeOf(const QDateTime& time)
{
    return time.isValid() ? time.toUTC().toString(Qt::ISODate) : QString();
}

QString idOf(quint32 process)
{
    return process == 0 ? QString() : QString::number(process);
}

QString portOf(quint16 port)
{
    return port == 0 ? QString() : QString::number(port);
}

QString wordOf(Signature signature)
{
    switch (signature) {
    case Signature::Signed:
        return QStringLiteral("signed");
    case Signature::Unsigned:
        return QStringLiteral("unsigned");
    case Signature::Broken:
        return QStringLiteral("broken");
    case Signature::Expired:
        return QStringLiteral("expired");
    case Signature::NotAsked:
        break;
    }
    return QStringLiteral("not-known");
}

LiveColumn column(const char* key, TextSource title)
{
    return {QString::fromLatin1(key), say(title)};
}

LiveColumn processColumn()
{
    return column("process", MAILMEND_TEXT("live", "Process"));
}

template<typename Row, typename CellsOf>
LiveTable tableOf(const LiveList<Row>& list, const QString& target, const char* id, TextSource title,
                  QList<LiveColumn> columns, CellsOf cellsOf)
{
    LiveTable table;
    table.target = target;
    table.id = QString::fromLatin1(id);
    table.title = say(title);
    table.columns = std::move(columns);
    table.state = list.state;
    table.reason = list.reason;
    for (const Row& row : list.rows) {
        if (table.rows.size() == mostLiveRows) {
            table.left = list.rows.size() - mostLiveRows;
            break;
        }
        QStringList cells = cellsOf(row);
        for (QString& cell : cells) {
            cell = shortened(cell);
        }
        table.rows.append(cells);
    }
    return table;
}

} // namespace

QList<LiveTable> liveTables(const LiveFacts& facts, const QString& target)
{
    return {
        tableOf(facts.processes, target, "processes", MAILMEND_TEXT("live", "Programs that ran"),
                {processColumn(), column("parent", MAILMEND_TEXT("live", "Started by")),
                 column("name", MAILMEND_TEXT("live", "Name")),
                 column("image", MAILMEND_TEXT("live", "File")),
                 column("command_line", MAILMEND_TEXT("live", "Command line")),
                 column("user", MAILMEND_TEXT("live", "Account")),
                 column("started", MAILMEND_TEXT("live", "Since (UTC)"))},
                [](const LiveProcess& row) {
                    return QStringList{idOf(row.id),    idOf(row.parent), row.name,           row.image,
                                       row.commandLine, row.user,         timeOf(row.started)};
                }),
        tableOf(facts.modules, target, "modules",
                MAILMEND_TEXT("live", "Program files that the web server had loaded"),
                {processColumn(), column("pool", MAILMEND_TEXT("live", "Application pool")),
                 column("image", MAILMEND_TEXT("live", "File")),
                 column("signature", MAILMEND_TEXT("live", "Signature"))},
                [](const LiveModule& row) {
                    return QStringList{idOf(row.process), row.pool, row.path, wordOf(row.signature)};
                }),
        tableOf(facts.services, target, "services", MAILMEND_TEXT("live", "Services"),
                {column("name", MAILMEND_TEXT("live", "Name")),
                 column("title", MAILMEND_TEXT("live", "Shown as")),
                 column("state", MAILMEND_TEXT("live", "State")),
                 column("start", MAILMEND_TEXT("live", "Starts")),
                 column("command_line", MAILMEND_TEXT("live", "Command line")),
                 column("account", MAILMEND_TEXT("live", "Account")), processColumn()},
                [](const LiveService& row) {
                    return QStringList{row.name,        row.shownName, row.state,        row.start,
                                       row.commandLine, row.account,   idOf(row.process)};
                }),
        tableOf(facts.connections, target, "connections",
                MAILMEND_TEXT("live", "Connections over the network"),
                {column("protocol", MAILMEND_TEXT("live", "Protocol")),
                 column("local", MAILMEND_TEXT("live", "Address here")),
                 column("local_port", MAILMEND_TEXT("live", "Port here")),
                 column("remote", MAILMEND_TEXT("live", "Other side")),
                 column("remote_port", MAILMEND_TEXT("live", "Its port")),
                 column("state", MAILMEND_TEXT("live", "State")), processColumn()},
                [](const LiveConnection& row) {
                    return QStringList{row.protocol,           row.local, portOf(row.localPort), row.remote,
                                       portOf(row.remotePort), row.state, idOf(row.process)};
                }),
        tableOf(
            facts.logons, target, "logons", MAILMEND_TEXT("live", "Who was logged on"),
            {column("account", MAILMEND_TEXT("live", "Account")),
             column("kind", MAILMEND_TEXT("live", "How")),
             column("session", MAILMEND_TEXT("live", "Session")),
             column("since", MAILMEND_TEXT("live", "Since (UTC)"))},
            [](const LiveLogon& row) {
                return QStringList{row.account, row.kind, QString::number(row.session), timeOf(row.since)};
            }),
    };
}

} // namespace mailmend
