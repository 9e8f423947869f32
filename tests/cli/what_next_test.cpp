// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/show_result.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "support/small_file.h"

#include <QDir>
#include <QFile>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QByteArray Found = "We found nothing to repair in what could be read.";
const QByteArray Gap = "nobody can tell yet whether a repair is needed.";

/** What stands under "What next", in one line. */
QByteArray next(const QByteArray& printed)
{
    const qsizetype at = printed.indexOf("What next");
    return at < 0 ? QByteArray() : printed.mid(at).simplified();
}

/** The gap is said, and said first. */
bool saysGapFirst(const QByteArray& said)
{
    return said.contains(Gap) && said.contains(Found) && said.indexOf(Gap) < said.indexOf(Found) &&
           !said.contains("Nothing here needs");
}

} // namespace

/** Where nothing was found, the last words promise no more than what was read shows. */
class WhatNextTest : public QObject
{
    Q_OBJECT

private:
    ConsoleRun m_console;

    /** What showResult prints last. */
    QByteArray shown(const ScanResult& result) const
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
        return (*output)->finish() && written.open(QIODevice::ReadOnly) ? next(written.readAll())
                                                                        : QByteArray();
    }

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
        QVERIFY2(saysGapFirst(said), said.constData());
        QCOMPARE(said.contains("You stopped this"), gap == 0);
    }
};

MAILMEND_TEST_CLASS(WhatNextTest)
#include "what_next_test.moc"
