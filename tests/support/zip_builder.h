// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

namespace mailmend::testing {

/** One member, written as it is told, sensible or not. */
struct ZipMember
{
    QByteArray name;
    QByteArray content;
    bool deflate = false;
    QDateTime modified = {};                 ///< UTC, as the extra field 0x5455; invalid: none
    quint16 flags = 0;                       ///< bit 0: encrypted; bit 11: the name is UTF-8
    std::optional<quint16> method = {};      ///< a wrong one
    std::optional<quint32> checksum = {};    ///< a wrong one
    std::optional<quint32> size = {};        ///< a wrong unpacked size
    std::optional<quint32> shareDataOf = {}; ///< the data of that earlier member: they overlap
};

/** A zip with these members in this order; of one name as many as there are. */
QByteArray makeZip(const QList<ZipMember>& members);

/** Writes a file or ends the test program. */
void writeFile(const QString& path, const QByteArray& content);

/**
 * Writes a zip64 whose member `name` holds `size` zero bytes, stored, without taking that room on disk;
 * `others` follow.
 */
void writeSparseZip64(const QString& path, const QByteArray& name, quint64 size,
                      const QList<ZipMember>& others);

} // namespace mailmend::testing
