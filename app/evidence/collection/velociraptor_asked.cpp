// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/velociraptor_asked.h"

#include "evidence/collection/csv_rows.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mailmend::velociraptor {
namespace {

constexpr size_t maxGlobs = 20'000;

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

/** Before 2025: one switch a target, and the patterns in two hidden tables. */
bool isOldTriage(const QString& artifact)
{
    return artifact == QStringLiteral("Windows.KapeFiles.Targets");
}

bool isTriage(const QString& artifact)
{
    return artifact == QStringLiteral("Windows.Triage.Targets") || isOldTriage(artifact);
}

CsvRead readTable(const QString& table, const std::function<void(const CsvRow&)>& each)
{
    CsvReader reader(each);
    reader.add(table.toUtf8());
    return reader.finish();
}

/** A switch as Velociraptor reads it. */
bool isOn(const QString& value)
{
    static const QStringList on{QStringLiteral("y"), QStringLiteral("yes"), QStringLiteral("true"),
                                QStringLiteral("ok")};
    return on.contains(value.trimmed().toLower());
}

/**
 * The patterns of the targets that are switched on. KapeTargets names the rules of each target, "[1, 2]";
 * KapeRules has a pattern for each rule. None where either is damaged, or where snapshots were searched: what
 * was found is then not told apart from the live disk.
 */
QStringList globsOfTargets(const QMap<QString, QString>& parameters)
{
    const QString age = parameters.value(QStringLiteral("VSSAnalysisAge"));
    if (isOn(parameters.value(QStringLiteral("VSSAnalysis"))) || age.toLongLong() > 0) {
        return {};
    }
    QSet<QByteArray> rules;
    const CsvRead targets =
        readTable(parameters.value(QStringLiteral("KapeTargets")), [&](const CsvRow& row) {
            if (isOn(parameters.value(QString::fromUtf8(row.value("Group").trimmed())))) {
                QByteArray ids = row.value("RuleIds");
                ids.replace('[', ' ').replace(']', ' ');
                for (const QByteArray& id : ids.split(',')) {
                    rules.insert(id.trimmed());
                }
            }
        });
    QStringList globs;
    const CsvRead read = readTable(parameters.value(QStringLiteral("KapeRules")), [&](const CsvRow& row) {
        const QByteArray id = row.value("Id").trimmed();
        if (!id.isEmpty() && rules.contains(id)) {
            globs.append(QString::fromUtf8(row.value("Glob")));
        }
    });
    return targets.whole && read.whole ? globs : QStringList();
}

/** Whether a size was set above which files are left out; none and the largest number mean no limit. */
bool isLimited(const QString& maxFileSize)
{
    bool ok = false;
    const quint64 size = maxFileSize.toULongLong(&ok);
    return ok && size > 0 && size < (quint64(1) << 62);
}

} // namespace

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
        readTable(parameters.value(QStringLiteral("collectionSpec")), [&](const CsvRow& row) {
            add(parameters.value(QStringLiteral("Root"), QStringLiteral("C:")),
                QString::fromUtf8(row.value("Glob")), limited);
        });
    } else if (isTriage(artifact)) {
        QStringList devices;
        const QJsonDocument list =
            QJsonDocument::fromJson(parameters.value(QStringLiteral("Devices")).toUtf8());
        for (const QJsonValue& device : list.array()) {
            devices.append(device.toString());
        }
        const QString drives = parameters.value(QStringLiteral("Device"));
        if (isOldTriage(artifact) && !drives.trimmed().isEmpty()) {
            devices = drives.split(QLatin1Char(','), Qt::SkipEmptyParts);
        }
        if (devices.isEmpty()) {
            devices.append(QStringLiteral("C:"));
        }
        for (const QString& device : devices) {
            for (const QString& glob :
                 isOldTriage(artifact) ? m_triageGlobs + globsOfTargets(parameters) : m_triageGlobs) {
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
