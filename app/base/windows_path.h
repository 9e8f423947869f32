// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace mailmend {

/**
 * A path as the examined computer names it, with the names' raw bytes (UTF-8 where they are that; else
 * whatever the file system or archive holds; Windows' unpaired UTF-16 units as WTF-8). A value.
 *
 * A component may hold any byte but is never empty, "." or "..", so a path can't climb out of its volume.
 * Comparison is Windows': without case. A path whose volume is unknown (loose files) has drive 0.
 */
class WindowsPath
{
public:
    WindowsPath() = default;
    /** Components that are empty, "." or ".." make an invalid (empty) path. `drive` is a letter or 0. */
    WindowsPath(char drive, QList<QByteArray> components);

    /** Reads "C:\inetpub\wwwroot" or "C:/inetpub". Also `\\?\C:\…`. UNC, relative and climbing paths are
     * none. */
    static std::optional<WindowsPath> parse(QStringView text);

    bool isEmpty() const { return m_drive == 0 && m_components.isEmpty(); }
    char drive() const { return m_drive; }
    const QList<QByteArray>& components() const { return m_components; }
    QByteArray name() const { return m_components.isEmpty() ? QByteArray() : m_components.last(); }
    WindowsPath parent() const;
    WindowsPath child(const QByteArray& component) const;
    WindowsPath join(const WindowsPath& below) const; ///< all of `below`'s components appended
    /** Adds backslash-separated text such as "FrontEnd\HttpProxy\owa". */
    WindowsPath joined(QStringView relative) const;

    /** True for the folder itself and everything below it, without case. */
    bool isWithin(const WindowsPath& folder) const;
    /** What is left of this path below `folder`; empty when it is not below. */
    QList<QByteArray> below(const WindowsPath& folder) const;

    /** For comparing and for ids: letter and components case folded, separated by a byte that no name can
     * hold. */
    QByteArray folded() const;
    /** For people: "C:\inetpub\…", bytes that are no UTF-8 as \xNN. Not escaped for any border. */
    QString display() const;
    /** As UTF-16 for a command, unpaired units kept; none where a component is not WTF-8 and no command can
     * name it. */
    std::optional<QString> utf16() const;
    /** The last dot and what follows, folded, with trailing dots and spaces dropped as Windows does: ".aspx".
     */
    QByteArray extension() const;

    bool operator==(const WindowsPath& other) const { return folded() == other.folded(); }

private:
    char m_drive = 0;
    QList<QByteArray> m_components;
};

/** A name folded as Windows compares names; bytes that are no UTF-8 stay as they are. */
QByteArray foldName(const QByteArray& name);

} // namespace mailmend
