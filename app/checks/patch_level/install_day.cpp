// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/install_day.h"

#include <QList>
#include <QRegularExpression>

#include <algorithm>
#include <cstdlib>

namespace mailmend::patch_level {
namespace {

/** Every day that the text can mean. */
QList<QDate> meanings(QStringView text)
{
    static const QRegularExpression joined(QStringLiteral("^(\\d{4})(\\d{2})(\\d{2})$"));
    static const QRegularExpression yearFirst(QStringLiteral("^(\\d{4})[-./](\\d{1,2})[-./](\\d{1,2})\\b"));
    static const QRegularExpression yearLast(QStringLiteral("^(\\d{1,2})([-./])(\\d{1,2})\\2(\\d{4})\\b"));
    const QString whole = text.trimmed().left(40).toString();
    for (const QRegularExpression& pattern : {joined, yearFirst}) {
        if (const auto match = pattern.match(whole); match.hasMatch()) {
            return {QDate(match.captured(1).toInt(), match.captured(2).toInt(), match.captured(3).toInt())};
        }
    }
    const auto match = yearLast.match(whole);
    if (!match.hasMatch()) {
        return {};
    }
    const int left = match.captured(1).toInt();
    const int right = match.captured(3).toInt();
    const int year = match.captured(4).toInt();
    if (match.captured(2) == QStringLiteral(".")) {
        return {QDate(year, right, left)};
    }
    return {QDate(year, left, right), QDate(year, right, left)};
}

} // namespace

DayRange installDay(QStringView text, const QDate& released, const QDate& lastWrite, const QDate& seen)
{
    QList<QDate> days = meanings(text);
    days.removeIf([&](const QDate& day) {
        return !day.isValid() || (released.isValid() && day < released.addDays(-1)) ||
               (seen.isValid() && day > seen.addDays(1));
    });
    const auto fits = [&lastWrite](const QDate& day) {
        return lastWrite.isValid() && std::abs(day.daysTo(lastWrite)) <= 1;
    };
    if (days.isEmpty()) {
        return {{}, lastWrite};
    }
    std::sort(days.begin(), days.end());
    if (days.size() > 1 && days.first() != days.last()) {
        if (fits(days.first()) != fits(days.last())) {
            const QDate day = fits(days.first()) ? days.first() : days.last();
            return {day, day};
        }
    }
    return {days.first(), days.last()};
}

} // namespace mailmend::patch_level
