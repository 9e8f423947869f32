// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/pool_account.h"

#include <QCryptographicHash>
#include <QtEndian>

namespace mailmend {

QString sidOfPool(const QString& name)
{
    QByteArray units;
    for (const QChar unit : name.toLower()) {
        units += static_cast<char>(unit.unicode() & 0xff);
        units += static_cast<char>(unit.unicode() >> 8);
    }
    const QByteArray sum = QCryptographicHash::hash(units, QCryptographicHash::Sha1);
    QString sid = kPoolAccounts.chopped(1);
    for (qsizetype at = 0; at + 4 <= sum.size(); at += 4) {
        sid += u'-' + QString::number(qFromLittleEndian<quint32>(sum.constData() + at));
    }
    return sid;
}

} // namespace mailmend
