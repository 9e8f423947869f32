// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"

namespace mailmend::running_code {

inline constexpr char kId[] = "running-code";

/** A worker process of the web server. */
struct Worker
{
    LiveProcess process;
    QString pool; ///< application pool; empty: not known
};

QList<Worker> workersOf(const LiveFacts& facts);

/** Exchange's own pools run with the rights of the system, and start no commands. */
bool isPoolOfExchange(const QString& pool);

/** Where a program file lies, as far as it says who may have put it there. */
enum class Origin {
    Windows,       ///< Windows' own folders, where only its installer writes
    Native,        ///< images that .NET makes of what is installed, and assemblies installed for all programs
    CompiledPages, ///< what the web server itself makes of its pages, in the folders that it makes
    Exchange,
    ProgramFiles,
    Elsewhere,
    AnyonesFolder, ///< people's folders, temporary files, and what the web server delivers
    Unknown,       ///< no path
};
Origin originOf(const QString& path, const Evidence& evidence);

/** A subject of this server without a file. */
Subject serverSubject(const Evidence& evidence, SubjectKind kind, const QString& name);

} // namespace mailmend::running_code
