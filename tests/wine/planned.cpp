// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "wine/planned.h"

#include <QJsonArray>

namespace mailmend::testing {

PlannedQuarantine plannedQuarantine(const QJsonObject& plan)
{
    PlannedQuarantine planned;
    for (const QJsonValue& value : plan.value(QStringLiteral("steps")).toArray()) {
        const QJsonObject one = value.toObject();
        if (one.value(QStringLiteral("action")).toString() == QStringLiteral("quarantine-file")) {
            planned.step = one.value(QStringLiteral("id")).toString();
            planned.finding = one.value(QStringLiteral("findings")).toArray().first().toString();
            for (const QJsonValue& before : one.value(QStringLiteral("waits_for")).toArray()) {
                planned.after.append(before.toString());
            }
            return planned;
        }
    }
    return planned;
}

} // namespace mailmend::testing
