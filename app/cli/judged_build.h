// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

#include <QJsonObject>

namespace mailmend {

/** What the pack says of one version. */
struct JudgedBuild
{
    BuildNumber build;
    BuildStanding standing;
    QList<CveStanding> cves;
    bool supportEnded = false;

    qsizetype countOf(CveState state, bool attackedOnly) const;
};

/** Three numbers, as Outlook on the web shows them to everybody, name the cumulative update only. */
JudgedBuild judgeBuild(const BuildTable& table, const QString& text, const BuildNumber& build,
                       const QDate& today);

/** What the console's exit status says of it (DESIGN 6), and the one that comes first of two. */
int statusOf(const JudgedBuild& one);
int worseStatus(int left, int right);

QJsonObject buildJson(const JudgedBuild& one);
QJsonObject packJson(const Knowledge& knowledge, const QDateTime& now);

} // namespace mailmend
