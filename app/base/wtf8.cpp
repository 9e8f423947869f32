// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/wtf8.h"

namespace mailmend {

std::optional<QString> fromWtf8(const QByteArray& raw)
{
    QString text;
    qsizetype at = 0;
    while (at < raw.size()) {
        const auto byte = [&raw](qsizetype i) { return static_cast<quint8>(raw.at(i)); };
        if (at + 2 < raw.size() && byte(at) == 0xED && (byte(at + 1) & 0xE0) == 0xA0 &&
            (byte(at + 2) & 0xC0) == 0x80) {
            text +=
                QChar(static_cast<char16_t>(0xD000 | ((byte(at + 1) & 0x3F) << 6) | (byte(at + 2) & 0x3F)));
            at += 3;
            continue;
        }
        const quint8 lead = byte(at);
        const qsizetype length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
        if (length == 0 || at + length > raw.size() ||
            !QByteArrayView(raw).sliced(at, length).isValidUtf8()) {
            return std::nullopt;
        }
        text += QString::fromUtf8(QByteArrayView(raw).sliced(at, length));
        at += length;
    }
    return text;
}

QByteArray toWtf8(QStringView text)
{
    QByteArray raw;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            raw += text.mid(i, 2).toUtf8();
            ++i;
        } else if (c.isSurrogate()) {
            raw += static_cast<char>(0xED);
            raw += static_cast<char>(0x80 | ((c.unicode() >> 6) & 0x3F));
            raw += static_cast<char>(0x80 | (c.unicode() & 0x3F));
        } else {
            raw += text.mid(i, 1).toUtf8();
        }
    }
    return raw;
}

} // namespace mailmend
