// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/show_result.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QByteArray Found = "We found nothing to repair in what could be read.";
const QByteArray FoundByThisVersion = "We found nothing to repair in what it can look at.";
const QByteArray Again = "collect it, leave nothing out, and look again.";
const QByteArray Gap = "nobody can tell yet whether a repair is needed.";

/** What stands under "What next", in one line. */
QByteArray next(const QByteArray& printed)
{
    const qsizetype at = printed.indexOf("What next");
    return at < 0 ? QByteArray() : printed.mid(at).simplified();
}

/** The gap is said, and said first. */
bool saysGapFirst(const QByteArray& said, const QByteArray& found = Found)
{
    return said.contains(Gap) && said.contains(found) && said.indexOf(Gap) < said.indexOf(found) &&
           !said.contains("Nothing here needs");
}

} // namespace

/** Where nothing was found, the last words promise no more than what was read shows; where something was, the
 * check says what it did not read. */
class WhatNextTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;

    /** What showResult prints. */
    QByteArray printed(const ScanResult& result) const
    {
        Console console;
        console.reader = englishReader();
        const QString file = m_console.path("shown.txt");
        QFile::remove(file);
        auto output = Output::open(console, file);
        if (!output) {
            return {};
        }
        showResult(**output, result, Knowledge{}, {});
        QFile written(file);
        return (*output)->finish() && written.open(QIODevice::ReadOnly) ? written.readAll() : QByteArray();
    }

    /** What it prints last. */
    QByteArray shown(const ScanResult& result) const { return next(printed(result)); }

    /** Everything was read, and nothing was found in it. */
    static ScanResult clear()
    {
        ScanResult result;
        CheckResult check;
        check.check = QStringLiteral("web-shells");
        check.verdict = Verdict::Clear;
        check.looked = {verbatim(QStringLiteral("We looked at 3 pages."))};
        result.checks = {check};
        result.answers.exposed.answer = Answer::NoneFound;
        result.answers.entered.answer = Answer::NoneFound;
        result.answers.stillInside.answer = Answer::NoneFound;
        result.answers.couldWeTell.answer = CouldTell::Yes;
        return result;
    }

