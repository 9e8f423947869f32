// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows/file_calls.h"
#include "evidence/volume/native.h"

#include <span>

namespace mailmend::native {

/** Streams of an open file or folder beside its content. */
Streams namedStreams(HANDLE file);

/** The same from what Windows answers (FILE_STREAM_INFO). None: it is damaged. Pure. */
std::optional<std::vector<Stream>> readStreamList(std::span<const char> data);

} // namespace mailmend::native
