// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_view.h"

#include "base/logging.h"
#include "cases/case_changes.h"
#include "cases/case_history.h"
#include "cases/case_sign_off.h"
#include "cases/case_steps.h"
#include "cases/event_types.h"
#include "cases/finding_ledger.h"
#include "cases/join_scans.h"
#include "findings/stored.h"
#include "findings/words.h"

#include <QFileInfo>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace mailmend {
namespace {

constexpr WordTable<FindingStatus, 5> FindingWords{{{FindingStatus::Open, "open"},
                                                    {FindingStatus::Accepted, "accepted"},
                                                    {FindingStatus::Fixed, "fixed"},
                                                    {FindingStatus::NotFixedYet, "not-fixed-yet"},
                                                    {FindingStatus::CannotTell, "cannot-tell"}}};
constexpr WordTable<StepStatus, 6> StepStatusWords{{{StepStatus::Open, "open"},
                                                    {StepStatus::MarkedDone, "done"},
                                                    {StepStatus::Skipped, "skipped"},
                                                    {StepStatus::Verified, "verified"},
                                                    {StepStatus::NotVerified, "not-verified"},
                                                    {StepStatus::CannotTell, "cannot-tell"}}};

/** Takes events one after the other. What can't be read is named in the log and stays in the history. */
class Fold
{
public:
    Fold(const Knowledge& knowledge, const QDate& today) : m_knowledge(knowledge), m_today(today) {}

    void take(const Event& event)
    {
        const auto is = [&event](const char* type) { return event.type == QLatin1String(type); };
        m_signOff.take(event);
        if (is(event_type::FindingSeen)) {
            takeFinding(event);
            return;
        }
        settleScan();
        if (is(event_type::Scanned)) {
            takeScan(event);
        } else if (is(event_type::EvidenceReceived)) {
            if (const auto target = readTarget(event.data.value(u"target").toObject());
                readable(target, event)) {
                see(*target);
            }
        } else if (is(event_type::Rechecked)) {
            takeRecheck(event);
        } else if (is(event_type::WayChosen)) {
            m_way = text(event, "way");
        } else if (is(event_type::StepOpened)) {
            m_steps.opened(text(event, "step"));
        } else if (is(event_type::StepDone)) {
            m_steps.done(text(event, "step"), text(event, "ticket"), event);
        } else if (is(event_type::StepReopened)) {
            m_steps.mark(text(event, "step"), StepStatus::Open, event);
        } else if (is(event_type::StepSkipped)) {
            m_steps.skip(text(event, "step"), text(event, "reason"),
                         QDate::fromString(text(event, "review"), Qt::ISODate), event);
        } else if (is(event_type::StepVerified)) {
            takeVerified(event);
        } else if (is(event_type::Consented)) {
            takeConsent(event);
        } else if (is(event_type::ChangeSettled)) {
            takeChange(event);
        } else if (is(event_type::FindingAccepted)) {
            takeAcceptance(event);
        } else if (is(event_type::Note)) {
            m_notes.append(
                {text(event, "text"), text(event, "step"), text(event, "finding"), event.by, event.at});
        }
    }

    CaseView finish(const QList<Event>& events)
    {
        settleScan();
        CaseView view;
        view.scan = joinScans(m_scans);
        view.answersByServer = answersByServer(m_scans);
        if (view.scan) {
            for (const TargetInfo& target : view.scan->targets) {
                see(target);
            }
        }
        view.targets = m_targets;
        view.notes = m_notes;
        view.title = title();
        QList<Finding> findings;
        for (const CaseFinding& one : m_findings.sorted(false)) {
            findings.append(one.finding);
        }
        view.plan = makePlan(findings, m_targets, m_knowledge, m_way);
        view.way = view.plan.choice && view.plan.choice->ways.contains(m_way) ? m_way : QString();
        m_changes.tellFindings(view.plan, m_findings);
        m_findings.settleAcceptances(m_today);
        m_steps.tellFindings(view.plan, m_findings);
        view.findings = m_findings.sorted(true);
        view.steps = m_steps.steps(view.plan, m_findings, m_today);
        view.currentStep = m_steps.current(view.steps);
        view.changes = m_changes.changes(view.plan);
        view.signOff = m_signOff.newest(m_findings.entries(), view.steps, m_today);
        if (!events.isEmpty()) {
            view.opened = events.first().at;
            view.lastEvent = events.last().number;
            view.head = events.last().hash;
        }
        view.history = historyOf(events, view);
        return view;
    }

private:
    static QString text(const Event& event, const char* key)
    {
        return event.data.value(QLatin1String(key)).toString();
    }

    template<typename T>
    static bool readable(const Result<T>& read, const Event& event)
    {
        if (!read) {
            logger("case")->warn("event {}: {}", event.number, logLine(read.error()).toStdString());
        }
        return static_cast<bool>(read);
    }

    void takeScan(const Event& event)
    {
        if (auto scan = readScanResult(event.data.value(u"scan").toObject()); readable(scan, event)) {
            m_open = ScanRecord{std::move(*scan), event.number, event.at};
        }
    }

    void takeFinding(const Event& event)
    {
        auto finding = readFinding(event.data.value(u"finding").toObject());
        if (readable(finding, event) && m_open) {
            m_open->result.findings.append(std::move(*finding));
        }
    }

    /** A scan is whole when the event after its findings comes. */
    void settleScan()
    {
        if (m_open) {
            m_findings.take(*m_open);
            m_scans.append(std::move(*m_open));
            m_open.reset();
        }
    }

