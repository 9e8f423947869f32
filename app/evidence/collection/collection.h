// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/container.h"
#include "evidence/sources.h"

namespace mailmend {

/** What a triage tool collected: a zip, or the same tree as a folder. */
extern const EvidenceSource collectionSource;

/**
 * The evidence in a container, once its layout is recognised (layouts.h).
 * @param kind as TargetInfo::kind
 * @return Unsupported for a layout that is recognised but not read, or not recognised.
 */
Result<EvidencePointer> openCollection(ContainerPointer container, const QString& path, const QString& kind,
                                       const CancelToken& cancel);

} // namespace mailmend
