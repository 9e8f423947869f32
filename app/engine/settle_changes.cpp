// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/settle_changes.h"

#include "base/logging.h"
#include "cases/events.h"
#include "engine/fix_step.h"

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
        helper.change({store, target->path, RecoverCall{record.change}}, {}, cancel);
    return settled ? std::move(*settled) : stillOpen(record, settled.error());
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

/** Undoing was asked for, and the journal that could say what became of it is not there. */
ChangeRecord journalMissing(const ChangeRecord& record, const QString& store)
{
    return stillOpen(
        record, {ErrorKind::NotFound,
                 say(MAILMEND_TEXT("fix", "What Mailmend kept of it is missing in {folder}."),
                     {{"folder", place(store)}}),
                 say(MAILMEND_TEXT("fix", "Put that folder back beside the case, and open the case again.")),
                 {},
                 {}});
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

Result<QList<ChangeRecord>> settleChanges(HelperClient& helper, const CaseView& view,
                                          const QList<CaseChange>& known, const QString& store,
                                          const FixParts& parts, const CancelToken& cancel)
{
    const Result<StoreList> listed = helper.list({store, {}, ListCall{}});
    if (!listed) {
        return listed.error();
    }
    QList<ChangeRecord> told;
    QList<Event> events;
    QStringList inJournal;
    const auto settle = [&](const ChangeRecord& now) {
        told.append(now);
        if (!isOpen(now.state)) {
            events.append(settledEvent(known, now));
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
            settle(recovered(helper, view, record, store, cancel));
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
        if (change.record.state == ChangeState::Begun) {
            settle(neverBegun(change.record, parts.clock()));
        } else if (change.record.state == ChangeState::Undoing) {
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
        return !view.change(name.section(u'.', 0, 0));
    });
    if (!open && !unknown) {
        return QList<ChangeRecord>();
    }
    Result<std::unique_ptr<HelperClient>> helper = HelperClient::start(parts.helperProgram, parts.patience);
    if (!helper) {
        return helper.error();
    }
    return settleChanges(**helper, view, view.changes, store, parts, cancel);
}

QString changeStoreFolder(const QString& caseFile)
{
    return QDir::cleanPath(QFileInfo(caseFile).absoluteFilePath()) + QStringLiteral(".changes");
}

} // namespace mailmend
