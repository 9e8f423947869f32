// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows_path.h"
#include "findings/coverage.h"

#include <QDateTime>

#include <functional>
#include <mutex>

namespace mailmend {

/** Rows of one kind, and whether they are all there. Only Read supports "nothing of that kind runs". */
template<typename T>
struct LiveList
{
    QList<T> rows;
    ReadState state = ReadState::Missing;
    Text reason; ///< why it is not Read

    bool isRead() const { return state == ReadState::Read; }
};

/** A service in the state in which Windows has it, not only as the registry sets it up. */
struct LiveService
{
    QString name;
    QString shownName;
    QString state; ///< "running", "stopped", "starting", "stopping", "paused" …
    QString start; ///< "boot", "system", "automatic", "manual", "disabled"; empty: not known
    QString commandLine;
    QString account;
    quint32 process = 0; ///< 0: it has none
};

struct LiveProcess
{
    quint32 id = 0;
    quint32 parent = 0; ///< numbers are used again: it need not be the one that now has this number
    QString name;       ///< "w3wp.exe"
    QString image;      ///< the whole path; empty: not known
    QString commandLine;
    QString user;      ///< "DOMAIN\name"; empty: not known
    QDateTime started; ///< UTC; invalid: not known
};

/** Whether Windows vouches for a file: its own signature, or a catalog that Windows has. */
enum class Signature {
    Signed,   ///< whole, by somebody whom this Windows trusts
    Unsigned, ///< neither a signature in it nor a catalog that names it
    Broken,   ///< there is one, and it is not of this file or not trusted
    Expired,  ///< of this file, but its time has run out and nothing proves that it was made before
    NotAsked, ///< could not be found out
};

/** A program file that a worker process of the web server has loaded. */
struct LiveModule
{
    quint32 process = 0;
    QString pool; ///< application pool of the process; empty: not known
    QString path;
    Signature signature = Signature::NotAsked;
};

/** A program file of Exchange's own, and whether Windows vouches for it. */
struct LiveProgram
{
    QString path;
    Signature signature = Signature::NotAsked;
};

struct LiveConnection
{
    QString protocol; ///< "TCP", "TCP6"
    QString local;    ///< address, no port
    quint16 localPort = 0;
    QString remote; ///< empty where it only listens
    quint16 remotePort = 0;
    QString state; ///< "listening", "established" …
    quint32 process = 0;
};

struct LiveLogon
{
    QString account; ///< "DOMAIN\name"
    QString kind;    ///< "at the computer", "remote desktop", "network", "service" …
    QDateTime since; ///< UTC; invalid: not known
    quint32 session = 0;
};

/** What only the computer that runs can tell, as its Windows tells it: an intruder may make it lie. */
struct LiveFacts
{
    LiveList<LiveService> services;
    LiveList<LiveProcess> processes;
    LiveList<LiveModule> modules;   ///< of the web server's worker processes alone
    LiveList<LiveProgram> programs; ///< of Exchange: the ones that tell its build
    LiveList<LiveConnection> connections;
    LiveList<LiveLogon> logons;
};

/** Live facts that are asked for when they are first wanted, and then stay as they were. Thread-safe. */
class LiveView
{
public:
    explicit LiveView(std::function<LiveFacts()> ask) : m_ask(std::move(ask)) {}
    const LiveFacts& facts() const
    {
        std::call_once(m_once, [this] { m_facts = m_ask(); });
        return m_facts;
    }

private:
    std::function<LiveFacts()> m_ask;
    mutable std::once_flag m_once;
    mutable LiveFacts m_facts;
};

} // namespace mailmend
