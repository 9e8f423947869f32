// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "cases/case_view.h"

#include <span>

namespace mailmend {

enum class Audience { Owner, Technician };

/** What a report is made from. `view` is the whole truth; nothing is looked up elsewhere. */
struct ReportInput
{
    const CaseView& view;
    const Knowledge& knowledge;
    Audience audience = Audience::Technician;
    Reader reader;
    QDateTime now;
};

/** A format. To add one, add a file here and a line in registry.cpp. */
struct Report
{
    const char* format; ///< "html", "json": also the file's extension
    TextSource title;
    QByteArray (*write)(const ReportInput&);
};

std::span<const Report* const> allReports();
const Report* findReport(QStringView format);

/** The "mailmend/1" object of DESIGN 6. Always English and UTC. */
QJsonObject scanJson(const ScanResult& result);
QJsonObject findingJson(const Finding& finding);

} // namespace mailmend
