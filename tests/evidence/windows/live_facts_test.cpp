// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/live/windows/running.h"
#include "evidence/live/windows/signature.h"
#include "support/registration.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <windows.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const LiveProcess* processOf(const LiveList<LiveProcess>& list, quint32 id)
{
    const auto found = std::find_if(list.rows.begin(), list.rows.end(),
                                    [id](const LiveProcess& process) { return process.id == id; });
    return found == list.rows.end() ? nullptr : &*found;
}

/** A list is read, or says in a sentence why it is not. */
template<typename Row>
bool isRowsOrReason(const LiveList<Row>& list)
{
    return list.isRead() || !inEnglish(list.reason).isEmpty();
}

} // namespace

/** What runs, asked of the Windows that the test itself runs on. */
class LiveFactsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void thisProcessIsAmongThem()
    {
        const LiveList<LiveProcess> processes = windows::readProcesses();
        QVERIFY2(processes.isRead(), qPrintable(inEnglish(processes.reason)));
        const LiveProcess* own = processOf(processes, GetCurrentProcessId());
        QVERIFY(own != nullptr);
        QCOMPARE(own->name, QFileInfo(QCoreApplication::applicationFilePath()).fileName());
        QVERIFY2(own->image.endsWith(own->name), qPrintable(own->image));
        QVERIFY(own->started.isValid() && own->started <= QDateTime::currentDateTimeUtc().addSecs(2));
        QVERIFY(!own->user.isEmpty());
    }

    void itsCommandLineIsKnown()
    {
        const LiveList<LiveProcess> processes = windows::readProcesses();
        const LiveProcess* own = processOf(processes, GetCurrentProcessId());
        QVERIFY(own != nullptr);
        QVERIFY2(own->commandLine.contains(QStringLiteral("test_evidence")), qPrintable(own->commandLine));
    }

    void whatItHasLoadedIsKnown()
    {
        const auto mapped = windows::mappedPrograms(GetCurrentProcessId());
        QVERIFY2(mapped, mapped ? "" : qPrintable(logLine(mapped.error())));
        const QStringList& programs = mapped->programs;
        const auto has = [&programs](const QString& name) {
            return std::any_of(programs.begin(), programs.end(), [&name](const QString& path) {
                return path.endsWith(name, Qt::CaseInsensitive);
            });
        };
        QVERIFY(mapped->whole);
        QVERIFY2(has(QStringLiteral("\\kernel32.dll")), qPrintable(programs.join(u'\n')));
        QVERIFY(has(QStringLiteral("\\test_evidence.exe")));
        QVERIFY2(WindowsPath::parse(programs.first()), qPrintable(programs.first()));
        QVERIFY(!windows::mappedPrograms(0xFFFFFFF0U));
    }

    /** Regions as VirtualQueryEx gives them, then the code that it ends with. */
    void whatEndedHalfWayIsNotAll_data()
    {
        QTest::addColumn<quint32>("end");
        QTest::addColumn<quint32>("kind");
        QTest::addColumn<QString>("name");
        QTest::addColumn<qsizetype>("programs");
        QTest::addColumn<bool>("whole");
        const QString dll = QStringLiteral("C:\\a.dll");
        const quint32 image = MEM_IMAGE, mapped = MEM_MAPPED;
        QTest::newRow("to the highest address")
            << quint32(ERROR_INVALID_PARAMETER) << image << dll << qsizetype(1) << true;
        QTest::newRow("it ended meanwhile")
            << quint32(ERROR_ACCESS_DENIED) << image << dll << qsizetype(1) << false;
        QTest::newRow("only a part was told")
            << quint32(ERROR_PARTIAL_COPY) << image << dll << qsizetype(1) << false;
        QTest::newRow("a program without a name")
            << quint32(ERROR_INVALID_PARAMETER) << image << QString() << qsizetype(0) << false;
        QTest::newRow("shared memory")
            << quint32(ERROR_INVALID_PARAMETER) << mapped << QString() << qsizetype(0) << true;
        QTest::newRow("a mapped text") << quint32(ERROR_INVALID_PARAMETER) << mapped
                                       << QStringLiteral("C:\\a.txt") << qsizetype(0) << true;
    }

    void whatEndedHalfWayIsNotAll()
    {
        QFETCH(quint32, end);
        QFETCH(quint32, kind);
        QFETCH(QString, name);
        constexpr quintptr size = 4096;
        const windows::MappedPrograms mapped =
            windows::mappedIn({[end, kind](const void* at, MEMORY_BASIC_INFORMATION& region) -> DWORD {
                                   const auto address = reinterpret_cast<quintptr>(at);
                                   if (address >= 2 * size) {
                                       return end;
                                   }
                                   region.BaseAddress = region.AllocationBase =
                                       reinterpret_cast<void*>(address);
                                   region.RegionSize = size;
                                   region.State = address == 0 ? MEM_FREE : MEM_COMMIT;
                                   region.Type = kind;
                                   return ERROR_SUCCESS;
                               },
                               [name](void*) { return name; }});
        QTEST(mapped.programs.size(), "programs");
        QTEST(mapped.whole, "whole");
        const windows::MappedPrograms nothing = windows::mappedIn(
            {[](const void*, MEMORY_BASIC_INFORMATION&) -> DWORD { return ERROR_INVALID_PARAMETER; },
             [](void*) { return QString(); }});
        QVERIFY(!nothing.whole);
    }

    void onlyAbsenceIsAbsence()
    {
        QVERIFY(windows::isAbsence(ERROR_FILE_NOT_FOUND) && windows::isAbsence(ERROR_PATH_NOT_FOUND));
        for (const DWORD code : {ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_NOT_READY, ERROR_CRC,
                                 ERROR_BAD_NETPATH, ERROR_SUCCESS}) {
            QVERIFY2(!windows::isAbsence(code), qPrintable(QString::number(code)));
        }
    }

    void noWorkerNoModules()
    {
        LiveList<LiveProcess> processes;
        processes.state = ReadState::Read;
        const LiveList<LiveModule> none = windows::readModules(processes);
        QVERIFY(none.isRead() && none.rows.isEmpty());
        LiveProcess gone;
        gone.id = 0xFFFFFFF0U;
        gone.name = QStringLiteral("W3WP.EXE");
        processes.rows = {gone};
        const LiveList<LiveModule> untold = windows::readModules(processes);
        QVERIFY(!untold.isRead() && !inEnglish(untold.reason).isEmpty());
        processes = {};
        processes.state = ReadState::Denied;
        QVERIFY(windows::readModules(processes).state == ReadState::Denied);
    }

    void servicesHaveTheirState()
    {
        const LiveList<LiveService> services = windows::readServices();
        QVERIFY2(services.state == ReadState::Read || services.state == ReadState::Partly,
                 qPrintable(inEnglish(services.reason)));
        QVERIFY(!services.rows.isEmpty());
        QVERIFY(std::any_of(services.rows.begin(), services.rows.end(), [](const LiveService& service) {
            return !service.commandLine.isEmpty() && !service.start.isEmpty() && !service.state.isEmpty();
        }));
    }

    void listsEndInRowsOrInASentence()
    {
        QVERIFY(isRowsOrReason(windows::readConnections()));
        QVERIFY(isRowsOrReason(windows::readLogons()));
        const LiveFacts facts = windows::readRunning(WindowsPath('C', {"no such folder"}));
        QVERIFY(isRowsOrReason(facts.processes) && isRowsOrReason(facts.modules));
        QVERIFY(facts.programs.isRead() && facts.programs.rows.isEmpty());
    }

    void whatNobodySignedIsNotSigned()
    {
        windows::Signatures signatures;
        const Signature own =
            signatures.of(QDir::toNativeSeparators(QCoreApplication::applicationFilePath()));
        QVERIFY(own == Signature::Unsigned || own == Signature::NotAsked);
        QVERIFY(signatures.of(QStringLiteral("C:\\no such folder\\a.dll")) == Signature::NotAsked);
    }

    void refusalsAreSentences()
    {
        QVERIFY(windows::stateFor(ERROR_ACCESS_DENIED) == ReadState::Denied);
        QVERIFY(windows::stateFor(ERROR_NOT_SUPPORTED) == ReadState::Missing);
        QVERIFY(!inEnglish(windows::whyNotTold(ERROR_NOT_SUPPORTED)).isEmpty());
    }
};

MAILMEND_TEST_CLASS(LiveFactsTest)
#include "live_facts_test.moc"
