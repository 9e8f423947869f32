// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/windows/file_calls.h"

#include <span>

namespace mailmend::native {

/** Where an open link or junction leads, as its data says: "\??\D:\data", "..\data". In WTF-8. */
Result<QByteArray> reparseTarget(HANDLE link, const QByteArray& name);

/** The same from the data itself. None: it is of another kind, or damaged. Pure. */
std::optional<QByteArray> readReparseData(std::span<const char> data);

} // namespace mailmend::native
