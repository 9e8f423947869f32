// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/scan_with_rights.h"

#include "engine/helper/client.h"

#include <algorithm>

namespace mailmend {
namespace {

constexpr QLatin1StringView rightsFact("seen-with-rights");

Error lookBrokeOff(const Error& why)
{
    return {ErrorKind::Fault,
            say(MAILMEND_TEXT("helper", "Mailmend's helper ended before it had looked at everything. It "
                                        "changed nothing.")),
            say(MAILMEND_TEXT("helper", "Try again. If it happens again, see whether an anti-virus program "
                                        "stops it, or whether a disk no longer answers.")),
            logLine(why),
            {}};
}

bool wasDenied(ReadState state)
{
    return state == ReadState::Denied;
}

} // namespace

void sayThatRightsWereGiven(ScanResult& result)
{
    for (TargetInfo& target : result.targets) {
        if (isThisComputer(target)) {
            target.facts.append({rightsFact,
                                 say(MAILMEND_TEXT("helper", "With which rights it was looked at")),
                                 QStringLiteral("administrator"),
                                 say(MAILMEND_TEXT("helper", "Mailmend was run by an administrator.")),
                                 {}});
        }
    }
}

bool rightsMayShowMore(const ScanResult& result)
{
    return std::any_of(result.targets.begin(), result.targets.end(), [&result](const TargetInfo& target) {
        const auto isOfIt = [&target](const auto& row) {
            return row.target == target.id && wasDenied(row.state);
        };
        const bool wereGiven = std::any_of(target.facts.begin(), target.facts.end(),
                                           [](const HostFact& fact) { return fact.key == rightsFact; });
        return isThisComputer(target) && !wereGiven &&
               (std::any_of(result.coverage.begin(), result.coverage.end(), isOfIt) ||
                std::any_of(result.live.begin(), result.live.end(), isOfIt));
    });
}

Result<ScanResult> scanWithRights(const StartElevated& start, const Knowledge& knowledge,
                                  const HelperPatience& patience, const ScanConsent& consent,
                                  const CancelToken& cancel, const ScanListener& listener)
{
    if (listener.progress) {
        listener.progress(
            {say(MAILMEND_TEXT("helper", "Windows asks you for the rights of an administrator")), 0, 0, 0,
             -1});
    }
    auto line = start(HelperVerb::Scan, patience);
    if (!line) {
        return line.error();
    }
    const auto client = HelperClient::start(std::move(line), patience);
    if (!client) {
        return client.error().kind == ErrorKind::Fault ? lookBrokeOff(client.error()) : client.error();
    }
    Result<ScanResult> result = (*client)->scan(knowledge.info({}).sha256, consent, listener, cancel);
    return !result && (*client)->brokeOff() && result.error().kind == ErrorKind::Fault
               ? lookBrokeOff(result.error())
               : result;
}

} // namespace mailmend
