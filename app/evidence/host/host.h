// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/asked_accounts.h"
#include "evidence/evidence.h"
#include "evidence/host/hives.h"

#include <functional>

namespace mailmend {

/** What the source itself knows of the host, from a collector's own words. */
struct HostHints
{
    QString collectorHostId;
    QString collectorHostName;
    QDateTime takenAt; ///< UTC, from the collector's metadata; invalid: it says nothing
    Text takenAtSource;
    QByteArray targetHash; ///< tells this target from others where nothing else does
    /** The accounts as the running Windows names them, for where SAM is closed to us; may be none. */
    std::function<AskedAccounts(const CancelToken&)> askAccounts;
};

/**
 * Fills everything of `evidence` but `files`, `target.kind`, `target.path` and `looseFiles` from the files
 * and hives: registry, host facts, identity, zone, takenAt, accounts, folders, IIS, Exchange, and the
 * coverage of hives, IIS configuration and logs. Rows that are in `evidence.coverage` already stay.
 */
void describeHost(Evidence& evidence, const LoadedHives& hives, const HostHints& hints,
                  const CancelToken& cancel);

/** What these hives say of the computer that they are from: only facts that have a value. */
QList<HostFact> factsOfHives(const LoadedHives& hives);

} // namespace mailmend
