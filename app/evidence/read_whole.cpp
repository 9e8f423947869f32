// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/files.h"

namespace mailmend {

Result<QByteArray> readWhole(const Files& files, const FileEntry& entry, qint64 bound)
{
    const auto tooLarge = [&entry, bound] {
        return Error{
            ErrorKind::TooLarge,
            say(MAILMEND_TEXT("evidence", "{path} is larger than the {bound} that are read of such a file."),
                {{"path", place(entry.path.display())}, {"bound", bytes(bound)}}),
            {},
            {},
            {}};
    };
    if (entry.size > bound) {
        return tooLarge();
    }
    auto reader = files.open(entry);
    if (!reader) {
        return reader.error();
    }
    // The listed size is only a hint: a live or damaged file may hold less or more.
    QByteArray whole;
    QByteArray piece(qBound(qint64(4096), entry.size + 1, qint64(1) << 20), Qt::Uninitialized);
    for (;;) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return whole;
        }
        if (whole.size() + *got > bound) {
            return tooLarge();
        }
        whole.append(piece.constData(), *got);
    }
}

} // namespace mailmend
