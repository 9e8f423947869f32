// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "base/sha256.h"
#include "knowledge/knowledge.h"
#include "pack_writer.h"
#include "support/registration.h"

#include <QRandomGenerator>

using namespace mailmend;
using namespace mailmend::testing;

/** The pack that ships, and what becomes of damaged ones. */
class PackTest : public QObject
{
    Q_OBJECT

private:
    PackFiles m_files;
    QByteArray m_pack;

    /** The error that this pack gives, in English; empty: it was read. */
    static QString troubleOf(const PackFiles& files)
    {
        const auto read = readKnowledgePack(zipOf(files));
        return read ? QString() : inEnglish(read.error().text);
    }

    QString troubleWith(const char* file, const QByteArray& content) const
    {
        PackFiles files = m_files;
        files.insert(file, content);
        return troubleOf(files);
    }

    QString troubleAfter(const char* file, const QByteArray& before, const QByteArray& after) const
    {
        QByteArray content = m_files.value(file);
        const qsizetype at = content.indexOf(before);
        return at < 0 ? QStringLiteral("nothing to replace")
                      : troubleWith(file, content.replace(at, before.size(), after));
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_pack = builtInPack();
        m_files = builtInPackFiles();
        QVERIFY(!m_files.isEmpty());
    }

    void holdsWhatItShould()
    {
        const auto read = loadBuiltInKnowledge();
        QVERIFY2(read, read ? "" : qPrintable(inEnglish(read.error().text)));
        const Knowledge& knowledge = **read;
        QVERIFY(knowledge.builds.builds.size() >= 317);
        QVERIFY(knowledge.builds.cves.size() >= 160);
        QVERIFY(knowledge.builds.exploited.size() >= 19);
        QVERIFY(knowledge.builds.products.size() >= 7);
        QVERIFY(knowledge.builds.windows.size() >= 38);
        QVERIFY(knowledge.files.shippedByHash.size() >= 4175);
        QVERIFY(knowledge.files.buildsCovered.size() >= 131);
        QVERIFY(knowledge.files.covers(*BuildNumber::parse(u"15.1.2044.4")));
        QVERIFY(!knowledge.files.covers(*BuildNumber::parse(u"15.1.2507.6")));
        QVERIFY(knowledge.files.bad.size() >= 33);
        QVERIFY(knowledge.files.attackerNames.contains("supp0rt.aspx"));
        QVERIFY(!knowledge.files.attackerNames.contains("redirsuiteserviceproxy.aspx"));
        for (const char* path : {"clientaccess\\ecp\\web.config", "adminapi\\global.asax"}) {
            QVERIFY(knowledge.files.shippedByPath.contains(path));
        }
        QCOMPARE(knowledge.sha256.toLatin1(), sha256Hex(m_pack));
        QVERIFY(knowledge.counter >= 1);
    }

    void everyQuestionHasAreasAndEverySourceWords()
    {
        const auto read = loadBuiltInKnowledge();
        QVERIFY(read);
        QSet<QString> areas;
        for (const Area& area : (*read)->areas) {
            areas.insert(area.id);
            QVERIFY(!inEnglish(area.title).isEmpty());
        }
        for (const char* id : {"patch-level", "support", "web-shells", "traces-events"}) {
            QVERIFY2(areas.contains(QLatin1StringView(id)), id);
        }
        QSet<QString> sources;
        for (const SourceName& source : (*read)->sources) {
            sources.insert(source.id);
        }
        for (const char* id :
             {"web-roots", "drop-folders", "registry-software", "registry-system", "registry-sam",
              "profile-folders", "iis-configuration", "exchange-binaries", "exchange-setup-log", "iis-logs",
              "httpproxy-logs", "ecp-logs", "oab-logs", "powershell-logs", "event-logs", "scheduled-tasks"}) {
            QVERIFY2(sources.contains(QLatin1StringView(id)), id);
        }
    }

    void ageIsMeasuredInDays()
    {
        Knowledge knowledge;
        knowledge.date = QDate(2026, 11, 21);
        knowledge.expires = QDate(2027, 2, 28);
        const auto at = [](int year, int month, int dayOfMonth) {
            return QDateTime(QDate(year, month, dayOfMonth), QTime(12, 0), Qt::UTC);
        };
        QCOMPARE(knowledge.info(at(2026, 11, 20)).ageDays, 0);
        QCOMPARE(knowledge.info(at(2026, 12, 1)).ageDays, 10);
        QVERIFY(!knowledge.isTooOld(at(2026, 12, 26)));
        QVERIFY(knowledge.isTooOld(at(2026, 12, 27)));
        knowledge.expires = QDate(2026, 12, 1);
        QVERIFY(!knowledge.isTooOld(at(2026, 12, 1)));
        QVERIFY(knowledge.isTooOld(at(2026, 12, 2)));
    }

    void fileRulesAreDecoded()
    {
        PackFiles files = m_files;
        files.insert("file-rules/a_test.yar.rot13", "ehyr N { pbaqvgvba: gehr } // 1");
        const auto read = readKnowledgePack(zipOf(files));
        QVERIFY(read);
        bool found = false;
        for (const FileRuleSource& rule : (*read)->fileRules) {
            if (rule.name == QStringLiteral("a_test")) {
                QCOMPARE(rule.source, QByteArray("rule A { condition: true } // 1"));
                found = true;
            }
        }
        QVERIFY(found);
        QVERIFY(troubleWith("file-rules/clear.yar", "x").contains(QStringLiteral("file-rules/clear.yar")));
    }

