// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/registration.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>

/** Every JSON file of resources/knowledge against its schema (python3-jsonschema). */
class KnowledgeSchemaTest : public QObject
{
    Q_OBJECT

private:
    const QString m_folder = QStringLiteral(MAILMEND_SOURCE_DIR "/resources/knowledge/");

    /** What the validator says of a file; empty: it fits. */
    static QString validate(const QString& schema, const QString& file)
    {
        QProcess python;
        python.start(QStringLiteral("python3"),
                     {QStringLiteral("-c"),
                      QStringLiteral("import json,sys,jsonschema\n"
                                     "s=json.load(open(sys.argv[1]))\n"
                                     "v=jsonschema.Draft7Validator(s)\n"
                                     "v.check_schema(s)\n"
                                     "for e in list(v.iter_errors(json.load(open(sys.argv[2]))))[:5]:\n"
                                     "    print(list(e.path), e.message[:200])\n"),
                      schema, file});
        if (!python.waitForFinished(60000) || python.exitCode() != 0) {
            return QStringLiteral("python3: ") + QString::fromUtf8(python.readAllStandardError());
        }
        return QString::fromUtf8(python.readAllStandardOutput());
    }

    QString schemaOf(const QString& file) const
    {
        const QString name = file.startsWith(QStringLiteral("playbooks/"))
                                 ? QStringLiteral("playbook")
                                 : QFileInfo(file).completeBaseName();
        return m_folder + QStringLiteral("schema/") + name + QStringLiteral(".schema.json");
    }

private Q_SLOTS:
    void filesFitTheirSchema_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString& sub : {QString(), QStringLiteral("playbooks/")}) {
            const QStringList names = QDir(m_folder + sub).entryList({QStringLiteral("*.json")}, QDir::Files);
            for (const QString& name : names) {
                QTest::newRow(qPrintable(sub + name)) << sub + name;
            }
        }
    }
    void filesFitTheirSchema()
    {
        QFETCH(QString, file);
        QVERIFY2(QFile::exists(schemaOf(file)), "it has no schema");
        QCOMPARE(validate(schemaOf(file), m_folder + file), QString());
    }

    void aMisspeltFieldIsCaught()
    {
        QFile original(m_folder + QStringLiteral("builds.json"));
        QVERIFY(original.open(QIODevice::ReadOnly));
        QTemporaryDir folder;
        QFile changed(folder.filePath(QStringLiteral("builds.json")));
        QVERIFY(changed.open(QIODevice::WriteOnly));
        changed.write(original.readAll().replace("\"kb\": \"KB2816900\"", "\"bk\": \"KB2816900\""));
        changed.close();
        QVERIFY(validate(schemaOf(QStringLiteral("builds.json")), changed.fileName())
                    .contains(QStringLiteral("'bk' was unexpected")));
    }
};

MAILMEND_TEST_CLASS(KnowledgeSchemaTest)
#include "schema_test.moc"
