// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/pe_version.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>
#include <QXmlStreamReader>
#include <QtEndian>

#include <windows.h>

using namespace mailmend;

namespace {

/** A program's file, opened for nothing but its resources. */
class LoadedProgram
{
public:
    explicit LoadedProgram(const QString& path)
        : m_module(LoadLibraryExW(reinterpret_cast<LPCWSTR>(QDir::toNativeSeparators(path).utf16()), nullptr,
                                  LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_IMAGE_RESOURCE))
    {}
    ~LoadedProgram()
    {
        if (m_module != nullptr) {
            FreeLibrary(m_module);
        }
    }
    Q_DISABLE_COPY_MOVE(LoadedProgram)

    /** The bytes of a resource by its number and the number of its kind; none: it isn't there. */
    QByteArray resource(quintptr number, quintptr kind) const
    {
        HRSRC found =
            FindResourceW(m_module, reinterpret_cast<LPCWSTR>(number), reinterpret_cast<LPCWSTR>(kind));
        HGLOBAL loaded = found == nullptr ? nullptr : LoadResource(m_module, found);
        return loaded == nullptr ? QByteArray()
                                 : QByteArray(static_cast<const char*>(LockResource(loaded)),
                                              static_cast<qsizetype>(SizeofResource(m_module, found)));
    }

private:
    HMODULE m_module;
};

/** Element by element its text, and the level that is asked for; the last one where there are two. */
QMap<QString, QString> manifestValues(const QByteArray& manifest, QString& trouble)
{
    QMap<QString, QString> values;
    QXmlStreamReader xml(manifest);
    QString open;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            open = xml.name().toString();
            for (const auto& attribute : xml.attributes()) {
                values.insert(open + QLatin1Char('.') + attribute.name().toString(),
                              attribute.value().toString());
            }
        } else if (xml.isCharacters() && !xml.isWhitespace()) {
            values.insert(open, xml.text().toString());
        }
    }
    trouble = xml.hasError() ? xml.errorString() : QString();
    return values;
}

} // namespace

/** What Windows reads from the programs themselves: version, icon and manifest. */
class ProgramResourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void version_data() { programs(); }
    void version();
    void icon_data() { programs(); }
    void icon();
    void manifest_data() { programs(); }
    void manifest();

private:
    static void programs()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("window") << QStringLiteral("mailmend.exe");
        QTest::newRow("console") << QStringLiteral("mailmend-cli.exe");
    }
    static QString path()
    {
        QFETCH(QString, name);
        return QCoreApplication::applicationDirPath() + QLatin1Char('/') + name;
    }
};

void ProgramResourcesTest::version()
{
    QFETCH(QString, name);
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const auto version = readPeVersion(file.readAll());
    QVERIFY(static_cast<bool>(version));
    QVERIFY(version->complete);
    QVERIFY(version->fileVersion.has_value());
    QCOMPARE(toText(*version->fileVersion), QStringLiteral(MAILMEND_VERSION ".0"));
    QCOMPARE(version->fileVersion, version->productVersion);
    QCOMPARE(version->productVersionText, QStringLiteral(MAILMEND_VERSION));
    QCOMPARE(version->originalFilename, name);
    QCOMPARE(version->productName, QStringLiteral("Mailmend"));
}

void ProgramResourcesTest::icon()
{
    constexpr quintptr groupIcon = 14;
    constexpr quintptr oneIcon = 3;
    constexpr qsizetype headerSize = 6;
    constexpr qsizetype entrySize = 14;
    const LoadedProgram program(path());
    const QByteArray group = program.resource(1, groupIcon);
    QVERIFY(group.size() > headerSize);
    QList<int> edges;
    for (qsizetype at = headerSize; at + entrySize <= group.size(); at += entrySize) {
        const QByteArray png =
            program.resource(qFromLittleEndian<quint16>(group.constData() + at + entrySize - 2), oneIcon);
        QVERIFY(png.startsWith("\x89PNG"));
        edges.append(qFromBigEndian<qint32>(png.constData() + 16));
    }
    QCOMPARE(edges, QList<int>({16, 24, 48, 32, 64, 256}));
}

void ProgramResourcesTest::manifest()
{
    constexpr quintptr manifestKind = 24;
    QString trouble;
    const auto values = manifestValues(LoadedProgram(path()).resource(1, manifestKind), trouble);
    QCOMPARE(trouble, QString());
    QCOMPARE(values.value(QStringLiteral("requestedExecutionLevel.level")), QStringLiteral("asInvoker"));
    QCOMPARE(values.value(QStringLiteral("longPathAware")), QStringLiteral("true"));
    QCOMPARE(values.value(QStringLiteral("dpiAwareness")), QStringLiteral("PerMonitorV2"));
    QCOMPARE(values.value(QStringLiteral("supportedOS.Id")),
             QStringLiteral("{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"));
    QVERIFY(!values.contains(QStringLiteral("activeCodePage")));
}

MAILMEND_TEST_CLASS(ProgramResourcesTest)

#include "program_resources_test.moc"
