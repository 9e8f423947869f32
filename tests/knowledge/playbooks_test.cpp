// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "knowledge/read_playbooks.h"
#include "support/registration.h"

using namespace mailmend;

/** The parser of playbooks. */
class PlaybooksTest : public QObject
{
    Q_OBJECT

private:
    /** JSON in which ' stands for ". */
    static QByteArray json(QByteArray text) { return text.replace('\'', '"'); }

    static QByteArray step(const char* id, const QByteArray& extra = {})
    {
        return json(QByteArray("{'id':'") + id +
                    "','phase':'evict','title':'Title','why':'Why','who':'Who','minutes':5,'impact':'None',"
                    "'by_hand':[{'text':'Do {path}','command':'Get-Item -LiteralPath {path}'}],"
                    "'verify':'See','verify_by':'person'" +
                    extra + "}");
    }
    static QByteArray playbook(const char* id, const QByteArray& steps)
    {
        return json(QByteArray("{'schema':'mailmend-playbook/1','id':'") + id +
                    "','title':'Title','summary':'Summary','when_not':'Never alone','steps':[" + steps +
                    "],'sources':['CISA'],'reviewed':'2026-11-22'}");
    }
    static QString troubleOf(const QByteArray& content)
    {
        const auto read = readPlaybooks({{"playbooks/p1.json", content}});
        return read ? QString() : inEnglish(read.error().text);
    }

private Q_SLOTS:
    void readsEveryField()
    {
        const QByteArray second =
            step("b", ",'undo':'Back','depends_on':['a'],'once_per_case':false,'changes_something':false,"
                      "'action':'quarantine-file','needs_running_server':true");
        const auto read = readPlaybooks({{"playbooks/p10.json", playbook("P10", "")},
                                         {"playbooks/p2.json", playbook("P2", step("a") + "," + second)},
                                         {"playbooks/notes.md", "not a playbook"}});
        QVERIFY2(read, read ? "" : qPrintable(inEnglish(read.error().text)));
        QCOMPARE(read->size(), 2);
        const Playbook& p2 = read->first();
        QCOMPARE(p2.id, QStringLiteral("P2"));
        QCOMPARE(p2.title, (Text{"P2", "Title", {}}));
        QCOMPARE(p2.reviewed, QDate(2026, 11, 22));
        QCOMPARE(p2.sources, QStringList{QStringLiteral("CISA")});
        QCOMPARE(p2.steps.size(), 2);
        const StepTemplate& a = p2.steps.at(0);
        QCOMPARE(a.phase, Phase::Evict);
        QCOMPARE(a.minutes, 5);
        QVERIFY(a.oncePerCase);
        QVERIFY(a.changesSomething);
        QVERIFY(a.undo.isEmpty());
        QVERIFY(a.action.isEmpty());
        QVERIFY(!a.needsRunningServer);
        QCOMPARE(a.byHand.at(0).command, QStringLiteral("Get-Item -LiteralPath {path}"));
        QCOMPARE(a.byHand.at(0).shell, Shell::PowerShell);
        QCOMPARE(a.byHand.at(0).text.context, QByteArray("P2"));
        const StepTemplate& b = p2.steps.at(1);
        QCOMPARE(b.dependsOn, QStringList{QStringLiteral("a")});
        QVERIFY(!b.oncePerCase);
        QVERIFY(!b.changesSomething);
        QCOMPARE(b.undo.source, QByteArray("Back"));
        QCOMPARE(b.action, QStringLiteral("quarantine-file"));
        QVERIFY(b.needsRunningServer);
    }

    void refusesWhatDoesNotFit()
    {
        QVERIFY(
            troubleOf(playbook("P1", step("a", ",'depends_on':['gone']"))).contains(QStringLiteral("gone")));
        QVERIFY(troubleOf(playbook("P1", step("a") + "," + step("a"))).contains(QStringLiteral("two steps")));
        QVERIFY(troubleOf(
                    playbook("P1", step("a", ",'depends_on':['b']") + "," + step("b", ",'depends_on':['a']")))
                    .contains(QStringLiteral("ring")));
        QVERIFY(troubleOf(playbook("P1", step("a").replace("evict", "evikt")))
                    .contains(QStringLiteral("steps 1")));
        QVERIFY(troubleOf(playbook("P1", step("a").replace("person", "magic")))
                    .contains(QStringLiteral("verify_by")));
        QVERIFY(troubleOf(playbook("P1", step("a").replace("{path}\"}", "{path}\\nreboot\"}")))
                    .contains(QStringLiteral("by_hand 1")));
        QVERIFY(troubleOf(playbook("P1", step("a").replace(":5,", ":\"5\",")))
                    .contains(QStringLiteral("minutes")));
        QVERIFY(troubleOf(playbook("P1", step("a", ",'action':7"))).contains(QStringLiteral("action")));
        QVERIFY(troubleOf(playbook("P1", step("a", ",'needs_running_server':'yes'")))
                    .contains(QStringLiteral("needs_running_server")));
        QVERIFY(troubleOf(playbook("P1", "7")).contains(QStringLiteral("not an object")));
        QVERIFY(troubleOf("{").contains(QStringLiteral("playbooks/p1.json")));
        const auto twice = readPlaybooks(
            {{"playbooks/a.json", playbook("P1", "")}, {"playbooks/b.json", playbook("P1", "")}});
        QVERIFY(!twice);
    }

    /** What is said of pages that hide in an alternate data stream. */
    void readsWordsForStreams()
    {
        const auto variant = [](const char* beside) {
            return QByteArray("{'beside':'") + beside + "','title':'T-" + beside +
                   "','why':'W','impact':'I','by_hand':[{'text':'Leave {holder}'}],'verify':'V'}";
        };
        const auto streams = [](const QByteArray& rows) {
            return playbook("P1", step("a", ",'for_streams':[" + rows + "]"));
        };
        const auto read =
            readPlaybooks({{"playbooks/p1.json", streams(variant("file") + "," + variant("folder"))}});
        QVERIFY2(read, read ? "" : qPrintable(inEnglish(read.error().text)));
        const StepTemplate& step = read->first().steps.first();
        QCOMPARE(step.title.source, QByteArray("Title"));
        QVERIFY(step.besideFile && step.besideFolder);
        QCOMPARE(step.besideFile->title, (Text{"P1", "T-file", {}}));
        QCOMPARE(step.besideFolder->title, (Text{"P1", "T-folder", {}}));
        QCOMPARE(step.besideFile->byHand.first().text.source, QByteArray("Leave {holder}"));
        QVERIFY(step.besideFile->undo.isEmpty());
        for (const QByteArray& bad : {QByteArray(), variant("file"), variant("file") + "," + variant("file"),
                                      variant("file") + "," + variant("disk"),
                                      variant("file") + "," + variant("folder").replace("'why':'W',", "")}) {
            QVERIFY2(troubleOf(streams(bad)).contains(QStringLiteral("steps 1")), bad.constData());
        }
    }

    void truncationIsAlwaysAnError()
    {
        const QByteArray whole = playbook("P1", step("a"));
        QCOMPARE(troubleOf(whole), QString());
        for (qsizetype length = 0; length < whole.size(); ++length) {
            QVERIFY(!troubleOf(whole.left(length)).isEmpty());
        }
    }
};

MAILMEND_TEST_CLASS(PlaybooksTest)
#include "playbooks_test.moc"
