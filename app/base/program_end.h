// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mailmend {

/**
 * The last thing that main() does, once every object of its own is gone: what was printed is written out, and
 * the program ends with `status`. On Windows this doesn't return: the libraries are not told. Where a thread
 * is still clearing up behind itself (Qt counts it as finished by then), Windows stops it wherever it is, and
 * a lock that it held is held for ever; libstdc++ waits for such a lock of libwinpthread's, and a program
 * whose window has gone stays. Elsewhere it returns `status`.
 */
int endProgram(int status);

} // namespace mailmend
