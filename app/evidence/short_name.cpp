// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/short_name.h"

#include "base/escape.h"
#include "evidence/volume/native.h"

namespace mailmend {

bool looksShort(const QByteArray& name)
{
    const qsizetype dot = name.indexOf('.');
    const QByteArray base = dot < 0 ? name : name.left(dot);
    const QByteArray ending = dot < 0 ? QByteArray() : name.mid(dot + 1);
    const qsizetype tilde = base.lastIndexOf('~');
    return tilde > 0 && tilde < base.size() - 1 && base.size() <= 8 && ending.size() <= 3 &&
           !ending.contains('.') && !name.contains(' ');
}

Error shortNameNotShown(const QByteArray& name)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence",
                              "{name} is Windows' short name for a folder. This copy doesn't say for which "
                              "one, so we could not look there."),
                {{"name", place(displayBytes(name))}}),
            say(MAILMEND_TEXT("evidence", "Look on the server itself.")),
            {},
            {}};
}

Result<QByteArray> native::Folder::longNameOf(const QByteArray& shortName) const
{
    return shortNameNotShown(shortName);
}

} // namespace mailmend
