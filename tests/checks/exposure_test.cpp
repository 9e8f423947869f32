// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/patch_level/exposure.h"
#include "knowledge/knowledge.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::patch_level;

/** From when to when a server stood open: pure, from builds and days. */
class ExposureTest : public QObject
{
    Q_OBJECT

private:
    BuildTable m_table;
    const QDate m_taken{2026, 11, 20};

    static BuildNumber build(const char* text) { return *BuildNumber::parse(QString::fromLatin1(text)); }

    static Install on(const char* text, const QDate& first, const QDate& last, bool fresh = false)
    {
        return {build(text), {first, last}, fresh, verbatim(QStringLiteral("a list")), TimeSource::Registry};
    }
    static Install on(const char* text, const QDate& day, bool fresh = false)
    {
        return on(text, day, day, fresh);
    }

    PatchHistory history(const char* now, QList<Install> installs, bool suKnown = true) const
    {
        return {build(now), suKnown, mergeInstalls(std::move(installs)), m_taken};
    }

    std::optional<ExposureWindow> window(const PatchHistory& history, const char* cve) const
    {
        for (const ExposureWindow& one : exposureWindows(m_table, history)) {
            if (one.cve == QLatin1StringView(cve)) {
                return one;
            }
        }
        return std::nullopt;
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto knowledge = loadBuiltInKnowledge();
        QVERIFY(knowledge);
        m_table = (*knowledge)->builds;
    }

    void aCuWithoutItsUpdateIsOpenFromTheAttacksOn()
    {
        const auto found =
            window(history("15.1.2375.7", {on("15.1.2375.7", QDate(2021, 10, 5), true)}), "CVE-2022-41040");
        QVERIFY(found);
        QCOMPARE(found->from, QDate(2022, 8, 1)); // attacks are known from August 2022
        QVERIFY(found->fromProven);
        QCOMPARE(found->to, m_taken);
        QVERIFY(found->stillOpen);
        QVERIFY(found->toProven);
        QVERIFY(found->certain);
    }

    void openFromItsInstallationWhereThatIsLater()
    {
        const auto found =
            window(history("15.1.2375.7", {on("15.1.2375.7", QDate(2023, 1, 5), true)}), "CVE-2022-41040");
        QCOMPARE(found->from, QDate(2023, 1, 5));
        QVERIFY(found->fromProven);
        QCOMPARE(found->timeSource, TimeSource::Registry);
        QVERIFY(!found->fromSource.isEmpty());
    }

    void aCuThatMayHaveReplacedAnOlderOneLeavesTheStartOpen()
    {
        const auto found =
            window(history("15.1.2375.7", {on("15.1.2375.7", QDate(2023, 1, 5))}), "CVE-2022-41040");
        QCOMPARE(found->from, QDate(2022, 8, 1));
        QVERIFY(!found->fromProven); // "not before"
        QVERIFY(found->certain);
    }

    void twoUpdatesOfOneCu()
    {
        const PatchHistory patched = history("15.1.2507.21", {on("15.1.2507.6", QDate(2022, 5, 2), true),
                                                              on("15.1.2507.12", QDate(2022, 9, 1)),
                                                              on("15.1.2507.21", QDate(2023, 3, 1))});
        const auto notShell = window(patched, "CVE-2022-41040");
        QVERIFY(notShell);
        QCOMPARE(notShell->from, QDate(2022, 8, 1));
        QVERIFY(notShell->fromProven);
        QCOMPARE(notShell->to, QDate(2023, 3, 1));
        QVERIFY(notShell->toProven);
        QVERIFY(!notShell->stillOpen);
        QVERIFY(notShell->certain);
        QVERIFY(!window(patched, "CVE-2021-26855")); // it came with the fix
        QVERIFY(window(patched, "CVE-2026-42897")->stillOpen);
    }

    void patchedBeforeTheAttacksIsTheOnlyGoodNews()
    {
        const PatchHistory inTime = history("15.1.2507.13", {on("15.1.2242.4", QDate(2021, 3, 20), true),
                                                             on("15.1.2242.10", QDate(2021, 5, 12)),
                                                             on("15.1.2507.13", QDate(2022, 10, 12))});
        QVERIFY(!window(inTime, "CVE-2021-34473"));
        QVERIFY(!window(inTime, "CVE-2021-31207"));
        PatchHistory late = inTime;
        late.installs = {on("15.1.2242.4", QDate(2021, 3, 20), true), on("15.1.2242.10", QDate(2021, 9, 12)),
                         on("15.1.2507.13", QDate(2022, 10, 12))};
        QCOMPARE(window(late, "CVE-2021-34473")->to, QDate(2021, 9, 12));
    }

