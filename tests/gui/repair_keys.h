// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

/** Ways through the window that the tests of repairs have in common, with keys only. Each ends the way at a
 * failed step: call it in STEP. */
namespace mailmend::testing {

inline constexpr char planTitle[] = "Repair, step by step";

/** From what a first look said through the check to what was found. */
void checkIt();
/** From what was found: this server is repaired, not rebuilt. */
void decideToRepair();
/** From anywhere to the step that takes the page away, once what stands before it is settled: it offers its
 * preview. */
enum class StepsBefore { SkippedAndDoneInTurn, Skipped };
void goToPreview(const char* page, StepsBefore before = StepsBefore::SkippedAndDoneInTurn);
/** Looks at the preview and agrees. */
void agree(const char* page);

} // namespace mailmend::testing
