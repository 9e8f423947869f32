// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "reports/html_parts.h"
#include "reports/wording.h"

namespace mailmend {
namespace {

const TargetInfo* liveTargetOf(const ScanResult& scan, const QString& id)
{
    const auto found = std::find_if(scan.targets.begin(), scan.targets.end(),
                                    [&id](const TargetInfo& target) { return target.id == id; });
    return found == scan.targets.end() ? nullptr : &*found;
}

void writeLiveTable(HtmlPage& page, const LiveTable& table)
{
    page.heading(3, table.title);
    if (table.state != ReadState::Read) {
        page.paragraph(table.reason.isEmpty() ? readStateText(table.state) : table.reason);
    }
    if (table.left > 0) {
        page.paragraph(say(MAILMEND_TEXT("report", "{count} more {count|is|are} not in this list."),
                           {{"count", count(table.left)}}));
    }
    if (table.rows.isEmpty()) {
        return;
    }
    QList<Text> titles;
    for (const LiveColumn& column : table.columns) {
        titles.append(column.title);
    }
    page.beginTable(table.title, titles);
    for (const QStringList& row : table.rows) {
        page.beginRow(verbatim(row.first()));
        for (qsizetype cell = 1; cell < row.size(); ++cell) {
            page.cell(row.at(cell));
        }
        page.endRow();
    }
    page.endTable();
}

} // namespace

void writeLive(HtmlPage& page, const ScanResult& scan)
{
    QString target;
    for (const LiveTable& table : scan.live) {
        if (target.isNull() || table.target != target) {
            target = table.target;
            const TargetInfo* info = liveTargetOf(scan, target);
            page.heading(2, say(MAILMEND_TEXT("report", "What was running on {name}"),
                                {{"name", words(info != nullptr ? targetName(*info) : target)}}));
            page.paragraph(
                say(MAILMEND_TEXT("report", "Windows told this while it ran. An intruder may have made it "
                                            "lie. Nothing in these lists was judged; what was found stands "
                                            "under the findings.")));
        }
        writeLiveTable(page, table);
    }
}

} // namespace mailmend
