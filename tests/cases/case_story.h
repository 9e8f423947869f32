// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"
#include "cases/events.h"
#include "support/sample_findings.h"

namespace mailmend::testing {

inline const QString Ana = QStringLiteral("Ana");

/** The same server, looked at on a day of November 2026. */
inline TargetInfo serverOn(int day)
{
    TargetInfo target = server();
    target.takenAt = QDateTime(QDate(2026, 11, day), QTime(8, 0), Qt::UTC);
    target.identity = {QStringLiteral("S-1-5-21-1-2-3"),
                       {},
                       {},
                       QStringLiteral("EXCH01"),
                       QDateTime(QDate(2017, 5, 4), QTime(3, 2), Qt::UTC),
                       {}};
    return target;
}

/** Another machine of the same office. */
inline TargetInfo otherServerOn(int day)
{
    TargetInfo target = serverOn(day);
    target.id = QStringLiteral("server-2");
    target.path = QStringLiteral("/mnt/d");
    target.host = QStringLiteral("EXCH02");
    target.identity.machineSid = QStringLiteral("S-1-5-21-9-9-9");
    target.identity.name = target.host;
    return target;
}

/** A finding of serverOn() as it would be on otherServerOn(). */
inline Finding onOther(Finding finding)
{
    finding.target = QStringLiteral("server-2");
    finding.subject.owner = QStringLiteral("S-1-5-21-9-9-9");
    finding.id = findingId(finding.check, finding.subject);
    return finding;
}

inline ScanResult scanOf(const TargetInfo& target, const QList<Finding>& findings)
{
    ScanResult scan;
    scan.targets = {target};
    scan.started = target.takenAt;
    scan.finished = target.takenAt.addSecs(60);
    scan.findings = findings;
    for (const char* check : {"web-shells", "patch-level"}) {
        CheckResult result;
        result.check = QLatin1String(check);
        result.target = target.id;
        result.verdict = Verdict::NeedsAction;
        scan.checks.append(result);
    }
    scan.answers.stillInside.answer = findings.isEmpty() ? Answer::Unknown : Answer::Yes;
    return scan;
}

inline Unread unreadOf(const char* source)
{
    return {QLatin1String(source), ReadState::NotCollected,
            verbatim(QStringLiteral("It was not collected."))};
}

/** Events with the numbers and times that a log would have given them, a minute apart. */
class Story
{
public:
    Story& add(const QList<Event>& events)
    {
        for (Event event : events) {
            event.number = m_events.size() + 1;
            event.at = QDateTime(QDate(2026, 11, 22), QTime(9, 0), Qt::UTC).addSecs(event.number * 60);
            m_events.append(event);
        }
        return *this;
    }
    Story& add(const Event& event) { return add(QList<Event>{event}); }
    Story& scan(const ScanResult& result) { return add(events::scanned(result, Ana)); }

    /** As it is rendered on a day; without one on that of its events. */
    CaseView view(const QDate& today = QDate(2026, 11, 22)) const
    {
        return *viewCase(m_events, builtIn(), QDateTime(today, QTime(12, 0), Qt::UTC));
    }
    const QList<Event>& events() const { return m_events; }

private:
    QList<Event> m_events;
};

inline constexpr char Page[] = "C:\\inetpub\\wwwroot\\aspnet_client\\log.aspx";

inline QString quarantineOf(const Finding& finding)
{
    return QStringLiteral("p1-quarantine-page@") + finding.id;
}
inline QString quarantine()
{
    return quarantineOf(page(Page));
}

inline FindingStatus statusOf(const CaseView& view, const Finding& finding)
{
    return view.finding(finding.id)->status;
}

} // namespace mailmend::testing
