// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "knowledge/knowledge.h"
#include "support/registration.h"

using namespace mailmend;

/** What a build is and lacks: rows of other people's tables, and the mistakes that were made with them. */
class BuildsTest : public QObject
{
    Q_OBJECT

private:
    BuildTable m_table;

    static BuildNumber build(const char* text) { return *BuildNumber::parse(QString::fromLatin1(text)); }

    QStringList withState(const char* text, CveState state, bool suKnown = true, bool buildOnly = false) const
    {
        QStringList cves;
        for (const CveStanding& one : m_table.cveStandings(build(text), suKnown)) {
            if (one.state == state && (!buildOnly || one.cve.kind == CveKind::Build)) {
                cves.append(one.cve.cve);
            }
        }
        return cves;
    }

    CveStanding standingOf(const char* text, const char* cve, bool suKnown = true) const
    {
        for (const CveStanding& one : m_table.cveStandings(build(text), suKnown)) {
            if (one.cve.cve == QLatin1StringView(cve)) {
                return one;
            }
        }
        return {};
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto knowledge = loadBuiltInKnowledge();
        QVERIFY(knowledge);
        m_table = (*knowledge)->builds;
    }

    void numbers()
    {
        QCOMPARE(BuildNumber::parse(u"15.02.0986.005")->text(), QStringLiteral("15.2.986.5"));
        QVERIFY(*BuildNumber::parse(u"15.1.2507.9") < *BuildNumber::parse(u"15.1.2507.10"));
        QCOMPARE(BuildNumber::parse(u"15.1.2507")->text(), QStringLiteral("15.1.2507.0"));
        for (const char* bad :
             {"", "15", "15.1", "15.1.2507.6.1", "15.1.2507.x", "15..2507.6", "-15.1.2507.6",
              "15.1.2507.99999999999", "15.1.+2507.6", "v15.1.2507.6", "15,1,2507,6"}) {
            QVERIFY2(!BuildNumber::parse(QString::fromLatin1(bad)), bad);
        }
    }

