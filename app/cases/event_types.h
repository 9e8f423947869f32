// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/** The words that stand in a case for ever: the types of events and the keys of their data. Never reused or
 * changed. */
namespace mailmend::event_type {

inline constexpr char EvidenceReceived[] = "evidence-received"; ///< target, collector, hash
inline constexpr char Scanned[] = "scanned";                    ///< scan, findings (how many follow)
inline constexpr char FindingSeen[] = "finding";                ///< finding; belongs to the scan before it
inline constexpr char Rechecked[] = "rechecked";          ///< finding, status, reason, state, with, disputes
inline constexpr char WayChosen[] = "way-chosen";         ///< way
inline constexpr char StepOpened[] = "step-opened";       ///< step
inline constexpr char StepDone[] = "step-done";           ///< step, ticket (or absent)
inline constexpr char StepReopened[] = "step-reopened";   ///< step
inline constexpr char StepSkipped[] = "step-skipped";     ///< step, reason, review (or absent)
inline constexpr char StepVerified[] = "step-verified";   ///< step, status, reason
inline constexpr char Note[] = "note";                    ///< text, step, finding
inline constexpr char ReportWritten[] = "report-written"; ///< format, audience, file, sha256
inline constexpr char FolderComplete[] = "folder-stated-complete"; ///< target, folder
/** step, action, change, parameters, preview, store; room_for: the change for whose undoing it is done */
inline constexpr char Consented[] = "consented";
inline constexpr char ChangeSettled[] = "change-settled"; ///< step, and the record: actions/stored_change.h
inline constexpr char SignedOff[] = "signed-off";         ///< head, open, second, text
inline constexpr char FindingAccepted[] = "accepted";     ///< finding, state, reason, until

} // namespace mailmend::event_type
