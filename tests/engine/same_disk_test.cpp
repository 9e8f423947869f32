// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/same_disk.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

const QStringList kOwnNames{QStringLiteral("MAIL01"), QStringLiteral("mail01.maple.example")};

DiskFacts ownDisk(const char* volume = "{c}", quint32 serial = 0x12345678)
{
    return {
        QStringLiteral("\\\\?\\Volume%1\\").arg(QLatin1String(volume)), serial, QStringLiteral("NTFS"), {}};
}

DiskFacts shareOf(const QString& server, quint32 serial, const char* fileSystem = "NTFS")
{
    return {{}, serial, QLatin1String(fileSystem), server};
}

} // namespace

/** Whether a collection would come onto the disk that is examined, by whichever way. */
class SameDiskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void volumesAreToldApartByTheirNames()
    {
        QVERIFY(isWrittenOnto(ownDisk("{c}"), ownDisk("{C}"), kOwnNames));
        QVERIFY(!isWrittenOnto(ownDisk("{c}", 1), ownDisk("{d}", 2), kOwnNames));
        // A copy of the disk, attached beside it: the same serial number on another disk.
        QVERIFY(!isWrittenOnto(ownDisk("{c}", 7), ownDisk("{d}", 7), kOwnNames));
    }

    void aShareOfTheSameDiskIsThatDisk()
    {
        QVERIFY(isWrittenOnto(ownDisk(), shareOf(QStringLiteral("an-alias"), 0x12345678), kOwnNames));
        QVERIFY(!isWrittenOnto(ownDisk(), shareOf(QStringLiteral("fs01"), 0x9abcdef0), kOwnNames));
        QVERIFY(!isWrittenOnto(ownDisk(), shareOf(QStringLiteral("fs01"), 0x12345678, "exFAT"), kOwnNames));
        QVERIFY(isWrittenOnto(ownDisk(), shareOf(QStringLiteral("an-alias"), 0x12345678, ""), kOwnNames));
        // What doesn't tell its number has none in common with another that doesn't.
        QVERIFY(!isWrittenOnto(ownDisk("{c}", 0), shareOf(QStringLiteral("fs01"), 0), kOwnNames));
        // A letter for a folder, where Windows doesn't say which volume that is.
        QVERIFY(isWrittenOnto(ownDisk(), {{}, 0x12345678, QStringLiteral("NTFS"), {}}, kOwnNames));
    }

    void aShareOfThisComputerIsItsDisk_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<bool>("isOwn");
        for (const char* own : {"mail01", "MAIL01.maple.example", "mail01.maple.example.", "localhost",
                                "LocalHost", "127.0.0.1", "127.1", "127.8.9.10", "--1.ipv6-literal.net",
                                "0-0-0-0-0-0-0-1.ipv6-literal.net", "::1", "[::1]"}) {
            QTest::newRow(own) << QString::fromLatin1(own) << true;
        }
        for (const char* other : {"mail02", "mail01.birch.example", "127.example", "12.7.0.1", "1270.0.0.1",
                                  "fe80--1.ipv6-literal.net", "--11.ipv6-literal.net", "fs1", "localhosts"}) {
            QTest::newRow(other) << QString::fromLatin1(other) << false;
        }
    }

    void aShareOfThisComputerIsItsDisk()
    {
        QFETCH(QString, server);
        QFETCH(bool, isOwn);
        QCOMPARE(isWrittenOnto(ownDisk(), shareOf(server, 0), kOwnNames), isOwn);
        QCOMPARE(isWrittenOnto(ownDisk(), shareOf(server, 99), kOwnNames), isOwn);
        // What is examined is another computer's share: this computer's is no part of it.
        QVERIFY(!isWrittenOnto(shareOf(QStringLiteral("fs01"), 5), shareOf(server, 99), kOwnNames));
    }
};

MAILMEND_TEST_CLASS(SameDiskTest)
#include "same_disk_test.moc"
