// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/registry.h"

#include <QtEndian>

namespace mailmend {
namespace {

constexpr quint32 kSz = 1, kExpandSz = 2, kDword = 4, kDwordBigEndian = 5, kMultiSz = 7, kQword = 11;

/** UTF-16LE of whole units; an odd last byte is dropped, as Windows does. */
QString units(const QByteArray& data)
{
    QString text(data.size() / 2, Qt::Uninitialized);
    for (qsizetype i = 0; i < text.size(); ++i) {
        text[i] = QChar(qFromLittleEndian<quint16>(data.constData() + 2 * i));
    }
    return text;
}

} // namespace

std::optional<QString> RegistryValue::text() const
{
    if (type != kSz && type != kExpandSz) {
        return std::nullopt;
    }
    const QString whole = units(data);
    const qsizetype end = whole.indexOf(QChar::Null);
    return end < 0 ? whole : whole.left(end);
}

std::optional<quint64> RegistryValue::number() const
{
    if (type == kDword && data.size() == 4) {
        return qFromLittleEndian<quint32>(data.constData());
    }
    if (type == kDwordBigEndian && data.size() == 4) {
        return qFromBigEndian<quint32>(data.constData());
    }
    if (type == kQword && data.size() == 8) {
        return qFromLittleEndian<quint64>(data.constData());
    }
    return std::nullopt;
}

std::optional<QStringList> RegistryValue::list() const
{
    if (type != kMultiSz) {
        return std::nullopt;
    }
    QStringList texts = units(data).split(QChar::Null);
    const qsizetype end = texts.indexOf(QString());
    return end < 0 ? texts : texts.first(end);
}

const RegistryValue* RegistryKey::value(QStringView wanted) const
{
    for (const RegistryValue& one : values) {
        if (wanted.compare(one.name, Qt::CaseInsensitive) == 0) {
            return &one;
        }
    }
    return nullptr;
}

} // namespace mailmend
