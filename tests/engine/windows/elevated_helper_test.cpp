// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change.h"
#include "base/reader.h"
#include "engine/helper/client.h"
#include "engine/helper/windows/elevated_line.h"
#include "engine/helper/windows/elevated_service.h"
#include "engine/helper/windows/pipe_calls.h"
#include "engine/helper/windows/pipe_name.h"
#include "support/console_run.h"
#include "support/registration.h"

#include <QDir>
#include <QTemporaryDir>
#include <QThread>

#include <thread>

using namespace mailmend;
using namespace mailmend::testing;
using windows::Owned;

namespace {

Done anywhere(const std::wstring&, disk::Keeper)
{
    return done();
}

Owned thisProcess()
{
    return Owned(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE, GetCurrentProcessId()));
}

std::wstring thisProgram()
{
    return windows::imageOf(GetCurrentProcess());
}

QString nameIn(const std::wstring& arguments)
{
    return QString::fromStdWString(arguments).section(u' ', -1);
}

/** A pipe by its name, as any program would open it. */
Owned openPipe(const QString& name)
{
    return Owned(CreateFileW((L"\\\\.\\pipe\\" + name.toStdWString()).c_str(), GENERIC_READ | GENERIC_WRITE,
                             0, nullptr, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr));
}

/** As CreateProcess starts it: what Windows does where the person agrees, but for the rights. */
windows::StartedWithRights startPlainly(const std::wstring& program, const std::wstring& arguments)
{
    STARTUPINFOW start = {};
    start.cb = sizeof start;
    PROCESS_INFORMATION made = {};
    std::wstring line = L"\"" + program + L"\" " + arguments;
    if (CreateProcessW(program.c_str(), line.data(), nullptr, nullptr, FALSE, CREATE_NO_WINDOW, nullptr,
                       nullptr, &start, &made) == 0) {
        return {Owned(), GetLastError()};
    }
    CloseHandle(made.hThread);
    return {Owned(made.hProcess), 0};
}

/** The console's program, as Windows spells it. */
std::wstring consoleProgram()
{
    const QString program = ConsoleRun::program();
    const QString end = program.endsWith(QStringLiteral(".exe")) ? QString() : QStringLiteral(".exe");
    return QDir::toNativeSeparators(program + end).toStdWString();
}

constexpr HelperPatience Hasty{std::chrono::seconds(2), std::chrono::seconds(20)};

} // namespace

/** A helper that was given rights, over its pipe: whoever else speaks, and whatever is asked. */
class ElevatedHelperTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedRightsAreNothingUnusual_data();
    void refusedRightsAreNothingUnusual();
    void pipesAreOursAlone();
    void namesOfPipes();
    void anotherProcessAnswers();
    void anotherProgramAnswers();
    void nobodyAnswers();
    void oneThatHasEndedIsNoStranger();
    void anotherProgramCalls();
    void aFolderThatOthersCanChangeAsksNobody();
    void whyItWillNotWorkIsTold();
    void whatItKeepsIsItsOwn();
    void whatItKeepsBelongsToAdministratorsAlone();
    void onlyThisComputer();
    void whatWasSaidBeforeIsRefused();

private:
    /** The helper in a thread of this process: it is its own caller. */
    windows::ElevatedStart served()
    {
        windows::ElevatedStart start{thisProgram(), disk::Keeper::ThisAccount, {}, anywhere};
        start.ask = [this](const std::wstring&, const std::wstring& arguments) {
            m_thread = std::thread([this, name = nameIn(arguments)] {
                m_served = windows::serveElevatedAs(m_service, name, *m_knowledge, systemClock());
            });
            return windows::StartedWithRights{thisProcess(), 0};
        };
        return start;
    }
    /** What became of the last one; its client is gone by then. */
    Result<Served> ended()
    {
        m_thread.join();
        return std::exchange(m_served, notUnderstood(ErrorKind::Fault, QStringLiteral("not served")));
    }

    QTemporaryDir m_above;
    KnowledgePointer m_knowledge = *loadBuiltInKnowledge();
    windows::ElevatedService m_service{{QFileInfo(QCoreApplication::applicationFilePath()).fileName()},
                                       m_above.path(),
                                       disk::Keeper::ThisAccount,
                                       disk::Keeper::ThisAccount, // wine knows no group that owns a file
                                       anywhere,
                                       [] { return true; },
                                       std::chrono::seconds(20)};
    std::thread m_thread;
    Result<Served> m_served = notUnderstood(ErrorKind::Fault, QStringLiteral("not served"));
};

