// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/volume/native.h"

namespace mailmend::native {

/** The root folder of a volume that has no letter. @param device "\\?\GLOBALROOT\Device\…", as Windows gave
 * it */
Result<FolderPointer> openDeviceRoot(const QString& device);

} // namespace mailmend::native
