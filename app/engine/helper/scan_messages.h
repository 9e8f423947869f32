// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/frames.h"
#include "engine/scan_runner.h"

#include <variant>

namespace mailmend {

/**
 * What a helper that looks says, and what is said to it. Pure, and read as strictly as messages.h. A
 * conversation is one call, which names nothing: what is looked at is the helper's own. All that it carries
 * is what the person agreed to. It is answered by what happens, then by the whole result in pieces and their
 * end, or by an error. Every frame of both sides is marked (session_marks.h); a wish to stop is all that may
 * follow the call.
 */
inline constexpr qsizetype LargestScan = 64 * 1024 * 1024; ///< bytes of a whole result
inline constexpr qsizetype ScanPieceSize = 256 * 1024;
inline constexpr qsizetype MostScanFindings = 100'000; ///< in a result, and among what happens

/** What the person agreed to before the look. */
struct ScanConsent
{
    bool mayMakeShadowCopy = false; ///< as TargetSpec's
};

/** Some bytes of the result. */
struct ScanPiece
{
    QByteArray bytes; ///< ScanPieceSize at most
};

/** All pieces were sent. */
struct ScanEnd
{
    qint64 bytes = 0;
    QByteArray sha256; ///< 32 bytes, of all of them
};

using ScanReply = std::variant<ScanProgress, TargetInfo, Finding, CheckResult, ScanPiece, ScanEnd, Error>;

QJsonObject encodeScanCall(const ScanConsent& consent);
QJsonObject encodeScan(const ScanReply& reply);

Result<ScanConsent> decodeScanCall(const QJsonObject& frame);
Result<ScanReply> decodeScan(const QJsonObject& frame);

/** A whole result as bytes. TooLarge where it is beyond what is sent. */
Result<QByteArray> writeScan(const ScanResult& result);
Result<ScanResult> readScan(const QByteArray& bytes);

} // namespace mailmend
