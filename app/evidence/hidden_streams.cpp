// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/hidden_streams.h"

#include <algorithm>

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

std::optional<HidingPlace> hidingPlaceOf(const Finding& finding)
{
    const std::optional<WindowsPath> holder = holderOfStream(finding.subject.path);
    if (!holder) {
        return std::nullopt;
    }
    // Only of a folder does a fact name the holder itself.
    return HidingPlace{*holder, std::any_of(finding.facts.begin(), finding.facts.end(),
                                            [&holder](const Fact& fact) { return fact.path == *holder; })};
}

} // namespace mailmend
