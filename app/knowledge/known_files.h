// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "knowledge/builds.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QMultiHash>
#include <QSet>

#include <optional>

namespace mailmend {

/** A page that Microsoft shipped with Exchange. */
struct ShippedFile
{
    QByteArray sha256; ///< 32 raw bytes
    QByteArray
        path; ///< below the Exchange folder, folded, backslashes: "frontend\httpproxy\owa\auth\logon.aspx"
    BuildNumber firstBuild;
    BuildNumber lastBuild;
};

/** A file known to be hostile by its hash. */
struct KnownBadFile
{
    QByteArray sha256; ///< 32 raw bytes
    QString name;      ///< who published it and as what
    QString source;
};

/** Hashes and names from the pack. */
class KnownFiles
{
public:
    QMultiHash<QByteArray, ShippedFile> shippedByHash; ///< key: 32 raw bytes
    QMultiHash<QByteArray, ShippedFile> shippedByPath; ///< key: ShippedFile::path
    QSet<BuildNumber> buildsCovered;
    QHash<QByteArray, KnownBadFile> bad; ///< key: 32 raw bytes
    QHash<QByteArray, Text> harmless;    ///< key: 32 raw bytes; what it is
    QSet<QByteArray> attackerNames;      ///< folded base names seen in attacks: hints, never proof

    /** The baseline has this very build, so that integrity can be checked. */
    bool covers(const BuildNumber& build) const;
};

size_t qHash(const BuildNumber& build, size_t seed = 0) noexcept;

} // namespace mailmend
