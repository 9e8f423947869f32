// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mailmend {

/**
 * From here on libraries come from the program's own folder and from the system's alone: not from the folder
 * that it was started in, and not from where the environment says. First thing in main().
 */
void loadOnlyOwnLibraries();

/**
 * For a program with more rights than the person who started it: takes nothing from the environment that says
 * where to load something from, and works in its own folder. After the application is made.
 */
void forgetForeignPlaces();

} // namespace mailmend
