// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/velociraptor.h"

#include <QMap>

namespace mailmend::velociraptor {

/**
 * Collects what was asked for from everywhere it is written: the request as set and as compiled, the table of
 * patterns that the triage artifact stores, and the log's lines on each pattern.
 */
class AskedReader
{
public:
    explicit AskedReader(Records& records) : m_records(records) {}

    void readContext(const QJsonObject& context);
    void readRequests(const QJsonObject& requests);
    void takeSearchGlob(const QJsonObject& row);
    void takeLogLine(const QString& message);
    /** Makes the patterns; nothing is taken afterwards. */
    void finish();

private:
    using Parameters = QMap<QString, QString>;

    void takeArtifact(const QString& artifact, const Parameters& parameters);
    void add(const QString& drive, const QString& pattern, bool limited);

    Records& m_records;
    QMap<QString, Parameters> m_parameters; ///< by artifact; compiled ones replace those of the request
    QStringList m_triageGlobs;
    QSet<QString> m_known; ///< patterns that were added, so that none is added twice
};

} // namespace mailmend::velociraptor
