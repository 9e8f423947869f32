// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/models/findings_model.h"

#include "gui/models/roles.h"
#include "gui/widgets/label.h"

#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <algorithm>

namespace mailmend::gui {

namespace {

struct Built
{
    FindingRows rows;
    std::vector<int> index;
    bool hasStatus = false;
};

} // namespace

FindingsModel::FindingsModel(QObject* parent) : QAbstractTableModel(parent), m_reader(englishReader())
{
    m_pool.setMaxThreadCount(1);
}

FindingsModel::~FindingsModel()
{
    m_pool.clear();
    m_pool.waitForDone();
}

void FindingsModel::setCase(const ViewPointer& view, const Reader& reader)
{
    m_view = view;
    m_reader = reader;
    rebuild(true);
}

void FindingsModel::setFilter(const FindingsFilter& filter)
{
    m_filter = filter;
    rebuild(false);
}

void FindingsModel::rebuild(bool makeRows)
{
    const int generation = ++m_generation;
    auto* watcher = new QFutureWatcher<Built>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, generation] {
        watcher->deleteLater();
        if (generation != m_generation) {
            return;
        }
        const Built built = watcher->result();
        beginResetModel();
        m_rows = built.rows;
        m_index = built.index;
        m_hasStatus = built.hasStatus;
        endResetModel();
        Q_EMIT settled();
    });
    const bool fresh = makeRows || !m_rows;
    watcher->setFuture(QtConcurrent::run(&m_pool, [view = m_view, reader = m_reader,
                                                   rows = fresh ? FindingRows() : m_rows, filter = m_filter] {
        Built built;
        built.rows = rows   ? rows
                     : view ? makeFindingRows(*view, reader)
                            : std::make_shared<std::vector<FindingRow>>();
        built.index = indexFindings(*built.rows, filter);
        built.hasStatus = std::any_of(built.index.begin(), built.index.end(), [&built](int place) {
            return built.rows->at(static_cast<std::size_t>(place)).settled != FindingStatus::Open;
        });
        return built;
    }));
}

QString FindingsModel::idAt(int row) const
{
    return row >= 0 && row < rowCount()
               ? m_rows->at(static_cast<std::size_t>(m_index[static_cast<std::size_t>(row)])).id
               : QString();
}

int FindingsModel::rowOf(const QString& id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_rows->at(static_cast<std::size_t>(m_index[static_cast<std::size_t>(row)])).id == id) {
            return row;
        }
    }
    return -1;
}

int FindingsModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_index.size());
}

int FindingsModel::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : 6;
}

QVariant FindingsModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const FindingRow& row =
        m_rows->at(static_cast<std::size_t>(m_index[static_cast<std::size_t>(index.row())]));
    const auto column = static_cast<FindingsFilter::Column>(index.column());
    switch (role) {
    case Qt::DisplayRole:
        switch (column) {
        case FindingsFilter::Column::State:
            return row.state;
        case FindingsFilter::Column::Title:
            return row.title;
        case FindingsFilter::Column::Server:
            return row.server;
        case FindingsFilter::Column::Where:
            return row.where;
        case FindingsFilter::Column::Since:
            return row.since;
        case FindingsFilter::Column::Status:
            return row.status;
        }
        return {};
    case Qt::AccessibleTextRole:
        return column == FindingsFilter::Column::State ? QStringLiteral("%1: %2").arg(row.state, row.title)
                                                       : data(index, Qt::DisplayRole);
    case Qt::AccessibleDescriptionRole:
        return QStringList{row.server, row.where, row.since, row.status}
            .filter(QRegularExpression(QStringLiteral(".")))
            .join(QStringLiteral(", "));
    case Qt::ToolTipRole:
        return column == FindingsFilter::Column::Title || column == FindingsFilter::Column::Server ||
                       column == FindingsFilter::Column::Where
                   ? plainTip(data(index, Qt::DisplayRole).toString())
                   : QVariant();
    case LookRole:
        return column == FindingsFilter::Column::State    ? QVariant::fromValue(row.look)
               : column == FindingsFilter::Column::Status ? QVariant::fromValue(row.statusLook)
                                                          : QVariant();
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole || orientation != Qt::Horizontal) {
        return {};
    }
    switch (static_cast<FindingsFilter::Column>(section)) {
    case FindingsFilter::Column::State:
        return tr("State");
    case FindingsFilter::Column::Title:
        return tr("What we found");
    case FindingsFilter::Column::Server:
        return tr("Server");
    case FindingsFilter::Column::Where:
        return tr("Where");
    case FindingsFilter::Column::Since:
        return tr("Since");
    case FindingsFilter::Column::Status:
        return tr("Status");
    }
    return {};
}

void FindingsModel::sort(int column, Qt::SortOrder order)
{
    m_filter.column = static_cast<FindingsFilter::Column>(qBound(0, column, 4));
    m_filter.descending = order == Qt::DescendingOrder;
    rebuild(false);
}

} // namespace mailmend::gui
