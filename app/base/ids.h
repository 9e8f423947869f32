// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace mailmend {

/**
 * A short stable id: 20 base-32 letters of the SHA-256 over the parts, each with its length before it, so
 * that
 * ("ab","c") and ("a","bc") differ. The same on every computer and in every release.
 */
QString stableId(const QList<QByteArrayView>& parts);

} // namespace mailmend