    void aCuEmptiesTheListOfUpdates()
    {
        // CU22 stood alone for a year as far as the lists say; an update may have come and gone with CU23.
        const PatchHistory lists = history("15.1.2507.16", {on("15.1.2375.7", QDate(2021, 10, 5), true),
                                                            on("15.1.2507.6", QDate(2023, 2, 1)),
                                                            on("15.1.2507.16", QDate(2023, 2, 1))});
        const auto gone = window(lists, "CVE-2021-42321");
        QVERIFY(gone);
        QCOMPARE(gone->from, QDate(2021, 11, 9));
        QCOMPARE(gone->to, QDate(2023, 2, 1));
        QVERIFY(!gone->toProven); // "at the latest"
        QVERIFY(!gone->certain);
    }

    void aCuThatNeverGotTheUpdateIsCertain()
    {
        const auto found = window(history("15.1.2507.16", {on("15.1.2308.8", QDate(2021, 7, 5), true),
                                                           on("15.1.2507.16", QDate(2023, 2, 1))}),
                                  "CVE-2022-41040");
        QVERIFY(found->certain);
        QVERIFY(!found->toProven);
    }

    void theVeryUpdateProvesThatItWasMissing()
    {
        const auto found =
            window(history("15.1.2507.16", {on("15.1.2507.16", QDate(2023, 2, 1))}), "CVE-2022-41040");
        QVERIFY(found);
        QVERIFY(found->certain);
        QVERIFY(!found->fromProven);
        QCOMPARE(found->to, QDate(2023, 2, 1));
        QVERIFY(found->toProven);
        const auto earlier =
            window(history("15.1.2507.17", {on("15.1.2507.17", QDate(2023, 2, 1))}), "CVE-2022-41040");
        QVERIFY(!earlier->certain); // Jan23SU: an earlier one may have been there
    }

    void withoutAnyDayNothingIsFilledIn()
    {
        const auto open = window(history("15.1.2507.6", {}), "CVE-2022-41040");
        QVERIFY(open);
        QVERIFY(!open->fromProven);
        QVERIFY(open->certain);
        QVERIFY(open->stillOpen);
        const auto closed = window(history("15.1.2507.77", {}), "CVE-2022-41040");
        QVERIFY(closed);
        QVERIFY(!closed->certain);
        QVERIFY(!closed->toProven);
        QCOMPARE(closed->to, m_taken);
        const PatchHistory unknown = history("15.1.2507.6", {}, false);
        QVERIFY(window(unknown, "CVE-2022-41040"));
        QVERIFY(!window(unknown, "CVE-2022-41040")->certain);
    }

    void aDayThatLiesBetweenTwoIsNotProven()
    {
        const auto found =
            window(history("15.1.2507.16", {on("15.1.2507.6", QDate(2022, 5, 2), true),
                                            on("15.1.2507.16", QDate(2022, 12, 1), QDate(2023, 1, 12))}),
                   "CVE-2022-41040");
        QCOMPARE(found->to, QDate(2023, 1, 12));
        QVERIFY(!found->toProven);
    }

    void subscriptionEdition()
    {
        const PatchHistory fresh = history("15.2.2562.37", {on("15.2.2562.17", QDate(2025, 8, 1), true),
                                                            on("15.2.2562.37", QDate(2026, 2, 20))});
        QVERIFY(!window(fresh, "CVE-2021-26855"));
        const auto script = window(fresh, "CVE-2026-42897");
        QCOMPARE(script->from, QDate(2026, 5, 14));
        QVERIFY(script->fromProven);
        QVERIFY(script->stillOpen);
        // Upgraded in place: what 2019 was open to, this server was open to.
        const PatchHistory upgraded = history("15.2.2562.56", {on("15.2.1118.7", QDate(2022, 6, 1), true),
                                                               on("15.2.2562.17", QDate(2025, 8, 1)),
                                                               on("15.2.2562.56", QDate(2026, 10, 20))});
        const auto old = window(upgraded, "CVE-2022-41040");
        QVERIFY(old);
        QCOMPARE(old->to, QDate(2025, 8, 1));
    }

    void aRestoredImageCountsByWhatRuns()
    {
        // The list says November 2022, but the files are older than that.
        const PatchHistory restored = history("15.1.2507.12", {on("15.1.2507.6", QDate(2022, 5, 2), true),
                                                               on("15.1.2507.12", QDate(2022, 9, 1)),
                                                               on("15.1.2507.16", QDate(2022, 11, 10))});
        const auto found = window(restored, "CVE-2022-41040");
        QVERIFY(found->stillOpen);
        QCOMPARE(found->to, m_taken);
    }

