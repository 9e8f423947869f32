// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "base/windows/file_calls.h"
#include "evidence/evidence.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "wine/dressing.h"

#include <QFileInfo>
#include <QJsonArray>

#include <algorithm>
#include <vector>

#include <windows.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/**
 * "check id state" of what is found on a disk as well: the accounts, or all others; sorted. What runs can be
 * seen on the computer alone.
 */
QStringList findingsOf(const QJsonObject& result, bool ofAccounts)
{
    QStringList out;
    for (const QJsonValue& value : result.value(QStringLiteral("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        const QString check = finding.value(QStringLiteral("check")).toString();
        if (check != QStringLiteral("running-code") &&
            (check == QStringLiteral("local-accounts")) == ofAccounts) {
            out.append(check + u' ' + finding.value(QStringLiteral("id")).toString() + u' ' +
                       finding.value(QStringLiteral("state")).toString());
        }
    }
    out.sort();
    return out;
}

QStringList pathsOf(const QJsonObject& result)
{
    QStringList paths;
    for (const QJsonValue& value : result.value(QStringLiteral("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        paths.append(
            finding.value(QStringLiteral("subject")).toObject().value(QStringLiteral("path")).toString());
    }
    paths.sort();
    return paths;
}

QStringList onlyIn(QStringList one, const QStringList& other)
{
    one.removeIf([&other](const QString& text) { return other.contains(text); });
    return one;
}

/** Files that a test adds to a disk, below a folder that its web server shows. Gone with this. */
class Planted
{
public:
    explicit Planted(const QString& disk) : m_root(disk.toUtf8() + "/inetpub/wwwroot/aspnet_client/planted")
    {
        CreateDirectoryW(windows::longPath(disk.toUtf8() + "/inetpub/wwwroot/aspnet_client").c_str(),
                         nullptr);
        makeFolder(m_root);
    }
    ~Planted()
    {
        for (auto made = m_made.rbegin(); made != m_made.rend(); ++made) {
            SetFileAttributesW(made->c_str(), FILE_ATTRIBUTE_NORMAL);
            if (DeleteFileW(made->c_str()) == 0) {
                RemoveDirectoryW(made->c_str());
            }
        }
    }
    Q_DISABLE_COPY_MOVE(Planted)

    /** @param below with slashes; its folders are made */
    bool file(const QByteArray& below, const QByteArray& content, DWORD attributes = FILE_ATTRIBUTE_NORMAL)
    {
        QByteArray folder = m_root;
        const QList<QByteArray> parts = below.split('/');
        for (qsizetype i = 0; i + 1 < parts.size(); ++i) {
            folder += '/' + parts.at(i);
            makeFolder(folder);
        }
        const std::wstring name = windows::longPath(m_root + '/' + below);
        const windows::Owned made(
            CreateFileW(name.c_str(), GENERIC_WRITE, 0, nullptr, CREATE_ALWAYS, attributes, nullptr));
        DWORD written = 0;
        m_made.push_back(name);
        return made &&
               WriteFile(made.get(), content.constData(), DWORD(content.size()), &written, nullptr) != 0;
    }

    /** Opens a file so that nobody else can. */
    windows::Owned hold(const QByteArray& below) const
    {
        return windows::Owned(CreateFileW(windows::longPath(m_root + '/' + below).c_str(), GENERIC_READ, 0,
                                          nullptr, OPEN_EXISTING, 0, nullptr));
    }

private:
    void makeFolder(const QByteArray& path)
    {
        m_made.push_back(windows::longPath(path));
        CreateDirectoryW(m_made.back().c_str(), nullptr);
    }

    QByteArray m_root;
    std::vector<std::wstring> m_made;
};

/** A page in a folder so deep that its path is longer than 260 characters. */
QByteArray deepPage()
{
    return QByteArray(QByteArray(60, 'd') + '/').repeated(5) + "deep.aspx";
}

} // namespace

/** The computer that Mailmend runs on gives the same findings as its disk does. */
class ThisComputerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sameFindings();
    void whereverAPageHides();
    void whatIsHeldIsNeverClear();
    void registryIsReadAsItIs();
    void itIsNotChangedByItself();

private:
    QString disk() const
    {
        return QFileInfo::exists(m_console.path("server/C")) ? m_console.path("server/C")
                                                             : m_console.path("server");
    }
    Ran check(const QString& target, const QString& only) const
    {
        return m_console.run({QStringLiteral("check"), target, QStringLiteral("--only"), only,
                              QStringLiteral("--format"), QStringLiteral("json")});
    }

    ConsoleRun m_console;
};

void ThisComputerTest::initTestCase()
{
    dressAsSampleServer(m_console);
}

void ThisComputerTest::sameFindings()
{
    const Ran live = m_console.run({QStringLiteral("check"), QStringLiteral("this-computer"),
                                    QStringLiteral("--format"), QStringLiteral("json")});
    const Ran copied =
        m_console.run({QStringLiteral("check"), disk(), QStringLiteral("--format"), QStringLiteral("json")});
    QVERIFY2(live.status == 1, live.err.constData());
    QCOMPARE(copied.status, 1);
    QVERIFY(!findingsOf(copied.json(), false).isEmpty());
    QCOMPARE(findingsOf(live.json(), false), findingsOf(copied.json(), false));
    // Wine's keys were written just now, so further accounts were made "while the server stood open"; those
    // that both ways show have the same ids and states, which no key's time is a part of.
    QVERIFY(!findingsOf(copied.json(), true).isEmpty());
    const QStringList accounts = findingsOf(live.json(), true);
    for (const QString& one : findingsOf(copied.json(), true)) {
        QVERIFY2(accounts.contains(one), qPrintable(one));
    }
    const QJsonObject target = live.json().value(QStringLiteral("targets")).toArray().first().toObject();
    QCOMPARE(target.value(QStringLiteral("kind")).toString(), QStringLiteral("this-computer"));
}

/** Hidden, Windows' own, or deeper than 260 characters. wine 8 has no alternate streams to hide in. */
void ThisComputerTest::whereverAPageHides()
{
    Planted live(QStringLiteral("C:"));
    Planted copied(disk());
    for (Planted* const one : {&live, &copied}) {
        QVERIFY(one->file("hidden.aspx", smallShell(), FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM));
        QVERIFY(one->file(deepPage(), smallShell()));
    }
    const QString only = QStringLiteral("web-shells");
    const QJsonObject here = check(QStringLiteral("this-computer"), only).json();
    const QJsonObject there = check(disk(), only).json();
    const QStringList paths = pathsOf(here);
    const QStringList copiedPaths = pathsOf(there);
    QVERIFY2(paths == copiedPaths, qPrintable(onlyIn(paths, copiedPaths).join(u' ') + QStringLiteral(" | ") +
                                              onlyIn(copiedPaths, paths).join(u' ')));
    QCOMPARE(findingsOf(here, false), findingsOf(there, false));
    for (const char* name : {"hidden.aspx", "deep.aspx"}) {
        QVERIFY2(std::any_of(paths.begin(), paths.end(),
                             [name](const QString& path) {
                                 return path.endsWith(u'\\' + QString::fromLatin1(name));
                             }),
                 qPrintable(QString::fromLatin1(name) + u' ' + paths.join(u' ')));
    }
}

/** wine has no shadow copies, so nothing helps: the file is told, with its reason. */
void ThisComputerTest::whatIsHeldIsNeverClear()
{
    Planted live(QStringLiteral("C:"));
    QVERIFY(live.file("held.aspx", smallShell()));
    const windows::Owned held = live.hold("held.aspx");
    QVERIFY(bool(held));
    for (const bool mayMake : {false, true}) {
        QStringList call{QStringLiteral("check"),    QStringLiteral("this-computer"),
                         QStringLiteral("--only"),   QStringLiteral("web-shells"),
                         QStringLiteral("--format"), QStringLiteral("json")};
        if (mayMake) {
            call.append(QStringLiteral("--shadow-copy"));
        }
        const Ran checked = m_console.run(call);
        const QJsonObject result = checked.json();
        const QJsonObject answers = result.value(QStringLiteral("answers")).toObject();
        QVERIFY2(answers.value(QStringLiteral("still_inside")).toString() != QStringLiteral("none-found"),
                 checked.err.constData());
        bool isTold = false;
        for (const QJsonValue& value : result.value(QStringLiteral("coverage")).toArray()) {
            const QJsonObject row = value.toObject();
            isTold =
                isTold ||
                (row.value(QStringLiteral("unreadable")).toInt() > 0 &&
                 row.value(QStringLiteral("state")).toString() != QStringLiteral("read") &&
                 row.value(QStringLiteral("reason"))
                     .toString()
                     .contains(QStringLiteral("another program holds it open")) &&
                 row.value(QStringLiteral("reason")).toString().contains(QStringLiteral("no shadow copies")));
        }
        QVERIFY2(isTold, checked.out.constData());
    }
}

void ThisComputerTest::registryIsReadAsItIs()
{
    RegistryKey key;
    key.values = {{QStringLiteral("number"), REG_DWORD, QByteArray("\x2a\0\0\0", 4)},
                  {QString(), 1234567, QByteArray()},
                  {QStringLiteral("long"), REG_BINARY, QByteArray(100'000, 'x')}};
    const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-2);
    writeLiveKey(QStringLiteral("SOFTWARE\\Mailmend test\\below"), key);
    const auto evidence = openEvidence({QStringLiteral("this-computer"), false}, CancelToken());
    QVERIFY2(evidence, evidence ? "" : qPrintable(logLine(evidence.error())));
    const Registry& registry = *(*evidence)->registry.part;
    const RegistryAnswer parent = registry.key(RegistryHive::Software, u"mailmend TEST");
    QVERIFY(parent.state == RegistryAnswer::State::Found && parent.key.complete);
    QCOMPARE(parent.key.subkeys, QStringList{QStringLiteral("below")});
    const RegistryAnswer below = registry.key(RegistryHive::Software, u"Mailmend test\\below");
    QVERIFY(below.state == RegistryAnswer::State::Found && below.key.complete);
    QCOMPARE(below.key.value(u"number")->number().value_or(0), 42);
    QCOMPARE(below.key.value(u"")->type, 1234567U); // SAM keeps numbers of accounts in types
    QCOMPARE(below.key.value(u"long")->data.size(), 100'000);
    QVERIFY(below.key.lastWrite >= before &&
            below.key.lastWrite <= QDateTime::currentDateTimeUtc().addSecs(2));
    QVERIFY(registry.key(RegistryHive::Software, u"Mailmend test\\none").state ==
            RegistryAnswer::State::Absent);
    const QChar cut[] = {u'a', QChar(0), u'b'};
    QVERIFY(registry.key(RegistryHive::Software, QStringView(cut, 3)).state ==
            RegistryAnswer::State::CouldNotRead);
    for (const HiveState& state : registry.hives()) {
        QVERIFY2(state.state == ReadState::Read, qPrintable(inEnglish(state.reason)));
    }
    QVERIFY(qAbs((*evidence)->target.takenAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
}

void ThisComputerTest::itIsNotChangedByItself()
{
    const QString file = m_console.path("case.mailmend");
    const Ran checked = m_console.run(
        {QStringLiteral("check"), QStringLiteral("this-computer"), QStringLiteral("--case"), file});
    QVERIFY2(checked.status == 1, checked.err.constData());
    const Ran plan =
        m_console.run({QStringLiteral("plan"), file, QStringLiteral("--format"), QStringLiteral("json")});
    QVERIFY2(!plan.json().value(QStringLiteral("steps")).toArray().isEmpty(), plan.err.constData());
}

MAILMEND_TEST_CLASS(ThisComputerTest)
#include "this_computer_test.moc"