void ElevatedHelperTest::refusedRightsAreNothingUnusual_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<bool>("refused");
    // Source: Microsoft Learn, ShellExecuteExW and "User Account Control settings": what a prompt that was
    // answered with no, one that a policy forbids, and one that nobody could be shown give.
    QTest::newRow("no") << int(ERROR_CANCELLED) << true;
    QTest::newRow("a policy") << int(ERROR_ACCESS_DISABLED_BY_POLICY) << true;
    QTest::newRow("automatically denied") << int(ERROR_ACCESS_DENIED) << true;
    QTest::newRow("nobody to ask") << int(windows::code::ElevationRequired) << true;
    QTest::newRow("not there") << int(ERROR_FILE_NOT_FOUND) << false;
}

void ElevatedHelperTest::refusedRightsAreNothingUnusual()
{
    QFETCH(int, code);
    QFETCH(bool, refused);
    windows::ElevatedStart start{thisProgram(), disk::Keeper::ThisAccount, {}, anywhere};
    start.ask = [code](const std::wstring&, const std::wstring&) {
        return windows::StartedWithRights{Owned(), DWORD(code)};
    };
    const auto line = windows::startElevatedLine(start, Hasty);
    QVERIFY(!line);
    QCOMPARE(line.error().kind == ErrorKind::Denied, refused);
    QCOMPARE(inEnglish(line.error().hint).contains(QStringLiteral("Ask again")), refused);
    start.verb = HelperVerb::Scan; // a look is no step that could be done by hand
    const auto look = windows::startElevatedLine(start, Hasty);
    QVERIFY(!look && look.error().kind == line.error().kind);
    QVERIFY(!inEnglish(look.error().hint).contains(QStringLiteral("step")));
    QCOMPARE(inEnglish(look.error().hint).contains(QStringLiteral("Ask again")), refused);
}

void ElevatedHelperTest::pipesAreOursAlone()
{
    const QString name = windows::newPipeName();
    const Owned pipe = windows::makePipe(name);
    QVERIFY(pipe);
    QVERIFY(!windows::makePipe(name)); // somebody was there before
    const Owned first = openPipe(name);
    QVERIFY(first);
    QVERIFY(!openPipe(name)); // a second client
}

void ElevatedHelperTest::namesOfPipes()
{
    QVERIFY(windows::isPipeName(windows::newPipeName()));
    QVERIFY(windows::newPipeName() != windows::newPipeName());
    const QString good = windows::newPipeName();
    for (const QString& name : {QString(), good.chopped(1), good + u'0', good.toUpper(),
                                QStringLiteral("mailmend-"), QStringLiteral("..\\") + good.mid(3),
                                QString(good).replace(20, 1, u'\\'), QString(good).replace(0, 1, u'n')}) {
        QVERIFY2(!windows::isPipeName(name), qPrintable(name));
        const auto joined = windows::joinPipe(name, m_service.callers);
        QVERIFY(!joined && joined.error().kind == ErrorKind::BadCall);
    }
    QVERIFY(!windows::joinPipe(good, m_service.callers)); // nobody has made it
}

void ElevatedHelperTest::anotherProcessAnswers()
{
    // The helper is started, but somebody else is quicker: we ourselves, in place of that process.
    Owned quicker;
    windows::ElevatedStart start{consoleProgram(), disk::Keeper::ThisAccount, {}, anywhere};
    start.ask = [&quicker](const std::wstring& program, const std::wstring& arguments) {
        quicker = openPipe(nameIn(arguments));
        return startPlainly(program, L"list-checks");
    };
    const auto line = windows::startElevatedLine(start, Hasty);
    QVERIFY(!line && line.error().kind == ErrorKind::Denied);
    QVERIFY(inEnglish(line.error().text).contains(QStringLiteral("Something else")));
}

void ElevatedHelperTest::anotherProgramAnswers()
{
    // The process that was started connects, but it is not the program that should have been started.
    windows::ElevatedStart start{consoleProgram(), disk::Keeper::ThisAccount, {}, anywhere};
    Owned connected;
    start.ask = [&connected](const std::wstring&, const std::wstring& arguments) {
        connected = openPipe(nameIn(arguments));
        return windows::StartedWithRights{thisProcess(), 0};
    };
    const auto line = windows::startElevatedLine(start, Hasty);
    QVERIFY(!line && line.error().kind == ErrorKind::Denied);
    QVERIFY(line.error().detail.contains(QStringLiteral("another program")));
}

