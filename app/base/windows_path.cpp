// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows_path.h"

#include "base/escape.h"
#include "base/wtf8.h"

namespace mailmend {
namespace {

bool isUsable(const QByteArray& component)
{
    return !component.isEmpty() && component != "." && component != "..";
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
