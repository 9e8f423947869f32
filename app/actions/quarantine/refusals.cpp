// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/refusals.h"

#include "evidence/files.h"

namespace mailmend::quarantine {
namespace {

QByteArray joined(const QList<QByteArray>& names)
{
    QByteArray path;
    for (const QByteArray& name : names) {
        path += (path.isEmpty() ? "" : "\\") + foldName(name);
    }
    return path;
}

bool isShipped(const WindowsPath& path, const WindowsPath& exchange, const KnownFiles& known)
{
    if (!exchange.isEmpty() && path.isWithin(exchange)) {
        return known.shippedByPath.contains(joined(path.below(exchange)));
    }
    // Elsewhere: Exchange's folder may be reached by another drive or link too.
    const QList<QByteArray>& names = path.components();
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (known.shippedByPath.contains(joined(names.mid(i)))) {
            return true;
        }
    }
    return false;
}

} // namespace

std::optional<Error> whyNotOutOfStream(const WindowsPath& path)
{
    const std::optional<WindowsPath> holder = holderOfStream(path);
    if (!holder) {
        return std::nullopt;
    }
    return Error{ErrorKind::Unsupported,
                 say(MAILMEND_TEXT("quarantine-file",
                                   "It hides beside {holder} in an alternate data stream. Mailmend can't "
                                   "take it out by itself. {holder} itself may be one of Exchange's own and "
                                   "must not be deleted. Do this step by hand: its instructions take out "
                                   "only what hides."),
                     {{"holder", place(holder->display())}}),
                 {},
                 {},
                 {}};
}

std::optional<Error> whyReplacedInstead(const WindowsPath& path, const WindowsPath& exchange,
                                        const KnownFiles& known)
{
    if (path.extension() == ".config") {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT("quarantine-file",
                              "{path} is configuration that the web server needs. Taking it away would stop "
                              "mail or open more than it closes."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("quarantine-file",
                              "Repair what is in it: the plan's step for configuration says how.")),
            {},
            {}};
    }
    if (isShipped(path, exchange, known)) {
        return Error{
            ErrorKind::Unsupported,
            say(MAILMEND_TEXT(
                    "quarantine-file",
                    "{path} is a page that comes with Exchange. Without it Outlook on the web or the "
                    "admin center stops working."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT(
                "quarantine-file",
                "Put the right page in its place: the plan's step for a changed Exchange page says how.")),
            {},
            {}};
    }
    return std::nullopt;
}

} // namespace mailmend::quarantine
