// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/live_tables.h"
#include "engine/scan_parts.h"
#include "fake_files.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** What a running computer told stands in the result, bounded and as it was. */
class LiveTablesTest : public QObject
{
    Q_OBJECT

    static ScanResult scan(const std::shared_ptr<Evidence>& evidence, const Scope& scope = {})
    {
        ScanRequest request;
        request.targets = {{QStringLiteral("server"), false}};
        request.scope = scope;
        const ScanParts parts{{}, [evidence](const TargetSpec&, const CancelToken&) {
                                  return Result<EvidencePointer>(EvidencePointer(evidence));
                              }};
        return *runScanWith(parts, request, {}, fixedClock(QDateTime({2026, 3, 1}, {12, 0}, Qt::UTC)),
                            CancelToken(), {});
    }

private Q_SLOTS:
    void rowsAndValuesAreBounded()
    {
        LiveFacts facts;
        facts.processes.state = ReadState::Read;
        for (quint32 i = 1; i <= 2500; ++i) {
            LiveProcess process;
            process.id = i;
            process.commandLine = QString(10'000, u'x');
            process.started = QDateTime({2026, 11, 27}, {1, 2, 3}, Qt::UTC);
            facts.processes.rows.append(process);
        }
        facts.logons.state = ReadState::Denied;
        facts.logons.reason = verbatim(QStringLiteral("Not for you."));
        const QList<LiveTable> tables = liveTables(facts, QStringLiteral("server"));
        QCOMPARE(tables.size(), 5);
        const LiveTable& processes = tables.first();
        QCOMPARE(processes.id, QStringLiteral("processes"));
        QCOMPARE(processes.rows.size(), mostLiveRows);
        QCOMPARE(processes.left, 500);
        QCOMPARE(processes.rows.first().last(), QStringLiteral("2026-11-27T01:02:03Z"));
        for (const LiveTable& table : tables) {
            for (const QStringList& row : table.rows) {
                QCOMPARE(row.size(), table.columns.size());
                for (const QString& cell : row) {
                    QVERIFY(cell.size() <= longestLiveValue);
                }
            }
        }
        QVERIFY(tables.last().state == ReadState::Denied && !tables.last().reason.isEmpty());
    }

    void aScanAsksOnceAndOnlyAWholeOne()
    {
        auto files = std::make_shared<FakeFiles>();
        const auto evidence = fakeEvidence(files, QStringLiteral("server"));
        QVERIFY(scan(evidence).live.isEmpty());
        int asked = 0;
        evidence->live = {std::make_shared<LiveView>([&asked] {
                              ++asked;
                              LiveFacts facts;
                              facts.services.state = ReadState::Read;
                              facts.services.rows.append(LiveService{});
                              return facts;
                          }),
                          ReadState::Read,
                          {}};
        Scope one;
        one.subjects.append(Subject{});
        QVERIFY(scan(evidence, one).live.isEmpty());
        QCOMPARE(asked, 0);
        QCOMPARE(scan(evidence).live.size(), 5);
        QCOMPARE(scan(evidence).live.first().target, QStringLiteral("server"));
        QCOMPARE(asked, 1);
    }
};

MAILMEND_TEST_CLASS(LiveTablesTest)
#include "live_tables_test.moc"
