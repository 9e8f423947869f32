// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/container.h"

#include <QJsonObject>
#include <QJsonValue>

namespace mailmend {

/** A whole number that may stand in quotes, as protocol buffers write 64-bit ones. */
std::optional<qint64> lenientNumber(const QJsonValue& value);

/** A value by its key, without case: collectors changed the spelling between versions. */
QJsonValue lenientValue(const QJsonObject& object, const char* key);

/** What reading rows gave. */
struct RowsRead
{
    qint64 rows = 0;
    qint64 bad = 0;    ///< lines that are no JSON object
    bool whole = true; ///< false: an error, a bound or a cancelled scan ended it early
};

/** Calls `each` with every JSON object of a file that holds one a line. Lines over 4 MB count as bad. */
RowsRead readJsonLines(const Container& container, quint64 member, const CancelToken& cancel,
                       const std::function<void(const QJsonObject&)>& each);

/** A member that is one JSON object of at most `bound` bytes. */
Result<QJsonObject> readJsonObject(const Container& container, quint64 member,
                                   qint64 bound = qint64(64) << 20);

} // namespace mailmend
