// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "builder/pe_writer.h"
#include "evidence/parse/pe_version.h"
#include "support/registration.h"

#include <QtEndian>

using namespace mailmend;

namespace {

QByteArray setupProgram(bool library = false, bool wide = true)
{
    const QDateTime linked(QDate(2023, 2, 1), QTime(4, 5, 6), Qt::UTC);
    return sample::writePe({{15, 1, 2507, 17},
                            {15, 1, 2507, 0},
                            {{QStringLiteral("CompanyName"), QStringLiteral("Microsoft Corporation")},
                             {QStringLiteral("FileVersion"), QStringLiteral("15.01.2507.017")},
                             {QStringLiteral("OriginalFilename"), QStringLiteral("ExSetup.exe")},
                             {QStringLiteral("ProductName"), QStringLiteral("Microsoft\u00ae Exchange")},
                             {QStringLiteral("ProductVersion"), QStringLiteral("15.01.2507.017")}}},
                           {library, wide, linked});
}

template<typename Number>
QByteArray withNumber(QByteArray file, qsizetype at, Number number)
{
    qToLittleEndian(number, file.data() + at);
    return file;
}

QByteArray wideText(const QString& text)
{
    QByteArray out;
    for (const QChar unit : text) {
        out.append(static_cast<char>(unit.unicode() & 0xff)).append(static_cast<char>(unit.unicode() >> 8));
    }
    return out;
}

/** Where the directories' count, the row of the resources' section and their tree stand in a 64-bit program.
 */
constexpr qsizetype kDirectoryCount = 64 + 24 + 108;
constexpr qsizetype kResourceRow = 64 + 24 + 240 + 40;
constexpr qsizetype kTree = 0x600;

/** True where nothing is said that the bytes cannot hold. */
bool isBounded(const Result<mailmend::PeVersion>& version, qsizetype size)
{
    if (!version) {
        return !version.error().text.isEmpty() &&
               (version.error().kind == ErrorKind::Unsupported || version.error().kind == ErrorKind::Damaged);
    }
    return version->fileVersionText.size() <= size && version->companyName.size() <= size &&
           version->complete == version->lost.isEmpty();
}

} // namespace

class ParsePeVersionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsBothWidths_data();
    void readsBothWidths();
    void noResourcesIsAValue();
    void otherFilesAreUnsupported();
    void sectionOutsideTheFileIsDamaged();
    void damagedResourceKeepsWhatIsReadable();
    void circlesEnd();
    void hostileSizes();
    void everyTruncation();
    void everyByte();
};

void ParsePeVersionTest::readsBothWidths_data()
{
    QTest::addColumn<bool>("library");
    QTest::addColumn<bool>("wide");
    QTest::newRow("program, 64 bits") << false << true;
    QTest::newRow("library, 64 bits") << true << true;
    QTest::newRow("program, 32 bits") << false << false;
    QTest::newRow("library, 32 bits") << true << false;
}

void ParsePeVersionTest::readsBothWidths()
{
    QFETCH(bool, library);
    QFETCH(bool, wide);
    const auto version = readPeVersion(setupProgram(library, wide));
    QVERIFY(version);
    QCOMPARE(version->wide, wide);
    QCOMPARE(version->library, library);
    QCOMPARE(version->linked, quint32{1675224306});
    QVERIFY(version->fileVersion && version->productVersion);
    QCOMPARE(toText(*version->fileVersion), QStringLiteral("15.1.2507.17"));
    QCOMPARE(toText(*version->productVersion), QStringLiteral("15.1.2507.0"));
    QCOMPARE(version->fileVersionText, QStringLiteral("15.01.2507.017"));
    QCOMPARE(version->productVersionText, QStringLiteral("15.01.2507.017"));
    QCOMPARE(version->originalFilename, QStringLiteral("ExSetup.exe"));
    QCOMPARE(version->productName, QStringLiteral("Microsoft\u00ae Exchange"));
    QCOMPARE(version->companyName, QStringLiteral("Microsoft Corporation"));
    QVERIFY(version->complete);
    // The bytes of a file need not stand at an even address.
    const QByteArray shifted = QByteArray(1, 'x') + setupProgram(library, wide);
    const auto again = readPeVersion(QByteArrayView(shifted).sliced(1));
    QVERIFY(again);
    QCOMPARE(again->originalFilename, version->originalFilename);
}

void ParsePeVersionTest::noResourcesIsAValue()
{
    const QByteArray file = setupProgram();
    const QByteArray variants[] = {withNumber<quint32>(file, kDirectoryCount, 2),
                                   withNumber<quint32>(file, kDirectoryCount + 4 + 16, 0),
                                   withNumber<quint32>(file, kTree + 16, 24)}; // another type of resource
    for (const QByteArray& variant : variants) {
        const auto version = readPeVersion(variant);
        QVERIFY(version);
        QVERIFY(!version->fileVersion);
        QVERIFY(version->complete);
    }
}

void ParsePeVersionTest::otherFilesAreUnsupported()
{
    QByteArray dosProgram = setupProgram();
    dosProgram.replace(64, 2, "NE");
    const QByteArray files[] = {{},
                                QByteArray("MZ"),
                                QByteArray("<%@ Page Language=\"C#\" %>").leftJustified(4096, ' '),
                                QByteArray(4096, '\0'),
                                dosProgram,
                                withNumber<quint16>(setupProgram(), 64 + 24, 0x107)};
    for (const QByteArray& file : files) {
        const auto version = readPeVersion(file);
        QVERIFY(!version);
        QCOMPARE(version.error().kind, ErrorKind::Unsupported);
    }
}

