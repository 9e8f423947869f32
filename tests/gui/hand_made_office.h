// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

#include <memory>

namespace mailmend::testing {

/** handMadeCase() with a second server: looked at later, with findings and a step of its own. */
std::shared_ptr<CaseView> officeCase();

} // namespace mailmend::testing
