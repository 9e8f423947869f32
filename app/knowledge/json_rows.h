// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "knowledge/builds.h"

#include <QByteArray>
#include <QDate>
#include <QJsonArray>
#include <QJsonObject>
#include <QStringList>

#include <optional>

namespace mailmend {

/**
 * One object of a pack's file, read field by field. The first trouble is kept with file, row and field; what
 * is read after that is empty, and `trouble()` is looked at once at the end. Unknown fields are ignored: a
 * newer pack may have more of them (the schemas in resources/knowledge/schema are strict instead).
 */
class JsonRow
{
public:
    JsonRow(QByteArray file, QString where, QJsonObject object);

    QString text(const char* field);         ///< must be there and not empty
    QString optionalText(const char* field); ///< absent: empty
    QByteArray sentence(const char* field);  ///< UTF-8; must be there and not empty
    QByteArray optionalSentence(const char* field);
    QStringList list(const char* field); ///< must be there; not empty
    QStringList optionalList(const char* field);
    qint64 number(const char* field, qint64 least, qint64 most);
    bool flag(const char* field, bool whenAbsent);
    QDate date(const char* field); ///< "2026-11-21"
    QDate optionalDate(const char* field);
    BuildNumber build(const char* field); ///< 1 to 4 numbers; the missing ones are 0
    std::optional<BuildNumber> optionalBuild(const char* field);
    QByteArray sha256(const char* field);                   ///< 32 raw bytes
    QList<JsonRow> rows(const char* field, qsizetype most); ///< an array of objects, numbered from 1

    bool has(const char* field) const;
    void refuse(const QString& what); ///< a trouble that only the caller can see
    const std::optional<Error>& trouble() const { return m_trouble; }
    /** Takes a nested row's trouble over. */
    void take(const JsonRow& nested);

private:
    QJsonValue value(const char* field, bool needed);

    QByteArray m_file;
    QString m_where;
    QJsonObject m_object;
    std::optional<Error> m_trouble;
};

/** A whole file as one object, whose "schema" must be `schema`. */
Result<JsonRow> readJsonFile(const QByteArray& file, const QByteArray& content, const char* schema);

/** "15.1", "15.2.2562" or four parts: a bound of a range. */
std::optional<BuildNumber> parseBuildBound(QStringView text);

} // namespace mailmend