    void takenBeforeTheAttacksIsNoWindow()
    {
        PatchHistory old = history("15.1.2106.2", {on("15.1.2106.2", QDate(2020, 10, 1), true)});
        old.taken = QDate(2020, 12, 1);
        QVERIFY(!window(old, "CVE-2021-26855"));
        QVERIFY(
            window(history("15.1.2106.2", {on("15.1.2106.2", QDate(2020, 10, 1), true)}), "CVE-2021-26855"));
    }

    void proofsOfOneBuildBecomeOne()
    {
        QList<Install> merged =
            mergeInstalls({on("15.1.2507.16", {}, QDate(2023, 5, 1)), on("15.1.2507.16", QDate(2023, 2, 1)),
                           on("15.1.2507.6", QDate(2022, 5, 1), true)});
        QCOMPARE(merged.size(), 2);
        QCOMPARE(merged.at(0).build, build("15.1.2507.6"));
        QVERIFY(merged.at(0).fresh);
        QCOMPARE(merged.at(1).day.first, QDate(2023, 2, 1));
        QVERIFY(merged.at(1).day.isDay());
        merged =
            mergeInstalls({on("15.1.2507.16", QDate(2023, 2, 1)), on("15.1.2507.16", QDate(2023, 2, 3))});
        QCOMPARE(merged.at(0).day.first, QDate(2023, 2, 1));
        QCOMPARE(merged.at(0).day.last, QDate(2023, 2, 3));
        merged = mergeInstalls(
            {on("15.1.2507.16", {}, QDate(2023, 2, 9)), on("15.1.2507.16", {}, QDate(2023, 2, 3))});
        QCOMPARE(merged.at(0).day.last, QDate(2023, 2, 3));
        QVERIFY(!merged.at(0).day.first.isValid());
    }

    void daysInTheOrderOfTheServersLanguage_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDate>("lastWrite");
        QTest::addColumn<QDate>("first");
        QTest::addColumn<QDate>("last");
        const QDate none;
        QTest::newRow("US") << QStringLiteral("9/20/2023") << none << QDate(2023, 9, 20)
                            << QDate(2023, 9, 20);
        QTest::newRow("UK") << QStringLiteral("20/9/2023") << none << QDate(2023, 9, 20)
                            << QDate(2023, 9, 20);
        QTest::newRow("German") << QStringLiteral("04.12.2022") << none << QDate(2022, 12, 4)
                                << QDate(2022, 12, 4);
        QTest::newRow("ISO") << QStringLiteral("2022-12-04") << none << QDate(2022, 12, 4)
                             << QDate(2022, 12, 4);
        QTest::newRow("MSI") << QStringLiteral("20221204") << none << QDate(2022, 12, 4)
                             << QDate(2022, 12, 4);
        QTest::newRow("either, key says April")
            << QStringLiteral("4/12/2023") << QDate(2023, 4, 12) << QDate(2023, 4, 12) << QDate(2023, 4, 12);
        QTest::newRow("either, key says December")
            << QStringLiteral("4/12/2023") << QDate(2023, 12, 5) << QDate(2023, 12, 4) << QDate(2023, 12, 4);
        QTest::newRow("either, nobody knows")
            << QStringLiteral("4/12/2023") << none << QDate(2023, 4, 12) << QDate(2023, 12, 4);
        QTest::newRow("before its release one way")
            << QStringLiteral("3/12/2022") << none << QDate(2022, 12, 3) << QDate(2022, 12, 3);
        QTest::newRow("with a time") << QStringLiteral("9/20/2023 11:04:00 PM") << none << QDate(2023, 9, 20)
                                     << QDate(2023, 9, 20);
        QTest::newRow("none") << QString() << QDate(2023, 1, 2) << none << QDate(2023, 1, 2);
        QTest::newRow("nonsense") << QStringLiteral("13/13/2023") << none << none << none;
        QTest::newRow("before the release") << QStringLiteral("1/1/2020") << none << none << none;
        QTest::newRow("after it was taken")
            << QStringLiteral("1/1/2031") << QDate(2023, 1, 2) << none << QDate(2023, 1, 2);
    }
    void daysInTheOrderOfTheServersLanguage()
    {
        QFETCH(QString, text);
        QFETCH(QDate, lastWrite);
        const DayRange range = installDay(text, QDate(2022, 11, 8), lastWrite, m_taken);
        QTEST(range.first, "first");
        QTEST(range.last, "last");
    }
};

MAILMEND_TEST_CLASS(ExposureTest)
#include "exposure_test.moc"
