// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "findings/scan_result.h"

#include <QJsonObject>

namespace mailmend {

/**
 * Lossless JSON of values for the case's events: sentences keep their places and arguments, raw names are
 * base64. This is the store's own form; what users get is reports/json. Reading tolerates unknown keys and
 * refuses wrong types with an Error, since a case file may have been changed by somebody.
 */
QJsonObject store(const Text& text);
QJsonObject store(const Finding& finding);
QJsonObject store(const CoverageEntry& entry);
QJsonObject store(const CheckResult& result);
QJsonObject store(const LiveTable& table);
QJsonObject store(const MachineIdentity& identity);
QJsonObject store(const TargetInfo& target);
/** Everything of a scan but its findings, which are events of their own. */
QJsonObject store(const ScanResult& result);

Result<Text> readText(const QJsonValue& json);
Result<Finding> readFinding(const QJsonObject& json);
Result<CoverageEntry> readCoverage(const QJsonObject& json);
Result<CheckResult> readCheckResult(const QJsonObject& json);
Result<LiveTable> readLiveTable(const QJsonObject& json);
Result<MachineIdentity> readIdentity(const QJsonObject& json);
Result<TargetInfo> readTarget(const QJsonObject& json);
Result<ScanResult> readScanResult(const QJsonObject& json);

} // namespace mailmend
