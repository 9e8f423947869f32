// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "base/reader.h"
#include "evidence/evidence.h"
#include "support/registration.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;

/** What quarantine leaves alone: each with its own words, and with the disk as it was. */
class RefusalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void otherContentThanScanned();
    void changedSinceThePreview_data();
    void changedSinceThePreview();
    void whatIsNoOrdinaryFile_data();
    void whatIsNoOrdinaryFile();
    void whatHidesBesideAFile();
    void linksThatLeadOut();
    void drivesThatWereNotGiven();
    void shippedPages();
    void shippedPagesWhereExchangeIsNotKnown();
    void anotherServersDisk();
    void becameShippedSince();
    void configuration_data();
    void configuration();
    void targetsThatAreNoDisk();
    void lettersOfTheTarget();

private:
    /** Refused with this kind and these words, and nothing was touched. */
    static void refused(Kit& kit, const ActionRequest& request, ErrorKind kind, const char* words);
};

void RefusalsTest::refused(Kit& kit, const ActionRequest& request, ErrorKind kind, const char* words)
{
    const DiskSnapshot before = snapshotOf(kit.disk());
    const auto preview = kit.preview(request);
    QVERIFY(!preview);
    QVERIFY2(preview.error().kind == kind, qPrintable(logLine(preview.error())));
    QVERIFY2(wordsOf(preview.error()).contains(QString::fromLatin1(words)),
             qPrintable(wordsOf(preview.error())));
    ActionRun run = kit.run();
    const auto applied = quarantineFile.apply(request, QByteArray(32, 'x'), run);
    QVERIFY2(!applied && applied.error().kind == kind, "apply looks for itself");
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
    QVERIFY(kit.stored("changes").isEmpty());
}

void RefusalsTest::otherContentThanScanned()
{
    Kit kit;
    refused(kit, kit.request(helpPage(), "what was scanned"), ErrorKind::Conflict, "its content is another");
    refused(kit, kit.request({"inetpub", "wwwroot", "gone.aspx"}, "x"), ErrorKind::NotFound, "is not there");
    refused(kit, kit.request({"no", "such", "folder.aspx"}, "x"), ErrorKind::NotFound, "is not there");
}

void RefusalsTest::changedSinceThePreview_data()
{
    QTest::addColumn<int>("how");
    QTest::newRow("replaced by the same content") << 0;
    QTest::newRow("touched") << 1;
    QTest::newRow("other rights") << 2;
    QTest::newRow("a further name") << 3;
    QTest::newRow("a twin") << 4;
    QTest::newRow("other content") << 5;
}

void RefusalsTest::changedSinceThePreview()
{
    QFETCH(int, how);
    Kit kit;
    const ActionRequest request = kit.request(helpPage(), helpContent());
    const auto preview = kit.preview(request);
    MAILMEND_OK(preview);
    const QByteArray page = kit.native(helpPage());
    if (how == 0) {
        kit.write({"inetpub", "wwwroot", "new"}, helpContent());
        QCOMPARE(::rename(kit.native({"inetpub", "wwwroot", "new"}).constData(), page.constData()), 0);
    } else if (how == 1) {
        QCOMPARE(::utimensat(AT_FDCWD, page.constData(), nullptr, 0), 0);
    } else if (how == 2) {
        QCOMPARE(::chmod(page.constData(), 0600), 0);
    } else if (how == 3) {
        QCOMPARE(::link(page.constData(), kit.native({"Windows", "more"}).constData()), 0);
    } else if (how == 4) {
        kit.write({"inetpub", "wwwroot", "HELP.aspx"}, "twin");
    } else {
        kit.write(helpPage(), "other");
    }
    const DiskSnapshot before = snapshotOf(kit.disk());
    ActionRun run = kit.run();
    const auto applied = quarantineFile.apply(request, preview->digest, run);
    QVERIFY(!applied && applied.error().kind == ErrorKind::Conflict);
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
    QVERIFY(kit.stored("changes").isEmpty());
}

