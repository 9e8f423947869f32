// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

/**
 * The one escaper for each border that text from the evidence crosses. Everything in the evidence is hostile;
 * nothing else in the program builds HTML, CSV, console lines, log lines or commands from it.
 */
namespace mailmend {

/** For labels: control, unpaired and direction characters become visible (\u{202E}); one line. */
QString escapeForDisplay(const QString& text);

/** For labels and files in right-to-left languages: `escapeForDisplay` inside a first-strong isolate. */
QString isolateForDisplay(const QString& text);

/** Element text and double-quoted attribute values. Includes `escapeForDisplay`. */
QString escapeForHtml(const QString& text);

/** One CSV field, quoted when needed, and made harmless for spreadsheets that run formulas. */
QString escapeForCsv(const QString& text);

/** A terminal: no escape sequences, no C0 or C1 control characters, no direction characters. */
QString escapeForTerminal(const QString& text);

/** One line of a log file. */
QString escapeForLog(const QString& text);

/**
 * A PowerShell expression whose value is exactly these UTF-16 units: a single-quoted literal with ' and
 * U+2018 to U+201B doubled; names with control, direction or unpaired characters are built from code points:
 * ('a' + [char]0x202E + 'b'). Never holds a newline. For -LiteralPath and other arguments, never for cmd.
 * Source: about_Quoting_Rules, Microsoft Learn: PowerShell takes the curly single quotes for quotes too.
 */
QString quoteForPowerShell(const QString& text);

/** Raw bytes of a name as text: valid UTF-8 as it is, each other byte as \xNN. Not reversible; for people. */
QString displayBytes(const QByteArray& raw);

} // namespace mailmend
