// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/finding_text.h"

namespace mailmend {
namespace {

constexpr qsizetype kMostShown = 12;

bool provesNothing(TimeSource source)
{
    return source == TimeSource::Container || source == TimeSource::Collector ||
           source == TimeSource::Unknown;
}

} // namespace

QString subjectText(const Subject& subject)
{
    if (!subject.path.isEmpty()) {
        return subject.path.display();
    }
    return subject.sid.isEmpty() || subject.sid == subject.name
               ? subject.name
               : QStringLiteral("%1 (%2)").arg(subject.name, subject.sid);
}

QStringList publicReferences(const Finding& finding)
{
    QStringList known;
    for (const QString& reference : finding.references) {
        if (!reference.startsWith(QStringLiteral("mailmend:"))) {
            known.append(reference);
        }
    }
    return known;
}

Text referencesText(const Finding& finding)
{
    const QStringList all = publicReferences(finding);
    if (all.isEmpty()) {
        return {};
    }
    if (all.size() <= kMostShown) {
        return say(MAILMEND_TEXT("finding", "{references}"), {{"references", names(all)}});
    }
    return say(MAILMEND_TEXT("finding", "{references} and {count} more"),
               {{"references", words(all.mid(0, kMostShown).join(QStringLiteral(", ")))},
                {"count", count(all.size() - kMostShown)}});
}

bool sinceIsDay(const Finding& finding)
{
    return finding.since.isValid() && finding.since.toUTC().time() == QTime(0, 0);
}

QDate sinceDay(const Finding& finding, const QTimeZone& zone)
{
    if (!finding.since.isValid()) {
        return {};
    }
    return sinceIsDay(finding) ? finding.since.toUTC().date() : finding.since.toTimeZone(zone).date();
}

Text sinceText(const Finding& finding)
{
    if (!finding.since.isValid()) {
        return {};
    }
    if (sinceIsDay(finding)) {
        return say(MAILMEND_TEXT("finding", "{day}"), {{"day", day(finding.since.toUTC().date())}});
    }
    if (provesNothing(finding.sinceSource)) {
        return say(MAILMEND_TEXT("finding", "{time}, as far as the copy tells; that proves nothing"),
                   {{"time", moment(finding.since)}});
    }
    return say(MAILMEND_TEXT("finding", "{time}"), {{"time", moment(finding.since)}});
}

} // namespace mailmend