    void errorsNameFileAndRow()
    {
        QCOMPARE(troubleAfter("builds.json", "15.0.620.29", "15.0.620"),
                 QString()); // three numbers are a build
        QVERIFY(troubleAfter("builds.json", "15.0.620.29", "15.0.six").contains(QStringLiteral("rows 2")));
        QVERIFY(troubleAfter("builds.json", "\"2013-04-02\"", "20130402")
                    .contains(QStringLiteral("builds.json")));
        QVERIFY(troubleAfter("builds.json", "\"2013-04-02\"", "\"2013-04-31\"")
                    .contains(QStringLiteral("rows 2")));
        QVERIFY(troubleAfter("cves.json", "\"Mar18SU\"", "\"Mar17SU\"").contains(QStringLiteral("rows 1")));
        QVERIFY(troubleAfter("cves.json", "\"build\"", "\"built\"").contains(QStringLiteral("\"kind\"")));
        QVERIFY(
            troubleAfter("exploited.json", "\"2020-02\"", "\"2020-2\"").contains(QStringLiteral("rows 2")));
        QVERIFY(troubleAfter("known-bad.json", "\"b75f", "\"B75f").contains(QStringLiteral("rows 1")));
        QVERIFY(troubleAfter("windows.json", "3790", "3790.5").contains(QStringLiteral("\"build\"")));
        QVERIFY(
            troubleAfter("areas.json", "\"entered\"", "\"enterd\"").contains(QStringLiteral("\"question\"")));
        QVERIFY(troubleAfter("areas.json", "\"id\": \"support\"", "\"id\": \"patch-level\"")
                    .contains(QStringLiteral("areas 2")));
        QVERIFY(troubleAfter("known-good.csv", "15.1.1466.3", "15.1").contains(QStringLiteral("line 2")));
        QVERIFY(troubleAfter("known-good-builds.txt", "15.0.620.29", "x").contains(QStringLiteral("line 2")));
        QVERIFY(troubleAfter("pack.json", "mailmend-pack/1", "mailmend-pack/2")
                    .contains(QStringLiteral("schema")));
        QVERIFY(troubleWith("support.json", "[]").contains(QStringLiteral("support.json")));
        QVERIFY(troubleWith("support.json", "{\"schema\": 3}").contains(QStringLiteral("support.json")));
    }

    void aQuestionWithoutAreasIsRefused()
    {
        QVERIFY(troubleWith("areas.json", "{\"schema\":\"mailmend-areas/1\",\"sources\":[],\"areas\":["
                                          "{\"id\":\"a\",\"question\":\"exposed\",\"title\":\"A\"}]}")
                    .contains(QStringLiteral("no area")));
    }

    void missingFilesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : {"pack.json", "builds.json", "cves.json", "exploited.json", "support.json",
                                 "windows.json", "areas.json", "known-bad.json", "known-good.csv",
                                 "known-good-builds.txt", "attacker-names.json"}) {
            QTest::newRow(name) << QByteArray(name);
        }
    }
    void missingFilesAreNamed()
    {
        QFETCH(QByteArray, name);
        PackFiles files = m_files;
        QCOMPARE(files.remove(name), 1);
        QVERIFY(troubleOf(files).contains(QString::fromLatin1(name)));
    }

    void hugeCountsAndNamesThatClimbAreRefused()
    {
        PackFiles many = m_files;
        for (int i = 0; i < 600; ++i) {
            many.insert("x/" + QByteArray::number(i), "x");
        }
        QVERIFY(troubleOf(many).contains(QStringLiteral("500")));

        QByteArray rows = "{\"schema\":\"mailmend-known-bad/1\",\"rows\":[";
        for (int i = 0; i < 60000; ++i) {
            rows += "{},";
        }
        rows += "{}]}";
        QVERIFY(troubleWith("known-bad.json", rows).contains(QStringLiteral("50000")));
        QVERIFY(troubleWith("notes.txt", QByteArray(9 << 20, 'x')).contains(QStringLiteral("notes.txt")));
        QVERIFY(!troubleWith("../notes.txt", "x").isEmpty());
        QVERIFY(!troubleWith("/notes.txt", "x").isEmpty());
        QVERIFY(!troubleWith("known-bad.json", QByteArray(100000, '[')).isEmpty());
    }

    void truncatedAndChangedPacksAreErrors()
    {
        for (qsizetype length = 0; length < m_pack.size(); length += length < 4000 ? 1 : 977) {
            QVERIFY2(!readKnowledgePack(m_pack.left(length)), qPrintable(QString::number(length)));
        }
        // A change in the contents is caught by the checksum; one in the directory may be harmless (a time),
        // but never more than that.
        const auto whole = loadBuiltInKnowledge();
        QVERIFY(whole);
        QRandomGenerator random(20261121);
        for (int round = 0; round < 60; ++round) {
            QByteArray changed = m_pack;
            const auto at = static_cast<qsizetype>(random.bounded(static_cast<quint32>(changed.size())));
            changed[at] = static_cast<char>(changed.at(at) ^ (1 << random.bounded(8)));
            const auto read = readKnowledgePack(changed);
            if (read) {
                QCOMPARE((*read)->builds.builds.size(), (*whole)->builds.builds.size());
                QCOMPARE((*read)->files.shippedByHash.size(), (*whole)->files.shippedByHash.size());
            }
        }
    }
};

MAILMEND_TEST_CLASS(PackTest)
#include "pack_test.moc"
