// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace mailmend;

namespace {

QByteArray content(const QList<MemoryMember>& members, const QByteArray& end)
{
    for (const MemoryMember& member : members) {
        if (member.name.endsWith(end)) {
            return member.content;
        }
    }
    return {};
}

QByteArray decoded(QByteArray rot13)
{
    for (char& letter : rot13) {
        if (QByteArrayView("ABCDEFGHIJKLMNOPQRSTUVWXYZ").contains(letter)) {
            letter = static_cast<char>('A' + (letter - 'A' + 13) % 26);
        } else if (QByteArrayView("abcdefghijklmnopqrstuvwxyz").contains(letter)) {
            letter = static_cast<char>('a' + (letter - 'a' + 13) % 26);
        }
    }
    return rot13;
}

QString output(const QString& program, const QStringList& arguments, int* status)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    *status = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return QString::fromUtf8(process.readAllStandardOutput());
}

} // namespace

/** The sample server itself: what is in it, that it is inert, and that it is written as it should be. */
class SampleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statesDifferAsTheRepairDid();
    void knownBadPagesAreInert();
    void programCarriesNoPlainPage();
    void hivexReadsEveryHive();
    void zipIsTheSameEveryTime();
    void writesFolderAndRefusesToOverwrite();
    void metadataNamesEveryFile();
};

void SampleTest::statesDifferAsTheRepairDid()
{
    const auto found = sampleCollection(false), repaired = sampleCollection(true);
    QVERIFY(found);
    QVERIFY(repaired);
    for (const QByteArray page :
         {"owa/auth/help.aspx", "ecp/auth/OutlookZH.aspx", "system_web/qzkvmwtr.aspx"}) {
        QVERIFY2(!content(*found, page).isEmpty(), page.constData());
        QVERIFY2(content(*repaired, page).isEmpty(), page.constData());
    }
    for (const QByteArray page :
         {"owa/auth/logon.aspx", "wwwroot/iisstart.htm", "config/applicationHost.config"}) {
        QVERIFY(!content(*found, page).isEmpty());
        QCOMPARE(content(*found, page), content(*repaired, page));
    }
    QVERIFY(content(*found, "bin/ExSetup.exe") != content(*repaired, "bin/ExSetup.exe"));
    for (const QByteArray hive : {"config/SOFTWARE", "config/SYSTEM", "config/SAM"}) {
        const QByteArray before = content(*found, hive), after = content(*repaired, hive);
        quint32 older = 0, newer = 0;
        memcpy(&older, before.constData() + 4, 4);
        memcpy(&newer, after.constData() + 4, 4);
        QVERIFY2(newer > older, hive.constData());
    }
}

void SampleTest::knownBadPagesAreInert()
{
    // ASP.NET refuses to compile a page with a directive that it does not know, whatever else stands in the
    // page.
    const auto found = sampleCollection(false);
    QVERIFY(found);
    for (const QByteArray page :
         {"owa/auth/help.aspx", "ecp/auth/OutlookZH.aspx", "system_web/qzkvmwtr.aspx"}) {
        QCOMPARE(content(*found, page).count("<%@ MailmendSample "), 1);
    }
    QVERIFY(content(*found, "qzkvmwtr.aspx").startsWith(QByteArray::fromHex("2142444e")));
    QCOMPARE(content(*found, "qzkvmwtr.aspx").size(), 271360);
}

void SampleTest::programCarriesNoPlainPage()
{
    QFile carried(QStringLiteral(":/mailmend/sample/sample.bin"));
    QVERIFY(sampleCollection(false));
    QVERIFY(carried.open(QIODevice::ReadOnly));
    const QByteArray bytes = carried.readAll();
    QVERIFY(!bytes.contains(decoded("riny(Erdhrfg")));
    QVERIFY(!bytes.contains("<%@"));
    QVERIFY2(qUncompress(bytes).isEmpty(), "a scanner that unpacks zlib must not get at the pages either");
}

