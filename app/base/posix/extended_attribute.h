// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <optional>

namespace mailmend::posix {

/** An extended attribute of an open file. None, with errno. */
std::optional<QByteArray> extendedAttribute(int file, const char* name);

} // namespace mailmend::posix
