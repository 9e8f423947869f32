// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "reports/html_page.h"
#include "reports/report.h"

namespace mailmend {

/** The two papers. */
QByteArray ownerPage(const ReportInput& input);
QByteArray technicianReport(const ReportInput& input);

/** The technician's sections that have a file of their own, in the order of the paper. */
void writeFindings(HtmlPage& page, const ReportInput& input);
void writePlan(HtmlPage& page, const ReportInput& input);
void writeChanges(HtmlPage& page, const ReportInput& input);
void writeLive(HtmlPage& page, const ScanResult& scan);

/** Who has signed, and room for signatures. On both papers. */
void writeSignOff(HtmlPage& page, const ReportInput& input);

/** The reader with the zone of the case's first server. */
Reader readerFor(const ReportInput& input);

/** "EXCH01 and EXCH02", or the case's title. */
Text serverNames(const CaseView& view);

} // namespace mailmend
