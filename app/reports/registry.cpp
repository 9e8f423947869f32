// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/report.h"

#include <algorithm>
#include <array>

namespace mailmend {

extern const Report htmlReport;
extern const Report jsonReport;

namespace {
constexpr std::array<const Report*, 2> reports{&htmlReport, &jsonReport};
} // namespace

std::span<const Report* const> allReports()
{
    return reports;
}

const Report* findReport(QStringView format)
{
    const auto found = std::find_if(reports.begin(), reports.end(), [format](const Report* report) {
        return format == QLatin1StringView(report->format);
    });
    return found == reports.end() ? nullptr : *found;
}

} // namespace mailmend
