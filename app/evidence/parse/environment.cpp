// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/environment.h"

namespace mailmend {

namespace {

constexpr qsizetype kLongest = 32767;
constexpr int kDeepest = 8; // variables in variables

Error cannotExpand(ErrorKind kind, Text text)
{
    return {kind, std::move(text), {}, {}, nullptr};
}

Result<QString> expandInto(const QHash<QString, QString>& values, QStringView text, int depth)
{
    if (depth > kDeepest) {
        return cannotExpand(
            ErrorKind::Damaged,
            say(MAILMEND_TEXT("environment", "The variables of this server name each other in a circle.")));
    }
    QString out;
    qsizetype at = 0;
    while (at < text.size()) {
        const qsizetype open = text.indexOf(u'%', at);
        const qsizetype close = open < 0 ? -1 : text.indexOf(u'%', open + 1);
        if (close < 0) {
            out += text.sliced(at);
            break;
        }
        out += text.sliced(at, open - at);
        const QStringView name = text.sliced(open + 1, close - open - 1);
        if (name.isEmpty()) {
            out += QLatin1String("%%");
        } else {
            const auto value = values.constFind(name.toString().toLower());
            if (value == values.cend()) {
                return cannotExpand(
                    ErrorKind::Unsupported,
                    say(MAILMEND_TEXT("environment", "This server's value for {name} isn't known."),
                        {{"name", words(QLatin1Char('%') + name.toString() + QLatin1Char('%'))}}));
            }
            const auto inner = expandInto(values, *value, depth + 1);
            if (!inner) {
                return inner;
            }
            out += *inner;
        }
        at = close + 1;
        if (out.size() > kLongest) {
            break;
        }
    }
    if (out.size() > kLongest) {
        return cannotExpand(
            ErrorKind::TooLarge,
            say(MAILMEND_TEXT("environment", "This path becomes longer than Windows allows.")));
    }
    return out;
}

} // namespace

void Environment::set(const QString& name, const QString& value)
{
    m_values.insert(name.toLower(), value);
}

void Environment::setWindowsFolder(const QString& windowsFolder)
{
    const QString drive = windowsFolder.left(2);
    const auto below = [&drive](const char* folder) { return drive + QLatin1String(folder); };
    set(QStringLiteral("SystemDrive"), drive);
    set(QStringLiteral("SystemRoot"), windowsFolder);
    set(QStringLiteral("windir"), windowsFolder);
    set(QStringLiteral("ProgramFiles"), below("\\Program Files"));
    set(QStringLiteral("ProgramW6432"), below("\\Program Files"));
    set(QStringLiteral("ProgramFiles(x86)"), below("\\Program Files (x86)"));
    set(QStringLiteral("CommonProgramFiles"), below("\\Program Files\\Common Files"));
    set(QStringLiteral("ProgramData"), below("\\ProgramData"));
    set(QStringLiteral("ALLUSERSPROFILE"), below("\\ProgramData"));
    set(QStringLiteral("PUBLIC"), below("\\Users\\Public"));
}

Result<QString> Environment::expand(QStringView text) const
{
    return expandInto(m_values, text, 0);
}

} // namespace mailmend
