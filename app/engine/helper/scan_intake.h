// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/scan_messages.h"

#include <optional>

namespace mailmend {

/**
 * Takes what a helper says of its look at this computer, and tells a listener the same that a look of our own
 * would. Nothing is believed that could not be such a look: of another target, by other checks or knowledge,
 * more than is agreed, or not whole.
 */
class ScanIntake
{
public:
    /** @param knowledge SHA-256 of the pack that has to have judged; @param listener outlives this */
    ScanIntake(const QString& knowledge, const ScanListener& listener)
        : m_knowledge(knowledge), m_listener(listener)
    {}

    /**
     * The result, once its end came; none: it goes on. An error, also the helper's own: nothing follows.
     */
    Result<std::optional<ScanResult>> take(const ScanReply& reply);

private:
    Done add(const ScanProgress& progress);
    Done add(const TargetInfo& target);
    Done add(const Finding& finding);
    Done add(const CheckResult& result);
    Done add(const ScanPiece& piece);
    Result<ScanResult> end(const ScanEnd& end) const;

    QString m_knowledge;
    const ScanListener& m_listener;
    QString m_target; ///< the one that was opened; empty: none yet
    qsizetype m_events = 0;
    qsizetype m_found = 0;
    QByteArray m_pieces;
};

} // namespace mailmend
