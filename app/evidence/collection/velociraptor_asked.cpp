// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor_asked.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mailmend::velociraptor {
namespace {

constexpr size_t maxGlobs = 20'000;
constexpr qsizetype maxRows = 100'000;

QMap<QString, QString> parametersOf(const QJsonArray& env)
{
    QMap<QString, QString> parameters;
    for (const QJsonValue& value : env) {
        const QJsonObject pair = value.toObject();
        parameters.insert(pair.value(QLatin1String("key")).toString(),
                          pair.value(QLatin1String("value")).toString());
    }
    return parameters;
}

bool isFileCollector(const QString& artifact)
{
    return artifact == QStringLiteral("Generic.Collectors.File") ||
           artifact == QStringLiteral("Windows.Collectors.File");
}

bool isTriage(const QString& artifact)
{
    return artifact == QStringLiteral("Windows.Triage.Targets") ||
           artifact == QStringLiteral("Windows.KapeFiles.Targets");
}

/** Whether a size was set above which files are left out; none and the largest number mean no limit. */
bool isLimited(const QString& maxFileSize)
{
    bool ok = false;
    const quint64 size = maxFileSize.toULongLong(&ok);
    return ok && size > 0 && size < (quint64(1) << 62);
}

} // namespace

QList<QStringList> readTable(const QString& text)
{
    QList<QStringList> rows;
    QStringList row;
    QString field;
    bool quoted = false;
    const auto endRow = [&] {
        row.append(field);
        field.clear();
        if (row.size() > 1 || !row.first().trimmed().isEmpty()) {
            rows.append(row);
        }
        row.clear();
    };
    for (qsizetype i = 0; i < text.size() && rows.size() < maxRows; ++i) {
        const QChar c = text.at(i);
        if (quoted) {
            if (c == u'"' && i + 1 < text.size() && text.at(i + 1) == u'"') {
                field += c;
                ++i;
            } else if (c == u'"') {
                quoted = false;
            } else {
                field += c;
            }
        } else if (c == u'"' && field.trimmed().isEmpty()) {
            field.clear();
            quoted = true;
        } else if (c == u',') {
            row.append(field);
            field.clear();
        } else if (c == u'\n') {
            endRow();
        } else if (c != u'\r') {
            field += c;
        }
    }
    if (!field.isEmpty() || !row.isEmpty()) {
        endRow();
    }
    return rows;
}

void AskedReader::readContext(const QJsonObject& context)
{
    const QJsonObject request = context.value(QLatin1String("request")).toObject();
    for (const QJsonValue& value : request.value(QLatin1String("artifacts")).toArray()) {
        m_parameters[value.toString()];
    }
    for (const QJsonValue& value : request.value(QLatin1String("specs")).toArray()) {
        const QJsonObject spec = value.toObject();
        const QJsonArray env =
            spec.value(QLatin1String("parameters")).toObject().value(QLatin1String("env")).toArray();
        m_parameters[spec.value(QLatin1String("artifact")).toString()] = parametersOf(env);
    }
}

void AskedReader::readRequests(const QJsonObject& requests)
{
    for (const QJsonValue& value : requests.value(QLatin1String("items")).toArray()) {
        const QJsonObject action = value.toObject().value(QLatin1String("VQLClientAction")).toObject();
        QString artifact;
        for (const QJsonValue& query : action.value(QLatin1String("Query")).toArray()) {
            const QString name = lenientValue(query.toObject(), "Name").toString();
            if (!name.isEmpty()) {
                artifact = name.section(QLatin1Char('/'), 0, 0);
            }
        }
        const auto parameters = parametersOf(action.value(QLatin1String("env")).toArray());
        if (!artifact.isEmpty() && !parameters.isEmpty()) {
            m_parameters[artifact].insert(parameters); // what was compiled holds the defaults too
        }
    }
}

void AskedReader::takeSearchGlob(const QJsonObject& row)
{
    const QString glob = row.value(QLatin1String("Glob")).toString();
    if (!glob.isEmpty() && m_triageGlobs.size() < static_cast<qsizetype>(maxGlobs)) {
        m_triageGlobs.append(glob);
    }
}

void AskedReader::takeLogLine(const QString& message)
{
    // "Processing Device C: with auto: glob is inetpub\wwwroot\**"
    const QString start = QStringLiteral("Processing Device ");
    const qsizetype glob = message.indexOf(QStringLiteral(": glob is "));
    const qsizetype with = message.lastIndexOf(QStringLiteral(" with "), glob);
    if (message.startsWith(start) && glob > 0 && with > start.size()) {
        bool limited = false;
        for (const Parameters& parameters : m_parameters) {
            limited = limited || isLimited(parameters.value(QStringLiteral("MaxFileSize")));
        }
        add(message.mid(start.size(), with - start.size()), message.mid(glob + 10), limited);
    }
}

void AskedReader::takeArtifact(const QString& artifact, const Parameters& parameters)
{
    const bool limited = isLimited(parameters.value(QStringLiteral("MaxFileSize")));
    if (isFileCollector(artifact)) {
        const QList<QStringList> table = readTable(parameters.value(QStringLiteral("collectionSpec")));
        const qsizetype column = table.isEmpty() ? -1 : table.first().indexOf(QStringLiteral("Glob"));
        for (qsizetype i = 1; column >= 0 && i < table.size(); ++i) {
            if (column < table.at(i).size()) {
                add(parameters.value(QStringLiteral("Root"), QStringLiteral("C:")), table.at(i).at(column),
                    limited);
            }
        }
    } else if (isTriage(artifact)) {
        QStringList devices;
        const QJsonDocument list =
            QJsonDocument::fromJson(parameters.value(QStringLiteral("Devices")).toUtf8());
        for (const QJsonValue& device : list.array()) {
            devices.append(device.toString());
        }
        if (devices.isEmpty()) {
            devices.append(QStringLiteral("C:"));
        }
        for (const QString& device : devices) {
            for (const QString& glob : m_triageGlobs) {
                add(device, glob, limited);
            }
        }
    }
}

void AskedReader::add(const QString& drive, const QString& pattern, bool limited)
{
    QString root = drive.trimmed();
    root.replace(QLatin1Char('/'), QLatin1Char('\\'));
    for (const QString& prefix : {QStringLiteral("\\\\.\\"), QStringLiteral("\\\\?\\")}) {
        if (root.startsWith(prefix)) {
            root = root.mid(4);
        }
    }
    const bool hasDrive = root.size() >= 2 && root.at(1) == u':';
    const QString trimmed = pattern.trimmed();
    const QString whole = hasDrive ? root + QLatin1Char('\\') + trimmed : trimmed;
    const QString known = whole.toLower() + (limited ? QStringLiteral("|limited") : QString());
    if (trimmed.isEmpty() || m_known.contains(known)) {
        return;
    }
    m_known.insert(known);
    bool complete = true;
    for (Glob& glob : Glob::parse(whole, complete)) {
        if (m_records.asked.size() < maxGlobs) {
            m_records.asked.push_back({std::move(glob), limited});
        }
    }
}

void AskedReader::finish()
{
    for (auto artifact = m_parameters.constBegin(); artifact != m_parameters.constEnd(); ++artifact) {
        takeArtifact(artifact.key(), artifact.value());
    }
}

} // namespace mailmend::velociraptor
