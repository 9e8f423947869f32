// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

#include <memory>

namespace mailmend::testing {

/** A credit union's server in the middle of its repair, as a case would show it. */
std::shared_ptr<CaseView> handMadeCase();

/** The same with every name, path, note and reason made by somebody who wants to harm whoever reads it. */
std::shared_ptr<CaseView> hostileCase();

/** Names that the evidence may hold: markup, quotes, direction and control characters, very long ones. */
QStringList hostileNames();

} // namespace mailmend::testing
