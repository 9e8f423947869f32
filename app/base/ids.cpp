// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include "base/sha256.h"

#include <QtEndian>

namespace mailmend {

QString stableId(const QList<QByteArrayView>& parts)
{
    Sha256 hash;
    for (const QByteArrayView part : parts) {
        char length[8];
        qToBigEndian(static_cast<quint64>(part.size()), length);
        hash.add(QByteArrayView(length, 8));
        hash.add(part);
    }
    const QByteArray digest = hash.finish();
    // RFC 4648 base 32 in lower case: no letter that a person could take for another.
    static constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
    QString id;
    quint32 bits = 0;
    int have = 0;
    for (qsizetype i = 0; id.size() < 20; ++i) {
        bits = (bits << 8) | static_cast<quint8>(digest.at(i));
        have += 8;
        while (have >= 5 && id.size() < 20) {
            have -= 5;
            id += QLatin1Char(kAlphabet[(bits >> have) & 31]);
        }
    }
    return id;
}

} // namespace mailmend
