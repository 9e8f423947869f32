// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/console_run.h"
#include "support/registration.h"
#include "wine/dressing.h"
#include "wine/planned.h"

#include <QFile>
#include <QJsonArray>

#include <array>

#include <windows.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A file with what Windows keeps of it; empty: it is not there. */
QByteArray everythingOf(const QString& path)
{
    const std::wstring name = path.toStdWString();
    const HANDLE file = CreateFileW(name.c_str(), FILE_READ_ATTRIBUTES, FILE_SHARE_READ, nullptr,
                                    OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, nullptr);
    if (file == INVALID_HANDLE_VALUE) {
        return {};
    }
    FILE_BASIC_INFO basic = {};
    GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof basic);
    CloseHandle(file);
    QFile content(path);
    const QByteArray bytes = content.open(QIODevice::ReadOnly) ? content.readAll() : QByteArray();
    return QByteArray::number(basic.LastWriteTime.QuadPart) + ' ' +
           QByteArray::number(qulonglong{basic.FileAttributes}) + '\n' + bytes;
}

/** Another program that has a file open. */
class Holder
{
public:
    Holder(const QString& path, DWORD share)
        : m_file(CreateFileW(path.toStdWString().c_str(), GENERIC_READ, share, nullptr, OPEN_EXISTING, 0,
                             nullptr))
    {}
    ~Holder() { CloseHandle(m_file); }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    bool holds() const { return m_file != INVALID_HANDLE_VALUE; }

private:
    HANDLE m_file;
};

void nameThisComputer(const char* name)
{
    RegistryKey key;
    const QString text = QString::fromLatin1(name);
    key.values = {{QStringLiteral("ComputerName"), REG_SZ,
                   QByteArray(reinterpret_cast<const char*>(text.utf16()), (text.size() + 1) * 2)}};
    writeLiveKey(QStringLiteral("SYSTEM\\CurrentControlSet\\Control\\ComputerName\\ComputerName"), key);
}

} // namespace

/** A repair on the computer that Mailmend runs on, by the console and its helper. */
class RepairHereTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void appliedVerifiedUndone();
    void heldOpenIsSaidBeforehand_data();
    void heldOpenIsSaidBeforehand();
    void otherContentIsLeftAlone();
    void anotherComputerIsLeftAlone();
    void somethingInItsPlaceIsKeptToo();
    void translatedCopiesAreNamed();

private:
    Ran run(QStringList arguments) const
    {
        return m_console.run(arguments.replaceInStrings(QStringLiteral("CASE"), m_case));
    }
    Ran change(const QString& verb, const QStringList& more = {}) const
    {
        return run(QStringList{verb, QStringLiteral("CASE"), m_step, QStringLiteral("--yes"),
                               QStringLiteral("--by"), QStringLiteral("Ann Example")} +
                   more);
    }
    Ran preview() const { return run({QStringLiteral("preview"), QStringLiteral("CASE"), m_step}); }

    ConsoleRun m_console;
    QString m_case = m_console.path("here.mailmend");
    QString m_step;
    QString m_finding;
    QString m_page; ///< that the step is about: "C:\inetpub\…"
    QString m_name; ///< of this computer, as the sample has it
};

