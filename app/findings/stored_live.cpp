// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored.h"
#include "findings/stored_reader.h"

namespace mailmend {

QJsonObject store(const LiveTable& table)
{
    QJsonArray columns;
    for (const LiveColumn& column : table.columns) {
        columns.append(
            QJsonObject{{QStringLiteral("key"), column.key}, {QStringLiteral("title"), store(column.title)}});
    }
    QJsonArray rows;
    for (const QStringList& row : table.rows) {
        rows.append(QJsonObject{{QStringLiteral("cells"), QJsonArray::fromStringList(row)}});
    }
    return {{QStringLiteral("target"), table.target},
            {QStringLiteral("id"), table.id},
            {QStringLiteral("title"), store(table.title)},
            {QStringLiteral("columns"), columns},
            {QStringLiteral("rows"), rows},
            {QStringLiteral("left"), table.left},
            {QStringLiteral("state"), QLatin1String(toWord(table.state))},
            {QStringLiteral("reason"), store(table.reason)}};
}

Result<LiveTable> readLiveTable(const QJsonObject& json)
{
    StoredReader reader(json);
    LiveTable table;
    table.target = reader.text(QLatin1StringView("target"));
    table.id = reader.text(QLatin1StringView("id"));
    table.title = reader.sentence(QLatin1StringView("title"));
    for (const QJsonObject& column : reader.objects(QLatin1StringView("columns"))) {
        StoredReader part(column);
        table.columns.append(
            {part.text(QLatin1StringView("key")), part.sentence(QLatin1StringView("title"))});
        if (part.failed()) {
            return part.error();
        }
    }
    for (const QJsonObject& row : reader.objects(QLatin1StringView("rows"))) {
        StoredReader part(row);
        QStringList cells = part.texts(QLatin1StringView("cells"));
        if (part.failed()) {
            return part.error();
        }
        if (cells.isEmpty() || cells.size() != table.columns.size()) {
            reader.fail(QLatin1StringView("rows"));
            break;
        }
        table.rows.append(std::move(cells));
    }
    table.left = static_cast<qint64>(reader.number(QLatin1StringView("left")));
    table.state = reader.word(QLatin1StringView("state"), ReadState::Missing);
    table.reason = reader.sentence(QLatin1StringView("reason"));
    if (reader.failed()) {
        return reader.error();
    }
    return table;
}

} // namespace mailmend
