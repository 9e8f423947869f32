// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "actions/change.h"
#include "findings/finding.h"

#include <QJsonObject>

namespace mailmend {

/** The word of a state, or none. */
template<>
std::optional<ChangeState> fromWord<ChangeState>(QStringView word);

/**
 * Lossless JSON of the values that cross the helper's border and stand in the journal and the case. Reading
 * refuses unknown kinds, wrong types and ids that are none; names stay raw (base64).
 */
QJsonObject storeParameters(const QMap<QString, ParameterValue>& parameters);
QJsonObject store(const ActionRequest& request);
QJsonObject store(const ChangeRecord& record);
QJsonObject store(const Preview& preview);

Result<QMap<QString, ParameterValue>> readParameters(const QJsonObject& json);
Result<ActionRequest> readActionRequest(const QJsonObject& json);
Result<ChangeRecord> readChangeRecord(const QJsonObject& json);
Result<Preview> readPreview(const QJsonObject& json);

} // namespace mailmend
