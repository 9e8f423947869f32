// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live/shadow_service.h"
#include "evidence/live/windows/com_pointer.h"

#include <windows.h>

#include <vss.h>
#include <vswriter.h>

#include <vsbackup.h>

/**
 * The calls of Windows' Volume Shadow Copy Service, in the order that its pages ask for. All of them block,
 * on one thread that has entered COM's multithreaded apartment, and look at the cancel token.
 */
namespace mailmend::windows {

/** Objects live as long as the shadow copy that was made by them: letting them go removes it. */
struct MadeShadow
{
    ComPointer<IVssBackupComponents> components;
    VSS_ID id = {};
};

/** "\\?\Volume{…}\" of a drive's letter; empty: it has none. */
std::wstring volumeOf(char drive);

Result<QList<ShadowCopy>> listShadows(const std::wstring& volume, const CancelToken& cancel);
Result<ShadowRoom> roomForShadow(char drive, const std::wstring& volume);
Result<ShadowCopy> makeShadow(const std::wstring& volume, MadeShadow& into, const CancelToken& cancel);
/** Removes it and looks whether it is gone. */
Done removeShadow(MadeShadow& made, const std::wstring& volume, const ShadowCopy& copy);

} // namespace mailmend::windows