void ParsePeVersionTest::sectionOutsideTheFileIsDamaged()
{
    const QByteArray file = setupProgram();
    const QByteArray variants[] = {file.chopped(1), withNumber<quint32>(file, kResourceRow + 16, 100'000'000),
                                   withNumber<quint32>(file, kResourceRow + 20, 0xffffffff),
                                   withNumber<quint32>(file, 60, 0xfffffff0),
                                   withNumber<quint16>(file, 64 + 6, 0xffff)};
    for (const QByteArray& variant : variants) {
        const auto version = readPeVersion(variant);
        QVERIFY(!version);
        QCOMPARE(version.error().kind, ErrorKind::Damaged);
    }
}

void ParsePeVersionTest::damagedResourceKeepsWhatIsReadable()
{
    const QByteArray file = setupProgram();
    const qsizetype name = file.indexOf(wideText(QStringLiteral("OriginalFilename")));
    QVERIFY(name > 0);
    const auto cut = readPeVersion(withNumber<quint16>(file, name - 6, 0xffff));
    QVERIFY(cut);
    QVERIFY(!cut->complete);
    QCOMPARE(cut->fileVersionText, QStringLiteral("15.01.2507.017"));
    QVERIFY(cut->originalFilename.isEmpty());
    QVERIFY(cut->fileVersion);

    const qsizetype fixed = file.indexOf(QByteArray::fromHex("bd04effe"));
    const auto unmarked = readPeVersion(withNumber<quint32>(file, fixed, 0));
    QVERIFY(unmarked);
    QVERIFY(!unmarked->complete);
    QVERIFY(!unmarked->fileVersion);
    QCOMPARE(unmarked->originalFilename, QStringLiteral("ExSetup.exe"));

    const auto nowhere = readPeVersion(withNumber<quint32>(file, kDirectoryCount + 4 + 16, 0x7fff0000));
    QVERIFY(nowhere);
    QVERIFY(!nowhere->complete);

    const qsizetype table = file.indexOf(wideText(QStringLiteral("040904b0")));
    const auto empty = readPeVersion(withNumber<quint16>(file, table - 6, 0));
    QVERIFY(empty);
    QVERIFY(!empty->complete);
    QVERIFY(empty->fileVersionText.isEmpty());
}

void ParsePeVersionTest::circlesEnd()
{
    const QByteArray file = setupProgram();
    for (const qsizetype entry : {kTree + 20, kTree + 24 + 20, kTree + 48 + 20}) {
        for (const quint32 target : {0x80000000U, 0x80000018U, 0x80000030U}) {
            QVERIFY(isBounded(readPeVersion(withNumber(file, entry, target)), file.size()));
        }
    }
    const auto circle = readPeVersion(withNumber<quint32>(file, kTree + 48 + 20, 0x80000030));
    QVERIFY(circle);
    QVERIFY(!circle->complete);
}

void ParsePeVersionTest::hostileSizes()
{
    const QByteArray file = setupProgram();
    const auto claimed = readPeVersion(withNumber<quint32>(file, kTree + 72 + 4, 100'000'000));
    QVERIFY(claimed);
    QVERIFY(!claimed->complete);
    QCOMPARE(claimed->originalFilename, QStringLiteral("ExSetup.exe"));
    const auto countless = readPeVersion(withNumber<quint32>(file, kTree + 12, 0xffffffff));
    QVERIFY(isBounded(countless, file.size()));
    for (qsizetype at = 0; at + 4 <= file.size(); at += 2) {
        for (const quint32 number : {0xffffffffU, 0x7fffffffU, 0x80000000U, 0U}) {
            QVERIFY(isBounded(readPeVersion(withNumber(file, at, number)), file.size()));
        }
    }
}

void ParsePeVersionTest::everyTruncation()
{
    const QByteArray file = setupProgram();
    for (qsizetype size = 0; size < file.size(); ++size) {
        const QByteArray part(file.constData(),
                              size); // a block of its own: reading on is seen by the sanitizer
        const auto version = readPeVersion(part);
        QVERIFY(!version);
        QVERIFY(isBounded(version, size));
    }
    // The same for the version resource alone: its size says less and less.
    const auto whole = qFromLittleEndian<quint32>(file.constData() + kTree + 72 + 4);
    for (quint32 size = 0; size < whole; ++size) {
        const auto version = readPeVersion(withNumber(file, kTree + 72 + 4, size));
        QVERIFY(version);
        QVERIFY(!version->complete || whole - size <= 3);
    }
}

void ParsePeVersionTest::everyByte()
{
    const QByteArray file = setupProgram();
    for (qsizetype at = 0; at < file.size(); ++at) {
        for (const int change : {0xff, 0x80, 0x01}) {
            QByteArray changed = file;
            changed[at] = static_cast<char>(changed[at] ^ change);
            QVERIFY(isBounded(readPeVersion(changed), file.size()));
        }
    }
}

MAILMEND_TEST_CLASS(ParsePeVersionTest)
#include "parse_pe_version_test.moc"
