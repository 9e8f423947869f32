// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/windows/file_calls.h"

#include <QByteArrayView>

#include <chrono>
#include <span>

namespace mailmend::windows {

/** How a call on a pipe ended. */
enum class PipeCall { Done, Closed, TimedOut, Failed };

/** An event that is not set, for one call at a time; nullptr inside where there is none left. */
Owned newEvent();

/**
 * Takes what has come, at least a byte. On pipes that were opened for overlapped calls it waits no longer
 * than `patience`, on others until something comes.
 */
PipeCall readPipe(HANDLE pipe, std::span<char> room, std::chrono::milliseconds patience, DWORD* got);
/** Gives some of the bytes, at least one; waits as readPipe() does. */
PipeCall writePipe(HANDLE pipe, QByteArrayView bytes, std::chrono::milliseconds patience, DWORD* wrote);

/** The program that a process runs; empty: Windows doesn't tell. */
std::wstring imageOf(HANDLE process);
/** The same file, however it is spelled; both must be there. */
bool isSameFile(const std::wstring& one, const std::wstring& other);
/** Where this program lies, with a last backslash. */
std::wstring ownFolder();

} // namespace mailmend::windows
