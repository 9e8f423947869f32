// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QJsonObject>
#include <QStringList>

namespace mailmend::testing {

/** The first step of a plan that takes a file away, as `plan --format json` tells it. */
struct PlannedQuarantine
{
    QString step;      ///< empty: there is none
    QString finding;   ///< the first of those that it repairs
    QStringList after; ///< steps that come before it
};

PlannedQuarantine plannedQuarantine(const QJsonObject& plan);

} // namespace mailmend::testing