void RefusalsTest::whatIsNoOrdinaryFile_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name : {"folder", "pipe", "link", "device"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void RefusalsTest::whatIsNoOrdinaryFile()
{
    QFETCH(QByteArray, name);
    Kit kit;
    kit.tree().folder({"disk", "web", "folder"});
    kit.tree().pipe({"disk", "web", "pipe"});
    kit.tree().link({"disk", "web", "link"}, "../inetpub/wwwroot/help.aspx");
    if (name == "device" &&
        ::mknod(kit.native({"web", "device"}).constData(), S_IFCHR | 0600, makedev(1, 3)) != 0) {
        kit.tree().pipe({"disk", "web", "device"}); // only root makes devices
    }
    refused(kit, kit.request({"web", name}, helpContent()), ErrorKind::Unsupported,
            name == "link" ? "a link" : "not an ordinary file");
}

/** It is not looked for, and what lies under such a name is let be. */
void RefusalsTest::whatHidesBesideAFile()
{
    Kit kit;
    kit.write({"inetpub", "wwwroot", "help.aspx:evil.aspx"}, "x");
    for (const char* name : {"help.aspx:evil.aspx", "help.aspx:gone.aspx", "web.config:evil.config"}) {
        const ActionRequest request = kit.request({"inetpub", "wwwroot", name}, "x");
        refused(kit, request, ErrorKind::Unsupported, "must not be deleted");
        refused(kit, request, ErrorKind::Unsupported, "in an alternate data stream");
        const Done possible = kit.possible(request);
        QVERIFY(!possible && possible.error().kind == ErrorKind::Unsupported);
        QVERIFY(!wordsOf(possible.error()).contains(QStringLiteral("is not there")));
    }
}

void RefusalsTest::linksThatLeadOut()
{
    Kit kit;
    kit.tree().file({"elsewhere", "shell.aspx"}, "outside");
    kit.tree().link({"disk", "out"}, "../elsewhere");
    kit.tree().link({"disk", "far"}, kit.tree().path() + "/elsewhere");
    kit.tree().link({"disk", "junction"}, "\\??\\E:\\web");
    const auto outside = snapshotOf(kit.tree().path() + "/elsewhere");
    for (const char* link : {"out", "far", "junction"}) {
        refused(kit, kit.request({link, "shell.aspx"}, "outside"), ErrorKind::Unsupported,
                "link to a place that was not given");
    }
    QCOMPARE(differenceOf(outside, snapshotOf(kit.tree().path() + "/elsewhere")), QByteArray());
}

void RefusalsTest::drivesThatWereNotGiven()
{
    Kit kit;
    ActionRequest request = kit.request(helpPage(), helpContent());
    request.parameters.insert(QStringLiteral("path"), WindowsPath('D', helpPage()));
    refused(kit, request, ErrorKind::NotFound, "a drive that was not given");
}

void RefusalsTest::shippedPages()
{
    Kit kit;
    kit.knowledge().files.shippedByPath.insert("frontend\\httpproxy\\owa\\auth\\logon.aspx", ShippedFile{});
    kit.machine().exchange = WindowsPath('C', {"Exchange", "V15"});
    const Names folder{"Exchange", "V15", "FrontEnd", "HttpProxy", "owa", "auth"};
    kit.write(folder + Names{"Logon.aspx"}, "changed by somebody");
    kit.write(folder + Names{"more.aspx"}, "a shell");
    kit.write({"copy", "FrontEnd", "HttpProxy", "owa", "auth", "logon.aspx"}, "a shell");
    kit.tree().link({"disk", "short"}, "Exchange/V15/FrontEnd/HttpProxy/owa/auth");
    refused(kit, kit.request(folder + Names{"LOGON.aspx"}, "changed by somebody"), ErrorKind::Unsupported,
            "comes with Exchange");
    refused(kit, kit.request({"short", "logon.aspx"}, "changed by somebody"), ErrorKind::Unsupported,
            "comes with Exchange");
    MAILMEND_OK(kit.preview(kit.request(folder + Names{"more.aspx"}, "a shell")));
    // Another drive or link may lead to Exchange's own folder.
    refused(kit, kit.request({"copy", "FrontEnd", "HttpProxy", "owa", "auth", "logon.aspx"}, "a shell"),
            ErrorKind::Unsupported, "comes with Exchange");
}

void RefusalsTest::shippedPagesWhereExchangeIsNotKnown()
{
    Kit kit;
    kit.knowledge().files.shippedByPath.insert("frontend\\httpproxy\\owa\\auth\\logon.aspx", ShippedFile{});
    const Names page{"Exchange", "V15", "FrontEnd", "HttpProxy", "owa", "auth", "logon.aspx"};
    kit.write(page, "changed");
    refused(kit, kit.request(page, "changed"), ErrorKind::Unsupported, "comes with Exchange");
}

void RefusalsTest::anotherServersDisk()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    const DiskSnapshot before = snapshotOf(kit.disk());
    kit.machine().identity.name = QStringLiteral("BIRCH");
    const auto undone = kit.undo(*taken);
    QVERIFY(!undone && undone.error().kind == ErrorKind::Conflict);
    QVERIFY2(wordsOf(undone.error()).contains(QStringLiteral("disk of MAPLE")),
             qPrintable(wordsOf(undone.error())));
    kit.machine().identity = {}; // nothing can be told of it
    QVERIFY(!kit.undo(*taken));
    QCOMPARE(differenceOf(before, snapshotOf(kit.disk())), QByteArray());
    kit.machine().identity = ourServer();
    MAILMEND_OK(kit.undo(*taken));
}

