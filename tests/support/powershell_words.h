// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QStringList>

#include <optional>

namespace mailmend::testing {

/**
 * Reads one command line as PowerShell would split it, written from about_Quoting_Rules and about_Parsing and
 * knowing nothing of how Mailmend quotes: words between blanks, quoted strings (' and U+2018 to U+201B for
 * single ones, " and U+201C to U+201E for double ones), (…) and {…} kept together, and ; | & newline as words
 * of their own.
 * @return none where a string or bracket is not closed.
 */
std::optional<QStringList> powerShellWords(const QString& line);

/**
 * The text that an argument stands for: a single-quoted string, or ('…' + [char]0x202E + …). None for
 * anything that would have to be run to be known.
 */
std::optional<QString> powerShellValue(const QString& argument);

} // namespace mailmend::testing
