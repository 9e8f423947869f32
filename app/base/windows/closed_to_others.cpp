// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/closed_to_others.h"

#include <sddl.h>

namespace mailmend::windows {

ClosedToOthers::ClosedToOthers()
{
    if (ConvertStringSecurityDescriptorToSecurityDescriptorW(
            L"D:P(A;OICI;FA;;;OW)(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)", SDDL_REVISION_1, &m_rights, nullptr) ==
        0) {
        m_rights = nullptr;
    }
    m_attributes = {sizeof m_attributes, m_rights, FALSE};
}

ClosedToOthers::~ClosedToOthers()
{
    LocalFree(m_rights);
}

} // namespace mailmend::windows
