// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "builder/hive_writer.h"

#include <QByteArray>
#include <QList>

#include <utility>

namespace mailmend::testing {

/** The registry of a small invented Exchange 2016 server, for tests to change before it is written. */
struct SmallRegistry
{
    sample::HiveKey software;
    sample::HiveKey system;
    sample::HiveKey sam;
};

SmallRegistry smallRegistry();

/** Newest time in the hives of a small server, UTC. */
QDateTime smallServerTime();

/** An applicationHost.config with two sites, one of them on D: and one folder on another computer. */
QByteArray smallIisConfiguration();

/** Path below the drive, with slashes, and content. */
using ServerFiles = QList<std::pair<QByteArray, QByteArray>>;

/** The hives of `registry`, clean, and the files of C: of such a server. */
ServerFiles smallServer(const SmallRegistry& registry = smallRegistry());

} // namespace mailmend::testing
