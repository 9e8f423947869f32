// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "checks/check.h"
#include "checks/patch_level/exposure.h"
#include "evidence/parse/exchange_setup_log.h"

namespace mailmend::patch_level {

/** A program of Exchange and its file version. */
struct BinarySeen : Observation
{
    WindowsPath path;
    QByteArray sha256; ///< raw
    std::optional<BuildNumber> build;
    Text trouble; ///< where there is no build, or what belongs to it is damaged
};

/** ExchangeSetup.log. */
struct SetupLogSeen : Observation
{
    WindowsPath path;
    ExchangeSetupLog log;
    bool cut = false;
};

/** A configuration of the web server, and whether it holds the rule that Microsoft's mitigation M2 adds. */
struct ConfigurationSeen : Observation
{
    WindowsPath path;
    bool hasMitigation = false;
    Text trouble; ///< where it could not be read to its end
};

/** The files that tell the patch level. */
std::vector<Interest> interests(const Evidence& evidence, const Knowledge& knowledge);

ObservationPointer look(const Item& item, const Inspection& inspection);

/**
 * The installations that the setup log tells of. A start is not a success: of a run that doesn't end well,
 * nothing is taken but the version that was on the server when it began, unless `installed` proves that its
 * version got there: then its day lies between the first and the last run of it.
 */
QList<Install> installsOf(const ExchangeSetupLog& log, const std::optional<BuildNumber>& installed);

} // namespace mailmend::patch_level
