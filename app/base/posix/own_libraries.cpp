// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/own_libraries.h"

namespace mailmend {

// The loader has seen to it before main(): only what the program names is loaded, and nothing runs with more
// rights than the person who started it.
void loadOnlyOwnLibraries() {}
void forgetForeignPlaces() {}

} // namespace mailmend