private Q_SLOTS:
    void aDiskWithNothingOnIt()
    {
        const QString disk = m_console.path("e");
        QVERIFY(QDir().mkpath(disk + QStringLiteral("/Windows/System32/config")));
        const Ran ran = m_console.run({QStringLiteral("check"), QStringLiteral("C=") + disk});
        QCOMPARE(ran.status, 2);
        QVERIFY2(saysGapFirst(next(ran.out)), ran.out.constData());
    }

    void aLooseText()
    {
        const QString file = m_console.path("notes.txt");
        QVERIFY(writeWhole(file, "Remember the milk.\n"));
        const Ran ran = m_console.run({QStringLiteral("scan"), file});
        QVERIFY2(saysGapFirst(next(ran.out)), ran.out.constData());
    }

    void whatIsFoundIsRepaired()
    {
        const Ran ran = m_console.run({QStringLiteral("check"), QStringLiteral("sample:")});
        QVERIFY(next(ran.out).contains("--case FILE"));
        QVERIFY(!ran.out.contains(Found));
    }

    void onlyWhereAllWasReadNothingIsMissing()
    {
        const QByteArray said = shown(clear());
        QVERIFY2(said.endsWith(Found) && !said.contains(Gap), said.constData());
    }

    void eachGapComesFirst_data()
    {
        QTest::addColumn<int>("gap");
        const QList<const char*> names{"cancelled", "could not check", "unread",
                                       "left out",  "could not tell",  "unknown"};
        for (int gap = 0; gap < names.size(); ++gap) {
            QTest::newRow(names.at(gap)) << gap;
        }
    }

    void eachGapComesFirst()
    {
        QFETCH(int, gap);
        ScanResult result = clear();
        result.cancelled = gap == 0;
        if (gap == 1) {
            result.checks.first().verdict = Verdict::CouldNotCheck;
        } else if (gap == 2) {
            result.checks.first().unread = {
                {QStringLiteral("web-roots"), ReadState::Denied, verbatim(QStringLiteral("Denied."))}};
        } else if (gap == 3) {
            result.leftOut = {verbatim(QStringLiteral("All other checks."))};
        } else if (gap == 4) {
            result.answers.couldWeTell.answer = CouldTell::Partly;
        } else if (gap == 5) {
            result.answers.entered.answer = Answer::Unknown;
        }
        const QByteArray said = shown(result);
        const bool isOfThisVersion = gap >= 4;
        QVERIFY2(saysGapFirst(said, isOfThisVersion ? FoundByThisVersion : Found), said.constData());
        QCOMPARE(said.contains("You stopped this"), gap == 0);
        QCOMPARE(said.contains(Again), gap > 0 && !isOfThisVersion);
    }

    /** Whoever can read more is told to; nobody is sent to look for what no look can bring. */
    void onlyWhatCanBeCollectedIsAskedFor_data()
    {
        QTest::addColumn<ReadState>("state");
        QTest::addColumn<bool>("again");
        QTest::newRow("read") << ReadState::Read << false;
        QTest::newRow("of no use here") << ReadState::Skipped << false;
        QTest::newRow("partly") << ReadState::Partly << true;
        QTest::newRow("not collected") << ReadState::NotCollected << true;
        QTest::newRow("denied") << ReadState::Denied << true;
        QTest::newRow("missing") << ReadState::Missing << true;
    }

    void onlyWhatCanBeCollectedIsAskedFor()
    {
        QFETCH(ReadState, state);
        QFETCH(bool, again);
        ScanResult result = clear();
        result.answers.entered.answer = Answer::Unknown;
        CoverageEntry row;
        row.source = QStringLiteral("iis-logs");
        row.state = state;
        result.coverage = {row};
        QByteArray said = shown(result);
        QVERIFY2(saysGapFirst(said, again ? Found : FoundByThisVersion), said.constData());
        QCOMPARE(said.contains(Again), again);
        QCOMPARE(said.contains("This version of Mailmend cannot look at everything (see the answers above)"),
                 !again);
        // Where nothing could be read, there is something to collect.
        result.answers.couldWeTell.answer = CouldTell::No;
        said = shown(result);
        QVERIFY2(saysGapFirst(said, Found) && said.contains(Again), said.constData());
    }

    /** The number of checks that did not read everything stands above: here is what that was. */
    void whatFoundSomethingSaysWhatItMissed()
    {
        const QByteArray missed = "Not everything that this check needs could be read. Denied.";
        ScanResult result = clear();
        CheckResult& check = result.checks.first();
        check.verdict = Verdict::NeedsAction;
        check.reason = verbatim(QStringLiteral("3 things need action."));
        QVERIFY(!printed(result).simplified().contains("Not everything that this check"));
        check.unread = {
            {QStringLiteral("web-roots"), ReadState::Denied, verbatim(QStringLiteral("Denied."))}};
        const QByteArray said = printed(result).simplified();
        QVERIFY2(said.contains("web-shells: 3 things need action. " + missed), said.constData());
        // Where its own reason says so, it is said once.
        check.verdict = Verdict::CouldNotCheck;
        check.reason = verbatim(QString::fromLatin1(missed));
        QCOMPARE(printed(result).simplified().count(missed), 1);
    }

    void theSampleSaysWhatItsChecksMissed()
    {
        const Ran ran = m_console.run({QStringLiteral("check"), QStringLiteral("sample:")});
        QByteArray checks = ran.out.mid(ran.out.indexOf("\nThe checks")).simplified();
        checks.truncate(checks.indexOf("What was read "));
        const qsizetype found = checks.indexOf("patch-level: 3 things need action. Not everything that this "
                                               "check needs could be read. ");
        QVERIFY2(found >= 0, checks.constData());
        const QJsonArray listed = m_console
                                      .run({QStringLiteral("check"), QStringLiteral("sample:"),
                                            QStringLiteral("--format"), QStringLiteral("json")})
                                      .json()
                                      .value(QStringLiteral("checks"))
                                      .toArray();
        int missed = 0;
        for (const QJsonValue& check : listed) {
            missed += check[u"unread"].toArray().isEmpty() ? 0 : 1;
        }
        QCOMPARE(checks.count("Not everything that this check needs could be read."), missed);
        QVERIFY(ran.out.simplified().contains(QByteArray::number(missed) +
                                              " things could not be checked in full."));
    }
};

MAILMEND_TEST_CLASS(WhatNextTest)
#include "what_next_test.moc"
