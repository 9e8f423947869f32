// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "playbooks/plan.h"

#include <QHash>
#include <QSet>

namespace mailmend {

/**
 * Puts steps in order: as they come (by phase), but each after all that it depends on, and otherwise
 * unchanged. What depends on itself in a ring comes last, as it came.
 */
QList<Step> inOrder(QList<Step> steps);

/** Dependencies on steps that the plan does not have become dependencies on what those depended on. */
struct Dependencies
{
    QHash<QString, QStringList> ofTemplate; ///< every step of the pack: id → depends_on
    /** The templates in `present` that `step` depends on, directly or through ones that are not in it. */
    QStringList resolved(const QString& step, const QSet<QString>& present) const;
};

} // namespace mailmend
