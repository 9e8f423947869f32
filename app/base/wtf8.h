// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringView>

#include <optional>

namespace mailmend {

/**
 * WTF-8: UTF-8 that may also hold single surrogates, so that each name that Windows allows has bytes of its
 * own (https://simonsapin.github.io/wtf-8/). None where the bytes are not that.
 */
std::optional<QString> fromWtf8(const QByteArray& raw);
QByteArray toWtf8(QStringView text);

} // namespace mailmend