void RefusalsTest::becameShippedSince()
{
    Kit kit;
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    kit.knowledge().files.shippedByPath.insert("wwwroot\\help.aspx", ShippedFile{});
    const auto undone = kit.undo(*taken);
    QVERIFY(!undone && undone.error().kind == ErrorKind::Unsupported);
    QVERIFY(!kit.exists(helpPage()));
}

void RefusalsTest::configuration_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char* name :
         {"web.config", "WEB.CONFIG", "applicationHost.config", "web.config. .", "any.Config"}) {
        QTest::newRow(name) << QByteArray(name);
    }
}

void RefusalsTest::configuration()
{
    QFETCH(QByteArray, name);
    Kit kit;
    kit.write({"web", name}, "<configuration/>");
    kit.write({"web", "web.config.aspx"}, "a shell");
    refused(kit, kit.request({"web", name}, "<configuration/>"), ErrorKind::Unsupported, "is configuration");
    MAILMEND_OK(kit.preview(kit.request({"web", "web.config.aspx"}, "a shell")));
}

void RefusalsTest::targetsThatAreNoDisk()
{
    Kit kit;
    Evidence evidence;
    const auto reason = [&](const char* kind, bool loose) {
        evidence.target.kind = QString::fromLatin1(kind);
        auto machine = openMachine({QString::fromLocal8Bit(kit.disk()), loose}, evidence);
        return machine && !machine->files ? inEnglish(machine->files.reason) : QString();
    };
    QVERIFY(reason("sample", false).contains(QStringLiteral("mailmend-cli sample --out FOLDER")));
    QVERIFY(reason("collection", false).contains(QStringLiteral("A collection is a copy")));
    QVERIFY(reason("loose-files", true).contains(QStringLiteral("loose files")));
    QVERIFY(reason("volume", false).isEmpty());
    // A case that was made on the server, opened where there is no Windows.
    evidence.target.kind = QStringLiteral("this-computer");
    const auto elsewhere = openMachine({QStringLiteral("this-computer")}, evidence);
    QVERIFY(!elsewhere && elsewhere.error().kind == ErrorKind::Unsupported);
    evidence.target.kind = QStringLiteral("collection");
    auto machine = openMachine({QStringLiteral("x.zip")}, evidence);
    MAILMEND_OK(machine);
    kit.machine().files = std::move(machine->files);
    refused(kit, kit.request(helpPage(), helpContent()), ErrorKind::Unsupported, "Only a disk of the server");
}

void RefusalsTest::lettersOfTheTarget()
{
    Kit kit;
    Evidence evidence;
    evidence.target.kind = QStringLiteral("volume");
    evidence.folders.windows = WindowsPath('E', {"Windows"});
    evidence.exchange.part = std::make_shared<ExchangeInstallation>(
        ExchangeInstallation{WindowsPath('D', {"Exchange"}), {}, {}, {}});
    const QString disk = QString::fromLocal8Bit(kit.disk());
    const auto one = openMachine({disk}, evidence);
    MAILMEND_OK(one);
    QVERIFY(one->files->find(WindowsPath('E', helpPage())));
    QVERIFY(!one->files->find(WindowsPath('C', helpPage())));
    QCOMPARE(one->exchange, WindowsPath('D', {"Exchange"}));
    const auto two = openMachine({QStringLiteral("C=%1,D=%1/inetpub").arg(disk)}, evidence);
    MAILMEND_OK(two);
    QVERIFY(two->files->find(WindowsPath('C', helpPage())));
    QVERIFY(two->files->find(WindowsPath('D', {"WWWROOT", "help.aspx"})));
    const auto gone = openMachine({QStringLiteral("C=%1/nowhere").arg(disk)}, evidence);
    QVERIFY(!gone && gone.error().kind == ErrorKind::NotFound);
}

MAILMEND_TEST_CLASS(RefusalsTest)
#include "refusals_test.moc"
