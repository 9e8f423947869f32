// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/settle_changes.h"

#include "base/logging.h"
#include "cases/events.h"
#include "engine/fix_step.h"
#include "engine/verify_fix.h"

#include <QDir>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace mailmend {
namespace {

const CaseChange* changeIn(const QList<CaseChange>& known, const QString& id)
{
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&id](const CaseChange& one) { return one.record.change == id; });
    return found == known.end() ? nullptr : &*found;
}

/** Still open, with the reason where people look for it. */
ChangeRecord stillOpen(ChangeRecord record, const Error& why)
{
    logger("fix")->warn("change {}: {}", record.change.toStdString(), logLine(why).toStdString());
    record.what = say(MAILMEND_TEXT("fix", "A change was interrupted and could not be finished or put back "
                                           "yet. {why} {hint}"),
                      {{"why", sentence(why.text)}, {"hint", sentence(why.hint)}});
    return record;
}

ChangeRecord recovered(HelperClient& helper, const CaseView& view, const ChangeRecord& record,
                       const QString& store, const CancelToken& cancel)
{
    const std::optional<TargetInfo> target = targetOfChange(view, record);
    if (!target) {
        return stillOpen(record,
                         {ErrorKind::NotFound,
                          say(MAILMEND_TEXT("fix", "The case can't tell on which disk it was made.")),
                          say(MAILMEND_TEXT("fix", "Check that disk into this case, and open it again.")),
                          {},
                          {}});
    }
    Result<ChangeRecord> settled =
        helper.change({store, target->path, RecoverCall{record.change}, target->identity}, {}, cancel);
    return settled ? std::move(*settled) : stillOpen(record, settled.error());
}

/** Somebody agreed to just this in this case. */
bool wasAgreedTo(const CaseChange* change, const ChangeRecord& record)
{
    return change != nullptr && change->consentedAt.isValid() && change->record.action == record.action &&
           change->record.parameters == record.parameters;
}

Error notAgreedTo(const ChangeRecord& record)
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("fix", "Nobody agreed to it in this case, so Mailmend does not go on with it.")),
        say(MAILMEND_TEXT("fix", "Keep the case's folder as it is, and ask a responder what {change} is."),
            {{"change", words(record.change)}}),
        {},
        {}};
}

/** Agreed to, but the helper's journal has never heard of it: it never began. */
ChangeRecord neverBegun(ChangeRecord record, const QDateTime& now)
{
    record.state = ChangeState::RolledBack;
    record.head = QByteArray(32, '\0'); // no journal, no chain
    record.recovered = true;
    record.settled = now;
    record.what = say(MAILMEND_TEXT("fix", "It was agreed to, but did not begin. Nothing was changed."));
    return record;
}

/** It was asked for, and the journal that could say what became of it is not there. */
ChangeRecord journalMissing(const ChangeRecord& record, const QString& store)
{
    return stillOpen(record, whatWasKeptIsMissing(store));
}

/** The case has it as put back without a journal's word; a journal that is there now says more. */
bool wasTakenForNeverBegun(const ChangeRecord& record)
{
    return record.state == ChangeState::RolledBack && record.head == QByteArray(32, '\0');
}

/** As after a change that was not interrupted: what it was for is looked at again. */
void lookAtItsFindings(ChangeRecord& record, const CaseView& view, const FixParts& parts,
                       const CancelToken& cancel)
{
    const CaseChange* change = view.change(record.change);
    const std::optional<TargetInfo> target = targetOfChange(view, record);
    const QStringList findings = change ? findingsTouchedBy(view, *change) : QStringList();
    if (findings.isEmpty() || !target ||
        (record.state != ChangeState::Applied && record.state != ChangeState::Undone)) {
        return;
    }
    FixOutcome outcome{record, {}, FindingStatus::Open};
    verifyFix(outcome, view, findings, target->path, parts, cancel);
    if (!outcome.verified.isEmpty()) {
        record.what = say(MAILMEND_TEXT("fix", "{what} {verified}"),
                          {{"what", sentence(record.what)}, {"verified", sentence(outcome.verified)}});
    }
}

Event settledEvent(const QList<CaseChange>& known, const ChangeRecord& record)
{
    const CaseChange* change = changeIn(known, record.change);
    QString by;
    if (change && record.state == ChangeState::Undone) {
        by = change->undoneBy;
    } else if (change && change->record.state == ChangeState::Begun && !record.recovered) {
        by = change->by;
    }
    return events::changeSettled(change ? change->step : QString(), record, by);
}

} // namespace

