// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host.h"

#include "evidence/host/host_parts.h"

namespace mailmend {

using namespace host;

namespace {

void fillRegistry(Evidence& evidence, const LoadedHives& hives)
{
    if (hives.any()) {
        evidence.registry.part = makeRegistry(hives);
        evidence.registry.state = ReadState::Read;
    }
    for (const LoadedHive& loaded : hives.all) {
        const bool worse = !hives.any() || evidence.registry.state == ReadState::Read;
        if (loaded.state.state != ReadState::Read && worse) {
            evidence.registry.state = hives.any() ? ReadState::Partly : loaded.state.state;
            evidence.registry.reason = loaded.state.reason;
        }
    }
}

} // namespace

void describeHost(Evidence& evidence, const LoadedHives& hives, const HostHints& hints,
                  const CancelToken& cancel)
{
    fillRegistry(evidence, hives);
    describeMachine(evidence, hives, hints);
    coverHives(evidence, hives);
    const Environment environment = describeFolders(evidence, hives);
    describeAccounts(evidence, environment, hints, cancel);
    takeAskedIdentity(evidence);
    describeExchange(evidence, environment);
    describeIis(evidence, environment);
    coverLogs(evidence, cancel);
    for (CoverageEntry& entry : evidence.coverage) {
        entry.target = evidence.target.id;
    }
}

QList<HostFact> factsOfHives(const LoadedHives& hives)
{
    Evidence alone;
    fillRegistry(alone, hives);
    describeMachine(alone, hives, {});
    describeExchange(alone, describeFolders(alone, hives));
    QList<HostFact> facts;
    for (const HostFact& fact : std::as_const(alone.target.facts)) {
        if (!fact.value.isEmpty()) {
            facts.append(fact);
        }
    }
    return facts;
}

} // namespace mailmend
