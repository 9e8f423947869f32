// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "knowledge/json_rows.h"

#include "knowledge/pack_files.h"

#include <QJsonDocument>

namespace mailmend {
namespace {

constexpr qsizetype kLongestText = 20000;
constexpr qsizetype kLongestList = 500;

} // namespace

JsonRow::JsonRow(QByteArray file, QString where, QJsonObject object)
    : m_file(std::move(file)), m_where(std::move(where)), m_object(std::move(object))
{}

bool JsonRow::has(const char* field) const
{
    return m_object.contains(QLatin1StringView(field));
}

void JsonRow::refuse(const QString& what)
{
    if (!m_trouble) {
        m_trouble = packError(m_file, m_where.isEmpty() ? what : m_where + QStringLiteral(": ") + what);
    }
}

void JsonRow::take(const JsonRow& nested)
{
    if (!m_trouble) {
        m_trouble = nested.m_trouble;
    }
}

QJsonValue JsonRow::value(const char* field, bool needed)
{
    const QJsonValue found = m_object.value(QLatin1StringView(field));
    if (found.isUndefined() && needed) {
        refuse(QStringLiteral("\"%1\" is missing").arg(QLatin1StringView(field)));
    }
    return found;
}

QString JsonRow::optionalText(const char* field)
{
    const QJsonValue found = value(field, false);
    if (found.isUndefined()) {
        return {};
    }
    if (!found.isString() || found.toString().size() > kLongestText) {
        refuse(QStringLiteral("\"%1\" is not a text").arg(QLatin1StringView(field)));
        return {};
    }
    return found.toString();
}

QString JsonRow::text(const char* field)
{
    value(field, true);
    const QString found = optionalText(field);
    if (found.isEmpty()) {
        refuse(QStringLiteral("\"%1\" is empty").arg(QLatin1StringView(field)));
    }
    return found;
}

QByteArray JsonRow::sentence(const char* field)
{
    return text(field).toUtf8();
}

QByteArray JsonRow::optionalSentence(const char* field)
{
    return optionalText(field).toUtf8();
}

QStringList JsonRow::optionalList(const char* field)
{
    const QJsonValue found = value(field, false);
    if (found.isUndefined()) {
        return {};
    }
    const QJsonArray array = found.toArray();
    QStringList texts;
    bool fits = found.isArray() && array.size() <= kLongestList;
    for (qsizetype i = 0; fits && i < array.size(); ++i) {
        fits = array.at(i).isString() && array.at(i).toString().size() <= kLongestText;
        texts.append(array.at(i).toString());
    }
    if (!fits) {
        refuse(QStringLiteral("\"%1\" is not a list of texts").arg(QLatin1StringView(field)));
        return {};
    }
    return texts;
}

QStringList JsonRow::list(const char* field)
{
    value(field, true);
    const QStringList found = optionalList(field);
    if (found.isEmpty()) {
        refuse(QStringLiteral("\"%1\" is empty").arg(QLatin1StringView(field)));
    }
    return found;
}

qint64 JsonRow::number(const char* field, qint64 least, qint64 most)
{
    const QJsonValue found = value(field, true);
    const double number = found.toDouble();
    if (!found.isDouble() || !(number >= static_cast<double>(least) && number <= static_cast<double>(most)) ||
        number != static_cast<double>(static_cast<qint64>(number))) {
        refuse(QStringLiteral("\"%1\" is not a number from %2 to %3")
                   .arg(QLatin1StringView(field))
                   .arg(least)
                   .arg(most));
        return least;
    }
    return static_cast<qint64>(number);
}

bool JsonRow::flag(const char* field, bool whenAbsent)
{
    const QJsonValue found = value(field, false);
    if (!found.isUndefined() && !found.isBool()) {
        refuse(QStringLiteral("\"%1\" is neither true nor false").arg(QLatin1StringView(field)));
    }
    return found.toBool(whenAbsent);
}

QDate JsonRow::optionalDate(const char* field)
{
    const QString found = optionalText(field);
    if (found.isEmpty()) {
        return {};
    }
    const QDate date = QDate::fromString(found, QStringLiteral("yyyy-MM-dd"));
    if (!date.isValid()) {
        refuse(QStringLiteral("\"%1\" is not a day (2026-11-21)").arg(QLatin1StringView(field)));
    }
    return date;
}

QDate JsonRow::date(const char* field)
{
    value(field, true);
    const QDate found = optionalDate(field);
    if (!found.isValid()) {
        refuse(QStringLiteral("\"%1\" is not a day (2026-11-21)").arg(QLatin1StringView(field)));
    }
    return found;
}

std::optional<BuildNumber> JsonRow::optionalBuild(const char* field)
{
    const QString found = optionalText(field);
    if (found.isEmpty()) {
        return std::nullopt;
    }
    const std::optional<BuildNumber> build = parseBuildBound(found);
    if (!build) {
        refuse(QStringLiteral("\"%1\" is not a build (15.1.2507.6)").arg(QLatin1StringView(field)));
    }
    return build;
}

BuildNumber JsonRow::build(const char* field)
{
    value(field, true);
    const std::optional<BuildNumber> found = optionalBuild(field);
    if (!found) {
        refuse(QStringLiteral("\"%1\" is not a build (15.1.2507.6)").arg(QLatin1StringView(field)));
    }
    return found.value_or(BuildNumber{});
}

QByteArray JsonRow::sha256(const char* field)
{
    const QByteArray digits = text(field).toLatin1();
    const QByteArray raw = QByteArray::fromHex(digits);
    if (digits.size() != 64 || raw.toHex() != digits) {
        refuse(
            QStringLiteral("\"%1\" is not 64 lower-case hexadecimal digits").arg(QLatin1StringView(field)));
        return {};
    }
    return raw;
}

QList<JsonRow> JsonRow::rows(const char* field, qsizetype most)
{
    const QJsonValue found = value(field, true);
    const QJsonArray array = found.toArray();
    if (!found.isArray() || array.size() > most) {
        refuse(QStringLiteral("\"%1\" is not a list of %2 rows at most")
                   .arg(QLatin1StringView(field))
                   .arg(most));
        return {};
    }
    QList<JsonRow> rows;
    rows.reserve(array.size());
    for (qsizetype i = 0; i < array.size(); ++i) {
        QString where = QStringLiteral("%1 %2").arg(QLatin1StringView(field)).arg(i + 1);
        if (!m_where.isEmpty()) {
            where.prepend(m_where + QStringLiteral(", "));
        }
        rows.append(JsonRow(m_file, where, array.at(i).toObject()));
        if (!array.at(i).isObject()) {
            rows.last().refuse(QStringLiteral("not an object"));
        }
    }
    return rows;
}

Result<JsonRow> readJsonFile(const QByteArray& file, const QByteArray& content, const char* schema)
{
    QJsonParseError parsed;
    const QJsonDocument document = QJsonDocument::fromJson(content, &parsed);
    if (!document.isObject()) {
        return packError(file,
                         parsed.error == QJsonParseError::NoError
                             ? QStringLiteral("not an object")
                             : QStringLiteral("at byte %1: %2").arg(parsed.offset).arg(parsed.errorString()));
    }
    JsonRow row(file, {}, document.object());
    if (row.text("schema") != QLatin1StringView(schema)) {
        row.refuse(QStringLiteral("\"schema\" is not %1").arg(QLatin1StringView(schema)));
    }
    if (row.trouble()) {
        return *row.trouble();
    }
    return row;
}

std::optional<BuildNumber> parseBuildBound(QStringView text)
{
    QString whole = text.toString();
    const qsizetype parts = whole.count(QLatin1Char('.')) + 1;
    for (qsizetype i = parts; i < 4; ++i) {
        whole += QStringLiteral(".0");
    }
    return BuildNumber::parse(whole);
}

} // namespace mailmend
