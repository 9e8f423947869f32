// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "gui/theme/looks.h"

#include <QAbstractListModel>

namespace mailmend::gui {

/** One row of a list: shape and word of its state, a sentence, a quiet line, and a heading where a group
 * begins. */
struct ListRow
{
    QString id;
    Look look;
    QString state;
    QString title;
    QString under;
    QString section;
};

/** A list of rows: the steps of a plan, what a scan has found so far, the history of a case. */
class RowListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    explicit RowListModel(QObject* parent = nullptr);

    /** Replaces everything; rows that only changed keep the view's selection. */
    void setRows(const QList<ListRow>& rows);
    void append(const QList<ListRow>& rows);
    int rowOf(const QString& id) const;
    const QList<ListRow>& rows() const { return m_rows; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<ListRow> m_rows;
};

/** The rows of a plan: its steps by phase, and the choice between two ways where one has to be made. */
QList<ListRow> planRows(const CaseView& view, const Reader& reader);
inline constexpr char16_t choiceRow[] = u"choice"; ///< id of the choice's row

} // namespace mailmend::gui
