// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/evidence.h"
#include "support/zip_builder.h"

namespace mailmend::testing {

/** A path that is known to be well formed. */
WindowsPath at(const char* text);

/** The evidence's row of coverage; one of the source "no such row" where it has none. */
CoverageEntry row(const Evidence& evidence, const char* source);

/** A collection opened from memory: what is under test is the layout, not the zip. */
Result<EvidencePointer> openMembers(const QList<ZipMember>& members);

} // namespace mailmend::testing
