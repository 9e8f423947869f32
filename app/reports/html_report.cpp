// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/html_parts.h"
#include "reports/wording.h"

#include <QSet>

namespace mailmend {

Reader readerFor(const ReportInput& input)
{
    Reader reader = input.reader;
    if (!input.view.targets.isEmpty() && input.view.targets.first().zone.isValid()) {
        reader.zone = input.view.targets.first().zone;
    }
    return reader;
}

Text serverNames(const CaseView& view)
{
    QStringList all;
    for (const TargetInfo& target : view.targets) {
        const QString name = targetName(target);
        if (!all.contains(name) && all.size() < 6) {
            all.append(name);
        }
    }
    return all.isEmpty() ? verbatim(view.title)
                         : say(MAILMEND_TEXT("report", "{names}"), {{"names", names(all)}});
}

namespace {

QByteArray writeHtml(const ReportInput& input)
{
    return input.audience == Audience::Owner ? ownerPage(input) : technicianReport(input);
}

} // namespace

extern const Report htmlReport;
constinit const Report htmlReport{
    "html",
    MAILMEND_TEXT("report", "To read and print (HTML)"),
    writeHtml,
};

} // namespace mailmend
