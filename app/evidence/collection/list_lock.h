// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows_path.h"
#include "evidence/collection/container.h"

#include <optional>

namespace mailmend {

/** How the list of contents of Mailmend's own layout is locked, and whether something beside it is. */
struct Locks
{
    MemberLock list = MemberLock::None;
    bool others = false;
};

/** @param list the member that is the list */
Locks locksOf(const Container& container, quint64 list, const CancelToken& cancel);

/** The list itself can't be trusted, and so nothing can. */
Error collectionWasChanged(const Text& why, const QString& detail);

/** Why a list with these locks is not used: somebody put it there, or it shows no changes. None: it may be.
 */
std::optional<Error> whyListIsNoUse(const Locks& locks);

/** Of a collection with a locked list: why somebody without the passphrase could have put a file there;
 * empty: nobody could. */
Text notOfTheLocked(const WindowsPath& path, const Member& member, bool isListed);

} // namespace mailmend
