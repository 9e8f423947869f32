// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/list_lock.h"

namespace mailmend {

Locks locksOf(const Container& container, quint64 list, const CancelToken& cancel)
{
    Locks locks;
    container.list(cancel, [&locks, list](const Member& member) {
        if (member.index == list) {
            locks.list = member.lock;
        } else {
            locks.others = locks.others || member.lock != MemberLock::None;
        }
        return true;
    });
    return locks;
}

Error collectionWasChanged(const Text& why, const QString& detail)
{
    return {
        ErrorKind::Damaged,
        say(MAILMEND_TEXT("evidence", "This collection was changed after it was made. {why} Nothing in it "
                                      "can be trusted, so it was not looked at."),
            {{"why", sentence(why)}}),
        say(MAILMEND_TEXT("evidence", "Copy it again from where it was made. If that says the same, "
                                      "collect again, and find out who had the collection.")),
        detail,
        {}};
}

std::optional<Error> whyListIsNoUse(const Locks& locks)
{
    if (locks.list == MemberLock::Weak) {
        return Error{ErrorKind::Unsupported,
                     say(MAILMEND_TEXT("evidence", "This collection was packed again, with a lock that does "
                                                   "not show changes.")),
                     say(MAILMEND_TEXT("evidence", "Open the zip file as it was made. If it is gone, unpack "
                                                   "this one with its passphrase, then open the folder.")),
                     QStringLiteral("list: weak lock"),
                     {}};
    }
    if (locks.others && locks.list != MemberLock::Sealed) {
        return collectionWasChanged(
            say(MAILMEND_TEXT("evidence", "Its files are locked with a passphrase, and its "
                                          "list of contents is not.")),
            QStringLiteral("list: no lock"));
    }
    return std::nullopt;
}

Text notOfTheLocked(const WindowsPath& path, const Member& member, bool isListed)
{
    if (member.lock != MemberLock::Sealed) {
        return say(MAILMEND_TEXT("evidence", "{path} is not locked as the rest of this collection is: it was "
                                             "put there after the collection was made."),
                   {{"path", place(path.display())}});
    }
    return isListed
               ? Text()
               : say(MAILMEND_TEXT("evidence", "{path} is not on this collection's list of contents: it was "
                                               "put there after the collection was made."),
                     {{"path", place(path.display())}});
}

} // namespace mailmend
