// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/live_files.h"

namespace mailmend {

Result<CopiedContent> LiveFiles::openCopy(const FileEntry& entry, const Error& why) const
{
    if (why.kind != ErrorKind::InUse) {
        return why;
    }
    auto copied = m_copies->open(entry);
    if (copied || copied.error().kind == ErrorKind::Cancelled) {
        return copied;
    }
    return Error{
        why.kind,
        say(MAILMEND_TEXT("shadow-copy", "{path} was not read: another program holds it open and lets "
                                         "nobody read it. No shadow copy helped: {why}"),
            {{"path", place(entry.path.display())}, {"why", sentence(copied.error().text)}}),
        copied.error().hint.isEmpty() ? why.hint : copied.error().hint, why.detail,
        std::make_shared<const Error>(copied.error())};
}

} // namespace mailmend
