// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/action.h"
#include "cases/event_log.h"
#include "findings/scan_result.h"

namespace mailmend {

struct CaseView;

/** Makers of events: what may be written into a case, one function a kind. Reading them is case_view's. */
namespace events {

/** The first event: what was received, from whom, how, by which collector, its hash, by whom, when. */
Event evidenceReceived(const TargetInfo& target, const QString& collector, const QString& hash,
                       const QString& by);
QList<Event> scanned(const ScanResult& result, const QString& by); ///< findings in events of their own
/** @param state of the finding where it was found again, of the file that took its place where it is fixed by
 * that, else empty.
 * @param disputes nobody can tell, and what was seen speaks against its being gone */
Event findingRechecked(const QString& finding, const char* status, const Text& reason, const TargetInfo& with,
                       const QString& by, const QString& state = {}, bool disputes = false);
Event wayChosen(const QString& way, const QString& by);
Event stepOpened(const QString& step);
/** @param ticket where it was done: a ticket's number, or who did it; empty: here, by whoever writes it. */
Event stepDone(const QString& step, const QString& by, const QString& ticket = {});
Event stepReopened(const QString& step, const QString& by);
/** @param review from this day on it is open again; invalid: it stays left out. */
Event stepSkipped(const QString& step, const QString& reason, const QString& by, const QDate& review = {});
Event stepVerified(const QString& step, const char* status, const Text& reason, const QString& by);
Event noteAdded(const QString& text, const QString& step, const QString& finding, const QString& by);
Event reportWritten(const QString& format, const QString& audience, const QString& file,
                    const QString& sha256, const QString& by);
Event folderStatedComplete(const QString& target, const WindowsPath& folder, const QString& by);
/** What a person agreed to, word for word as it was shown.
 * @param protectedStore CaseChange::protectedStore */
Event consented(const QString& step, const ActionRequest& request, const Preview& preview, const QString& by,
                const QString& storeId = {}, const QString& protectedStore = {});
/** The same for what lies in the way of undoing `change`: it belongs to no step. */
Event consentedToMakeRoom(const QString& change, const InTheWay& there, const QString& by,
                          const QString& storeId, const QString& protectedStore = {});
Event changeSettled(const QString& step, const ChangeRecord& record, const QString& by);
/** Of the case as `view` shows it: its head and what was open stand in the event. */
Event signedOff(const CaseView& view, const QString& second, const QString& text, const QString& by);
/** @param until the last day on which it holds. */
Event findingAccepted(const Finding& finding, const QString& reason, const QDate& until, const QString& by);

} // namespace events

} // namespace mailmend
