// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/disk.h"
#include "base/result.h"

#include <QByteArray>

#include <cstddef>
#include <optional>
#include <vector>

#include <windows.h>

namespace mailmend {

/** Rights under which only the keeper gets in; all that is made below too. */
class OwnRights
{
public:
    explicit OwnRights(disk::Keeper keeper);
    ~OwnRights();
    OwnRights(const OwnRights&) = delete;
    OwnRights& operator=(const OwnRights&) = delete;

    PSECURITY_DESCRIPTOR get() const { return m_descriptor; } ///< nullptr: they can't be told, GetLastError()
    bool giveTo(HANDLE fileOrFolder) const;

private:
    PSECURITY_DESCRIPTOR m_descriptor = nullptr;
};

/** It belongs to the keeper, and nobody else gets in. None, with GetLastError(): it can't be told. */
std::optional<bool> onlyWeGetIn(HANDLE fileOrFolder, disk::Keeper keeper);

/** The SID of the account that this process runs as; empty, with GetLastError(): it can't be told. */
std::vector<std::byte> accountSid();

/** This process has rights that its account has not by itself: Windows asked somebody for them. */
bool rightsWereGiven();
/** This process can do what administrators can. */
bool isElevated();
/**
 * Who counts as an administrator where a program is to have the rights of one: with ThisAccount also the
 * account that runs, which has them by itself and never without.
 */
disk::Keeper keeperOfRights();

/** Owner, group and rights as one piece of bytes, as Windows keeps them. None, with GetLastError(). */
std::optional<QByteArray> rightsOf(HANDLE file);

/** Sets what this account may set of them: owner and all, else the rights alone. The change of what is told
 * afterwards says so: differences() of the file's record. */
bool setRights(HANDLE file, const QByteArray& rights);

} // namespace mailmend