void RepairHereTest::initTestCase()
{
    const QString by = QStringLiteral("--by"), me = QStringLiteral("Ann Example");
    const QString json = QStringLiteral("json"), format = QStringLiteral("--format");
    dressAsSampleServer(m_console);
    const Ran checked = run({QStringLiteral("check"), QStringLiteral("this-computer"),
                             QStringLiteral("--case"), m_case, format, json});
    QVERIFY2(checked.status == 1, checked.err.constData());
    m_name = checked.json()
                 .value(QStringLiteral("targets"))
                 .toArray()
                 .first()
                 .toObject()[QStringLiteral("host")]
                 .toString();
    QCOMPARE(run({QStringLiteral("choose"), QStringLiteral("CASE"), QStringLiteral("repair"), by, me}).status,
             0);
    const PlannedQuarantine planned =
        plannedQuarantine(run({QStringLiteral("plan"), QStringLiteral("CASE"), format, json}).json());
    m_step = planned.step;
    m_finding = planned.finding;
    QVERIFY(!m_step.isEmpty());
    for (const QJsonValue& value : checked.json().value(QStringLiteral("findings")).toArray()) {
        if (value.toObject().value(QStringLiteral("id")).toString() == m_finding) {
            m_page = value.toObject()
                         .value(QStringLiteral("subject"))
                         .toObject()
                         .value(QStringLiteral("path"))
                         .toString();
        }
    }
    QVERIFY2(m_page.startsWith(QStringLiteral("C:\\")), qPrintable(m_page));
    for (const QString& one : planned.after) {
        const Ran skipped = run({QStringLiteral("skip"), QStringLiteral("CASE"), one,
                                 QStringLiteral("--reason"), QStringLiteral("practice"), by, me});
        QVERIFY2(skipped.status == 0, skipped.err.constData());
    }
}

void RepairHereTest::init()
{
    QVERIFY(!everythingOf(m_page).isEmpty()); // each one leaves the page at its place
}

void RepairHereTest::appliedVerifiedUndone()
{
    const QByteArray before = everythingOf(m_page);
    const Ran shown = preview();
    QVERIFY2(shown.status == 0 && shown.out.contains("on the computer that you work on"),
             (shown.out + shown.err).constData());
    QCOMPARE(everythingOf(m_page), before);
    const Ran applied = change(QStringLiteral("apply"));
    QVERIFY2(applied.status == 0 && applied.out.contains("[Fixed]"), (applied.out + applied.err).constData());
    QVERIFY(everythingOf(m_page).isEmpty());
    const Ran again = run({QStringLiteral("recheck"), QStringLiteral("CASE"), m_finding});
    QVERIFY2(again.status != 70 && again.out.contains("[Fixed]"), (again.out + again.err).constData());
    const Ran undone = change(QStringLiteral("undo"));
    QVERIFY2(undone.out.contains("put back as it was"), (undone.out + undone.err).constData());
    QCOMPARE(everythingOf(m_page), before);
    const Ran verified = run({QStringLiteral("case"), QStringLiteral("verify"), QStringLiteral("CASE")});
    QVERIFY2(verified.status == 0, (verified.out + verified.err).constData());
    const Ran report =
        run({QStringLiteral("report"), QStringLiteral("CASE"), QStringLiteral("--format"),
             QStringLiteral("html"), QStringLiteral("--audience"), QStringLiteral("technician")});
    QVERIFY2(report.status == 0 && report.out.contains("this-computer"), report.err.constData());
}

void RepairHereTest::heldOpenIsSaidBeforehand_data()
{
    QTest::addColumn<int>("share");
    QTest::newRow("read by others") << int(FILE_SHARE_READ);
    QTest::newRow("read and written by others") << int(FILE_SHARE_READ | FILE_SHARE_WRITE);
    QTest::newRow("for itself alone") << 0;
}

void RepairHereTest::heldOpenIsSaidBeforehand()
{
    QFETCH(int, share);
    const QByteArray before = everythingOf(m_page);
    {
        const Holder holder(m_page, DWORD(share));
        QVERIFY(holder.holds());
        const Ran shown = preview();
        const QByteArray said = shown.out + shown.err;
        QVERIFY2(shown.status != 0 && said.contains("open and lets nobody change it"), said.constData());
        QVERIFY2(said.contains("Stop-WebAppPool -Name 'MSExchange"), said.constData());
        const Ran plan = run({QStringLiteral("plan"), QStringLiteral("CASE")});
        const QByteArray unwrapped = plan.out.simplified();
        QVERIFY2(unwrapped.contains("Stop-WebAppPool -Name 'MSExchange"),
                 unwrapped.mid(unwrapped.indexOf("Mailmend can")).constData());
        const Ran refused = change(QStringLiteral("apply"));
        QVERIFY2(refused.status != 0, (refused.out + refused.err).constData());
    }
    QCOMPARE(everythingOf(m_page), before);
    const Ran shown = preview();
    QVERIFY2(shown.status == 0, (shown.out + shown.err).constData());
}

