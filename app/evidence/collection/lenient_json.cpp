// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/lenient_json.h"

#include <QJsonDocument>

namespace mailmend {
namespace {

constexpr qsizetype maxLine = qsizetype(4) << 20;
constexpr qint64 maxJsonRows = 20'000'000;

} // namespace

std::optional<qint64> lenientNumber(const QJsonValue& value)
{
    if (value.isDouble()) {
        const double number = value.toDouble();
        return number > -9e18 && number < 9e18 ? std::optional(value.toInteger(static_cast<qint64>(number)))
                                               : std::nullopt;
    }
    bool ok = false;
    const qint64 number = value.toString().toLongLong(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

QJsonValue lenientValue(const QJsonObject& object, const char* key)
{
    const QLatin1String wanted(key);
    const auto exact = object.constFind(wanted);
    if (exact != object.constEnd()) {
        return *exact;
    }
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        if (it.key().compare(wanted, Qt::CaseInsensitive) == 0) {
            return *it;
        }
    }
    return QJsonValue(QJsonValue::Undefined);
}

RowsRead readJsonLines(const Container& container, quint64 member, const CancelToken& cancel,
                       const std::function<void(const QJsonObject&)>& each)
{
    RowsRead read;
    auto reader = container.open(member);
    if (!reader) {
        read.whole = false;
        return read;
    }
    const auto takeLine = [&read, &each](const QByteArray& line) {
        if (line.trimmed().isEmpty()) {
            return;
        }
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (document.isObject()) {
            ++read.rows;
            each(document.object());
        } else {
            ++read.bad;
        }
    };
    QByteArray pending;
    bool skipping = false; // inside a line that is too long
    QByteArray piece(64 * 1024, Qt::Uninitialized);
    while (read.rows + read.bad < maxJsonRows && !cancel.isCancelled()) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got) {
            read.whole = false;
            break;
        }
        if (*got == 0) {
            if (!skipping) {
                takeLine(pending);
            }
            return read;
        }
        qsizetype from = 0;
        while (from < *got) {
            const qsizetype end = QByteArrayView(piece.constData(), *got).indexOf('\n', from);
            const qsizetype until = end < 0 ? static_cast<qsizetype>(*got) : end;
            if (!skipping) {
                pending.append(piece.constData() + from, until - from);
            }
            if (end >= 0) {
                if (!skipping) {
                    takeLine(pending);
                }
                pending.clear();
                skipping = false;
            } else if (pending.size() > maxLine) {
                ++read.bad;
                pending.clear();
                skipping = true;
            }
            from = until + 1;
        }
    }
    read.whole = false;
    return read;
}

Result<QJsonObject> readJsonObject(const Container& container, quint64 member, qint64 bound)
{
    const auto content = readMember(container, member, bound);
    if (!content) {
        return content.error();
    }
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(*content, &error);
    if (!document.isObject()) {
        return Error{ErrorKind::Damaged,
                     say(MAILMEND_TEXT("evidence", "The collector's own notes are damaged.")),
                     {},
                     error.errorString(),
                     {}};
    }
    return document.object();
}

} // namespace mailmend
