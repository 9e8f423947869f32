// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

#include <optional>

#include <windows.h>

namespace mailmend {

/** Rights under which only this account, administrators and the system get in; all that is made below too. */
class OwnRights
{
public:
    OwnRights();
    ~OwnRights();
    OwnRights(const OwnRights&) = delete;
    OwnRights& operator=(const OwnRights&) = delete;

    PSECURITY_DESCRIPTOR get() const { return m_descriptor; } ///< nullptr: they can't be told, GetLastError()
    bool giveTo(HANDLE fileOrFolder) const;

private:
    PSECURITY_DESCRIPTOR m_descriptor = nullptr;
};

/** None, with GetLastError(): it can't be told. */
std::optional<bool> onlyWeGetIn(HANDLE fileOrFolder);

/** Owner, group and rights as one piece of bytes, as Windows keeps them. None, with GetLastError(). */
std::optional<QByteArray> rightsOf(HANDLE file);

/** Sets what this account may set of them: owner and all, else the rights alone. */
bool setRights(HANDLE file, const QByteArray& rights);

} // namespace mailmend
