// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/kit.h"
#include "actions/quarantine/compiled_page.h"
#include "actions/quarantine/held_open.h"
#include "actions/quarantine/served.h"
#include "base/reader.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

QByteArray noteOf(const QByteArray& page, const QByteArray& program)
{
    return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<preserve resultType=\"3\" virtualPath=\"" + page +
           "\" hash=\"8f20c1a47\" assembly=\"" + program + "\"><filedeps><filedep name=\"" + page +
           "\" /></filedeps></preserve>";
}

Names copies(const QByteArray& application, const QByteArray& name)
{
    return {"Windows",   "Microsoft.NET", "Framework64", "v4.0.30319", "Temporary ASP.NET Files",
            application, "3c1f88d2",      "91ab07e4",    name};
}

VirtualDirectory directory(const char* application, const char* path, const char* pool, const Names& folder)
{
    VirtualDirectory out;
    out.application = QString::fromLatin1(application);
    out.path = QString::fromLatin1(path);
    out.applicationPool = QString::fromLatin1(pool);
    out.physicalPath = WindowsPath('C', folder);
    return out;
}

/** The usual kit, whose web server delivers wwwroot. */
class WebKit : public Kit
{
public:
    WebKit()
    {
        machine().windows = WindowsPath('C', {"Windows"});
        machine().served = {directory("/", "/", "DefaultAppPool", {"inetpub", "wwwroot"})};
    }
    QString stays()
    {
        const auto shown = preview(request(helpPage(), helpContent()));
        if (!shown) {
            qFatal("%s", qPrintable(logLine(shown.error())));
        }
        return staysIn(*shown);
    }
};

} // namespace

/** What the web server holds of a page that is taken: translated copies, and the page itself. */
class CompiledCopiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void notesAreRead();
    void damagedNotesAreNone();
    void previewNamesThem();
    void onlyThoseOfThePage();
    void notesThatCannotBeRead();
    void aStopIsAStop();
    void onlyNamesThatAreCompiled();
    void whereNoneOfTheFoldersIs();
    void theyStay();
    void poolsOfTheDeepestFolder();
    void whatHoldsItIsNamed();
};

void CompiledCopiesTest::notesAreRead()
{
    const auto note = quarantine::readCompiledPage(noteOf("/owa/auth/help.aspx", "App_Web_w4tqk2vd"));
    QVERIFY(note);
    QCOMPARE(note->page, QStringLiteral("/owa/auth/help.aspx"));
    QCOMPARE(note->assembly, QStringLiteral("App_Web_w4tqk2vd"));
    QVERIFY(!quarantine::readCompiledPage("<configuration virtualPath=\"/help.aspx\"/>"));
    QVERIFY(!quarantine::readCompiledPage("<preserve virtualPath=\"help.aspx\"/>"));
    QVERIFY(!quarantine::readCompiledPage("<!DOCTYPE a [<!ENTITY b \"/help.aspx\">]>"
                                          "<preserve virtualPath=\"&b;\"/>"));
}

void CompiledCopiesTest::damagedNotesAreNone()
{
    const QByteArray whole = noteOf("/help.aspx", "App_Web_1");
    for (qsizetype length = 0; length < whole.size(); ++length) {
        QVERIFY(!quarantine::readCompiledPage(whole.left(length)));
    }
    for (qsizetype at = 0; at < whole.size(); ++at) {
        for (const char other : {'\0', '<', '"', '\xff'}) {
            QByteArray changed = whole;
            changed[at] = other;
            const auto note = quarantine::readCompiledPage(changed);
            QVERIFY(!note || note->page.startsWith(u'/'));
        }
    }
}

