// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "playbooks/command.h"
#include "playbooks/plan_order.h"
#include "support/powershell_words.h"
#include "support/registration.h"
#include "support/sample_findings.h"

#include <QRegularExpression>
#include <QSet>

using namespace mailmend;
using namespace mailmend::testing;

/** What every playbook of the built-in pack keeps to. */
class TextsTest : public QObject
{
    Q_OBJECT

    /** What the step says of pages, and what it says of those that hide in an alternate data stream. */
    static QList<const StepWords*> allWordsOf(const StepTemplate& step)
    {
        QList<const StepWords*> all{&step};
        if (step.besideFile) {
            all += {&*step.besideFile, &*step.besideFolder};
        }
        return all;
    }

    /** Calls `each` with every sentence and the step that it belongs to. */
    template<typename Each>
    static void forEachSentence(Each each)
    {
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const Text* text : {&playbook.title, &playbook.summary, &playbook.whenNot}) {
                each(playbook.id, *text);
            }
            for (const StepTemplate& step : playbook.steps) {
                each(step.id, step.who);
                for (const StepWords* words : allWordsOf(step)) {
                    for (const Text* text :
                         {&words->title, &words->why, &words->impact, &words->verify, &words->undo}) {
                        each(step.id, *text);
                    }
                    for (const Instruction& line : words->byHand) {
                        each(step.id, line.text);
                    }
                }
            }
        }
    }

