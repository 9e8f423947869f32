// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/models/findings_index.h"

#include "base/escape.h"
#include "findings/finding_text.h"
#include "reports/wording.h"

#include <algorithm>
#include <numeric>

namespace mailmend::gui {

namespace {

bool wanted(const FindingRow& row, FindingsFilter::Show show)
{
    const bool settled = row.settled == FindingStatus::Fixed || row.settled == FindingStatus::Accepted;
    switch (show) {
    case FindingsFilter::Show::Open:
        return !settled;
    case FindingsFilter::Show::NeedsAction:
        return !settled && row.verdict == Verdict::NeedsAction;
    case FindingsFilter::Show::LookAtThis:
        return !settled && row.verdict == Verdict::LookAtThis;
    case FindingsFilter::Show::CouldNotCheck:
        return !settled && row.verdict == Verdict::CouldNotCheck;
    case FindingsFilter::Show::Settled:
        return settled;
    case FindingsFilter::Show::All:
        return true;
    }
    return true;
}

/** Negative: `left` stands before `right`. */
int compare(const FindingRow& left, const FindingRow& right, FindingsFilter::Column column)
{
    switch (column) {
    case FindingsFilter::Column::State:
        return left.rank - right.rank;
    case FindingsFilter::Column::Title:
        return left.title.localeAwareCompare(right.title);
    case FindingsFilter::Column::Server:
        return left.server.localeAwareCompare(right.server);
    case FindingsFilter::Column::Where:
        return left.where.compare(right.where, Qt::CaseInsensitive);
    case FindingsFilter::Column::Since:
        return left.sinceTime < right.sinceTime ? -1 : right.sinceTime < left.sinceTime ? 1 : 0;
    case FindingsFilter::Column::Status:
        return left.status.localeAwareCompare(right.status);
    }
    return 0;
}

} // namespace

QString whereOf(const Finding& finding)
{
    return escapeForDisplay(subjectText(finding.subject));
}

QString serversIn(const CaseView& view, const QStringList& targets, const QLocale& locale)
{
    QStringList all;
    for (const TargetInfo& target : view.targets) {
        const QString name = escapeForDisplay(targetName(target));
        if (view.targets.size() > 1 && targets.contains(target.id) && !all.contains(name)) {
            all.append(name);
        }
    }
    return locale.createSeparatedList(all);
}

QString serverOf(const CaseView& view, const QString& target)
{
    return serversIn(view, {target}, QLocale::c());
}

QString placeOf(const CaseView& view, const Finding& finding)
{
    QStringList parts = {serverOf(view, finding.target), whereOf(finding)};
    parts.removeAll(QString());
    parts.removeDuplicates(); // the server itself may be what the finding is about
    return parts.join(QStringLiteral(" · "));
}

FindingRows makeFindingRows(const CaseView& view, const Reader& reader)
{
    auto rows = std::make_shared<std::vector<FindingRow>>();
    rows->reserve(static_cast<std::size_t>(view.findings.size()));
    for (const CaseFinding& entry : view.findings) {
        const Finding& finding = entry.finding;
        FindingRow row;
        row.id = finding.id;
        row.look = lookOf(finding.verdict);
        row.statusLook = lookOf(entry.status);
        row.state = render(verdictText(finding.verdict), Format::Plain, reader);
        row.title = render(finding.title, Format::Plain, reader);
        row.server = serverOf(view, finding.target);
        row.where = whereOf(finding);
        row.since = finding.since.isValid() ? tellDay(finding.since.toTimeZone(reader.zone).date(), reader)
                                            : QString();
        row.status = render(statusText(entry.status), Format::Plain, reader);
        row.sinceTime = finding.since;
        row.rank = static_cast<int>(rows->size());
        row.verdict = finding.verdict;
        row.settled = entry.status;
        row.haystack =
            (row.title + QLatin1Char(' ') + row.server + QLatin1Char(' ') + row.where).toCaseFolded();
        rows->push_back(std::move(row));
    }
    return rows;
}

std::vector<int> indexFindings(const std::vector<FindingRow>& rows, const FindingsFilter& filter)
{
    const QStringList needles = filter.search.toCaseFolded().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::vector<int> index;
    for (std::size_t place = 0; place < rows.size(); ++place) {
        const FindingRow& row = rows[place];
        const bool found = std::all_of(needles.begin(), needles.end(), [&row](const QString& needle) {
            return row.haystack.contains(needle);
        });
        if (found && wanted(row, filter.show)) {
            index.push_back(static_cast<int>(place));
        }
    }
    std::stable_sort(index.begin(), index.end(), [&rows, &filter](int left, int right) {
        const auto& first = rows[static_cast<std::size_t>(filter.descending ? right : left)];
        const auto& second = rows[static_cast<std::size_t>(filter.descending ? left : right)];
        return compare(first, second, filter.column) < 0;
    });
    return index;
}

} // namespace mailmend::gui
