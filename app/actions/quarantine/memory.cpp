// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/memory.h"

#include "findings/stored.h"
#include "findings/stored_reader.h"

#include <QJsonArray>

namespace mailmend::quarantine {
namespace {

using Key = QLatin1StringView;

} // namespace

QJsonObject store(const Memory& memory)
{
    QJsonArray twins;
    for (const QByteArray& name : memory.twins) {
        twins.append(QString::fromLatin1(name.toBase64()));
    }
    FileRecord folder;
    folder.modified = memory.folderModified;
    return {{QStringLiteral("machine"), mailmend::store(memory.machine)},
            {QStringLiteral("real"), mailmend::store(memory.real)},
            {QStringLiteral("record"), mailmend::store(memory.record)},
            {QStringLiteral("sha256"), QString::fromLatin1(memory.sha256.toHex())},
            {QStringLiteral("folder"), mailmend::store(folder)},
            {QStringLiteral("twins"), twins}};
}

Result<Memory> readMemory(const Journal& journal)
{
    StoredReader reader(journal.intent().data);
    Memory memory;
    memory.machine = reader.take(readIdentity(reader.object(Key("machine"))));
    memory.real = reader.path(Key("real"));
    memory.record = reader.take(readFileRecord(reader.object(Key("record"))));
    memory.sha256 = QByteArray::fromHex(reader.hex(Key("sha256")));
    memory.folderModified = reader.take(readFileRecord(reader.object(Key("folder")))).modified;
    for (const QString& name : reader.texts(Key("twins"))) {
        memory.twins.append(QByteArray::fromBase64(name.toLatin1()));
    }
    if (memory.real.components().isEmpty() || memory.sha256.size() != 32) {
        reader.fail(Key("real"));
    }
    if (reader.failed()) {
        return reader.error();
    }
    return memory;
}

QByteArray privateName(const QString& change)
{
    return ".mailmend-" + change.toLatin1();
}

QList<QByteArray> twinsOf(const QByteArray& name, const QList<QByteArray>& names)
{
    const QByteArray folded = foldName(name);
    QList<QByteArray> twins;
    for (const QByteArray& other : names) {
        if (other != name && foldName(other) == folded) {
            twins.append(other);
        }
    }
    return twins;
}

} // namespace mailmend::quarantine
