// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/secret.h"
#include "cli/arguments.h"
#include "cli/command.h"

namespace mailmend {

/** The option that names a file with a passphrase: on a command line itself, everybody could read it. */
inline constexpr Option passphraseOption{"passphrase-file", "FILE"};

/** The first line of the file, without its end; BadCall where it holds none. */
Result<Secret> passphraseIn(const QString& file);

/** Asks on the terminal, on which the answer doesn't show. Cancelled at Ctrl+C or the end of input. */
Result<Secret> askPassphrase(const Console& console, const Text& question);

/**
 * The passphrase for these targets: from the option's file; else, where one of them is locked and somebody is
 * there, asked for; else none.
 */
Result<Secret> passphraseFor(const Console& console, const Arguments& arguments, const QStringList& targets);

/**
 * Reads one line while what is typed stays hidden. Each kind of system has its own.
 * @param ask called once nothing that is typed shows any more
 * @param wait asked ten times a second: false ends it
 * @return nothing at the end of input or where `wait` ended it.
 */
std::optional<QByteArray> readHiddenLine(FILE* from, const std::function<void()>& ask,
                                         const std::function<bool()>& wait);

} // namespace mailmend
