// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include "base/escape.h"
#include "base/reader.h"

namespace mailmend {
namespace {

const char* kindName(ErrorKind kind)
{
    switch (kind) {
    case ErrorKind::BadCall:
        return "bad-call";
    case ErrorKind::NotFound:
        return "not-found";
    case ErrorKind::Denied:
        return "denied";
    case ErrorKind::AntiVirus:
        return "anti-virus";
    case ErrorKind::InUse:
        return "in-use";
    case ErrorKind::Damaged:
        return "damaged";
    case ErrorKind::Unsupported:
        return "unsupported";
    case ErrorKind::TooLarge:
        return "too-large";
    case ErrorKind::Cancelled:
        return "cancelled";
    case ErrorKind::Conflict:
        return "conflict";
    case ErrorKind::Full:
        return "full";
    case ErrorKind::Fault:
        return "fault";
    }
    return "unknown";
}

} // namespace

Error because(Error cause, Text whatWasDone)
{
    const ErrorKind kind = cause.kind;
    Text hint = cause.hint;
    return {
        kind, std::move(whatWasDone), std::move(hint), {}, std::make_shared<const Error>(std::move(cause))};
}

QString logLine(const Error& error)
{
    QString line = QLatin1String(kindName(error.kind)) + QStringLiteral(": ") + inEnglish(error.text);
    if (!error.detail.isEmpty()) {
        line += QStringLiteral(" [") + error.detail + QLatin1Char(']');
    }
    if (error.cause) {
        line += QStringLiteral(" <- ") + logLine(*error.cause);
    }
    return escapeForLog(line);
}

} // namespace mailmend
