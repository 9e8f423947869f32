// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/scan_intake.h"

#include "base/sha256.h"
#include "checks/registry.h"
#include "engine/helper/messages.h"

#include <algorithm>

namespace mailmend {
namespace {

constexpr qsizetype MostScanEvents = 10'000'000; ///< ten times a second for eleven days

Error notOfThisLook(const char* detail)
{
    return notUnderstood(ErrorKind::BadCall, QString::fromLatin1(detail));
}

bool isOurTarget(const TargetInfo& target)
{
    return isThisComputer(target) && target.path == targetOfRights && !target.id.isEmpty();
}

template<typename T>
bool areAllOf(const QList<T>& rows, const QString& target)
{
    return std::all_of(rows.begin(), rows.end(), [&target](const T& row) { return row.target == target; });
}

template<typename T>
bool areOfKnownChecks(const QList<T>& rows)
{
    return std::all_of(rows.begin(), rows.end(),
                       [](const T& row) { return findCheck(row.check) != nullptr; });
}

Done isALookOfOurs(const ScanResult& result, const QString& knowledge)
{
    if (result.mailmend != QLatin1String(MAILMEND_VERSION) || result.knowledge.sha256 != knowledge) {
        return notUnderstood(ErrorKind::Unsupported, QStringLiteral("another version judged"));
    }
    // One that was stopped may not have got as far as to open it.
    if (result.targets.size() > 1 || (result.targets.isEmpty() && !result.cancelled) ||
        !std::all_of(result.targets.begin(), result.targets.end(), isOurTarget)) {
        return notOfThisLook("another target");
    }
    const QString target = result.targets.isEmpty() ? QString() : result.targets.first().id;
    if (!areAllOf(result.coverage, target) || !areAllOf(result.checks, target) ||
        !areAllOf(result.live, target) || !areAllOf(result.findings, target)) {
        return notOfThisLook("something of another target");
    }
    return areOfKnownChecks(result.checks) && areOfKnownChecks(result.findings)
               ? done()
               : Done(notOfThisLook("an unknown check"));
}

} // namespace

Result<std::optional<ScanResult>> ScanIntake::take(const ScanReply& reply)
{
    if (const auto* error = std::get_if<Error>(&reply)) {
        return *error;
    }
    if (const auto* last = std::get_if<ScanEnd>(&reply)) {
        Result<ScanResult> result = end(*last);
        return result ? Result<std::optional<ScanResult>>(std::move(*result)) : result.error();
    }
    if (++m_events > MostScanEvents) {
        return notUnderstood(ErrorKind::TooLarge, QStringLiteral("too many frames"));
    }
    Done added = done();
    if (const auto* progress = std::get_if<ScanProgress>(&reply)) {
        added = add(*progress);
    } else if (const auto* target = std::get_if<TargetInfo>(&reply)) {
        added = add(*target);
    } else if (const auto* finding = std::get_if<Finding>(&reply)) {
        added = add(*finding);
    } else if (const auto* result = std::get_if<CheckResult>(&reply)) {
        added = add(*result);
    } else if (const auto* piece = std::get_if<ScanPiece>(&reply)) {
        added = add(*piece);
    }
    return added ? Result<std::optional<ScanResult>>(std::optional<ScanResult>()) : added.error();
}

Done ScanIntake::add(const ScanProgress& progress)
{
    if (m_listener.progress) {
        m_listener.progress(progress);
    }
    return done();
}

Done ScanIntake::add(const TargetInfo& target)
{
    if (!m_target.isEmpty() || !isOurTarget(target)) {
        return notOfThisLook("another target");
    }
    m_target = target.id;
    if (m_listener.targetOpened) {
        m_listener.targetOpened(target);
    }
    return done();
}

Done ScanIntake::add(const Finding& finding)
{
    if (m_target.isEmpty() || finding.target != m_target || findCheck(finding.check) == nullptr) {
        return notOfThisLook("a finding of something else");
    }
    if (++m_found > MostScanFindings) {
        return notUnderstood(ErrorKind::TooLarge, QStringLiteral("too many findings"));
    }
    if (m_listener.found) {
        m_listener.found(finding);
    }
    return done();
}

Done ScanIntake::add(const CheckResult& result)
{
    if (m_target.isEmpty() || result.target != m_target || findCheck(result.check) == nullptr) {
        return notOfThisLook("a check of something else");
    }
    if (m_listener.checkFinished) {
        m_listener.checkFinished(result);
    }
    return done();
}

Done ScanIntake::add(const ScanPiece& piece)
{
    if (m_pieces.size() + piece.bytes.size() > LargestScan) {
        return notUnderstood(ErrorKind::TooLarge, QStringLiteral("a result that is too large"));
    }
    m_pieces.append(piece.bytes);
    return done();
}

Result<ScanResult> ScanIntake::end(const ScanEnd& end) const
{
    if (end.bytes != m_pieces.size() || end.sha256 != sha256(m_pieces)) {
        return notUnderstood(ErrorKind::Damaged, QStringLiteral("a result that is not whole"));
    }
    Result<ScanResult> result = readScan(m_pieces);
    if (result) {
        if (const Done ours = isALookOfOurs(*result, m_knowledge); !ours) {
            return ours.error();
        }
    }
    return result;
}

} // namespace mailmend
