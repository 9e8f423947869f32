// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>

namespace mailmend::testing {

/** All of a file; empty where it can't be read. */
QByteArray contentOf(const QString& path);

/** Writes all of a file, replacing what was there. @return whether it worked */
bool writeWhole(const QString& path, const QByteArray& content);

} // namespace mailmend::testing