void CompiledCopiesTest::previewNamesThem()
{
    WebKit kit;
    kit.write(copies("root", "help.aspx.cdcab7d2.compiled"), noteOf("/Help.aspx", "App_Web_w4tqk2vd"));
    kit.write(copies("root", "APP_WEB_w4tqk2vd.dll"), "a program");
    const QString stays = kit.stays();
    QVERIFY2(stays.contains(QStringLiteral("91ab07e4\\help.aspx.cdcab7d2.compiled")), qPrintable(stays));
    QVERIFY2(stays.contains(QStringLiteral("91ab07e4\\APP_WEB_w4tqk2vd.dll")), qPrintable(stays));
    QVERIFY(stays.contains(QStringLiteral("was asked for at least once")));
    QVERIFY(!stays.contains(QStringLiteral("could not be looked through")));
}

void CompiledCopiesTest::onlyThoseOfThePage()
{
    WebKit kit;
    kit.write(copies("owa", "help.aspx.1.compiled"), noteOf("/owa/help.aspx", "App_Web_1"));
    kit.write(copies("root", "help.aspx.cs.2.compiled"), noteOf("/help.aspx.cs", "App_Web_2"));
    kit.write(copies("root", "other.aspx.3.compiled"), noteOf("/other.aspx", "App_Web_3"));
    kit.write({"Windows", "help.aspx.4.compiled"}, noteOf("/help.aspx", "App_Web_4"));
    QVERIFY2(!kit.stays().contains(QStringLiteral("translated")), qPrintable(kit.stays()));
    // Where nothing tells its address, the page's name has to do.
    kit.machine().served.clear();
    QVERIFY(kit.stays().contains(QStringLiteral("help.aspx.1.compiled")));
    QVERIFY(!kit.stays().contains(QStringLiteral("help.aspx.cs.2")));
}

void CompiledCopiesTest::notesThatCannotBeRead()
{
    WebKit kit;
    kit.write(copies("root", "help.aspx.1.compiled"), "no XML");
    QVERIFY(kit.stays().contains(QStringLiteral("could not be looked through")));
    WebKit large;
    large.write(copies("root", "help.aspx.1.compiled"), QByteArray(1024 * 1024, ' '));
    QVERIFY(large.stays().contains(QStringLiteral("could not be looked through")));
}

void CompiledCopiesTest::aStopIsAStop()
{
    WebKit stopped;
    stopped.write(copies("root", "help.aspx.1.compiled"), noteOf("/help.aspx", "App_Web_1"));
    constexpr int folders = 4; // Temporary ASP.NET Files\root\HASH\HASH
    int asked = 0;
    int allowed = 0;
    ActionRun run = stopped.run([&asked, &allowed](const ActionProgress& progress) {
        asked += inEnglish(progress.doing).startsWith(QStringLiteral("Looking for translated")) ? 1 : 0;
        return asked <= allowed;
    });
    // Stopped at any of its folders, it is stopped: what was found until then is not shown as a preview.
    const auto request = stopped.request(helpPage(), helpContent());
    for (int last = 0; last < folders; ++last) {
        asked = 0;
        allowed = last;
        const auto preview = quarantineFile.preview(request, run);
        QVERIFY(!preview);
        QCOMPARE(preview.error().kind, ErrorKind::Cancelled);
    }
    asked = 0;
    allowed = folders;
    const auto whole = quarantineFile.preview(request, run);
    MAILMEND_OK(whole);
    QCOMPARE(asked, folders);
}

void CompiledCopiesTest::onlyNamesThatAreCompiled()
{
    const QByteArray content = "a picture";
    for (const QByteArray name : {"logo.gif", "help.aspx.txt", "aspx"}) {
        WebKit kit;
        kit.write({"inetpub", "wwwroot", name}, content);
        kit.write(copies("root", name + ".1.compiled"), noteOf('/' + name, "App_Web_1"));
        const auto shown = kit.preview(kit.request({"inetpub", "wwwroot", name}, content));
        MAILMEND_OK(shown);
        QVERIFY2(!staysIn(*shown).contains(QStringLiteral("translated")), name.constData());
    }
    for (const QByteArray name : {"a.ASHX", "a.asmx", "global.asax", "a.svc", "a.cshtml", "a.master"}) {
        WebKit kit;
        kit.write({"inetpub", "wwwroot", name}, content);
        kit.write(copies("root", name + ".1.compiled"), noteOf('/' + name, "App_Web_1"));
        const auto shown = kit.preview(kit.request({"inetpub", "wwwroot", name}, content));
        MAILMEND_OK(shown);
        QVERIFY2(staysIn(*shown).contains(QStringLiteral("keeps a translated copy")), name.constData());
    }
}

