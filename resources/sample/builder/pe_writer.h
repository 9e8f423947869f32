// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <array>
#include <utility>

namespace mailmend::sample {

/** What the version resource of a written program says. */
struct PeVersion
{
    std::array<quint16, 4> file{};    ///< VS_FIXEDFILEINFO's FileVersion
    std::array<quint16, 4> product{}; ///< and ProductVersion
    /** StringFileInfo in this order, English: ("FileVersion", "15.01.2044.004"), ("OriginalFilename",
     * "ExSetup.exe"). */
    QList<std::pair<QString, QString>> strings;
};

struct PeOptions
{
    bool library = false; ///< a DLL rather than a program
    bool wide = true;     ///< PE32+ (x64); else PE32 (x86)
    QDateTime linked;     ///< the header's time stamp
};

/**
 * A small valid Windows program that does nothing: its only instruction is a return, it imports nothing, and
 * it carries a version resource. Deterministic.
 */
QByteArray writePe(const PeVersion& version, const PeOptions& options);

/** A version as Exchange writes it in StringFileInfo: "15.01.2044.004". */
QString exchangeVersionText(const std::array<quint16, 4>& version);

} // namespace mailmend::sample
