// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/passphrase.h"

#include "cli/output.h"
#include "evidence/collection/zip_lock.h"

#include <QFile>

#include <algorithm>

namespace mailmend {

namespace {

constexpr qint64 longestFile = 4096;

} // namespace

Result<Secret> passphraseIn(const QString& file)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "The passphrase could not be read from {path}."),
                         {{"path", place(file)}}),
                     {},
                     in.errorString(),
                     {}};
    }
    QByteArray line = in.read(longestFile);
    if (line.startsWith("\xef\xbb\xbf")) {
        line.remove(0, 3); // Notepad's mark of UTF-8
    }
    line.truncate(line.indexOf('\n') < 0 ? line.size() : line.indexOf('\n'));
    if (line.endsWith('\r')) {
        line.chop(1);
    }
    if (line.isEmpty() || line.contains('\0') || !line.isValidUtf8()) {
        return Error{ErrorKind::BadCall,
                     say(MAILMEND_TEXT("console", "The first line of {path} is no passphrase."),
                         {{"path", place(file)}}),
                     say(MAILMEND_TEXT("console", "Save it as plain text in UTF-8.")),
                     {},
                     {}};
    }
    return Secret(std::move(line));
}

Result<Secret> askPassphrase(const Console& console, const Text& question)
{
    const QString shown = render(question, Format::Terminal, console.reader);
    auto line = readHiddenLine(
        console.in,
        [&console, &shown] {
            std::fprintf(console.err, "%s ", shown.toUtf8().constData());
            std::fflush(console.err);
        },
        [&console] { return !console.cancel.isCancelled(); });
    std::fputs("\n", console.err);
    if (!line) {
        return Error{
            ErrorKind::Cancelled, say(MAILMEND_TEXT("console", "No passphrase was given.")), {}, {}, {}};
    }
    return Secret(std::move(*line));
}

Result<Secret> passphraseFor(const Console& console, const Arguments& arguments, const QStringList& targets)
{
    if (arguments.has(passphraseOption.name)) {
        return passphraseIn(arguments.value(passphraseOption.name));
    }
    if (console.inIsTerminal) {
        const auto locked = std::find_if(targets.begin(), targets.end(), isLockedZip);
        if (locked != targets.end()) {
            return askPassphrase(
                console, say(MAILMEND_TEXT("console", "Passphrase of {path}:"), {{"path", place(*locked)}}));
        }
    }
    return Secret();
}

} // namespace mailmend
