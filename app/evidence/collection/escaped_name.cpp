// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/escaped_name.h"

namespace mailmend {
namespace {

int hexValue(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

} // namespace

QByteArray escapeComponent(const QByteArray& raw)
{
    const bool isText = QByteArrayView(raw).isValidUtf8();
    QByteArray escaped;
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const char c = raw.at(i);
        const bool atEdge = i == 0 || i == raw.size() - 1;
        const bool reserved = QByteArrayView("?\"*:|<>%/\\").contains(c) ||
                              (atEdge && (c == '.' || c == ' ')) || (c >= 0 && c < 0x20) ||
                              (c < 0 && !isText);
        if (reserved) {
            escaped += '%';
            escaped += QByteArray(1, c).toHex().toUpper();
        } else {
            escaped += c;
        }
    }
    return escaped;
}

QByteArray unescapeComponent(const QByteArray& escaped)
{
    if (!escaped.contains('%')) {
        return escaped;
    }
    QByteArray raw;
    for (qsizetype i = 0; i < escaped.size(); ++i) {
        const int high = escaped.at(i) == '%' && i + 2 < escaped.size() ? hexValue(escaped.at(i + 1)) : -1;
        const int low = high >= 0 ? hexValue(escaped.at(i + 2)) : -1;
        if (low >= 0) {
            raw += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            raw += escaped.at(i);
        }
    }
    return raw;
}

QByteArray asListed(const WindowsPath& path)
{
    QList<QByteArray> components;
    for (const QByteArray& component : path.components()) {
        QString text = QString::fromUtf8(component);
        while (text.contains(QStringLiteral("\uFFFD\uFFFD"))) {
            text.replace(QStringLiteral("\uFFFD\uFFFD"), QStringLiteral("\uFFFD"));
        }
        components.append(text.toUtf8());
    }
    return WindowsPath(path.drive(), components).folded();
}

} // namespace mailmend
