// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows_path.h"

#include "base/escape.h"

namespace mailmend {
namespace {

bool isUsable(const QByteArray& component)
{
    return !component.isEmpty() && component != "." && component != "..";
}

/** Decodes WTF-8: UTF-8 that may also hold single surrogates (https://simonsapin.github.io/wtf-8/). */
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

/** A surrogate that stands alone as WTF-8; everything else as UTF-8. */
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

} // namespace

QByteArray foldName(const QByteArray& name)
{
    const bool plain =
        std::all_of(name.begin(), name.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
    if (plain) {
        return name.toLower();
    }
    const std::optional<QString> text = fromWtf8(name);
    if (!text) {
        // Letters of the ASCII range still compare without case; the other bytes as they are.
        QByteArray folded = name;
        for (char& c : folded) {
            if (c >= 'A' && c <= 'Z') {
                c = static_cast<char>(c + 32);
            }
        }
        return folded;
    }
    // NTFS folds unit by unit and never changes a name's length.
    QString folded = *text;
    for (QChar& c : folded) {
        if (!c.isSurrogate()) {
            c = QChar(static_cast<char16_t>(QChar::toLower(static_cast<char32_t>(c.unicode()))));
        }
    }
    return toWtf8(folded);
}

WindowsPath::WindowsPath(char drive, QList<QByteArray> components)
{
    if (!std::all_of(components.begin(), components.end(), isUsable)) {
        return;
    }
    m_drive = static_cast<char>(drive >= 'a' && drive <= 'z' ? drive - 32 : drive);
    m_components = std::move(components);
}

std::optional<WindowsPath> WindowsPath::parse(QStringView text)
{
    if (text.startsWith(u"\\\\?\\") || text.startsWith(u"\\??\\")) {
        text = text.mid(4);
    }
    const bool hasLetter =
        text.size() >= 2 && text.at(1) == u':' && text.at(0).unicode() < 128 && text.at(0).isLetter();
    if (!hasLetter || (text.size() > 2 && text.at(2) != u'\\' && text.at(2) != u'/')) {
        return std::nullopt;
    }
    QString rest = text.mid(2).toString();
    rest.replace(u'/', u'\\');
    QList<QByteArray> components;
    for (const QStringView part : QStringView(rest).split(u'\\', Qt::SkipEmptyParts)) {
        if (part == u".") {
            continue;
        }
        if (part == u"..") {
            return std::nullopt;
        }
        components.append(toWtf8(part));
    }
    return WindowsPath(static_cast<char>(text.at(0).toUpper().unicode()), std::move(components));
}

WindowsPath WindowsPath::parent() const
{
    WindowsPath up = *this;
    if (!up.m_components.isEmpty()) {
        up.m_components.removeLast();
    }
    return up;
}

WindowsPath WindowsPath::child(const QByteArray& component) const
{
    QList<QByteArray> components = m_components;
    components.append(component);
    return WindowsPath(m_drive, std::move(components));
}

WindowsPath WindowsPath::join(const WindowsPath& below) const
{
    return WindowsPath(m_drive, m_components + below.m_components);
}

WindowsPath WindowsPath::joined(QStringView relative) const
{
    QList<QByteArray> components = m_components;
    for (const QStringView part : relative.split(u'\\', Qt::SkipEmptyParts)) {
        components.append(toWtf8(part));
    }
    return WindowsPath(m_drive, std::move(components));
}

bool WindowsPath::isWithin(const WindowsPath& folder) const
{
    if (m_drive != folder.m_drive || m_components.size() < folder.m_components.size()) {
        return false;
    }
    for (qsizetype i = 0; i < folder.m_components.size(); ++i) {
        if (m_components.at(i) != folder.m_components.at(i) &&
            foldName(m_components.at(i)) != foldName(folder.m_components.at(i))) {
            return false;
        }
    }
    return true;
}

QList<QByteArray> WindowsPath::below(const WindowsPath& folder) const
{
    return isWithin(folder) ? m_components.mid(folder.m_components.size()) : QList<QByteArray>();
}

QByteArray WindowsPath::folded() const
{
    QByteArray whole;
    if (m_drive != 0) {
        whole += m_drive;
    }
    for (const QByteArray& component : m_components) {
        whole += '\0';
        whole += foldName(component);
    }
    return whole;
}

QString WindowsPath::display() const
{
    QString shown;
    if (m_drive != 0) {
        shown = QLatin1Char(m_drive) + QStringLiteral(":");
        if (m_components.isEmpty()) {
            shown += QLatin1Char('\\');
        }
    }
    for (const QByteArray& component : m_components) {
        if (!shown.isEmpty()) {
            shown += QLatin1Char('\\');
        }
        shown += displayBytes(component);
    }
    return shown;
}

std::optional<QString> WindowsPath::utf16() const
{
    QString whole = m_drive != 0 ? QLatin1Char(m_drive) + QStringLiteral(":\\") : QString();
    for (qsizetype i = 0; i < m_components.size(); ++i) {
        const std::optional<QString> text = fromWtf8(m_components.at(i));
        // A separator or a null inside a name would name something else.
        if (!text || text->contains(QLatin1Char('\\')) || text->contains(QLatin1Char('/')) ||
            text->contains(QChar(0))) {
            return std::nullopt;
        }
        whole += (i > 0 ? QStringLiteral("\\") : QString()) + *text;
    }
    return whole;
}

QByteArray WindowsPath::extension() const
{
    QByteArray last = foldName(name());
    while (last.endsWith('.') || last.endsWith(' ')) {
        last.chop(1);
    }
    const qsizetype dot = last.lastIndexOf('.');
    return dot < 0 ? QByteArray() : last.mid(dot);
}

} // namespace mailmend
