// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/recent_cases.h"

#include <QStringList>

namespace mailmend::gui {

namespace {

/** A line is the path, and behind tabs the steps that are settled and all steps. */
RecentCase parse(const QString& line)
{
    const QStringList parts = line.split(QLatin1Char('\t'));
    bool isSettled = false;
    bool isSteps = false;
    const int settled = parts.size() == 3 ? parts.at(1).toInt(&isSettled) : 0;
    const int steps = parts.size() == 3 ? parts.at(2).toInt(&isSteps) : 0;
    return isSettled && isSteps ? RecentCase{parts.first(), settled, steps} : RecentCase{line, 0, 0};
}

QString lineOf(const RecentCase& known)
{
    return known.steps > 0 ? QStringLiteral("%1\t%2\t%3").arg(known.file).arg(known.settled).arg(known.steps)
                           : known.file;
}

} // namespace

bool isCaseName(const QString& file)
{
    return file.endsWith(QStringLiteral(".mailmend"), Qt::CaseInsensitive);
}

QList<RecentCase> recentCases(const Settings& settings)
{
    QList<RecentCase> recent;
    const QStringList lines =
        settings.text(setting::recentCases).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : lines.mid(0, 8)) {
        recent.append(parse(line));
    }
    return recent;
}

void rememberCase(Settings& settings, const RecentCase& opened)
{
    RecentCase first = opened;
    QStringList lines;
    const QList<RecentCase> before = recentCases(settings);
    for (const RecentCase& known : before) {
        if (known.file != opened.file) {
            lines.append(lineOf(known));
        } else if (opened.steps == 0) {
            first = known;
        }
    }
    lines.prepend(lineOf(first));
    settings.set(setting::recentCases, lines.mid(0, 8).join(QLatin1Char('\n')));
}

} // namespace mailmend::gui
