// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/write_trouble.h"

namespace mailmend {

Error writeError(WriteTrouble trouble, const QString& path, const QString& detail)
{
    const QList<std::pair<QByteArray, Argument>> where = {{"path", place(path)}};
    switch (trouble) {
    case WriteTrouble::NameIsTaken:
        return {ErrorKind::Conflict,
                say(MAILMEND_TEXT("collect", "{path} is there already."), where),
                say(MAILMEND_TEXT("collect", "Choose another name, or delete it if you don't need it.")),
                detail,
                {}};
    case WriteTrouble::NoRoom:
        return {ErrorKind::Full,
                say(MAILMEND_TEXT("collect", "There is no room left for {path}."), where),
                say(MAILMEND_TEXT("collect", "Make room, or write to another disk, and collect again.")),
                detail,
                {}};
    case WriteTrouble::TooLarge:
        return {ErrorKind::Full,
                say(MAILMEND_TEXT("collect", "{path} became larger than this disk takes."), where),
                say(MAILMEND_TEXT("collect", "Write to a disk with NTFS, exFAT or ext4, not FAT32.")),
                detail,
                {}};
    case WriteTrouble::NoFolder:
        return {ErrorKind::NotFound,
                say(MAILMEND_TEXT("collect", "There is no folder for {path}."), where),
                {},
                detail,
                {}};
    case WriteTrouble::IsHeld:
        return {ErrorKind::InUse,
                say(MAILMEND_TEXT("collect", "Another program holds {path} open."), where),
                say(MAILMEND_TEXT("collect", "An anti-virus or backup program may be looking at it. Wait a "
                                             "minute before you try again.")),
                detail,
                {}};
    case WriteTrouble::NotAllowed:
        break;
    }
    return {ErrorKind::Denied,
            say(MAILMEND_TEXT("collect", "{path} could not be written."), where),
            say(MAILMEND_TEXT("collect", "Choose a folder in which you may write.")),
            detail,
            {}};
}

} // namespace mailmend
