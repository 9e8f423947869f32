// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <windows.h>

namespace mailmend::windows {

/** An open key with its owner. */
class OpenKey
{
public:
    OpenKey() = default;
    ~OpenKey()
    {
        if (m_key != nullptr) {
            RegCloseKey(m_key);
        }
    }
    OpenKey(const OpenKey&) = delete;
    OpenKey& operator=(const OpenKey&) = delete;
    HKEY get() const { return m_key; }
    HKEY* room() { return &m_key; }

private:
    HKEY m_key = nullptr;
};

} // namespace mailmend::windows
