// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArrayView>
#include <QDateTime>
#include <QString>

#include <array>
#include <optional>

namespace mailmend {

/** The four numbers of a Windows file version: {15, 1, 2507, 6}. */
using PeVersionNumbers = std::array<quint16, 4>;

/** What the headers and the version resource of a Windows program say. All of it can be made up by its maker.
 */
struct PeVersion
{
    bool wide = false; ///< PE32+ (64-bit)
    bool library = false;
    quint32 linked = 0; ///< the header's time stamp; newer linkers write a hash there
    std::optional<PeVersionNumbers> fileVersion; ///< VS_FIXEDFILEINFO; none: no version resource
    std::optional<PeVersionNumbers> productVersion;
    QString fileVersionText; ///< StringFileInfo's FileVersion, "15.01.2507.006"
    QString productVersionText;
    QString originalFilename;
    QString productName;
    QString companyName;
    bool complete = true; ///< false: the version resource is there but damaged
    Text lost;            ///< what could not be read, where not complete
};

/**
 * Reads the version resource of a whole PE32 or PE32+ file. Bounded; safe on any bytes.
 * @return Unsupported where this is no PE file; Damaged where its headers or sections lead outside the file.
 * A program without a version resource is a value without fileVersion.
 */
Result<PeVersion> readPeVersion(QByteArrayView file);

/** "15.1.2507.6" */
QString toText(const PeVersionNumbers& version);

} // namespace mailmend
