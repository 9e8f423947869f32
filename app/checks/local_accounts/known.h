// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"
#include "checks/patch_level/exposure.h"

namespace mailmend::local_accounts {

inline constexpr char kId[] = "local-accounts";

/** All that the accounts are judged by, read once. */
struct Known
{
    const Evidence* evidence = nullptr;
    const LocalAccounts* accounts = nullptr;
    QDateTime taken; ///< UTC; ages are measured against it; invalid: not known, then nothing is "lately"
    QDateTime windowsInstalled;
    bool buildKnown = false; ///< else `windows` is empty because nobody could work it out
    /** When the server stood open to flaws that are used in attacks; worked out as patch-level does. */
    QList<patch_level::ExposureWindow> windows;
};

Known gather(const Conclusion& conclusion);

/** When an account was made, as far as its entry in the list of names tells. An estimate, always said so. */
struct Made
{
    QDateTime about;          ///< UTC, not later than this; invalid: not known
    bool renamed = false;     ///< its own entry is newer than that of an account that was made later
    bool withWindows = false; ///< on the day when Windows was installed or upgraded, or the one after
    bool lately = false;      ///< in the 30 days before `taken`, or after it by a clock that was wrong
    /** The first flaw that is used in attacks and to which the server stood open then; nullptr: none known.
     */
    const patch_level::ExposureWindow* open = nullptr;
};

/**
 * Windows never gives a number (RID) twice and counts upwards, so an account is not younger than one with a
 * higher number. Built-in accounts have no such time.
 */
Made madeOf(const Known& known, const LocalAccount& account);

/** The flaw used in attacks to which the server stood open then, a certain one first; nullptr: none is known.
 */
const patch_level::ExposureWindow* openAt(const Known& known, const QDateTime& time);
/** Later than the evidence counts too: a clock was wrong, or somebody set the time. */
bool isLately(const Known& known, const QDateTime& time);

/** "svc" as it is called, or "number 1001" where its name could not be read. */
QString nameOf(const LocalAccount& account);
bool isAdministrator(const Known& known, const LocalAccount& account);
/** "Remote Desktop Users (S-1-5-32-555)", with the server's own names. */
QStringList groupNames(const Known& known, const LocalAccount& account);

} // namespace mailmend::local_accounts
