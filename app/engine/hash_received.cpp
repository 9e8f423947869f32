// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/hash_received.h"

#include "base/sha256.h"
#include "evidence/sample/sample.h"

#include <QFile>
#include <QFileInfo>
#include <QtConcurrentRun>

namespace mailmend {

namespace {

constexpr qint64 window = 4 * 1024 * 1024;

QString hash(const QString& target, const CancelToken& cancel)
{
    if (isSampleTarget(target)) {
        return QStringLiteral("part of Mailmend, not hashed");
    }
    if (!QFileInfo(target).isFile()) {
        return QStringLiteral("folder, not hashed");
    }
    QFile file(target);
    if (!file.open(QIODevice::ReadOnly)) {
        return QStringLiteral("could not be read, not hashed");
    }
    Sha256 sum;
    QByteArray piece(window, Qt::Uninitialized);
    for (;;) {
        if (cancel.isCancelled()) {
            return QStringLiteral("stopped, not hashed");
        }
        const qint64 got = file.read(piece.data(), piece.size());
        if (got < 0) {
            return QStringLiteral("could not be read, not hashed");
        }
        if (got == 0) {
            break;
        }
        sum.add(QByteArrayView(piece.constData(), got));
    }
    return QStringLiteral("sha256:") + QString::fromLatin1(sum.finish().toHex());
}

} // namespace

QFuture<QString> hashReceived(const QString& target, const CancelToken& cancel)
{
    return QtConcurrent::run([target, cancel] { return hash(target, cancel); });
}

} // namespace mailmend
