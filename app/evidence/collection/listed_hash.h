// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"

#include <QByteArray>

namespace mailmend {

/**
 * Reads what `stored` reads, and fails at its end with ErrorKind::Damaged where its SHA-256 is not the listed
 * one: the file was changed after it was collected.
 * @param sha256 64 lower-case hexadecimal digits.
 */
std::unique_ptr<FileReader> compareWithList(std::unique_ptr<FileReader> stored, QByteArray sha256,
                                            const WindowsPath& path);

} // namespace mailmend
