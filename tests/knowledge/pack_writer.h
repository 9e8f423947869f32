// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "knowledge/pack_files.h"

namespace mailmend::testing {

/** The files of the pack that is compiled in. */
PackFiles builtInPackFiles();

/** The raw bytes of the pack that is compiled in. */
QByteArray builtInPack();

/** A zip of these files. */
QByteArray zipOf(const PackFiles& files);

} // namespace mailmend::testing
