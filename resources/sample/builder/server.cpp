// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/server.h"

#include "builder/accounts.h"
#include "builder/hive_cells.h"
#include "builder/hive_writer.h"
#include "builder/pe_writer.h"
#include "builder/registry_text.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace mailmend::sample {

namespace {

/** UTF-16 with its byte order mark, as Windows keeps the files of tasks. */
QByteArray utf16WithMark(const QByteArray& utf8)
{
    QByteArray out = QByteArray::fromHex("fffe");
    for (const QChar unit : QString::fromUtf8(utf8)) {
        append(out, unit.unicode());
    }
    return out;
}

/** Reads server.json and what it names, for one state. The first thing that is wrong stays in m_error. */
class Reader
{
public:
    Reader(const QString& folder, const QString& state) : m_folder(folder), m_state(state) {}

    Server read();
    QString error() const { return m_error; }

private:
    QByteArray bytes(const QString& name);
    QByteArray text(const QString& name);
    QByteArray pieces(const QJsonArray& list);
    QByteArray hive(const QJsonObject& entry, const QDateTime& time);
    QByteArray program(const QJsonObject& entry, const QDateTime& time);
    /** The value itself, or the one for this state where it is an object of states. */
    QJsonValue ofState(const QJsonValue& value) const;
    void fail(const QString& what);

    QString m_folder;
    QString m_state;
    QString m_error;
};

void Reader::fail(const QString& what)
{
    if (m_error.isEmpty()) {
        m_error = what;
    }
}

QJsonValue Reader::ofState(const QJsonValue& value) const
{
    const QJsonObject states = value.toObject();
    return states.contains(m_state) ? states.value(m_state) : value;
}

QByteArray Reader::bytes(const QString& name)
{
    QFile file(QDir(m_folder).filePath(name));
    if (!file.open(QIODevice::ReadOnly)) {
        fail(QStringLiteral("cannot read %1").arg(file.fileName()));
    }
    return file.readAll();
}

/** Text as it lies on the server: decoded where it is kept in ROT13, and with Windows' line ends. */
QByteArray Reader::text(const QString& name)
{
    QByteArray content = bytes(name);
    if (name.endsWith(QStringLiteral(".rot13"))) {
        for (char& letter : content) {
            const char base = letter >= 'a' && letter <= 'z'   ? 'a'
                              : letter >= 'A' && letter <= 'Z' ? 'A'
                                                               : '\0';
            if (base != '\0') {
                letter = static_cast<char>(base + (letter - base + 13) % 26);
            }
        }
    }
    return content.replace("\n", "\r\n");
}

/** "hex", "text", "zeros" up to a size, and "noise" of a size: bytes that look random and are always the
 * same. */
QByteArray Reader::pieces(const QJsonArray& list)
{
    QByteArray out;
    quint32 seed = 0x2021;
    for (const QJsonValue& value : list) {
        const QJsonObject piece = value.toObject();
        out += QByteArray::fromHex(piece[u"hex"].toString().toLatin1());
        if (piece.contains(u"text")) {
            out += text(piece[u"text"].toString());
        }
        for (int i = piece[u"noise"].toInt(); i > 0; --i) {
            seed = seed * 1664525 + 1013904223;
            out.append(static_cast<char>(seed >> 24));
        }
        if (const qsizetype size = piece[u"zeros_to"].toInt(); size > out.size()) {
            out.append(size - out.size(), '\0');
        }
    }
    return out;
}

QByteArray Reader::hive(const QJsonObject& entry, const QDateTime& time)
{
    HiveKey root;
    for (const QJsonValue& name : ofState(entry[u"hive"]).toArray()) {
        const QString file = name.toString();
        if (file.endsWith(QStringLiteral(".json"))) {
            addAccounts(QJsonDocument::fromJson(bytes(file)).object(), root);
        } else if (const QString wrong = readRegistryText(bytes(file), root); !wrong.isEmpty()) {
            fail(file + QStringLiteral(": ") + wrong);
        }
    }
    HiveOptions options;
    options.fileName = entry[u"path"].toString();
    options.time = time;
    options.sequence = static_cast<quint32>(ofState(entry[u"sequence"]).toInt());
    root.name = QStringLiteral("ROOT");
    return writeHive(root, options);
}

QByteArray Reader::program(const QJsonObject& entry, const QDateTime& time)
{
    PeVersion version;
    const QStringList parts = ofState(entry[u"program"]).toString().split(u'.');
    for (qsizetype i = 0; i < 4 && i < parts.size(); ++i) {
        version.file[static_cast<size_t>(i)] = parts.at(i).toUShort();
    }
    version.product = version.file;
    const QString shown = exchangeVersionText(version.file);
    const QString name = entry[u"path"].toString().section(u'\\', -1);
    version.strings = {
        {QStringLiteral("CompanyName"), QStringLiteral("Maple Credit Union (a sample, not Microsoft's)")},
        {QStringLiteral("FileDescription"), entry[u"description"].toString()},
        {QStringLiteral("FileVersion"), shown},
        {QStringLiteral("InternalName"), name},
        {QStringLiteral("OriginalFilename"), name},
        {QStringLiteral("ProductName"), QStringLiteral("Sample of Microsoft Exchange")},
        {QStringLiteral("ProductVersion"), shown}};
    PeOptions options;
    options.library = name.endsWith(QStringLiteral(".dll"));
    options.linked = time;
    return writePe(version, options);
}

Server Reader::read()
{
    Server server;
    const QJsonDocument document = QJsonDocument::fromJson(bytes(QStringLiteral("server.json")));
    if (!document.isObject()) {
        fail(QStringLiteral("server.json is no JSON object"));
    }
    const QJsonObject whole = document.object();
    server.host = whole[u"host"].toObject();
    server.taken = QDateTime::fromString(ofState(whole[u"taken"]).toString(), Qt::ISODate);
    server.seconds = whole[u"collection_seconds"].toInt();
    for (const QJsonValue& glob : whole[u"asked"].toArray()) {
        server.asked.append(glob.toString());
    }
    for (const QJsonValue& value : whole[u"files"].toArray()) {
        const QJsonObject entry = value.toObject();
        if (entry.contains(u"only") && entry[u"only"].toString() != m_state) {
            continue;
        }
        ServerFile file;
        file.path = entry[u"path"].toString();
        file.modified = QDateTime::fromString(ofState(entry[u"modified"]).toString(), Qt::ISODate);
        file.created = entry.contains(u"created")
                           ? QDateTime::fromString(ofState(entry[u"created"]).toString(), Qt::ISODate)
                           : file.modified;
        if (!file.modified.isValid() || !file.created.isValid()) {
            fail(file.path + QStringLiteral(": no time"));
        }
        if (entry.contains(u"text")) {
            file.content = text(ofState(entry[u"text"]).toString());
            if (entry[u"utf16"].toBool()) {
                file.content = utf16WithMark(file.content);
            }
        } else if (entry.contains(u"hive")) {
            file.content = hive(entry, file.modified);
        } else if (entry.contains(u"program")) {
            file.content = program(entry, file.modified);
        } else {
            file.content = pieces(entry[u"pieces"].toArray());
        }
        server.files.append(file);
    }
    return server;
}

} // namespace

Server buildServer(const QString& folder, const QString& state, QString* error)
{
    Reader reader(folder, state);
    Server server = reader.read();
    *error = reader.error();
    return server;
}

} // namespace mailmend::sample
