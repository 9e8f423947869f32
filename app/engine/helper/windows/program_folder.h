// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"

#include <functional>
#include <string>

#include <windows.h>

namespace mailmend::windows {

/** What a folder is to a program that is to get rights. */
enum class FolderRole {
    Own,  ///< it lies there, with its libraries: nobody may add, change or take away anything
    Above ///< further up: nobody may put another folder into its place
};

/**
 * Whether somebody who is no administrator can change the folder, by its owner and its list of rights.
 * Refusals in that list don't count: they can't make it worse. Pure.
 * @param self this account where it is one of the trusted; nullptr: it is not
 * @param descriptor owner and rights, self-relative or absolute; without a list everybody can
 */
bool othersCanChange(PSECURITY_DESCRIPTOR descriptor, FolderRole role, PSID self);

/**
 * Denied, with what to do, where the program may not be given rights: it is on a share or a disk without
 * rights, or somebody who is no administrator can change it, its folder, or put another in its place.
 * @param keeper ThisAccount: this account counts as an administrator
 */
Done mayBeElevated(const std::wstring& program, disk::Keeper keeper);
using MayBeElevated = std::function<Done(const std::wstring& program, disk::Keeper keeper)>;

} // namespace mailmend::windows