private Q_SLOTS:
    void thePlaybooksOfThisVersionAreThere()
    {
        for (const char* id : {"P0", "P1", "P2", "P5", "P6", "P10", "P11", "P19", "P20", "P26", "P27"}) {
            const Playbook* playbook = builtIn().playbook(QString::fromLatin1(id));
            QVERIFY2(playbook && !playbook->steps.isEmpty() && !playbook->sources.isEmpty(), id);
        }
        QVERIFY(builtIn().playbook(u"P0")->steps.first().id == QStringLiteral("p0-call-first"));
    }

    /** A place that nobody fills would stand in the sentence as it is. */
    void everyPlaceIsKnown()
    {
        const QList<QByteArray> names = placeNames();
        forEachSentence([&names](const QString& where, const Text& text) {
            QByteArray source = text.source;
            source.replace("{{", "");
            static const QRegularExpression place(QStringLiteral("\\{([^}]*)\\}"));
            for (auto match = place.globalMatch(QString::fromUtf8(source)); match.hasNext();) {
                const QString name = match.next().captured(1);
                QVERIFY2(names.contains(name.toLatin1()), qPrintable(where + QStringLiteral(": ") + name));
            }
        });
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                for (const StepWords* words : allWordsOf(step)) {
                    for (const Instruction& line : words->byHand) {
                        static const QRegularExpression place(QStringLiteral("\\{([a-z_]+)\\}"));
                        for (auto match = place.globalMatch(line.command); match.hasNext();) {
                            QVERIFY2(names.contains(match.next().captured(1).toLatin1()),
                                     qPrintable(line.command));
                        }
                    }
                }
            }
        }
    }

    /** Titles and other lines of a step for all findings can't speak of one page. */
    void stepsForAllFindingsNameNoSinglePage()
    {
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                for (const StepWords* words : allWordsOf(step)) {
                    for (const Text* text : {&words->title, &words->why, &step.who, &words->impact,
                                             &words->verify, &words->undo}) {
                        QVERIFY2(!step.oncePerCase || !namesOneFinding({*text, {}, {}}), qPrintable(step.id));
                    }
                }
            }
        }
    }

    void dependenciesStandInEarlierOrTheSamePhases()
    {
        QHash<QString, Phase> phases;
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                phases.insert(step.id, step.phase);
            }
        }
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                for (const QString& before : step.dependsOn) {
                    QVERIFY2(phases.value(before) <= step.phase,
                             qPrintable(step.id + QStringLiteral(" after ") + before));
                }
            }
        }
    }

    static void isPowerShell(const Instruction& line, const Places& places)
    {
        QVERIFY2(!line.command.contains(QStringLiteral("cmd"), Qt::CaseInsensitive) ||
                     line.command.contains(QStringLiteral("CommandLine")),
                 qPrintable(line.command));
        // Only what has a copy already, and cut off in the middle it names no file.
        QVERIFY2(!line.command.contains(QStringLiteral("Remove-Item")) ||
                     line.command == QStringLiteral("Remove-Item -Stream {stream} -LiteralPath {holder}"),
                 qPrintable(line.command));
        QVERIFY2(!line.command.contains(QStringLiteral("del ")), qPrintable(line.command));
        const ReadyCommand ready = fill(line, places);
        QVERIFY2(!ready.command.isEmpty(), qPrintable(line.command));
        QVERIFY2(powerShellWords(ready.command), qPrintable(ready.command));
        // A page's path only where it is taken to the letter.
        for (const char* name : {"{path}", "{folder}", "{holder}"}) {
            QVERIFY2(line.command.count(QLatin1StringView(name)) ==
                         line.command.count(QStringLiteral("-LiteralPath ") + QLatin1StringView(name)),
                     qPrintable(line.command));
        }
    }

    void commandsArePowerShell()
    {
        Places plain = placesOf(page("C:\\inetpub\\wwwroot\\a.aspx"), {server()});
        plain.insert(placesOf(account(QStringLiteral("svc$")), {server()}));
        Places hidden = placesOf(page("C:\\inetpub\\wwwroot\\a.aspx:b.aspx"), {server()});
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                for (const StepWords* words : allWordsOf(step)) {
                    for (const Instruction& line : words->byHand) {
                        if (!line.command.isEmpty()) {
                            isPowerShell(line, words == &step ? plain : hidden);
                        }
                    }
                }
            }
        }
    }

    /** Move-Item into a folder that another playbook filled fails where names are the same. */
    void playbooksMoveIntoFoldersOfTheirOwn()
    {
        QHash<QString, QString> owners;
        static const QRegularExpression fixed(QStringLiteral("'(C:\\\\MailmendQuarantine\\\\[^'{]+)'"));
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                QString folder;
                for (const Instruction& line : step.byHand) {
                    const auto match = fixed.match(line.command);
                    if (match.hasMatch()) {
                        folder = match.captured(1);
                        QCOMPARE(owners.value(folder, playbook.id), playbook.id);
                        owners.insert(folder, playbook.id);
                    }
                    // A step of each finding says this once more, and Windows refuses the second.
                    QVERIFY2(!line.command.startsWith(QStringLiteral("Backup-WebConfiguration")) ||
                                 step.oncePerCase || line.text.source.contains("exists already, go on"),
                             qPrintable(step.id));
                }
                QVERIFY2(folder.isEmpty() || step.undo.source.contains((folder + QLatin1Char(' ')).toUtf8()),
                         qPrintable(step.id));
            }
        }
        QCOMPARE(owners.size(), 3);
    }

    /** Names are translated, may be hostile, and may be anybody's: a command changes an account by its SID.
     */
    void accountsAreChangedByNumber()
    {
        static const QRegularExpression byName(
            QStringLiteral("(Local(User|Group|GroupMember)|net (user|localgroup)).*\\{account\\}"));
        for (const char* id : {"P10", "P11"}) {
            for (const StepTemplate& step : builtIn().playbook(QString::fromLatin1(id))->steps) {
                for (const Instruction& line : step.byHand) {
                    QVERIFY2(!byName.match(line.command).hasMatch(), qPrintable(line.command));
                    const bool changes =
                        line.command.contains(QStringLiteral("able-LocalUser")) ||
                        line.command.contains(QStringLiteral("-LocalGroupMember -SID 'S-1-5-32"));
                    QVERIFY2(!changes || line.command.contains(QStringLiteral("{sid}")) ||
                                 line.command.startsWith(QStringLiteral("Get-")),
                             qPrintable(line.command));
                }
            }
        }
    }

    /** Get-LocalGroupMember of Windows PowerShell 5.1 fails where one member exists no more. */
    void membersAreListedInAWayThatWorks()
    {
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                for (const Instruction& line : step.byHand) {
                    QVERIFY2(!line.command.contains(QStringLiteral("Get-LocalGroupMember")),
                             qPrintable(step.id));
                }
            }
        }
    }

    /** The net is cut before an intruder can see that we are at work. */
    void accountsAreChangedOnAServerThatIsCutOff()
    {
        int seen = 0;
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                if (step.id == QStringLiteral("p10-switch-off") ||
                    step.id == QStringLiteral("p11-set-right")) {
                    QVERIFY2(step.dependsOn.contains(QStringLiteral("p27-isolate")), qPrintable(step.id));
                    ++seen;
                }
                if (step.id == QStringLiteral("p10-take-rights")) {
                    const QString command = step.byHand.at(1).command;
                    for (const char* group : {"547", "551", "555", "578", "580"}) {
                        QVERIFY2(
                            command.contains(QStringLiteral("'S-1-5-32-%1'").arg(QLatin1StringView(group))),
                            group);
                    }
                }
            }
        }
        QCOMPARE(seen, 2);
    }

    /** DESIGN 8 and look.md: nothing promises, nothing frightens. */
    void theWordsAreCalm()
    {
        static const QRegularExpression never(
            QStringLiteral(
                "\\b(safe|secure|hacker|score|critical|malware|webshell|remediate|compromised)\\b|!|0x"),
            QRegularExpression::CaseInsensitiveOption);
        forEachSentence([](const QString& where, const Text& text) {
            const auto match = never.match(QString::fromUtf8(text.source));
            QVERIFY2(!match.hasMatch(), qPrintable(where + QStringLiteral(": ") + match.captured()));
        });
    }

    /** "Do not" of the facts: what destroys evidence or warns the intruder comes after the copies. */
    void nothingDestroysEvidenceFirst()
    {
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                if (step.changesSomething && step.phase != Phase::Contain &&
                    step.phase != Phase::ResetCredentials) {
                    QSet<QString> all;
                    QStringList toLook = step.dependsOn;
                    Dependencies dependencies;
                    for (const Playbook& other : builtIn().playbooks) {
                        for (const StepTemplate& one : other.steps) {
                            dependencies.ofTemplate.insert(one.id, one.dependsOn);
                        }
                    }
                    while (!toLook.isEmpty()) {
                        const QString id = toLook.takeFirst();
                        all.insert(id);
                        toLook += dependencies.ofTemplate.value(id);
                    }
                    QVERIFY2(all.contains(QStringLiteral("p0-copy-evidence")), qPrintable(step.id));
                }
            }
        }
    }

    void whatCannotBeUndoneSaysSo()
    {
        for (const Playbook& playbook : builtIn().playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                for (const StepWords* words : allWordsOf(step)) {
                    QVERIFY2(!step.changesSomething || !words->undo.isEmpty() ||
                                 step.phase == Phase::ResetCredentials ||
                                 words->impact.source.contains("be undone"),
                             qPrintable(step.id));
                }
            }
        }
    }
};

MAILMEND_TEST_CLASS(TextsTest)
#include "texts_test.moc"
