// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/case_store.h"
#include "gui/models/findings_index.h"

#include <QAbstractTableModel>
#include <QThreadPool>

namespace mailmend::gui {

/**
 * The findings of a case as a table. Its rows, their filtering and their order are made on a worker and
 * swapped in with one reset, so that a search through 100,000 findings never holds the window up.
 */
class FindingsModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    explicit FindingsModel(QObject* parent = nullptr);
    ~FindingsModel() override;

    void setCase(const ViewPointer& view, const Reader& reader);
    void setFilter(const FindingsFilter& filter);
    const FindingsFilter& filter() const { return m_filter; }
    QString idAt(int row) const;
    int rowOf(const QString& id) const; ///< -1: not among those that are shown
    /** Something became of at least one of those that are shown: they are not all simply open. */
    bool hasStatus() const { return m_hasStatus; }
    bool hasServers() const { return m_view && m_view->targets.size() > 1; }
    int total() const { return m_rows ? static_cast<int>(m_rows->size()) : 0; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

Q_SIGNALS:
    /** The rows are those that were last asked for. */
    void settled();

private:
    void rebuild(bool makeRows);

    ViewPointer m_view;
    Reader m_reader;
    FindingRows m_rows;
    std::vector<int> m_index;
    bool m_hasStatus = false;
    FindingsFilter m_filter;
    QThreadPool m_pool;
    int m_generation = 0; ///< of the last request: an answer to an older one is dropped
};

} // namespace mailmend::gui
