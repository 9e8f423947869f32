// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "playbooks/command.h"
#include "support/powershell_words.h"
#include "support/registration.h"
#include "support/sample_findings.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const WindowsPath Auth = *WindowsPath::parse(
    u"C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\owa\\auth");

Finding besideFile(const QByteArray& stream)
{
    return page(Auth.child("logoff.aspx:" + stream));
}

Finding besideFolder(const QByteArray& stream)
{
    Finding finding = page(Auth.parent().child("auth:" + stream));
    Fact hides;
    hides.path = Auth;
    finding.facts.append(hides);
    return finding;
}

/** All that the plan says and offers to copy, a piece a line. */
QString wordsOf(const Step& step)
{
    QStringList all;
    for (const Text& text : {step.title, step.why, step.impact, step.verify, step.undo}) {
        all += inEnglish(text);
    }
    for (const ReadyCommand& line : step.byHand) {
        all += {inEnglish(line.text), line.command, inEnglish(line.cannotName)};
    }
    return all.join(u'\n');
}

const Step& stepIn(const Plan& plan, const QString& id)
{
    const auto found =
        std::find_if(plan.steps.begin(), plan.steps.end(), [&](const Step& one) { return one.id == id; });
    if (found == plan.steps.end()) {
        qFatal("%s is not in the plan", qPrintable(id));
    }
    return *found;
}

QStringList commandsOf(const Step& step)
{
    QStringList all;
    for (const ReadyCommand& line : step.byHand) {
        all += line.command.isEmpty() ? QStringList() : QStringList(line.command);
    }
    return all;
}

} // namespace

/** What is to be done about a page that hides in an alternate data stream. */
class StreamsTest : public QObject
{
    Q_OBJECT

    static Plan planFor(const QList<Finding>& findings)
    {
        return makePlan(findings, {server()}, builtIn(), QStringLiteral("repair"));
    }
    static QString quarantineOf(const Finding& finding)
    {
        return QStringLiteral("p1-quarantine-page@") + finding.id;
    }

private Q_SLOTS:
    void nobodyIsSentToTheFileThatHoldsIt_data()
    {
        QTest::addColumn<bool>("isFolder");
        QTest::newRow("beside a file") << false;
        QTest::newRow("beside a folder") << true;
    }

    void nobodyIsSentToTheFileThatHoldsIt()
    {
        QFETCH(bool, isFolder);
        const Finding finding = isFolder ? besideFolder("evil.aspx") : besideFile("evil.aspx");
        const Plan plan = planFor({finding});
        for (const Step& step : plan.steps) {
            const QString words = wordsOf(step);
            for (const char* never :
                 {"is not there", "can't be typed", "File Explorer", "%3A", "Move-Item"}) {
                QVERIFY2(step.playbook != QStringLiteral("P1") || step.id == QStringLiteral("p1-start-web") ||
                             !words.contains(QLatin1StringView(never)),
                         qPrintable(step.id + words));
            }
            QVERIFY2(!words.contains(QStringLiteral("Remove-Item")) || step.id == quarantineOf(finding),
                     qPrintable(words));
        }
        const QString words = wordsOf(stepIn(plan, quarantineOf(finding)));
        QVERIFY2(words.contains(QStringLiteral("may be one of Exchange's own: don't delete")),
                 qPrintable(words));
        const Step& last = stepIn(plan, QStringLiteral("p1-check-page-gone"));
        QVERIFY(commandsOf(last).isEmpty());
        QVERIFY2(wordsOf(last).contains(QStringLiteral("Check again with Mailmend")),
                 qPrintable(wordsOf(last)));
        QVERIFY2(!wordsOf(last).contains(QStringLiteral("404")), qPrintable(wordsOf(last)));
    }

    void onlyWhatHidesBesideAFileIsTaken()
    {
        const Finding finding = besideFile("evil.aspx");
        const Plan plan = planFor({finding});
        const QString holder = QLatin1Char('\'') + *Auth.child("logoff.aspx").utf16() + QLatin1Char('\'');
        const QString copy = QStringLiteral("'E:\\Evidence\\") + finding.id + QStringLiteral(".copy'");
        QVERIFY(commandsOf(stepIn(plan, quarantineOf(finding)))
                    .contains(QStringLiteral("Remove-Item -Stream 'evil.aspx' -LiteralPath ") + holder));
        const Step& copied = stepIn(plan, QStringLiteral("p1-copy-page@") + finding.id);
        QVERIFY2(
            commandsOf(copied).contains(QStringLiteral("Set-Content -LiteralPath ") + copy +
                                        QStringLiteral(" -Encoding Byte -Value (Get-Content -LiteralPath ") +
                                        holder + QStringLiteral(" -Stream 'evil.aspx' -Encoding Byte -Raw)")),
            qPrintable(wordsOf(copied)));
        QVERIFY(stepIn(plan, quarantineOf(finding)).dependsOn.contains(copied.id));
    }

    /** -Stream is not valid on folders in Windows PowerShell 5.1, where Remove-Item would ask about the
     * folder. */
    void noCommandTouchesWhatHidesBesideAFolder()
    {
        const Finding finding = besideFolder("evil.aspx");
        const Plan plan = planFor({finding});
        for (const Step& step : plan.steps) {
            QVERIFY2(!commandsOf(step).join(u' ').contains(QStringLiteral("-Stream")),
                     qPrintable(wordsOf(step)));
        }
        QVERIFY(wordsOf(stepIn(plan, quarantineOf(finding))).contains(QStringLiteral("technician")));
    }

