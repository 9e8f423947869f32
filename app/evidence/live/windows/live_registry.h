// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/registry.h"

namespace mailmend {

/**
 * The registry of the Windows that runs, in its 64-bit view, read anew at each call. Immutable itself and
 * thread-safe; what an administrator alone may read (SAM) is read as for a backup.
 */
class LiveRegistry : public Registry
{
public:
    LiveRegistry();
    RegistryAnswer key(RegistryHive hive, QStringView path) const override;
    QList<HiveState> hives() const override { return m_states; }

private:
    QList<HiveState> m_states;
};

} // namespace mailmend
