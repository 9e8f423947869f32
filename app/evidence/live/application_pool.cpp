// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/application_pool.h"

namespace mailmend {
namespace {

/** The next word of a command line, quotes taken off; moves `at` behind it. */
QString nextWord(const QString& line, qsizetype& at)
{
    while (at < line.size() && line.at(at).isSpace()) {
        ++at;
    }
    QString word;
    for (bool quoted = false; at < line.size() && (quoted || !line.at(at).isSpace()); ++at) {
        if (line.at(at) == u'"') {
            quoted = !quoted;
        } else {
            word += line.at(at);
        }
    }
    return word;
}

} // namespace

QString applicationPoolOf(const QString& commandLine)
{
    constexpr qsizetype longestPool = 256;
    qsizetype at = 0;
    nextWord(commandLine, at); // the program itself
    while (at < commandLine.size()) {
        if (nextWord(commandLine, at).compare(u"-ap", Qt::CaseInsensitive) == 0) {
            return nextWord(commandLine, at).left(longestPool);
        }
    }
    return {};
}

} // namespace mailmend
