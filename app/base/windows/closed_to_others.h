// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <windows.h>

namespace mailmend::windows {

/** A security descriptor that lets in its owner, administrators and Windows itself. */
class ClosedToOthers
{
public:
    ClosedToOthers();
    ~ClosedToOthers();
    ClosedToOthers(const ClosedToOthers&) = delete;
    ClosedToOthers& operator=(const ClosedToOthers&) = delete;

    /** nullptr: Windows did not make it, with GetLastError() */
    SECURITY_ATTRIBUTES* attributes() { return m_rights != nullptr ? &m_attributes : nullptr; }

private:
    PSECURITY_DESCRIPTOR m_rights = nullptr;
    SECURITY_ATTRIBUTES m_attributes = {};
};

} // namespace mailmend::windows
