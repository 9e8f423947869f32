// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

namespace mailmend::testing {

/** A temporary folder in which things get any name, at any depth. Removed with all below it. */
class RawTree
{
public:
    RawTree();
    ~RawTree();
    RawTree(const RawTree&) = delete;
    RawTree& operator=(const RawTree&) = delete;

    QByteArray path() const { return m_path; }
    QString text() const { return QString::fromUtf8(m_path); }

    /** Makes the folder and those above it; `components` below the tree. */
    void folder(const QList<QByteArray>& components) const;
    void file(const QList<QByteArray>& components, const QByteArray& content) const;
    void link(const QList<QByteArray>& components, const QByteArray& target) const;
    void pipe(const QList<QByteArray>& components) const;
    /** "Windows/System32" with slashes, for ordinary names. */
    void file(const char* slashed, const QByteArray& content) const;
    void remove(const QList<QByteArray>& components) const;

private:
    QByteArray m_path;
};

} // namespace mailmend::testing
