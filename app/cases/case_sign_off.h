// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/finding_ledger.h"

namespace mailmend {

/** Follows the newest sign-off, and whether anything that matters has happened since. */
class SignOffLedger
{
public:
    void take(const Event& event);
    /** @param today days that pass can end what was accepted or left out, and with it what was signed. */
    std::optional<SignOff> newest(const QList<LedgerEntry>& findings, const QList<CaseStep>& steps,
                                  const QDate& today) const;

private:
    std::optional<SignOff> m_newest;
};

/** Two names of one person: without case and spaces around them. One person alone is no second person. */
bool isSamePerson(const QString& one, const QString& other);

} // namespace mailmend