void CompiledCopiesTest::whereNoneOfTheFoldersIs()
{
    WebKit kit;
    QVERIFY2(kit.stays().contains(QStringLiteral("We could not look for translated copies")),
             qPrintable(kit.stays()));
    kit.write(copies("root", "other.aspx.1.compiled"), noteOf("/other.aspx", "App_Web_1"));
    QVERIFY2(!kit.stays().contains(QStringLiteral("translated")), qPrintable(kit.stays()));
    kit.machine().windows = {};
    QVERIFY(kit.stays().contains(QStringLiteral("We could not look for translated copies")));
}

void CompiledCopiesTest::theyStay()
{
    WebKit kit;
    kit.write(copies("root", "help.aspx.1.compiled"), noteOf("/help.aspx", "App_Web_1"));
    kit.write(copies("root", "App_Web_1.dll"), "a program");
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    QVERIFY(!kit.exists(helpPage()));
    QVERIFY(kit.exists(copies("root", "help.aspx.1.compiled")) &&
            kit.exists(copies("root", "App_Web_1.dll")));
}

void CompiledCopiesTest::poolsOfTheDeepestFolder()
{
    const QList<VirtualDirectory> served = {
        directory("/", "/", "DefaultAppPool", {"inetpub", "wwwroot"}),
        directory("/owa", "/", "MSExchangeOWAAppPool", {"inetpub", "wwwroot", "owa"}),
        directory("/mail", "/", "MailPool", {"Inetpub", "wwwroot", "OWA"}),
        directory("/ecp", "/", "MSExchangeECPAppPool", {"inetpub", "wwwroot", "ecp"})};
    const WindowsPath page('C', {"inetpub", "wwwroot", "owa", "auth", "Help.aspx"});
    QCOMPARE(quarantine::poolsThatServe(page, served),
             (QStringList{QStringLiteral("MSExchangeOWAAppPool"), QStringLiteral("MailPool")}));
    QCOMPARE(quarantine::addressesOf(page, served),
             (QStringList{QStringLiteral("/owa/auth/help.aspx"), QStringLiteral("/mail/auth/help.aspx")}));
    QVERIFY(quarantine::poolsThatServe(WindowsPath('D', page.components()), served).isEmpty());
}

void CompiledCopiesTest::whatHoldsItIsNamed()
{
    const Error held{ErrorKind::Conflict, say(MAILMEND_TEXT("test", "It is held open.")), {}, {}, {}};
    const WindowsPath page('C', helpPage());
    WebKit kit;
    const auto words = [&](const Error& why) {
        return wordsOf(quarantine::whyNotTaken(why, page, kit.machine()));
    };
    QVERIFY(!words(held).contains(QStringLiteral("pool"))); // a disk's web server does not run
    kit.machine().isThisComputer = true;
    QVERIFY2(words(held).contains(QStringLiteral("Stop-WebAppPool -Name 'DefaultAppPool'")),
             qPrintable(words(held)));
    QVERIFY(words(held).contains(QStringLiteral("Start-WebAppPool -Name 'DefaultAppPool'")));
    kit.machine().served.first().applicationPool = QStringLiteral("a'; calc #");
    QVERIFY2(words(held).contains(QStringLiteral("Stop-WebAppPool -Name 'a''; calc #'")),
             qPrintable(words(held)));
    kit.machine().served.clear();
    QVERIFY2(words(held).contains(QStringLiteral("iisreset /stop")), qPrintable(words(held)));
    const Error denied{ErrorKind::Denied, held.text, {}, {}, {}};
    QVERIFY(!words(denied).contains(QStringLiteral("iisreset")));
}

MAILMEND_TEST_CLASS(CompiledCopiesTest)
#include "compiled_copies_test.moc"
