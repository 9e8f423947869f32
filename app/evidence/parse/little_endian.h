// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QtEndian>

namespace mailmend {

/** True where `bytes` has `size` bytes at `at`. No sum can overflow. */
inline bool holds(QByteArrayView bytes, qsizetype at, qsizetype size)
{
    return at >= 0 && size >= 0 && at <= bytes.size() && size <= bytes.size() - at;
}

/** A little-endian number at `at`; 0 where the bytes end before it. */
template<typename Number>
Number littleEndian(QByteArrayView bytes, qsizetype at)
{
    return holds(bytes, at, sizeof(Number)) ? qFromLittleEndian<Number>(bytes.data() + at) : Number{0};
}

} // namespace mailmend
