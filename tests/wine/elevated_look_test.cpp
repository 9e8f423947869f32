// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/helper/scan_with_rights.h"
#include "engine/helper/windows/elevated_line.h"
#include "engine/helper/windows/elevated_service.h"
#include "engine/helper/windows/pipe_calls.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "wine/dressing.h"

#include <QDir>
#include <QFileInfo>
#include <QThread>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

Done whereverItLies(const std::wstring&, disk::Keeper)
{
    return done();
}

constexpr HelperPatience LookPatience{std::chrono::seconds(3), std::chrono::minutes(3)};

QStringList findingsIn(const ScanResult& result)
{
    QStringList all;
    for (const Finding& finding : result.findings) {
        all.append(finding.id + u' ' + finding.state + u' ' + QLatin1StringView(toWord(finding.verdict)));
    }
    return all;
}

QStringList coverageIn(const ScanResult& result)
{
    QStringList all;
    for (const CoverageEntry& row : result.coverage) {
        all.append(row.source + u' ' + QLatin1StringView(toWord(row.state)) + u' ' +
                   QString::number(row.files) + u' ' + inEnglish(row.reason));
    }
    return all;
}

QStringList verdictsIn(const ScanResult& result)
{
    QStringList all;
    for (const CheckResult& check : result.checks) {
        all.append(check.check + u' ' + QLatin1StringView(toWord(check.verdict)) + u' ' +
                   inEnglish(check.reason));
    }
    return all;
}

} // namespace

/**
 * A look at this computer by a helper that was given rights says what a look of our own says. Wine has
 * neither prompts nor accounts with fewer rights: the helper is a thread of this program, over the real pipe.
 */
class ElevatedLookTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { dressAsSampleServer(m_console); }
    void itIsTheSameLook();
    void itCanBeStopped();
    void oneWithoutRightsSaysSo();
    void cleanup() { join(); }

private:
    StartElevated started()
    {
        return [this](HelperVerb verb, const HelperPatience& patience) {
            windows::ElevatedStart start{
                windows::imageOf(GetCurrentProcess()), disk::Keeper::ThisAccount, {}, whereverItLies, verb};
            start.ask = [this](const std::wstring&, const std::wstring& arguments) {
                join();
                m_asked = QString::fromStdWString(arguments);
                m_thread.reset(QThread::create([this] {
                    windows::ElevatedService service = m_service;
                    service.verb = HelperVerb::Scan;
                    [[maybe_unused]] const auto served = windows::serveElevatedAs(
                        service, m_asked.section(u' ', -1), *m_knowledge, systemClock());
                }));
                m_thread->start();
                return windows::StartedWithRights{
                    windows::Owned(OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE, FALSE,
                                               GetCurrentProcessId())),
                    0};
            };
            return windows::startElevatedLine(start, patience);
        };
    }
    void join()
    {
        if (m_thread) {
            m_thread->wait();
            m_thread.reset();
        }
    }

    ConsoleRun m_console;
    KnowledgePointer m_knowledge = *loadBuiltInKnowledge();
    windows::ElevatedService m_service{{QFileInfo(QCoreApplication::applicationFilePath()).fileName()},
                                       m_console.folder(),
                                       disk::Keeper::ThisAccount,
                                       disk::Keeper::ThisAccount,
                                       whereverItLies,
                                       [] { return true; },
                                       std::chrono::minutes(1)};
    /** What looks uses Qt's regular expressions; MinGW frees what they keep for a std::thread twice. */
    std::unique_ptr<QThread> m_thread;
    QString m_asked;
};

void ElevatedLookTest::itIsTheSameLook()
{
    ScanRequest request;
    request.targets = {{QStringLiteral("this-computer"), false, {}}};
    const auto own = runScan(request, *m_knowledge, systemClock(), {}, {});
    QVERIFY2(own, own ? "" : qPrintable(logLine(own.error())));
    int told = 0;
    ScanListener listener;
    listener.checkFinished = [&told](const CheckResult&) { ++told; };
    const auto helped = scanWithRights(started(), *m_knowledge, LookPatience, {}, {}, listener);
    QVERIFY2(helped, helped ? "" : qPrintable(logLine(helped.error())));
    QVERIFY2(m_asked.startsWith(QStringLiteral("helper scan --pipe ")), qPrintable(m_asked));
    QVERIFY(!own->findings.isEmpty());
    QCOMPARE(findingsIn(*helped), findingsIn(*own));
    QCOMPARE(coverageIn(*helped), coverageIn(*own));
    QCOMPARE(verdictsIn(*helped), verdictsIn(*own));
    QCOMPARE(told, int(own->checks.size()));
    QCOMPARE(helped->targets.first().id, own->targets.first().id);
    QVERIFY(!rightsMayShowMore(*helped));
    // It reads and keeps nothing: not even a place for what it might do.
    QVERIFY(!QFileInfo::exists(m_console.path("Mailmend")));
}

void ElevatedLookTest::itCanBeStopped()
{
    const CancelToken cancel;
    ScanListener listener;
    listener.targetOpened = [&cancel](const TargetInfo&) { cancel.cancel(); };
    const auto helped = scanWithRights(started(), *m_knowledge, LookPatience, {}, cancel, listener);
    QVERIFY2(helped, helped ? "" : qPrintable(logLine(helped.error())));
    QVERIFY(helped->cancelled);
}

void ElevatedLookTest::oneWithoutRightsSaysSo()
{
    m_service.hasRights = [] { return false; };
    const auto helped = scanWithRights(started(), *m_knowledge, LookPatience, {}, {}, {});
    m_service.hasRights = [] { return true; };
    QVERIFY(!helped && helped.error().kind == ErrorKind::Denied);
    QVERIFY(inEnglish(helped.error().text).contains(QStringLiteral("without the rights")));
}

MAILMEND_TEST_CLASS(ElevatedLookTest)
#include "elevated_look_test.moc"
