// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/native.h"

namespace mailmend {
namespace {

Error ownershipIsNotKept()
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("evidence", "Whose a file is was not kept by what we looked at.")),
            {},
            {},
            {}};
}

} // namespace

Result<FileOwnership> Files::ownership(const FileEntry&) const
{
    return ownershipIsNotKept();
}

Result<FileOwnership> native::Folder::ownership(const QByteArray&) const
{
    return ownershipIsNotKept();
}

} // namespace mailmend
