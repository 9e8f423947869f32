// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/zip_builder.h"

namespace mailmend::testing {

/** A Mailmend collection of the small server and one web root, as README.md beside the layout describes it.
 */
QList<ZipMember> mailmendCollection(QByteArray manifest = {});

} // namespace mailmend::testing
