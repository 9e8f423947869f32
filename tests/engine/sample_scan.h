// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/scan_runner.h"

#include <QString>

namespace mailmend::testing {

/** A whole scan of one target with the built-in pack and the sample's clock. Fails the test's process on an
 * error. */
ScanResult scanOf(const QString& target);

/** The built-in pack, loaded once. */
const Knowledge& builtInKnowledge();

/** Writes the sample's collection as a collector's folder: uploads/ and its notes. False: could not. */
bool writeUnpackedSample(const QString& folder, bool repaired);

} // namespace mailmend::testing
