// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/case_changes.h"

#include "actions/stored_change.h"
#include "findings/stored_reader.h"

#include <algorithm>

namespace mailmend {
namespace {

/** Those of the plan's step; of a step that has left the plan the one that its name carries. */
QStringList findingsOf(const QString& stepId, const Plan& plan)
{
    const auto step = std::find_if(plan.steps.begin(), plan.steps.end(),
                                   [&stepId](const Step& one) { return one.id == stepId; });
    if (step != plan.steps.end()) {
        return step->findings;
    }
    const qsizetype sign = stepId.indexOf(QLatin1Char('@'));
    return sign < 0 ? QStringList() : QStringList{stepId.mid(sign + 1)};
}

} // namespace

Text madeRoomText()
{
    return say(MAILMEND_TEXT("case", "Keep what lies in the place of a file that is put back"));
}

QDateTime CaseChange::undoUntil() const
{
    return record.state == ChangeState::Applied ? endOfUndo(appliedAt) : QDateTime();
}

QDate CaseChange::lastDayToUndo() const
{
    return record.state == ChangeState::Applied ? mailmend::lastDayToUndo(appliedAt) : QDate();
}

bool CaseChange::canBeUndone(const QDateTime& now) const
{
    const QDateTime end = undoUntil();
    return end.isValid() && now < end;
}

CaseChange& ChangeLedger::at(const QString& id)
{
    const auto known = std::find_if(m_changes.begin(), m_changes.end(),
                                    [&id](const CaseChange& one) { return one.record.change == id; });
    if (known != m_changes.end()) {
        return *known;
    }
    m_changes.append(CaseChange{});
    m_changes.last().record.change = id;
    return m_changes.last();
}

Result<QString> ChangeLedger::consented(const Event& event)
{
    const Result<ActionRequest> request = readActionRequest(event.data);
    if (!request) {
        return request.error();
    }
    const QJsonObject shown = event.data.value(u"preview").toObject();
    StoredReader preview(shown);
    const Text title = preview.sentence(QLatin1String("title"));
    if (preview.failed()) {
        return preview.error();
    }
    const QString step = event.data.value(u"step").toString();
    CaseChange& change = at(request->change);
    if (!change.consentedAt.isValid()) {
        change.step = step;
        change.by = event.by;
        change.consentedAt = event.at;
        change.store = event.data.value(u"store").toString();
        change.protectedStore = event.data.value(u"protected_store").toString();
        change.roomFor = event.data.value(u"room_for").toString();
    }
    if (!change.record.begun.isValid()) {
        change.record.action = request->action;
        change.record.parameters = request->parameters;
        change.record.what = title;
        change.record.begun = event.at;
    }
    return step;
}

Result<CaseChange> ChangeLedger::settled(const Event& event)
{
    const Result<ChangeRecord> record = readChangeRecord(event.data);
    if (!record) {
        return record.error();
    }
    CaseChange& change = at(record->change);
    change.record = *record;
    if (record->state == ChangeState::Applied && !change.appliedAt.isValid()) {
        change.appliedAt = record->settled;
    }
    if (change.step.isEmpty()) {
        change.step = event.data.value(u"step").toString();
    }
    const bool putBack = record->state == ChangeState::Undone || record->state == ChangeState::Undoing;
    if (putBack) {
        change.undoneBy = event.by;
        m_putBack.insert(record->change, event.number);
    } else {
        m_putBack.remove(record->change);
    }
    return change;
}

void ChangeLedger::tellFindings(const Plan& plan, FindingLedger& findings) const
{
    for (const CaseChange& change : m_changes) {
        const auto event = m_putBack.constFind(change.record.change);
        if (event == m_putBack.constEnd()) {
            continue;
        }
        for (const QString& id : findingsOf(change.step, plan)) {
            findings.putBack(id, change.record.settled, *event);
        }
    }
}

QList<CaseChange> ChangeLedger::changes(const Plan& plan) const
{
    QList<CaseChange> changes = m_changes;
    for (CaseChange& change : changes) {
        change.findings = findingsOf(change.step, plan);
    }
    return changes;
}

} // namespace mailmend
