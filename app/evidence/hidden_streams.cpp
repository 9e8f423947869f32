// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/files.h"

namespace mailmend {

FolderState streamsNotShown()
{
    return {ReadState::NotCollected,
            say(MAILMEND_TEXT("evidence",
                              "A file can hide something beside its content (in an alternate data stream). "
                              "This copy doesn't show that, so it was not looked at. Look on the server "
                              "itself, at a collection that Mailmend made there, or at the disk mounted with "
                              "ntfs-3g."))};
}

std::optional<WindowsPath> holderOfStream(const WindowsPath& path)
{
    const QByteArray name = path.name();
    const qsizetype colon = name.indexOf(':');
    return colon > 0 ? std::optional(path.parent().child(name.left(colon))) : std::nullopt;
}

} // namespace mailmend
