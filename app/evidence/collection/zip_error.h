// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QByteArray>

#include <zip.h>

namespace mailmend {

/** Why libzip gave no archive. */
Error zipOpenError(zip_error_t* error);
/** Why libzip gave nothing, or nothing more, of a member. @param name raw */
Error zipMemberError(zip_error_t* error, const QByteArray& name);
/** The archive is not one that a program writes. @param what for the log */
Error damagedZip(const char* what);
/** A member's seal does not hold. @param name raw */
Error zipChangedSince(const QByteArray& name);

} // namespace mailmend
