// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/host/host.h"
#include "evidence/parse/environment.h"

/** The steps of describeHost(), in their order. Each fills its own part of the evidence. */
namespace mailmend::host {

/** A value's text or number, or why there is none. */
struct Looked
{
    QString text;
    Text why;
    bool absent = false; ///< positively not there, rather than not readable
};
Looked lookText(const Registry& registry, RegistryHive hive, QStringView key, QStringView value);
Looked lookNumber(const Registry& registry, RegistryHive hive, QStringView key, QStringView value);

/** "SOFTWARE\Microsoft\…, value UBR": where a fact was read. */
Text registrySource(RegistryHive hive, QStringView key, QStringView value);

void addFact(Evidence& evidence, const char* key, const Text& label, const Looked& looked,
             const Text& source);

/** Name, SIDs, Windows, domain controller, zone, takenAt, target id. */
void describeMachine(Evidence& evidence, const LoadedHives& hives, const HostHints& hints);
/**
 * After describeAccounts(): where SAM is closed, the accounts that Windows named tell whose they are. Without
 * it the same computer would have another id than it has for an administrator.
 */
void takeAskedIdentity(Evidence& evidence);

/** The evidence's own variables, and WindowsFolders. */
Environment describeFolders(Evidence& evidence, const LoadedHives& hives);

/** ExchangeInstallation and its facts. */
void describeExchange(Evidence& evidence, const Environment& environment);

/** IisConfiguration and its row of coverage. */
void describeIis(Evidence& evidence, const Environment& environment);

/** The key in SOFTWARE that names each user's profile. */
inline constexpr QStringView profileList = u"Microsoft\\Windows NT\\CurrentVersion\\ProfileList";

/** LocalAccounts, from SAM and SOFTWARE, and the folders of profiles. Where SAM is closed to us, `hints` are
 * asked. */
void describeAccounts(Evidence& evidence, const Environment& environment, const HostHints& hints,
                      const CancelToken& cancel);

/** LocalAccounts::strayFolders. The folder of the profiles is the one that the registry names. */
void describeProfileFolders(Evidence& evidence, const Environment& environment, LocalAccounts& accounts,
                            const CancelToken& cancel);

/** A row for each hive. */
void coverHives(Evidence& evidence, const LoadedHives& hives);

/** A row for each kind of log: there, how much, not read by this version. */
void coverLogs(Evidence& evidence, const CancelToken& cancel);

} // namespace mailmend::host
