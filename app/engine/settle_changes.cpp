// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/settle_changes.h"

#include "base/logging.h"
#include "cases/events.h"
#include "engine/fix_step.h"
#include "engine/helper/elevation.h"
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
                       const StorePlace& place, const CancelToken& cancel)
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
        helper.change({place.name(), target->path, RecoverCall{record.change}, target->identity}, {}, cancel);
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

Error needsRights()
{
    return {
        ErrorKind::Denied,
        say(MAILMEND_TEXT("fix", "It was done with the rights of an administrator, and needs them again.")),
        rightsCanBeAskedFor()
            ? say(MAILMEND_TEXT("fix",
                                "Allow it when Windows asks, in Mailmend's window on that server. On the "
                                "console, start this again as an administrator."))
            : say(MAILMEND_TEXT("fix", "Open this case in Mailmend on the server where it was done.")),
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
ChangeRecord journalMissing(const ChangeRecord& record, const StorePlace& place)
{
    return stillOpen(record, whatWasKeptIsMissing(place));
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

/** Has a helper settle what a place keeps, and looks again at what that was for. */
Result<QList<ChangeRecord>> settleWith(HelperClient& helper, const CaseView& view, const StorePlace& place,
                                       const FixParts& parts, const CancelToken& cancel)
{
    Result<QList<ChangeRecord>> settled = settleChanges(helper, view, view.changes, place, parts, cancel);
    for (qsizetype i = 0; settled && i < settled->size(); ++i) {
        lookAtItsFindings((*settled)[i], view, parts, cancel);
    }
    return settled;
}

/** All that a place keeps and the case has open, with the reason why it stays so. */
QList<ChangeRecord> openIn(const StorePlace& place, const CaseView& view, const Error& why)
{
    QList<ChangeRecord> open;
    for (const CaseChange& one : view.changes) {
        if (place.keeps(one) && isOpen(one.record.state)) {
            open.append(stillOpen(one.record, why));
        }
    }
    return open;
}

Result<QList<ChangeRecord>> takeOverFromBeside(const CaseView& view, const StorePlace& place,
                                               const FixParts& parts, const CancelToken& cancel)
{
    if (!QFileInfo::exists(place.folder)) {
        return openIn(place, view, whatWasKeptIsMissing(place));
    }
    const bool open = std::any_of(view.changes.begin(), view.changes.end(), [&place](const CaseChange& one) {
        return place.keeps(one) && isOpen(one.record.state);
    });
    const QStringList journals =
        QDir(place.folder + QStringLiteral("/changes")).entryList({QStringLiteral("*.journal")}, QDir::Files);
    const bool unknown = std::any_of(journals.begin(), journals.end(), [&view](const QString& name) {
        const CaseChange* change = view.change(name.section(u'.', 0, 0));
        return !change || wasTakenForNeverBegun(change->record);
    });
    if (!open && !unknown) {
        return QList<ChangeRecord>();
    }
    const auto helper = startHelperFor(place, parts);
    return helper ? settleWith(**helper, view, place, parts, cancel)
                  : Result<QList<ChangeRecord>>(helper.error());
}

/** What is in there can't be seen from here: only what the case has open is asked for. */
Result<QList<ChangeRecord>> takeOverWithRights(const CaseView& view, const StorePlace& place,
                                               const FixParts& parts, const CancelToken& cancel)
{
    const auto helper = startHelperFor(place, parts);
    if (!helper) {
        return openIn(place, view, helper.error());
    }
    return settleWith(**helper, view, place, parts, cancel);
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

Error whatWasKeptIsMissing(const StorePlace& where)
{
    if (where.needsRights()) {
        return {ErrorKind::NotFound,
                say(MAILMEND_TEXT("fix", "What Mailmend kept of it is not on this computer.")),
                say(MAILMEND_TEXT(
                    "fix", "It is kept on the computer on which it was done: open the case there. If it was "
                           "done on this one, somebody has removed it: a backup of this computer may "
                           "have it.")),
                where.protectedStore,
                {}};
    }
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("fix", "What Mailmend kept of it is missing in {folder}."),
                {{"folder", place(where.folder)}}),
            say(MAILMEND_TEXT("fix", "Put that folder back beside the case, and open the case again.")),
            {},
            {}};
}

Result<std::unique_ptr<HelperClient>> startHelperFor(const StorePlace& place, const FixParts& parts)
{
    if (!place.needsRights()) {
        return HelperClient::start(parts.helperProgram, parts.patience);
    }
    if (!parts.elevated) {
        return needsRights();
    }
    return HelperClient::start(parts.elevated(HelperVerb::Act, parts.patience), parts.patience);
}

Result<QList<ChangeRecord>> settleChanges(HelperClient& helper, const CaseView& view,
                                          const QList<CaseChange>& known, const StorePlace& place,
                                          const FixParts& parts, const CancelToken& cancel)
{
    const Result<StoreList> listed = helper.list({place.name(), {}, ListCall{}});
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
            settle(wasAgreedTo(change, record) ? recovered(helper, now, record, place, cancel)
                                               : stillOpen(record, notAgreedTo(record)));
        } else if (!change || change->record.state != record.state) {
            settle(record);
        }
        if (helper.brokeOff()) {
            break;
        }
    }
    for (const CaseChange& change : known) {
        if (!place.keeps(change) || inJournal.contains(change.record.change) || helper.brokeOff()) {
            continue;
        }
        // Only the store in which it would stand can say that it never began.
        const bool sameStore = !listed->id.isEmpty() && listed->id == change.store;
        if (change.record.state == ChangeState::Begun && sameStore) {
            settle(neverBegun(change.record, parts.clock()));
        } else if (isOpen(change.record.state)) {
            settle(journalMissing(change.record, place));
        }
    }
    if (!events.isEmpty()) {
        if (const Done written = parts.append(events); !written) {
            return written.error();
        }
    }
    return told;
}

TakenOver takeOverChanges(const CaseView& view, const QString& caseFile, const FixParts& parts,
                          const CancelToken& cancel)
{
    if (!view.integrity.intact) {
        return {}; // what it says was agreed to may be forged, and nothing may be added
    }
    const QString folder = changeStoreFolder(caseFile);
    TakenOver all;
    // What one place can't tell says nothing of what was done in another.
    const auto add = [&all](const Result<QList<ChangeRecord>>& told) {
        told ? all.changes.append(*told) : all.troubles.append(told.error());
    };
    add(takeOverFromBeside(view, {folder, {}}, parts, cancel));
    QStringList keys;
    for (const CaseChange& one : view.changes) {
        if (isOpen(one.record.state) && !one.protectedStore.isEmpty() && !keys.contains(one.protectedStore)) {
            keys.append(one.protectedStore);
        }
    }
    for (const QString& key : keys) {
        add(takeOverWithRights(view, {folder, key}, parts, cancel));
    }
    return all;
}

QString changeStoreFolder(const QString& caseFile)
{
    return QDir::cleanPath(QFileInfo(caseFile).absoluteFilePath()) + QStringLiteral(".changes");
}

} // namespace mailmend
