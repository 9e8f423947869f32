// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "fake_server.h"
#include "support/registration.h"

#include <functional>

using namespace mailmend;
using namespace mailmend::testing;

/** Patch level with a source less: never clear, never not applicable. */
class PatchLevelSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void noExchangeNeedsProof()
    {
        FakeServer none;
        none.registry->remove(QStringLiteral("Microsoft\\ExchangeServer"));
        none.evidence.exchange = {nullptr, ReadState::Missing, {}};
        none.evidence.iis = {nullptr, ReadState::Missing, {}};
        QCOMPARE(none.result().verdict, Verdict::NotApplicable);

        const QList<std::function<void(FakeServer&)>> takeAway{
            [](FakeServer& server) { server.registry->state = ReadState::Partly; },
            [](FakeServer& server) { server.registry->broken = true; },
            [](FakeServer& server) { server.registry->keyAt(QStringLiteral("Microsoft")).complete = false; },
            [](FakeServer& server) {
                server.evidence.registry = {nullptr, ReadState::NotCollected, {}};
            },
            [](FakeServer& server) {
                server.evidence.files = {nullptr, ReadState::NotCollected, {}};
            },
            [](FakeServer& server) {
                server.folderStates.insert(
                    WindowsPath::parse(u"C:\\Program Files\\Microsoft\\Exchange Server\\V15\\bin")->folded(),
                    {ReadState::NotCollected, {}});
                server.files->folders = {ReadState::NotCollected, {}};
            },
            [](FakeServer& server) { server.setBuild("15.1.2507.6", "15.1.2507.6"); },
            [](FakeServer& server) { server.cancelled = true; },
        };
        for (const auto& take : takeAway) {
            FakeServer less;
            less.registry->remove(QStringLiteral("Microsoft\\ExchangeServer"));
            less.evidence.exchange = {nullptr, ReadState::Missing, {}};
            less.evidence.iis = {nullptr, ReadState::Missing, {}};
            if (&take == &takeAway.at(6)) {
                less.evidence.exchange.part = std::make_shared<ExchangeInstallation>();
                less.setProgram("ExSetup.exe", "15.1.2507.6");
                less.evidence.exchange.part = nullptr;
            } else {
                take(less);
            }
            QVERIFY(less.result().verdict != Verdict::NotApplicable);
            QVERIFY(less.result().verdict != Verdict::Clear);
        }
    }

    /** What is damaged stands among what was read, with the file's name, and proves nothing. */
    void damagedFilesAreNamed()
    {
        const auto rowOf = [](const Outcome& outcome, const char* source) {
            for (const CoverageEntry& row : outcome.coverage) {
                if (row.source == QLatin1StringView(source)) {
                    return row;
                }
            }
            return CoverageEntry{};
        };
        FakeServer server = openServer();
        QCOMPARE(rowOf(server.conclude(), "exchange-binaries").state, ReadState::Read);
        QVERIFY(rowOf(server.conclude(), "iis-configuration").source.isEmpty());
        const auto program =
            std::find_if(server.contents.begin(), server.contents.end(),
                         [](const auto& file) { return foldName(file.first.name()) == "exsetup.exe"; });
        QVERIFY(program != server.contents.end());
        const WindowsPath name = program->first;
        const QByteArray whole = program->second;
        for (const qsizetype size : {qsizetype{0}, qsizetype{100}, whole.size() - 1}) {
            FakeServer cut = openServer();
            for (auto& [path, content] : cut.contents) {
                content = path == program->first ? content.first(size) : content;
            }
            const CoverageEntry row = rowOf(cut.conclude(), "exchange-binaries");
            QCOMPARE(row.state, ReadState::Partly);
            QCOMPARE(row.unreadable, 1);
            QVERIFY(inEnglish(row.reason).contains(name.display()));
        }
        const QByteArray settings = "<configuration><!-- --></configuration>";
        for (qsizetype size = 0; size < settings.size(); ++size) {
            FakeServer cut = openServer();
            for (auto& [path, content] : cut.contents) {
                content = foldName(path.name()) == "web.config" ? settings.first(size) : content;
            }
            const Outcome outcome = cut.conclude();
            QCOMPARE(rowOf(outcome, "iis-configuration").state, ReadState::Partly);
            QCOMPARE(rowOf(outcome, "iis-configuration").unreadable, 2);
            for (const Finding& finding : outcome.findings) {
                QVERIFY(!inEnglish(finding.title).contains(QStringLiteral("temporary fix")));
            }
        }
    }

    /** A setup log that ends in the middle of a run or of a line may lack what came later. */
    void aCutSetupLogIsPartlyRead_data()
    {
        QTest::addColumn<QByteArray>("log");
        QTest::addColumn<ReadState>("state");
        const QByteArray whole = setupRun("05/02/2022", "15.1.2507.6", "Install", true);
        const QByteArray open = setupRun("05/03/2022", "15.1.2507.6", "Upgrade", false);
        const QByteArray stamp = "[05/03/2022 04:17:24.0945] [0] ";
        QTest::newRow("whole") << whole << ReadState::Read;
        QTest::newRow("in a line") << whole.chopped(3) << ReadState::Partly;
        QTest::newRow("before the last line's end") << whole.chopped(1) << ReadState::Partly;
        QTest::newRow("in a run") << whole + open << ReadState::Partly;
        QTest::newRow("closed by hand") << whole + open + stamp + "End of Setup\r\n" << ReadState::Read;
        QTest::newRow("failed") << whole + open + stamp +
                                       "The Exchange Server setup operation didn't complete. More.\r\n"
                                << ReadState::Read;
        QTest::newRow("an earlier one broken off") << open + whole << ReadState::Read;
    }
    void aCutSetupLogIsPartlyRead()
    {
        QFETCH(QByteArray, log);
        QFETCH(ReadState, state);
        FakeServer server = openServer();
        for (auto& [path, content] : server.contents) {
            content = foldName(path.name()) == "exchangesetup.log" ? log : content;
        }
        const Outcome outcome = server.conclude();
        const auto unread = std::any_of(outcome.unread.begin(), outcome.unread.end(), [](const Unread& one) {
            return one.source == QStringLiteral("exchange-setup-log");
        });
        for (const CoverageEntry& row : outcome.coverage) {
            if (row.source == QStringLiteral("exchange-setup-log")) {
                QCOMPARE(row.state, state);
                QCOMPARE(unread, state != ReadState::Read);
                QVERIFY(state == ReadState::Read ||
                        inEnglish(row.reason).contains(QStringLiteral("ExchangeSetup.log has no end")));
                return;
            }
        }
        QFAIL("no row");
    }

    void takingASourceAwayNeverMakesItBetter_data()
    {
        QTest::addColumn<int>("which");
        QTest::addColumn<bool>("healthy");
        for (const bool healthy : {true, false}) {
            for (int which = 0; which < 12; ++which) {
                QTest::addRow("%s %d", healthy ? "healthy" : "open", which) << which << healthy;
            }
        }
    }
    void takingASourceAwayNeverMakesItBetter()
    {
        QFETCH(int, which);
        QFETCH(bool, healthy);
        FakeServer server = healthy ? healthyServer() : openServer();
        const WindowsPath bin = server.evidence.exchange->folder.joined(u"bin");
        switch (which) {
        case 0:
            server.evidence.registry = {nullptr, ReadState::Denied, {}};
            break;
        case 1:
            server.registry->broken = true;
            break;
        case 2:
            server.evidence.exchange = {nullptr, ReadState::Missing, {}};
            break;
        case 3:
            server.evidence.files = {nullptr, ReadState::Missing, {}};
            break;
        case 4:
            server.folderStates.insert(bin.folded(), {ReadState::Denied, {}});
            break;
        case 5:
            server.folderStates.insert(WindowsPath::parse(u"C:\\ExchangeSetupLogs")->folded(),
                                       {ReadState::NotCollected, {}});
            break;
        case 6:
            server.registry->remove(QStringLiteral("Microsoft\\Updates"));
            break;
        case 7:
            server.evidence.iis = {nullptr, ReadState::Missing, {}};
            break;
        case 8:
            server.setProgram("ExSetup.exe", nullptr);
            break;
        case 9:
            server.evidence.target.takenAt = {};
            break;
        case 10:
            server.cancelled = true;
            break;
        default:
            server.contents.clear();
            server.evidence.exchange = {nullptr, ReadState::Missing, {}};
            server.registry->remove(QStringLiteral("Microsoft\\ExchangeServer"));
            server.registry->state = ReadState::Partly;
            break;
        }
        const Outcome outcome = server.conclude();
        const CheckResult result = server.result();
        QVERIFY(result.verdict != Verdict::Clear);
        QVERIFY(result.verdict != Verdict::NotApplicable);
        QVERIFY(!outcome.unread.isEmpty());
        const bool binariesLost = which == 3 || which == 4 || which == 11;
        QVERIFY(healthy || binariesLost || result.verdict == Verdict::NeedsAction);
    }
};

MAILMEND_TEST_CLASS(PatchLevelSourcesTest)
#include "patch_level_sources_test.moc"
