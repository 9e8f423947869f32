// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/powershell_words.h"

namespace mailmend::testing {
namespace {

bool isSingleQuote(QChar c)
{
    return c == u'\'' || (c.unicode() >= 0x2018 && c.unicode() <= 0x201B);
}

bool isDoubleQuote(QChar c)
{
    return c == u'"' || (c.unicode() >= 0x201C && c.unicode() <= 0x201E);
}

/** The position after the string that begins at `at`, or -1. */
qsizetype afterString(const QString& line, qsizetype at)
{
    const bool isSingle = isSingleQuote(line.at(at));
    for (qsizetype i = at + 1; i < line.size(); ++i) {
        const QChar c = line.at(i);
        if (!isSingle && c == u'`') {
            ++i;
        } else if (isSingle ? isSingleQuote(c) : isDoubleQuote(c)) {
            const bool doubled = i + 1 < line.size() &&
                                 (isSingle ? isSingleQuote(line.at(i + 1)) : isDoubleQuote(line.at(i + 1)));
            if (!doubled) {
                return i + 1;
            }
            ++i;
        }
    }
    return -1;
}

qsizetype skipBlanks(const QString& text, qsizetype at)
{
    while (at < text.size() && text.at(at) == u' ') {
        ++at;
    }
    return at;
}

/** A single-quoted string at `at`: its value and the position after it. */
std::optional<std::pair<QString, qsizetype>> literalAt(const QString& text, qsizetype at)
{
    if (at >= text.size() || !isSingleQuote(text.at(at))) {
        return std::nullopt;
    }
    QString value;
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        if (!isSingleQuote(text.at(i))) {
            value += text.at(i);
        } else if (i + 1 < text.size() && isSingleQuote(text.at(i + 1))) {
            value += text.at(i++); // PowerShell keeps the first of the two
        } else {
            return std::pair(value, i + 1);
        }
    }
    return std::nullopt;
}

/** [char]0xNNNN at `at`. */
std::optional<std::pair<QString, qsizetype>> unitAt(const QString& text, qsizetype at)
{
    const QString head = QStringLiteral("[char]0x");
    if (text.mid(at, head.size()) != head) {
        return std::nullopt;
    }
    qsizetype end = at + head.size();
    while (end < text.size() && QStringLiteral("0123456789abcdefABCDEF").contains(text.at(end))) {
        ++end;
    }
    bool fine = false;
    const uint unit = text.mid(at + head.size(), end - at - head.size()).toUInt(&fine, 16);
    if (!fine || unit > 0xFFFF) {
        return std::nullopt;
    }
    return std::pair(QString(QChar(static_cast<char16_t>(unit))), end);
}

} // namespace

std::optional<QStringList> powerShellWords(const QString& line)
{
    QStringList words;
    QString word;
    QString brackets;
    const auto close = [&words, &word] {
        if (!word.isEmpty()) {
            words.append(word);
            word.clear();
        }
    };
    for (qsizetype i = 0; i < line.size();) {
        const QChar c = line.at(i);
        if (isSingleQuote(c) || isDoubleQuote(c)) {
            const qsizetype end = afterString(line, i);
            if (end < 0) {
                return std::nullopt;
            }
            word += line.mid(i, end - i);
            i = end;
            continue;
        }
        if (c == u'(' || c == u'{') {
            brackets += c == u'(' ? u')' : u'}';
        } else if (c == u')' || c == u'}') {
            if (!brackets.endsWith(c)) {
                return std::nullopt;
            }
            brackets.chop(1);
        }
        const bool inside = !brackets.isEmpty();
        if (!inside && c == u' ') {
            close();
        } else if (!inside && (c == u';' || c == u'|' || c == u'&' || c == u'\n' || c == u'\r')) {
            close();
            words.append(c);
        } else {
            word += c;
        }
        ++i;
    }
    close();
    return brackets.isEmpty() ? std::optional(words) : std::nullopt;
}

std::optional<QString> powerShellValue(const QString& argument)
{
    if (const auto literal = literalAt(argument, 0)) {
        return literal->second == argument.size() ? std::optional(literal->first) : std::nullopt;
    }
    if (!argument.startsWith(u'(') || !argument.endsWith(u')')) {
        return std::nullopt;
    }
    const QString sum = argument.mid(1, argument.size() - 2);
    QString value;
    for (qsizetype at = 0; at < sum.size();) {
        at = skipBlanks(sum, at);
        auto piece = literalAt(sum, at);
        // Only a sum that begins with a string is a string.
        if (!piece && at > 0) {
            piece = unitAt(sum, at);
        }
        if (!piece) {
            return std::nullopt;
        }
        value += piece->first;
        at = skipBlanks(sum, piece->second);
        if (at < sum.size() && sum.at(at++) != u'+') {
            return std::nullopt;
        }
    }
    return value;
}

} // namespace mailmend::testing
