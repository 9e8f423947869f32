// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>

namespace mailmend {

/** The seed that Windows uses in registry logs (Suhanov, "Windows registry file format specification"). */
inline constexpr quint64 kRegistryLogSeed = 0x82ef4d887a4e55c5;

/** Marvin32, the keyed checksum by Niels Ferguson that Windows 8.1 and later put into registry logs. */
quint64 marvin32(QByteArrayView bytes, quint64 seed);

} // namespace mailmend
