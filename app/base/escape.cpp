// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"

#include <QStringView>

namespace mailmend {
namespace {

/** Characters that change how the text around them is shown. Unicode 15, UAX 9 and Cf. */
bool changesDirectionOrHides(char32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           c == 0x061C || c == 0x180E || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) || c == 0x00AD ||
           (c >= 0xE0000 && c <= 0xE007F);
}

bool isControl(char32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

bool isUnpaired(char32_t c)
{
    return c >= 0xD800 && c <= 0xDFFF;
}

/** Code points that are never a character; XML forbids two of them. */
bool isNoCharacter(char32_t c)
{
    return (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
}

/** Calls `each` with every code point; an unpaired surrogate comes as itself. */
template<typename Each>
void forEachCodePoint(const QString& text, Each each)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar first = text.at(i);
        if (first.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            each(QChar::surrogateToUcs4(first, text.at(i + 1)));
            ++i;
        } else {
            each(static_cast<char32_t>(first.unicode()));
        }
    }
}

void appendCodePoint(QString& to, char32_t c)
{
    if (c > 0xFFFF) {
        to += QChar(QChar::highSurrogate(c));
        to += QChar(QChar::lowSurrogate(c));
    } else {
        to += QChar(static_cast<char16_t>(c));
    }
}

bool isQuoteForPowerShell(char32_t c)
{
    return c == U'\'' || (c >= 0x2018 && c <= 0x201B);
}

} // namespace

QString escapeForDisplay(const QString& text)
{
    QString shown;
    shown.reserve(text.size());
    forEachCodePoint(text, [&shown](char32_t c) {
        if (isControl(c) || changesDirectionOrHides(c) || isUnpaired(c) || isNoCharacter(c)) {
            shown += QStringLiteral("\\u{%1}").arg(QString::number(c, 16).toUpper());
        } else {
            appendCodePoint(shown, c);
        }
    });
    return shown;
}

QString isolateForDisplay(const QString& text)
{
    return QChar(0x2068) + escapeForDisplay(text) + QChar(0x2069);
}

QString escapeForHtml(const QString& text)
{
    QString shown;
    for (const QChar c : escapeForDisplay(text)) {
        switch (c.unicode()) {
        case u'&':
            shown += QStringLiteral("&amp;");
            break;
        case u'<':
            shown += QStringLiteral("&lt;");
            break;
        case u'>':
            shown += QStringLiteral("&gt;");
            break;
        case u'"':
            shown += QStringLiteral("&quot;");
            break;
        case u'\'':
            shown += QStringLiteral("&#39;");
            break;
        default:
            shown += c;
        }
    }
    return shown;
}

QString escapeForCsv(const QString& text)
{
    QString field = escapeForDisplay(text);
    // OWASP "CSV Injection": a spreadsheet runs a field that begins with one of these.
    if (!field.isEmpty() && QStringView(u"=+-@").contains(field.front())) {
        field.prepend(QLatin1Char('\''));
    }
    if (field.contains(QLatin1Char('"')) || field.contains(QLatin1Char(',')) ||
        field.contains(QLatin1Char(';')) || field.contains(QLatin1Char('\''))) {
        field.replace(QLatin1Char('"'), QStringLiteral("\"\""));
        field = QLatin1Char('"') + field + QLatin1Char('"');
    }
    return field;
}

QString escapeForTerminal(const QString& text)
{
    return escapeForDisplay(text);
}

QString escapeForLog(const QString& text)
{
    return escapeForDisplay(text);
}

QString quoteForPowerShell(const QString& text)
{
    QStringList pieces;
    QString literal;
    const auto closeLiteral = [&pieces, &literal] {
        if (!literal.isEmpty()) {
            pieces.append(QLatin1Char('\'') + literal + QLatin1Char('\''));
            literal.clear();
        }
    };
    forEachCodePoint(text, [&](char32_t c) {
        if (isControl(c) || changesDirectionOrHides(c) || isUnpaired(c) || isNoCharacter(c)) {
            closeLiteral();
            // [char] holds one UTF-16 unit, so a code point beyond it goes in as its two halves.
            const auto unit = [](char32_t u) {
                return QStringLiteral("[char]0x%1")
                    .arg(QString::number(u, 16).toUpper().rightJustified(4, u'0'));
            };
            if (c > 0xFFFF) {
                pieces.append(unit(QChar::highSurrogate(c)));
                pieces.append(unit(QChar::lowSurrogate(c)));
            } else {
                pieces.append(unit(c));
            }
            return;
        }
        appendCodePoint(literal, c);
        if (isQuoteForPowerShell(c)) {
            appendCodePoint(literal, c);
        }
    });
    closeLiteral();
    if (pieces.isEmpty()) {
        return QStringLiteral("''");
    }
    if (pieces.size() == 1 && pieces.first().startsWith(QLatin1Char('\''))) {
        return pieces.first();
    }
    // A leading empty string makes the sum a string, not a number.
    if (!pieces.first().startsWith(QLatin1Char('\''))) {
        pieces.prepend(QStringLiteral("''"));
    }
    return QLatin1Char('(') + pieces.join(QStringLiteral(" + ")) + QLatin1Char(')');
}

QString displayBytes(const QByteArray& raw)
{
    QString shown;
    qsizetype at = 0;
    while (at < raw.size()) {
        const auto lead = static_cast<quint8>(raw.at(at));
        const qsizetype length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
        if (length > 0 && at + length <= raw.size()) {
            const QByteArrayView piece = QByteArrayView(raw).sliced(at, length);
            if (piece.isValidUtf8()) {
                shown += QString::fromUtf8(piece);
                at += length;
                continue;
            }
        }
        shown += QStringLiteral("\\x%1").arg(QString::number(lead, 16).toUpper().rightJustified(2, u'0'));
        ++at;
    }
    return shown;
}

} // namespace mailmend
