// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

namespace mailmend {

/** The head of a kept content: a line of JSON, after which the content follows, XORed with `key` over and
 * over. */
struct KeptHead
{
    QString change;
    QByteArray key; ///< 32 bytes
    qint64 size = 0;
    QByteArray sha256; ///< 32 bytes, of the content as it was
};

QByteArray newKeptKey();
QByteArray writeHead(const KeptHead& head); ///< with its line break

struct ReadKeptHead
{
    KeptHead head;
    qint64 length = 0; ///< bytes of the line with its break
};
/** @param start the file's first bytes, kLongestKeptHead where there are as many. Pure. */
Result<ReadKeptHead> readHead(const QByteArray& start);
inline constexpr qint64 kLongestKeptHead = 1024;

/** Encodes or decodes in place. @param position of data's first byte in the content */
void turn(QByteArray& data, const QByteArray& key, qint64 position);

} // namespace mailmend
