// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace mailmend {

/** How the SIDs of all accounts begin that Windows makes for application pools. */
inline constexpr QLatin1StringView kPoolAccounts("S-1-5-82-");

/** The SID that Windows gives the account of an application pool: it is made of the pool's name. Pure. */
QString sidOfPool(const QString& name);

} // namespace mailmend
