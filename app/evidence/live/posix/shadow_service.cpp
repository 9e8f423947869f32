// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/shadow_service.h"

namespace mailmend {

std::unique_ptr<ShadowService> systemShadowService()
{
    return nullptr; // this computer is none that can be looked at as a running Windows
}

} // namespace mailmend
