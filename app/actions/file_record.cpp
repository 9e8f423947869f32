// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/file_record.h"

#include "base/escape.h"
#include "base/sha256.h"
#include "findings/stored_reader.h"

#include <QDateTime>
#include <QJsonArray>

namespace mailmend {
namespace {

/** Numbers of 64 bits are stored as text: a JSON number can't hold them all. */
QString storeNumber(quint64 number)
{
    return QString::number(number);
}

QString storeFileTime(const FileTime& time)
{
    return QStringLiteral("%1.%2").arg(time.seconds).arg(time.nanoseconds, 9, 10, QLatin1Char('0'));
}

std::optional<FileTime> readFileTime(const QString& text)
{
    const qsizetype dot = text.indexOf(QLatin1Char('.'));
    bool whole = false, part = false;
    const FileTime time{text.left(dot).toLongLong(&whole), text.mid(dot + 1).toInt(&part)};
    if (dot < 0 || !whole || !part || time.nanoseconds < 0 || time.nanoseconds > 999'999'999) {
        return std::nullopt;
    }
    return time;
}

QByteArray bytesOf(const FileTime& time)
{
    return storeFileTime(time).toLatin1();
}

/** NTFS' four times: created, changed, read, and the record's own, which nothing can set. */
constexpr QByteArrayView kNtfsTimes("system.ntfs_times");
constexpr qsizetype kSettableNtfsTimes = 24;
/** NTFS' owner, group and list of who may what. */
constexpr QByteArrayView kNtfsRights("system.ntfs_acl");

bool sameValue(const QByteArray& name, const QByteArray& wanted, const QByteArray& present)
{
    return name == kNtfsTimes ? wanted.left(kSettableNtfsTimes) == present.left(kSettableNtfsTimes)
                              : wanted == present;
}

} // namespace

const QByteArray* FileRecord::attribute(QByteArrayView name) const
{
    for (const auto& [key, value] : attributes) {
        if (key == name) {
            return &value;
        }
    }
    return nullptr;
}

QByteArray digestOf(const FileRecord& record)
{
    Sha256 hash;
    const auto add = [&hash](const QByteArray& part) {
        hash.add(QByteArray::number(part.size()) + ':' + part);
    };
    for (const quint64 number : {quint64(record.size), quint64(record.mode), quint64(record.owner),
                                 quint64(record.group), record.links}) {
        add(QByteArray::number(number));
    }
    add(bytesOf(record.modified));
    add(bytesOf(record.changed));
    for (const auto& [name, value] : record.attributes) {
        // Reading a file moves one of NTFS' times; those that matter are in the digest already.
        add(name);
        add(name == kNtfsTimes ? value.left(16) : value);
    }
    return hash.finish();
}

QList<Text> differences(const FileRecord& wanted, const FileRecord& present)
{
    QList<Text> out;
    const bool ntfsTimes = wanted.attribute(kNtfsTimes) != nullptr;
    if (wanted.born && wanted.born != present.born && !ntfsTimes) {
        out.append(say(MAILMEND_TEXT("actions", "The time at which the file was made is new.")));
    }
    if (wanted.modified != present.modified) {
        out.append(say(MAILMEND_TEXT("actions", "The time at which its content last changed is new.")));
    }
    if (wanted.accessed != present.accessed) {
        out.append(say(MAILMEND_TEXT("actions", "The time at which it was last read is new.")));
    }
    if (wanted.mode != present.mode) {
        out.append(say(MAILMEND_TEXT("actions", "Who may read and write it is not as it was.")));
    }
    if (wanted.owner != present.owner || wanted.group != present.group) {
        out.append(say(MAILMEND_TEXT("actions", "Its owner is not the one that it had.")));
    }
    for (const auto& [name, value] : wanted.attributes) {
        const QByteArray* now = present.attribute(name);
        if (now != nullptr && sameValue(name, value, *now)) {
            continue;
        }
        out.append(name == kNtfsRights
                       ? say(MAILMEND_TEXT("actions", "Its owner, or who may read and change it, is not as "
                                                      "it was."))
                       : say(MAILMEND_TEXT("actions", "Its attribute {name} is not as it was."),
                             {{"name", words(displayBytes(name))}}));
    }
    return out;
}

QJsonObject store(const FileRecord& record)
{
    QJsonArray attributes;
    for (const auto& [name, value] : record.attributes) {
        attributes.append(QJsonObject{{QStringLiteral("name"), QString::fromLatin1(name.toBase64())},
                                      {QStringLiteral("value"), QString::fromLatin1(value.toBase64())}});
    }
    QJsonObject json{{QStringLiteral("size"), storeNumber(quint64(record.size))},
                     {QStringLiteral("modified"), storeFileTime(record.modified)},
                     {QStringLiteral("accessed"), storeFileTime(record.accessed)},
                     {QStringLiteral("changed"), storeFileTime(record.changed)},
                     {QStringLiteral("mode"), storeNumber(record.mode)},
                     {QStringLiteral("owner"), storeNumber(record.owner)},
                     {QStringLiteral("group"), storeNumber(record.group)},
                     {QStringLiteral("links"), storeNumber(record.links)},
                     {QStringLiteral("device"), storeNumber(record.device)},
                     {QStringLiteral("inode"), storeNumber(record.inode)},
                     {QStringLiteral("attributes"), attributes}};
    if (record.born) {
        json.insert(QStringLiteral("born"), storeFileTime(*record.born));
    }
    return json;
}

Result<FileRecord> readFileRecord(const QJsonObject& json)
{
    StoredReader reader(json);
    FileRecord record;
    const auto number = [&reader](QLatin1StringView key) {
        bool fits = false;
        const quint64 value = reader.text(key).toULongLong(&fits);
        if (!fits) {
            reader.fail(key);
        }
        return value;
    };
    const auto time = [&reader](QLatin1StringView key) {
        const auto value = readFileTime(reader.text(key));
        if (!value) {
            reader.fail(key);
        }
        return value.value_or(FileTime{});
    };
    record.size = static_cast<qint64>(number(QLatin1StringView("size")));
    record.modified = time(QLatin1StringView("modified"));
    record.accessed = time(QLatin1StringView("accessed"));
    record.changed = time(QLatin1StringView("changed"));
    record.mode = static_cast<quint32>(number(QLatin1StringView("mode")));
    record.owner = static_cast<quint32>(number(QLatin1StringView("owner")));
    record.group = static_cast<quint32>(number(QLatin1StringView("group")));
    record.links = number(QLatin1StringView("links"));
    record.device = number(QLatin1StringView("device"));
    record.inode = number(QLatin1StringView("inode"));
    if (json.contains(QLatin1StringView("born"))) {
        record.born = time(QLatin1StringView("born"));
    }
    for (const QJsonObject& one : reader.objects(QLatin1StringView("attributes"))) {
        StoredReader part(one);
        record.attributes.append({QByteArray::fromBase64(part.text(QLatin1StringView("name")).toLatin1()),
                                  QByteArray::fromBase64(part.text(QLatin1StringView("value")).toLatin1())});
        if (part.failed()) {
            return part.error();
        }
    }
    if (reader.failed()) {
        return reader.error();
    }
    return record;
}

} // namespace mailmend
