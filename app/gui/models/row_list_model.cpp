// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/models/row_list_model.h"

#include "gui/models/findings_index.h"
#include "gui/models/roles.h"

#include <algorithm>

namespace mailmend::gui {

RowListModel::RowListModel(QObject* parent) : QAbstractListModel(parent) {}

void RowListModel::setRows(const QList<ListRow>& rows)
{
    const bool sameIds =
        std::equal(rows.begin(), rows.end(), m_rows.begin(), m_rows.end(),
                   [](const ListRow& left, const ListRow& right) { return left.id == right.id; });
    if (sameIds && !rows.isEmpty()) {
        m_rows = rows;
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_rows = rows;
    endResetModel();
}

void RowListModel::append(const QList<ListRow>& rows)
{
    if (rows.isEmpty()) {
        return;
    }
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
    m_rows.append(rows);
    endInsertRows();
}

int RowListModel::rowOf(const QString& id) const
{
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [&id](const ListRow& row) { return row.id == id; });
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

int RowListModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant RowListModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const ListRow& row = m_rows.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return row.title;
    case Qt::AccessibleTextRole:
        return row.state.isEmpty() ? row.title : QStringLiteral("%1: %2").arg(row.state, row.title);
    case Qt::AccessibleDescriptionRole:
        return row.section.isEmpty() ? row.under : QStringLiteral("%1. %2").arg(row.section, row.under);
    case LookRole:
        return QVariant::fromValue(row.look);
    case UnderRole:
        return row.under;
    case IdRole:
        return row.id;
    case SectionRole:
        return row.section;
    default:
        return {};
    }
}

QList<ListRow> planRows(const CaseView& view, const Reader& reader)
{
    const auto tell = [&reader](const Text& text) { return render(text, Format::Plain, reader); };
    QList<ListRow> rows;
    std::optional<Phase> phase;
    const auto sectionFor = [&](Phase now) {
        const bool starts = phase != now;
        phase = now;
        return starts ? tell(phaseTitle(now)) : QString();
    };
    const auto addChoice = [&] {
        const bool chosen = !view.way.isEmpty();
        rows.append({QString::fromUtf16(choiceRow),
                     lookOf(chosen ? StepStatus::Verified : StepStatus::Open),
                     tell(statusText(chosen ? StepStatus::MarkedDone : StepStatus::Open)),
                     tell(view.plan.choice->question),
                     {},
                     sectionFor(Phase::Decide)});
    };
    bool choicePending = view.plan.choice.has_value();
    for (const CaseStep& entry : view.steps) {
        if (choicePending && entry.step.phase > Phase::Decide) {
            addChoice();
            choicePending = false;
        }
        const QString state = tell(statusText(entry.status));
        const QString waits = entry.status == StepStatus::Open && !entry.waitsFor.isEmpty()
                                  ? tell(say(MAILMEND_TEXT("plan", "Waits for another step")))
                                  : state;
        QStringList under = {serversIn(view, entry.step.targets, reader.locale), waits};
        under.removeAll(QString());
        rows.append({entry.step.id, lookOf(entry.status), state, tell(entry.step.title),
                     under.join(QStringLiteral(" · ")), sectionFor(entry.step.phase)});
    }
    if (choicePending) {
        addChoice();
    }
    return rows;
}

} // namespace mailmend::gui
