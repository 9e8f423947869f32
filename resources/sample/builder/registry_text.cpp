// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/registry_text.h"

#include <QRegularExpression>

#include <algorithm>
#include <optional>

namespace mailmend::sample {

namespace {

const QString kQuoted = QStringLiteral("\"((?:[^\"\\\\]|\\\\.)*)\"");

QString unescaped(QString text)
{
    static const QRegularExpression escape(QStringLiteral("\\\\(.)"));
    return text.replace(escape, QStringLiteral("\\1"));
}

void removeKey(HiveKey& root, const QString& path)
{
    const qsizetype cut = path.lastIndexOf(u'\\');
    HiveKey& parent = cut < 0 ? root : root.at(path.left(cut));
    const QString name = path.mid(cut + 1);
    parent.subkeys.removeIf(
        [&name](const HiveKey& key) { return key.name.compare(name, Qt::CaseInsensitive) == 0; });
}

std::optional<HiveValue> readValue(const QString& name, const QString& text)
{
    static const QRegularExpression string(QStringLiteral("^(expand:)?") + kQuoted + QStringLiteral("$"));
    static const QRegularExpression item(kQuoted);
    const qsizetype colon = text.indexOf(u':');
    const QString kind = text.left(colon);
    const QString rest = text.mid(colon + 1);
    bool good = true;
    if (const auto match = string.match(text); match.hasMatch()) {
        const QString value = unescaped(match.captured(2));
        return match.captured(1).isEmpty() ? stringValue(name, value) : expandValue(name, value);
    }
    if (kind == QStringLiteral("list")) {
        QStringList list;
        for (const auto& match : item.globalMatch(rest)) {
            list.append(unescaped(match.captured(1)));
        }
        return listValue(name, list);
    }
    if (kind == QStringLiteral("dword")) {
        const quint32 number = rest.toUInt(&good, 16);
        return good ? std::optional(numberValue(name, number)) : std::nullopt;
    }
    if (kind == QStringLiteral("qword")) {
        const quint64 number = rest.toULongLong(&good, 16);
        return good ? std::optional(bigNumberValue(name, number)) : std::nullopt;
    }
    if (kind == QStringLiteral("hex")) {
        return binaryValue(name, QByteArray::fromHex(rest.toLatin1().replace(",", "")));
    }
    return std::nullopt;
}

void setValue(HiveKey& key, const HiveValue& value)
{
    const auto same = [&value](const HiveValue& other) {
        return other.name.compare(value.name, Qt::CaseInsensitive) == 0;
    };
    const auto found = std::find_if(key.values.begin(), key.values.end(), same);
    if (found == key.values.end()) {
        key.values.append(value);
    } else {
        *found = value;
    }
}

} // namespace

QString readRegistryText(const QByteArray& text, HiveKey& into)
{
    static const QRegularExpression keyLine(QStringLiteral("^\\[(-?)(.*)\\](?: @ (\\S+))?$"));
    static const QRegularExpression valueLine(QStringLiteral("^(?:@|") + kQuoted + QStringLiteral(")=(.+)$"));
    QString path;
    bool inKey = false;
    int number = 0;
    for (const QString& raw : QString::fromUtf8(text).split(u'\n')) {
        const QString line = raw.trimmed();
        ++number;
        const QString bad = QStringLiteral("line %1: %2").arg(number).arg(line);
        if (line.isEmpty() || line.startsWith(u';')) {
            continue;
        }
        if (const auto match = keyLine.match(line); match.hasMatch()) {
            path = match.captured(2);
            inKey = match.captured(1).isEmpty();
            if (!inKey) {
                removeKey(into, path);
            } else if (!match.captured(3).isEmpty()) {
                into.at(path).time = QDateTime::fromString(match.captured(3), Qt::ISODate);
                if (!into.at(path).time.isValid()) {
                    return bad;
                }
            }
            continue;
        }
        const auto match = valueLine.match(line);
        const auto value =
            match.hasMatch() ? readValue(unescaped(match.captured(1)), match.captured(2)) : std::nullopt;
        if (!value || !inKey) {
            return bad;
        }
        setValue(into.at(path), *value);
    }
    return {};
}

} // namespace mailmend::sample
