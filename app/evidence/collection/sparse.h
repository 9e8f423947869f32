// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/files.h"

namespace mailmend {

inline constexpr qint64 kSparseIndexBound = qint64(16) << 20;

/** One piece of a file that was stored without its holes. */
struct SparseRange
{
    qint64 original = 0; ///< where it belongs in the file
    qint64 length = 0;
    qint64 stored = 0; ///< how many of these bytes were stored; 0: a hole
};

/**
 * Velociraptor's `.idx`: one JSON object with `ranges`, or older, one range a line. Ranges must follow one
 * another;
 * @return Damaged otherwise, TooLarge where the file would grow beyond 256 MB and to more than twice what was
 * stored.
 */
Result<QList<SparseRange>> readSparseIndex(const QByteArray& index);

/** The file with its holes as zeros. */
Result<std::unique_ptr<FileReader>> expandSparse(std::unique_ptr<FileReader> stored, const QByteArray& index);

} // namespace mailmend