    void takeRecheck(const Event& event)
    {
        const auto status = valueIn(FindingWords, text(event, "status"));
        const auto reason = readText(event.data.value(u"reason"));
        const auto with = readTarget(event.data.value(u"with").toObject());
        if (status && readable(reason, event) && readable(with, event)) {
            m_findings.recheck(
                text(event, "finding"),
                {*status, *reason, *with, text(event, "state"), event.data.value(u"disputes").toBool()},
                event.at, event.number);
        }
    }

    /** Whoever agreed to something stands at that step, should the program end before it is done. */
    void takeConsent(const Event& event)
    {
        if (const auto step = m_changes.consented(event); readable(step, event) && !step->isEmpty()) {
            m_steps.opened(*step);
        }
    }

    void takeChange(const Event& event)
    {
        const auto change = m_changes.settled(event);
        if (!readable(change, event) || change->step.isEmpty()) {
            return;
        }
        switch (change->record.state) {
        case ChangeState::Applied: {
            Event done = event;
            done.by = event.by.isEmpty() ? change->by : event.by;
            m_steps.mark(change->step, StepStatus::MarkedDone, done, change->record.what);
            break;
        }
        case ChangeState::Undoing:
        case ChangeState::Undone:
            m_steps.mark(change->step, StepStatus::Open, event);
            m_steps.opened(change->step);
            break;
        case ChangeState::RolledBack:
        case ChangeState::Begun:
            m_steps.opened(change->step);
            break;
        }
    }

    void takeAcceptance(const Event& event)
    {
        Acceptance accepted;
        accepted.by = event.by;
        accepted.reason = text(event, "reason");
        accepted.state = text(event, "state");
        accepted.until = QDate::fromString(text(event, "until"), Qt::ISODate);
        accepted.at = event.at;
        if (accepted.until.isValid()) {
            m_findings.accept(text(event, "finding"), accepted, event.number);
        } else {
            logger("case")->warn("event {}: it has no last day", event.number);
        }
    }

    void takeVerified(const Event& event)
    {
        const auto status = valueIn(StepStatusWords, text(event, "status"));
        const auto reason = readText(event.data.value(u"reason"));
        if (status && readable(reason, event)) {
            m_steps.mark(text(event, "step"), *status, event, *reason);
        }
    }

    /** Keeps what is known of a target, the newest last. */
    void see(const TargetInfo& target)
    {
        const auto known = std::find_if(m_targets.begin(), m_targets.end(),
                                        [&target](const TargetInfo& one) { return one.id == target.id; });
        if (known == m_targets.end()) {
            m_targets.append(target);
        } else if (isNewer(target, *known) != Newer::No) {
            *known = target;
        }
    }

    QString title() const
    {
        QStringList parts;
        for (const TargetInfo& target : m_targets) {
            const QString name = target.host.isEmpty() ? QFileInfo(target.path).fileName() : target.host;
            if (!parts.contains(name)) {
                parts.append(name);
            }
        }
        return parts.join(QStringLiteral(", "));
    }

    const Knowledge& m_knowledge;
    const QDate m_today;
    std::optional<ScanRecord> m_open; ///< whose findings are still coming
    QList<ScanRecord> m_scans;
    QList<TargetInfo> m_targets;
    FindingLedger m_findings;
    StepLedger m_steps;
    ChangeLedger m_changes;
    SignOffLedger m_signOff;
    QList<CaseNote> m_notes;
    QString m_way;
};

} // namespace

const char* toWord(FindingStatus status)
{
    return wordIn(FindingWords, status);
}

const char* toWord(StepStatus status)
{
    return wordIn(StepStatusWords, status);
}

const CaseFinding* CaseView::finding(QStringView id) const
{
    const auto found = std::find_if(findings.begin(), findings.end(),
                                    [id](const CaseFinding& one) { return one.finding.id == id; });
    return found == findings.end() ? nullptr : &*found;
}

const CaseStep* CaseView::step(QStringView id) const
{
    const auto found =
        std::find_if(steps.begin(), steps.end(), [id](const CaseStep& one) { return one.step.id == id; });
    return found == steps.end() ? nullptr : &*found;
}

const CaseChange* CaseView::change(QStringView id) const
{
    const auto found = std::find_if(changes.begin(), changes.end(),
                                    [id](const CaseChange& one) { return one.record.change == id; });
    return found == changes.end() ? nullptr : &*found;
}

const CaseChange* CaseView::rootOf(const CaseChange& change) const
{
    const CaseChange* root = &change;
    // A case that was forged may have them in a ring.
    for (qsizetype links = 0; root && !root->roomFor.isEmpty() && links <= changes.size(); ++links) {
        root = this->change(root->roomFor);
    }
    return root && root->roomFor.isEmpty() ? root : nullptr;
}

int CaseView::stepsSettled() const
{
    return static_cast<int>(std::count_if(steps.begin(), steps.end(), [](const CaseStep& step) {
        return step.status == StepStatus::MarkedDone || step.status == StepStatus::Skipped ||
               step.status == StepStatus::Verified;
    }));
}

Result<CaseView> viewCase(const QList<Event>& events, const Knowledge& knowledge, const QDateTime& now)
{
    Fold fold(knowledge, now.toUTC().date());
    for (const Event& event : events) {
        fold.take(event);
    }
    return fold.finish(events);
}

} // namespace mailmend
