// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "knowledge/pack_files.h"
#include "knowledge/playbook.h"

namespace mailmend {

/**
 * Every JSON file in the folder playbooks of a pack, by number of its id. Playbook and step ids are unique in
 * the pack, and every `depends_on` names a step of the pack; a ring of dependencies is refused.
 */
Result<QList<Playbook>> readPlaybooks(const PackFiles& files);

} // namespace mailmend