Error whatWasKeptIsMissing(const QString& store)
{
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("fix", "What Mailmend kept of it is missing in {folder}."),
                {{"folder", place(store)}}),
            say(MAILMEND_TEXT("fix", "Put that folder back beside the case, and open the case again.")),
            {},
            {}};
}

Result<QList<ChangeRecord>> settleChanges(HelperClient& helper, const CaseView& view,
                                          const QList<CaseChange>& known, const QString& store,
                                          const FixParts& parts, const CancelToken& cancel)
{
    const Result<StoreList> listed = helper.list({store, {}, ListCall{}});
    if (!listed) {
        return listed.error();
    }
    CaseView now = view;
    now.changes = known;
    QList<ChangeRecord> told;
    QList<Event> events;
    QStringList inJournal;
    const auto settle = [&](const ChangeRecord& record) {
        told.append(record);
        if (!isOpen(record.state)) {
            events.append(settledEvent(known, record));
        }
    };
    for (const UnreadableChange& unreadable : listed->unreadable) {
        inJournal.append(unreadable.change);
        const CaseChange* change = changeIn(known, unreadable.change);
        if (!change || isOpen(change->record.state)) {
            ChangeRecord record = change ? change->record : ChangeRecord{};
            record.change = unreadable.change;
            settle(stillOpen(record, unreadable.why));
        }
    }
    for (const ChangeRecord& record : listed->records) {
        inJournal.append(record.change);
        const CaseChange* change = changeIn(known, record.change);
        if (isOpen(record.state)) {
            settle(wasAgreedTo(change, record) ? recovered(helper, now, record, store, cancel)
                                               : stillOpen(record, notAgreedTo(record)));
        } else if (!change || change->record.state != record.state) {
            settle(record);
        }
        if (helper.brokeOff()) {
            break;
        }
    }
    for (const CaseChange& change : known) {
        if (inJournal.contains(change.record.change) || helper.brokeOff()) {
            continue;
        }
        // Only the store in which it would stand can say that it never began.
        const bool sameStore = !listed->id.isEmpty() && listed->id == change.store;
        if (change.record.state == ChangeState::Begun && sameStore) {
            settle(neverBegun(change.record, parts.clock()));
        } else if (isOpen(change.record.state)) {
            settle(journalMissing(change.record, store));
        }
    }
    if (!events.isEmpty()) {
        if (const Done written = parts.append(events); !written) {
            return written.error();
        }
    }
    return told;
}

Result<QList<ChangeRecord>> takeOverChanges(const CaseView& view, const QString& caseFile,
                                            const FixParts& parts, const CancelToken& cancel)
{
    if (!view.integrity.intact) {
        return QList<ChangeRecord>(); // what it says was agreed to may be forged, and nothing may be added
    }
    const QString store = changeStoreFolder(caseFile);
    const bool open = std::any_of(view.changes.begin(), view.changes.end(),
                                  [](const CaseChange& one) { return isOpen(one.record.state); });
    if (!QFileInfo::exists(store)) {
        QList<ChangeRecord> missing;
        for (const CaseChange& one : view.changes) {
            if (isOpen(one.record.state)) {
                missing.append(journalMissing(one.record, store));
            }
        }
        return missing;
    }
    const QStringList journals =
        QDir(store + QStringLiteral("/changes")).entryList({QStringLiteral("*.journal")}, QDir::Files);
    const bool unknown = std::any_of(journals.begin(), journals.end(), [&view](const QString& name) {
        const CaseChange* change = view.change(name.section(u'.', 0, 0));
        return !change || wasTakenForNeverBegun(change->record);
    });
    if (!open && !unknown) {
        return QList<ChangeRecord>();
    }
    Result<std::unique_ptr<HelperClient>> helper = HelperClient::start(parts.helperProgram, parts.patience);
    if (!helper) {
        return helper.error();
    }
    Result<QList<ChangeRecord>> settled = settleChanges(**helper, view, view.changes, store, parts, cancel);
    for (qsizetype i = 0; settled && i < settled->size(); ++i) {
        lookAtItsFindings((*settled)[i], view, parts, cancel);
    }
    return settled;
}

QString changeStoreFolder(const QString& caseFile)
{
    return QDir::cleanPath(QFileInfo(caseFile).absoluteFilePath()) + QStringLiteral(".changes");
}

} // namespace mailmend
