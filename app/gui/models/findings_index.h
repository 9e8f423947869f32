// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "cases/case_view.h"
#include "gui/theme/looks.h"

#include <memory>
#include <vector>

namespace mailmend::gui {

/** What of the findings is wanted, and in which order. */
struct FindingsFilter
{
    enum class Show { Open, NeedsAction, LookAtThis, CouldNotCheck, Settled, All };
    enum class Column { State, Title, Server, Where, Since, Status };
    Show show = Show::All;
    QString search; ///< words that all have to be in title or place
    Column column = Column::State;
    bool descending = false;
};

/** One finding as its row shows it. */
struct FindingRow
{
    QString id;
    Look look;
    Look statusLook;
    QString state;
    QString title;
    QString server; ///< empty in a case of one server
    QString where;
    QString since;
    QString status;
    QDateTime sinceTime;
    int rank = 0; ///< place in the case's own order, worst first
    Verdict verdict = Verdict::Clear;
    FindingStatus settled = FindingStatus::Open;
    QString haystack; ///< folded title, server and place
};

using FindingRows = std::shared_ptr<const std::vector<FindingRow>>;

/** All rows of a case in the reader's language. Pure; slow for many findings: on a worker. */
FindingRows makeFindingRows(const CaseView& view, const Reader& reader);

/** The rows that `filter` wants, in its order, as places in `rows`. Pure; on a worker. */
std::vector<int> indexFindings(const std::vector<FindingRow>& rows, const FindingsFilter& filter);

/** Where a finding is, for people: the file's path, or the subject's name. */
QString whereOf(const Finding& finding);

/** The names of these targets' servers, escaped and joined; empty in a case of one server: it would say
 * nothing.
 */
QString serversIn(const CaseView& view, const QStringList& targets, const QLocale& locale);
QString serverOf(const CaseView& view, const QString& target);

/** "EXCH01 · C:\\inetpub\\…": where a finding is in a case of several servers; else whereOf(). */
QString placeOf(const CaseView& view, const Finding& finding);

} // namespace mailmend::gui
