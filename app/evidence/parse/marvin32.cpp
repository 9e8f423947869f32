// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/marvin32.h"

#include "evidence/parse/little_endian.h"

#include <bit>

namespace mailmend {

namespace {

struct State
{
    quint32 low;
    quint32 high;

    void mix(quint32 word)
    {
        low += word;
        high ^= low;
        low = std::rotl(low, 20) + high;
        high = std::rotl(high, 9) ^ low;
        low = std::rotl(low, 27) + high;
        high = std::rotl(high, 19);
    }
};

} // namespace

quint64 marvin32(QByteArrayView bytes, quint64 seed)
{
    State state{static_cast<quint32>(seed), static_cast<quint32>(seed >> 32)};
    const qsizetype words = bytes.size() / 4;
    for (qsizetype i = 0; i < words; ++i) {
        state.mix(qFromLittleEndian<quint32>(bytes.data() + 4 * i));
    }
    quint32 tail = 0x80;
    for (qsizetype i = bytes.size() - 1; i >= 4 * words; --i) {
        tail = tail << 8 | static_cast<quint8>(bytes.at(i));
    }
    state.mix(tail);
    state.mix(0);
    return quint64{state.high} << 32 | state.low;
}

} // namespace mailmend