    // The counts of microsoft/CSS-Exchange's own Pester tests: 63 entries for each of these two. 55 of them
    // are flaws of the build (CVE-2023-21707 twice: 54), 8 more hang on conditions.
    void cumulativeUpdatesOfSeptember2021_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("product");
        QTest::addColumn<QString>("cu");
        QTest::newRow("2016 CU22") << QByteArray("15.1.2375.7") << QStringLiteral("Exchange2016")
                                   << QStringLiteral("CU22");
        QTest::newRow("2019 CU11") << QByteArray("15.2.986.5") << QStringLiteral("Exchange2019")
                                   << QStringLiteral("CU11");
    }
    void cumulativeUpdatesOfSeptember2021()
    {
        QFETCH(QByteArray, text);
        const BuildStanding standing = m_table.standing(build(text.constData()));
        QTEST(standing.product->product, "product");
        QTEST(standing.cu->cu, "cu");
        QVERIFY(!standing.update);
        QCOMPARE(standing.known, BuildStanding::Known::Exact);

        QStringList open = withState(text.constData(), CveState::Open, true, true);
        // Flaws that became public after those tests' table (CSS-Exchange f88378b1e, April 2026).
        open.removeIf([](const QString& cve) {
            return cve.startsWith(QStringLiteral("CVE-2026-")) && cve != QStringLiteral("CVE-2026-21527");
        });
        QCOMPARE(open.size(), 47);
        const QStringList settings = withState(text.constData(), CveState::Open);
        for (const char* cve : {"CVE-2024-49040", "CVE-2025-25005", "CVE-2025-25006", "CVE-2025-25007",
                                "CVE-2025-33051", "CVE-2025-53782", "CVE-2025-59248"}) {
            QVERIFY2(settings.contains(QLatin1StringView(cve)), cve);
        }
        for (const char* cve : {"CVE-2021-42321", "CVE-2022-41040", "CVE-2022-41082", "CVE-2023-21707",
                                "CVE-2023-36050", "CVE-2023-36039", "CVE-2023-36035", "CVE-2023-36439",
                                "ADV24199947", "CVE-2024-21410", "CVE-2025-53786", "CVE-2026-42897"}) {
            QVERIFY2(settings.contains(QLatin1StringView(cve)), cve);
        }
        for (const char* cve : {"CVE-2021-26855", "CVE-2021-34473", "CVE-2021-31207", "CVE-2020-0688"}) {
            QCOMPARE(standingOf(text.constData(), cve).state, CveState::Closed);
        }
        const CveStanding condition = standingOf(text.constData(), "CVE-2023-36434");
        QCOMPARE(condition.state, CveState::CouldNotCheck);
        QVERIFY(inEnglish(condition.reason).contains(QStringLiteral("TokenCacheModule")));
    }

    void exploitedOnesStandFirst()
    {
        const QList<CveStanding> all = m_table.cveStandings(build("15.2.986.5"));
        bool plain = false;
        for (const CveStanding& one : all) {
            QVERIFY(!(plain && one.exploited));
            plain = plain || !one.exploited;
        }
        QVERIFY(all.first().exploited);
        QCOMPARE(all.first().state, CveState::Open);
    }

    void subscriptionEditionRtm()
    {
        const BuildStanding standing = m_table.standing(build("15.2.2562.17"));
        QCOMPARE(standing.product->product, QStringLiteral("ExchangeSE"));
        QCOMPARE(standing.cu->cu, QStringLiteral("RTM"));
        QStringList open = withState("15.2.2562.17", CveState::Open);
        // HealthChecker's own test: 23 before its August 2026 table and 30 after, 2 of them by other
        // conditions.
        open.removeIf([&](const QString& cve) {
            const QString su = standingOf("15.2.2562.17", cve.toLatin1().constData()).cve.su;
            return su.startsWith(QStringLiteral("Sep26")) || su.startsWith(QStringLiteral("Oct26")) ||
                   cve == QStringLiteral("CVE-2026-45583"); // it never lists this one
        });
        QCOMPARE(open.size(), 28);
        QCOMPARE(standingOf("15.2.2562.17", "CVE-2026-42897").fixedIn->build, build("15.2.2562.43"));
        // It came with the code of 2022 and 2023: what is left of those flaws is their setting.
        QCOMPARE(standingOf("15.2.2562.17", "CVE-2024-21410").state, CveState::CouldNotCheck);
        QCOMPARE(standingOf("15.2.2562.17", "CVE-2021-26855").state, CveState::NotAffected);
        // 2019's newest CU is just below.
        QCOMPARE(m_table.standing(build("15.2.1748.55")).product->product, QStringLiteral("Exchange2019"));
        QCOMPARE(m_table.standing(build("15.2.2561.0")).product->product, QStringLiteral("Exchange2019"));
    }

    void servicePack1WithTheMarchUpdateIsNotProxyLogon()
    {
        const BuildStanding standing = m_table.standing(build("15.0.847.64"));
        QCOMPARE(standing.cu->cu, QStringLiteral("CU4"));
        QCOMPARE(standing.update->su, QStringLiteral("Mar21SU"));
        for (const char* cve : {"CVE-2021-26855", "CVE-2021-26857", "CVE-2021-26858", "CVE-2021-27065"}) {
            QCOMPARE(standingOf("15.0.847.64", cve).state, CveState::Closed);
            QCOMPARE(standingOf("15.0.847.32", cve).state, CveState::Open);
        }
        QCOMPARE(standingOf("15.0.847.64", "CVE-2021-34473").state, CveState::Open);
        QCOMPARE(standingOf("15.0.847.64", "CVE-2021-34473").fixedIn->build, build("15.0.1497.15"));
    }

    void bothBuildsOf2016Cu8AreFixed()
    {
        for (const char* text : {"15.1.1415.8", "15.1.1415.10"}) {
            QCOMPARE(standingOf(text, "CVE-2021-26855").state, CveState::Closed);
            QCOMPARE(m_table.standing(build(text)).update->su, QStringLiteral("Mar21SU"));
            QCOMPARE(m_table.standing(build(text)).known, BuildStanding::Known::Exact);
        }
        const CveStanding before = standingOf("15.1.1415.7", "CVE-2021-26855");
        QCOMPARE(before.state, CveState::Open);
        QCOMPARE(before.fixedIn->build, build("15.1.1415.8"));
        QCOMPARE(m_table.standing(build("15.1.1415.9")).known, BuildStanding::Known::Between);
        QCOMPARE(standingOf("15.1.1415.9", "CVE-2021-26855").state, CveState::Closed);
    }

    void proxyShellWasFixedInAprilAndMay()
    {
        QCOMPARE(standingOf("15.1.2242.4", "CVE-2021-34473").state, CveState::Open);
        QCOMPARE(standingOf("15.1.2242.8", "CVE-2021-34473").state, CveState::Closed);
        QCOMPARE(standingOf("15.1.2242.8", "CVE-2021-34523").state, CveState::Closed);
        QCOMPARE(standingOf("15.1.2242.8", "CVE-2021-33766").state, CveState::Closed);
        QCOMPARE(standingOf("15.1.2242.8", "CVE-2021-31207").state, CveState::Open);
        QCOMPARE(standingOf("15.1.2242.10", "CVE-2021-31207").state, CveState::Closed);
        QCOMPARE(standingOf("15.1.2242.4", "CVE-2021-26855").state, CveState::Closed); // CU20 contains it
    }

    void aCuThatNeverGotTheUpdateIsOpen()
    {
        const CveStanding standing = standingOf("15.1.2308.27", "CVE-2022-41040"); // 2016 CU21, last update
        QCOMPARE(standing.state, CveState::Open);
        QCOMPARE(standing.fixedIn->build, build("15.1.2375.37")); // the oldest newer CU that has it
        QCOMPARE(standingOf("15.1.2242.4", "CVE-2022-41040").fixedIn->cu, QStringLiteral("CU22"));
        QCOMPARE(standingOf("15.1.2507.6", "CVE-2022-41040").state, CveState::Open);
        QCOMPARE(standingOf("15.1.2507.6", "CVE-2022-41040").fixedIn->build, build("15.1.2507.16"));
        QCOMPARE(standingOf("15.1.2507.16", "CVE-2022-41040").state, CveState::Closed);
        QCOMPARE(standingOf("15.1.1591.10", "CVE-2018-8581").state, CveState::Open);
        QCOMPARE(standingOf("15.1.1713.5", "CVE-2018-8581").state, CveState::Closed);
    }

    void newerThanThePackIsNeverOutdated_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("update of SE") << QByteArray("15.2.2562.90");
        QTest::newRow("CU of SE") << QByteArray("15.2.3000.4");
        QTest::newRow("update of 2016 CU23") << QByteArray("15.1.2507.99");
        QTest::newRow("CU of 2019") << QByteArray("15.2.2000.1");
    }
    void newerThanThePackIsNeverOutdated()
    {
        QFETCH(QByteArray, text);
        QCOMPARE(m_table.standing(build(text.constData())).known, BuildStanding::Known::NewerThanTable);
        QCOMPARE(withState(text.constData(), CveState::Open), QStringList());
    }

    void anOldCuWithAnUnknownNewerUpdateIsNotCalledOpen()
    {
        QCOMPARE(m_table.standing(build("15.1.2375.90")).known, BuildStanding::Known::NewerThanTable);
        QCOMPARE(standingOf("15.1.2375.90", "CVE-2022-41040").state, CveState::Closed);
        QCOMPARE(standingOf("15.1.2375.90", "CVE-2023-21529").state, CveState::CouldNotCheck);
    }

    void aBuildThatIsNoneOfTheTableIsNotJudged()
    {
        QCOMPARE(m_table.standing(build("15.1.2400.1")).known, BuildStanding::Known::Unknown);
        QCOMPARE(standingOf("15.1.2400.1", "CVE-2023-21529").state, CveState::CouldNotCheck);
        QCOMPARE(standingOf("15.1.2400.1", "CVE-2021-26855").state, CveState::Closed);
        QVERIFY(!m_table.standing(build("16.0.1.2")).product);
        QVERIFY(m_table.cveStandings(build("16.0.1.2")).isEmpty());
        const BuildStanding old = m_table.standing(build("14.3.513.0"));
        QCOMPARE(old.product->product, QStringLiteral("Exchange2010"));
        QCOMPARE(old.known, BuildStanding::Known::Unknown);
    }

    void aCuWithoutItsUpdateKnown()
    {
        const BuildStanding standing = m_table.standing(build("15.1.2507.6"), false);
        QCOMPARE(standing.cu->cu, QStringLiteral("CU23"));
        QVERIFY(!standing.update);
        QVERIFY(!standing.suKnown);
        const CveStanding depends = standingOf("15.1.2507.6", "CVE-2022-41040", false);
        QCOMPARE(depends.state, CveState::CouldNotCheck);
        QVERIFY(inEnglish(depends.reason).contains(QStringLiteral("security update")));
        QCOMPARE(standingOf("15.1.2507.6", "CVE-2021-26855", false).state, CveState::Closed);
        // No update of CU21 ever closed this one.
        QCOMPARE(standingOf("15.1.2308.8", "CVE-2022-41040", false).state, CveState::Open);
        // The last number is not looked at: the registry does not prove it.
        QCOMPARE(standingOf("15.1.2507.77", "CVE-2022-41040", false).state, CveState::CouldNotCheck);
    }

    void takingTheUpdateAwayNeverClosesAnything_data()
    {
        QTest::addColumn<QString>("text");
        for (const ExchangeBuild& row : m_table.builds) {
            QTest::newRow(qPrintable(row.build.text() + row.su)) << row.build.text();
        }
    }
    void takingTheUpdateAwayNeverClosesAnything()
    {
        QFETCH(QString, text);
        const QByteArray latin = text.toLatin1();
        const QStringList open = withState(latin.constData(), CveState::Open);
        const QStringList closedWithout = withState(latin.constData(), CveState::Closed, false);
        for (const QString& cve : open) {
            QVERIFY2(!closedWithout.contains(cve), qPrintable(cve));
        }
    }

    void aNewerBuildOfOneCuLacksNoMore()
    {
        // Within a CU, no later update opens what an earlier one closed.
        for (const ExchangeBuild& earlier : m_table.builds) {
            for (const ExchangeBuild& later : m_table.builds) {
                const bool next = later.product == earlier.product && later.cu == earlier.cu &&
                                  later.build > earlier.build && later.cu == QStringLiteral("CU23");
                if (!next) {
                    continue;
                }
                const QStringList before =
                    withState(earlier.build.text().toLatin1().constData(), CveState::Open);
                for (const QString& cve :
                     withState(later.build.text().toLatin1().constData(), CveState::Open)) {
                    QVERIFY2(before.contains(cve), qPrintable(later.build.text() + cve));
                }
                break;
            }
        }
    }
};

MAILMEND_TEST_CLASS(BuildsTest)
#include "builds_test.moc"