void ElevatedHelperTest::nobodyAnswers()
{
    windows::ElevatedStart start{consoleProgram(), disk::Keeper::ThisAccount, {}, anywhere};
    start.ask = [](const std::wstring& program, const std::wstring&) {
        return startPlainly(program, L"list-checks"); // ends without a word to us
    };
    const auto gone = windows::startElevatedLine(start, HelperPatience{std::chrono::minutes(2), {}});
    QVERIFY(!gone && gone.error().kind == ErrorKind::Fault);
    QVERIFY(inEnglish(gone.error().text).contains(QStringLiteral("ended before")));
    start.ask = [](const std::wstring&, const std::wstring&) {
        return windows::StartedWithRights{thisProcess(), 0}; // runs on, and does not connect
    };
    const auto silent = windows::startElevatedLine(start, HelperPatience{std::chrono::milliseconds(200), {}});
    QVERIFY(!silent && silent.error().kind == ErrorKind::Fault);
    QVERIFY(inEnglish(silent.error().text).contains(QStringLiteral("in time")));
}

void ElevatedHelperTest::oneThatHasEndedIsNoStranger()
{
    // The real helper joins our pipe, does not know this program, and has ended before we look at it.
    windows::ElevatedStart start{consoleProgram(), disk::Keeper::ThisAccount, {}, anywhere};
    start.ask = [](const std::wstring& program, const std::wstring& arguments) {
        windows::StartedWithRights started = startPlainly(program, arguments);
        WaitForSingleObject(started.process.get(), 120'000);
        return started;
    };
    const auto client = HelperClient::start(
        windows::startElevatedLine(start, HelperPatience{std::chrono::minutes(2), {}}), Hasty);
    QVERIFY(!client && client.error().kind == ErrorKind::Fault);
    QVERIFY2(inEnglish(client.error().text).contains(QStringLiteral("ended")),
             qPrintable(logLine(client.error())));
}

void ElevatedHelperTest::anotherProgramCalls()
{
    // The real helper, called by a program that is not Mailmend: this one.
    const QString name = windows::newPipeName();
    const Owned pipe = windows::makePipe(name);
    QVERIFY(pipe);
    const auto started = startPlainly(consoleProgram(), L"helper act --pipe " + name.toStdWString());
    QVERIFY(started.process);
    QCOMPARE(WaitForSingleObject(started.process.get(), 120'000), DWORD(WAIT_OBJECT_0));
    DWORD status = 0;
    GetExitCodeProcess(started.process.get(), &status);
    QVERIFY(status != 0);
    DWORD said = 0;
    PeekNamedPipe(pipe.get(), nullptr, 0, nullptr, &said, nullptr);
    QCOMPARE(said, DWORD(0)); // not a word to a stranger
}

void ElevatedHelperTest::aFolderThatOthersCanChangeAsksNobody()
{
    bool asked = false;
    windows::ElevatedStart start{thisProgram(), disk::Keeper::ThisAccount, {}, {}};
    start.mayBe = [](const std::wstring&, disk::Keeper) {
        return Done(Error{ErrorKind::Denied, {}, {}, {}, {}});
    };
    start.ask = [&asked](const std::wstring&, const std::wstring&) {
        asked = true;
        return windows::StartedWithRights{Owned(), 0};
    };
    QVERIFY(!windows::startElevatedLine(start, Hasty));
    QVERIFY(!asked);
}

void ElevatedHelperTest::whyItWillNotWorkIsTold()
{
    const auto refusal = [this] {
        const auto client = HelperClient::start(windows::startElevatedLine(served(), Hasty), Hasty);
        const auto served = ended();
        return !client && served && *served == Served::Refused ? inEnglish(client.error().text) : QString();
    };
    m_service.hasRights = [] { return false; };
    QVERIFY(refusal().contains(QStringLiteral("without the rights")));
    m_service.hasRights = [] { return true; };
    m_service.mayBe = [](const std::wstring&, disk::Keeper) {
        return Done(Error{ErrorKind::Denied, say(MAILMEND_TEXT("test", "Not from there.")), {}, {}, {}});
    };
    QCOMPARE(refusal(), QStringLiteral("Not from there."));
    m_service.mayBe = anywhere;
    const QString above = std::exchange(m_service.above, m_above.filePath(QStringLiteral("shared")));
    QVERIFY(QDir().mkpath(m_service.above));
    QFile taken(m_service.above + QStringLiteral("/Mailmend")); // somebody has put something there
    QVERIFY(taken.open(QIODevice::WriteOnly));
    taken.close();
    QVERIFY(!refusal().isEmpty());
    m_service.above = above;
}

void ElevatedHelperTest::whatItKeepsIsItsOwn()
{
    const QString key = newChangeId();
    {
        const auto client = HelperClient::start(windows::startElevatedLine(served(), Hasty), Hasty);
        QVERIFY2(client, client ? "" : qPrintable(logLine(client.error())));
        const auto none = (*client)->list({key, {}, ListCall{}});
        QVERIFY2(none, none ? "" : qPrintable(logLine(none.error())));
        QVERIFY(none->id.isEmpty());
        // It goes by a key, and never where it is told to.
        const QString elsewhere = m_above.filePath(QStringLiteral("elsewhere.changes"));
        for (const QString& name :
             {elsewhere, QString(), QStringLiteral("../") + key.mid(3), key.toUpper()}) {
            const auto refused = (*client)->list({name, {}, ListCall{true}});
            QVERIFY(!refused && refused.error().kind == ErrorKind::BadCall);
        }
        QVERIFY(!QFileInfo::exists(elsewhere));
        const auto made = (*client)->list({key, {}, ListCall{true}});
        QVERIFY2(made, made ? "" : qPrintable(logLine(made.error())));
        QCOMPARE(made->id.size(), 32);
        QVERIFY(QFileInfo(m_above.filePath(QStringLiteral("Mailmend/%1.changes").arg(key))).isDir());
    }
    const auto served = ended();
    QVERIFY(served && *served == Served::ToTheEnd);
}

void ElevatedHelperTest::whatItKeepsBelongsToAdministratorsAlone()
{
    // The built-in Administrator has its rights by itself and may change the program. What is kept for all
    // administrators must not be its own.
    const auto service = windows::serviceIn(m_above.path(), disk::Keeper::ThisAccount);
    QVERIFY(service.mayChangeIt == disk::Keeper::ThisAccount);
    QVERIFY(service.keeper == disk::Keeper::Administrators);
    const auto own = windows::ownService();
    QVERIFY(own && own->keeper == disk::Keeper::Administrators);
}

void ElevatedHelperTest::onlyThisComputer()
{
    ActionRequest request{QStringLiteral("quarantine-file"),
                          newChangeId(),
                          {{QStringLiteral("path"), *WindowsPath::parse(u"C:\\inetpub\\wwwroot\\x.aspx")},
                           {QStringLiteral("sha256"), Sha256Value{QByteArray(32, 'x')}}}};
    {
        const auto client = HelperClient::start(windows::startElevatedLine(served(), Hasty), Hasty);
        QVERIFY(client);
        for (const QString& target : {QStringLiteral("C:/"), QStringLiteral("sample:"), QString(),
                                      QStringLiteral("this-computer/"), QStringLiteral("C=C:/")}) {
            const auto preview = (*client)->preview({newChangeId(), target, PreviewCall{request}}, {}, {});
            QVERIFY(!preview && preview.error().kind == ErrorKind::BadCall);
        }
        // There is nothing to undo that it has not done, whatever it is told.
        const QString key = newChangeId();
        const auto undone = (*client)->change(
            {key, QStringLiteral("this-computer"), UndoCall{newChangeId(), QByteArray(32, '\0')}}, {}, {});
        QVERIFY(!undone && undone.error().kind == ErrorKind::NotFound);
        QVERIFY(!QFileInfo::exists(m_above.filePath(QStringLiteral("Mailmend/%1.changes").arg(key))));
    }
    const auto served = ended();
    QVERIFY(served && *served == Served::ToTheEnd);
}

void ElevatedHelperTest::whatWasSaidBeforeIsRefused()
{
    {
        auto line = windows::startElevatedLine(served(), Hasty);
        QVERIFY(line);
        FrameReader reader;
        const auto next = [&]() -> QJsonObject {
            for (int tries = 0; tries < 20; ++tries) {
                const auto frame = reader.next();
                if (!frame || *frame) {
                    return frame ? **frame : QJsonObject();
                }
                reader.take((*line)->read(std::chrono::seconds(1)));
            }
            return {};
        };
        const auto hello = decodeHello(next());
        QVERIFY(hello && hello->session.size() == 32);
        SessionMarks marks(hello->session);
        const QByteArray greeting = *encodeFrame(encode(Hello{HelperProtocol, QStringLiteral("test")}));
        const QByteArray call = *encodeFrame(marks.put(encode(HelperCall{newChangeId(), {}, ListCall{}})));
        QVERIFY((*line)->write(greeting + call, std::chrono::seconds(5)));
        QCOMPARE(next().value(QStringLiteral("kind")).toString(), QStringLiteral("end"));
        QVERIFY((*line)->write(call, std::chrono::seconds(5)));
        QCOMPARE(next().value(QStringLiteral("error")).toString(), QStringLiteral("bad-call"));
        QVERIFY(next().isEmpty() && (*line)->isOver());
    }
    const auto served = ended();
    QVERIFY(served && *served == Served::Refused);
}

MAILMEND_TEST_CLASS(ElevatedHelperTest)
#include "elevated_helper_test.moc"