void SampleTest::hivexReadsEveryHive()
{
    QTemporaryDir folder;
    const QString at = folder.filePath(QStringLiteral("server"));
    QVERIFY(writeSample(at, false));
    const QString config = at + QStringLiteral("/C/Windows/System32/config/");
    struct Asked
    {
        const char* hive;
        const char* key;
        const char* value;
        const char* answer;
    };
    const Asked list[] = {
        {"SOFTWARE", "\\Microsoft\\ExchangeServer\\v15\\Setup", "MsiInstallPath",
         "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\"},
        {"SOFTWARE", "\\Microsoft\\Windows NT\\CurrentVersion", "ProductName",
         "Windows Server 2016 Standard"},
        {"SYSTEM", "\\ControlSet001\\Control\\ComputerName\\ComputerName", "ComputerName", "MAPLE-EX01"},
        {"SYSTEM", "\\ControlSet001\\Control\\TimeZoneInformation", "TimeZoneKeyName",
         "Eastern Standard Time"},
    };
    int status = 0;
    for (const Asked& asked : list) {
        const QString answer = output(QStringLiteral("hivexget"),
                                      {config + QLatin1StringView(asked.hive), QLatin1StringView(asked.key),
                                       QLatin1StringView(asked.value)},
                                      &status);
        QCOMPARE(status, 0);
        QCOMPARE(answer.trimmed(), QLatin1StringView(asked.answer));
    }
    for (const char* hive : {"SOFTWARE", "SYSTEM", "SAM"}) {
        const QString xml = output(QStringLiteral("hivexml"), {config + QLatin1StringView(hive)}, &status);
        QCOMPARE(status, 0);
        QVERIFY(xml.contains(QStringLiteral("</hive>")));
    }
    const QString sam = output(QStringLiteral("hivexml"), {config + QStringLiteral("SAM")}, &status);
    QVERIFY(sam.contains(QStringLiteral("name=\"mcu-local\"")));
    QVERIFY(sam.contains(QStringLiteral("name=\"000001F4\"")));
}

void SampleTest::zipIsTheSameEveryTime()
{
    const auto first = sampleZip(false);
    const auto second = sampleZip(false);
    QVERIFY(first);
    QVERIFY(second);
    QCOMPARE(sha256Hex(*first), sha256Hex(*second));
    QVERIFY(first->startsWith("PK"));
}

void SampleTest::writesFolderAndRefusesToOverwrite()
{
    QTemporaryDir folder;
    const QString at = folder.filePath(QStringLiteral("server"));
    QVERIFY(writeSample(at, true));
    const QFileInfo config(at + QStringLiteral("/C/Windows/System32/inetsrv/config/applicationHost.config"));
    QVERIFY(config.size() > 1000);
    QCOMPARE(config.lastModified().toUTC().date(), QDate(2026, 11, 18));
    // A name that the collector has to write in another way is Windows' own again on the disk.
    QVERIFY(QFileInfo::exists(at + QStringLiteral("/C/Users/.NET v4.5/NTUSER.DAT")));
    const Done again = writeSample(at, false);
    QVERIFY(!again);
    QCOMPARE(again.error().kind, ErrorKind::Conflict);

    const QString zip = folder.filePath(QStringLiteral("sample.zip"));
    QVERIFY(writeSample(zip, false));
    QCOMPARE(writeSample(zip, false).error().kind, ErrorKind::Conflict);
    QCOMPARE(QFileInfo(zip).size(), sampleZip(false)->size());
    QCOMPARE(writeSample(QStringLiteral("/proc/nowhere/sample.zip"), false).error().kind, ErrorKind::Denied);
}

void SampleTest::metadataNamesEveryFile()
{
    for (const bool repaired : {false, true}) {
        const auto members = sampleCollection(repaired);
        QVERIFY(members);
        const QJsonObject context =
            QJsonDocument::fromJson(content(*members, "collection_context.json")).object();
        QCOMPARE(context[u"state"].toInt(), 2);
        const auto uploads = content(*members, "uploads.json").split('\n');
        qsizetype files = 0;
        for (const MemoryMember& member : *members) {
            files += member.name.startsWith("uploads/auto/C%3A/") ? 1 : 0;
        }
        QCOMPARE(uploads.size() - 1, files);
        QCOMPARE(context[u"total_uploaded_files"].toInteger(), files);
        const QDateTime taken =
            QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(context[u"create_time"].toDouble() / 1e6));
        QVERIFY(taken < sampleClock()());
        for (const MemoryMember& member : *members) {
            if (member.name.startsWith("uploads/auto/")) {
                QVERIFY2(member.modified < taken, member.name.constData());
            }
        }
    }
}

MAILMEND_TEST_CLASS(SampleTest)
#include "sample_test.moc"