    /** A file's own steps stay as they are, and the step that all share speaks of each in its own way. */
    void filesAndStreamsStandInOnePlan()
    {
        const Finding file = page(Auth.child("help.aspx"));
        const Finding stream = besideFile("evil.aspx");
        for (const QList<Finding>& findings : {QList{file, stream}, QList{stream, file}}) {
            const Plan plan = planFor(findings);
            QVERIFY(wordsOf(stepIn(plan, quarantineOf(file))).contains(QStringLiteral("Move-Item")));
            QVERIFY(!wordsOf(stepIn(plan, quarantineOf(file))).contains(QStringLiteral("Remove-Item")));
            const Step& last = stepIn(plan, QStringLiteral("p1-check-page-gone"));
            const QString words = wordsOf(last);
            QCOMPARE(inEnglish(last.title), QStringLiteral("See that the pages do not answer any more"));
            QVERIFY2(words.contains(QStringLiteral("/owa/auth/help.aspx at its end")), qPrintable(words));
            QVERIFY2(words.contains(QStringLiteral("Don't ask for logoff.aspx:evil.aspx in a browser")),
                     qPrintable(words));
            QVERIFY2(!words.contains(QStringLiteral("%3A")), qPrintable(words));
        }
        QVERIFY(!inEnglish(stepIn(planFor({stream}), QStringLiteral("p1-check-page-gone")).title)
                     .contains(QStringLiteral("answer")));
    }

    void hostileNamesStayOneArgument_data()
    {
        QTest::addColumn<QByteArray>("stream");
        for (const char* name : {"evil.aspx", "a'; calc; '", "$(calc)", "-Recurse", "a\nRemove-Item C",
                                 "\xE2\x80\x98 \xE2\x80\x99",
                                 "a\xE2\x80\xAE"
                                 "b",
                                 "a\xED\xA0\x80", "{path}", "a;b|c&d", "\"x\""}) {
            QTest::newRow(QByteArray(name).toHex().constData()) << QByteArray(name);
        }
    }

    void hostileNamesStayOneArgument()
    {
        QFETCH(QByteArray, stream);
        const Finding finding = besideFile(stream);
        for (const QString& command : commandsOf(stepIn(planFor({finding}), quarantineOf(finding)))) {
            const auto words = powerShellWords(command);
            QVERIFY2(words, qPrintable(command));
            if (words->first() == QStringLiteral("Remove-Item")) {
                QCOMPARE(words->size(), 5);
                QCOMPARE(words->at(1), QStringLiteral("-Stream"));
                QCOMPARE(powerShellValue(words->at(2)), WindowsPath(0, {stream}).utf16());
                QCOMPARE(words->at(3), QStringLiteral("-LiteralPath"));
                QCOMPARE(powerShellValue(words->at(4)), Auth.child("logoff.aspx").utf16());
                return;
            }
        }
        QFAIL("no command takes it out");
    }

    /** Remove-Item reads some names otherwise than they are, and could take away what is not meant. */
    void namesThatCouldTakeMoreAreInNoCommand_data()
    {
        QTest::addColumn<QByteArray>("stream");
        for (const char* name : {"*", "a?b", "[a]", "a`b", " a", "a ", " ", "\xC2\xA0", "", "a:$DATA",
                                 ":$DATA", "a/b", "a\\b", "a\xFF"}) {
            QTest::newRow(('.' + QByteArray(name).toHex()).constData()) << QByteArray(name);
        }
    }

    void namesThatCouldTakeMoreAreInNoCommand()
    {
        QFETCH(QByteArray, stream);
        const Finding finding = besideFile(stream);
        const Step step = stepIn(planFor({finding}), quarantineOf(finding));
        QVERIFY2(!commandsOf(step).join(u' ').contains(QStringLiteral("Remove-Item")),
                 qPrintable(wordsOf(step)));
        QVERIFY2(wordsOf(step).contains(QStringLiteral("No command that takes only that can be written")),
                 qPrintable(wordsOf(step)));
    }

    /** Of older cases, and of playbooks that have no words for streams. */
    void otherPlaybooksSayWhatItIs()
    {
        for (const char* playbook : {"P5", "P6"}) {
            Finding finding = besideFile("evil.aspx");
            finding.playbook = QLatin1StringView(playbook);
            for (const Step& step : planFor({finding}).steps) {
                const QString words = wordsOf(step);
                QVERIFY2(!words.contains(QStringLiteral("can't be typed")), qPrintable(words));
                QVERIFY2(step.playbook != finding.playbook ||
                             !commandsOf(step).join(u' ').contains(QStringLiteral("logoff.aspx")),
                         qPrintable(words));
            }
        }
        const ReadyCommand ready =
            fill(Instruction{verbatim(QStringLiteral("Do")), QStringLiteral("Get-Item -LiteralPath {path}"),
                             Shell::PowerShell},
                 placesOf(besideFile("evil.aspx"), {server()}));
        QVERIFY(ready.command.isEmpty());
        QVERIFY(inEnglish(ready.cannotName).contains(QStringLiteral("alternate data stream")));
        QVERIFY(inEnglish(ready.cannotName).contains(QStringLiteral("don't move or delete it")));
        const ReadyCommand address = fill(Instruction{Text{"test", "Open {url}", {}}, {}, Shell::PowerShell},
                                          placesOf(besideFile("evil.aspx"), {server()}));
        QCOMPARE(inEnglish(address.text), QStringLiteral("Open /…"));
        QVERIFY(inEnglish(address.cannotName).contains(QStringLiteral("Check again with Mailmend")));
    }
};

MAILMEND_TEST_CLASS(StreamsTest)
#include "streams_test.moc"
