// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/json_schema.h"

#include <QProcess>

namespace mailmend::testing {

QString whatIsWrong(const QByteArray& json, const QString& schema)
{
    const QString source = QStringLiteral(MAILMEND_SOURCE_DIR);
    QProcess python;
    python.start(QStringLiteral("python3"), {source + QStringLiteral("/tests/support/validate_json.py"),
                                             source + QStringLiteral("/resources/schema"), schema});
    python.write(json);
    python.closeWriteChannel();
    if (!python.waitForFinished(120'000)) {
        return QStringLiteral("The validator did not end.");
    }
    const QString said = QString::fromUtf8(python.readAllStandardOutput() + python.readAllStandardError());
    return python.exitStatus() == QProcess::NormalExit && python.exitCode() == 0
               ? QString()
               : QStringLiteral("invalid: ") + said;
}

QString caseSchema()
{
    return QStringLiteral("mailmend-case-1.schema.json");
}

} // namespace mailmend::testing