void RepairHereTest::otherContentIsLeftAlone()
{
    QFile page(m_page);
    QVERIFY(page.open(QIODevice::ReadOnly));
    const QByteArray was = page.readAll();
    page.close();
    const auto put = [&page](const QByteArray& bytes) {
        const bool open = page.open(QIODevice::WriteOnly | QIODevice::Truncate);
        page.write(bytes);
        page.close();
        return open;
    };
    QVERIFY(put("something else"));
    const QByteArray before = everythingOf(m_page);
    const Ran refused = change(QStringLiteral("apply"));
    QVERIFY2(refused.status != 0 && (refused.out + refused.err).contains("its content is another"),
             (refused.out + refused.err).constData());
    QCOMPARE(everythingOf(m_page), before);
    QVERIFY(put(was));
}

void RepairHereTest::anotherComputerIsLeftAlone()
{
    const QByteArray before = everythingOf(m_page);
    nameThisComputer("ANOTHER");
    const Ran refused = change(QStringLiteral("apply"));
    const Ran looked = run({QStringLiteral("plan"), QStringLiteral("CASE")});
    nameThisComputer(m_name.section(u'.', 0, 0).toLatin1().constData());
    QVERIFY2(refused.status != 0 &&
                 (refused.out + refused.err).contains("not for certain the computer that was examined"),
             (refused.out + refused.err).constData());
    QVERIFY2(looked.out.contains("not for certain the computer that was examined"), looked.out.constData());
    QCOMPARE(everythingOf(m_page), before);
}

void RepairHereTest::somethingInItsPlaceIsKeptToo()
{
    const QByteArray before = everythingOf(m_page);
    QCOMPARE(change(QStringLiteral("apply")).status, 0);
    QFile newer(m_page);
    QVERIFY(newer.open(QIODevice::WriteOnly) && newer.write("put there by somebody") > 0);
    newer.close();
    const Ran refused = change(QStringLiteral("undo"));
    QVERIFY2(refused.status != 0 && (refused.out + refused.err).contains("there is another file"),
             (refused.out + refused.err).constData());
    const Ran both = change(QStringLiteral("undo"), {QStringLiteral("--keep-present")});
    QVERIFY2(both.out.contains("put back as it was"), (both.out + both.err).constData());
    QCOMPARE(everythingOf(m_page), before);
}

void RepairHereTest::translatedCopiesAreNamed()
{
    const QString folder = QStringLiteral("C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\"
                                          "Temporary ASP.NET Files\\owa\\3c1f88d2\\91ab07e4\\");
    const QString page = m_page.section(u'\\', -1);
    // Whichever address the page has: that of the folder which the web server delivers it from.
    const QString below = m_page.mid(m_page.indexOf(QStringLiteral("HttpProxy\\")) + 10);
    QFile note(folder + page + QStringLiteral(".0a1b2c3d.compiled"));
    QVERIFY(note.open(QIODevice::WriteOnly));
    note.write(QStringLiteral("<preserve virtualPath=\"/%1\" assembly=\"App_Web_test\"/>")
                   .arg(QString(below).replace(u'\\', u'/'))
                   .toUtf8());
    note.close();
    const Ran shown = preview();
    QVERIFY2(shown.status == 0 && shown.out.contains(".0a1b2c3d.compiled"),
             (shown.out + shown.err + m_page.toUtf8()).constData());
    QVERIFY(note.remove());
}

MAILMEND_TEST_CLASS(RepairHereTest)
#include "repair_here_test.moc"
