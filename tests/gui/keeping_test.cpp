// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/event_log.h"
#include "cases/events.h"
#include "engine/fix_runner.h"
#include "gui/recent_cases.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <QAbstractButton>
#include <QDir>
#include <QLineEdit>
#include <QProgressBar>
#include <QSignalSpy>
#include <QThread>

using namespace mailmend;
using namespace mailmend::testing;

/** What is found and done is in the case, whatever happens to the window; and cases are found again. */
class KeepingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatWasAskedForLastIsStillWritten();
    void aPlaceThatCannotKeepTheCaseIsSaidBefore();
    void whatFailedElsewhereIsSaidOnReturn();
    void badTargetsAreExplained_data();
    void badTargetsAreExplained();
    void noOtherCaseOpensWhileSomethingRuns();
    void noPlaceHidesAnother();
    void aClosedCaseDoesNotComeBack();
    void aCaseOpensWhereItWasLeft();
    void aChangedCaseSaysSoFirst();
    void aCaseOpensUnderAnyName();
    void aFileThatIsNoCaseLeavesTheOpenOneOpen();
    void noViewStandsOverAnotherCase();
    void whatCannotBeReadIsNotTakenUp();
    void closingTheWindowSaysWhatCouldNotBeWritten();
    void theWayBackStaysInTheCase();
    void pagesOfACaseSayThatThereIsNone();
    void recentCases();
    void aReportReplacesNothingUnasked();

private:
    static void checkSample(TestWindow& test, const QString& file);
    static bool shows(TestWindow& test, const QString& words);
};

/** Looks at the sample and keeps its case in `file`. */
void KeepingTest::checkSample(TestWindow& test, const QString& file)
{
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(QStringLiteral("sample:"));
    QVERIFY(looked.wait(60000));
    test.session.startScan(file);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() && test.session.view()->scan, 60000);
}

bool KeepingTest::shows(TestWindow& test, const QString& words)
{
    const auto labels = test.window.findChildren<gui::Label*>();
    return std::any_of(labels.begin(), labels.end(), [&words](const gui::Label* label) {
        return label->isVisible() && label->text().remove(QChar(0x200B)).contains(words);
    });
}

void KeepingTest::whatWasAskedForLastIsStillWritten()
{
    QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("case.mailmend"));
    const QString seals = folder.filePath(QStringLiteral("seal"));
    {
        TestWindow test;
        checkSample(test, file);
        for (int number = 0; number < 20; ++number) {
            test.session.append(
                {events::noteAdded(QStringLiteral("note %1").arg(number), {}, {}, QStringLiteral("Ada"))});
        }
    }
    auto log = EventLog::open(file, seals);
    QVERIFY(bool(log));
    const auto written = (*log)->read(0);
    QVERIFY(bool(written));
    QCOMPARE(written->last().data.value(QStringLiteral("text")).toString(), QStringLiteral("note 19"));
}

void KeepingTest::aPlaceThatCannotKeepTheCaseIsSaidBefore()
{
    TestWindow test;
    test.show();
    const QString taken = test.folder.filePath(QStringLiteral("taken.mailmend"));
    QFile other(taken);
    QVERIFY(other.open(QIODevice::WriteOnly) && other.write("somebody's") > 0);
    other.close();
    for (const QString& place : {taken, taken + QStringLiteral("/below/case.mailmend")}) {
        QSignalSpy looked(&test.session, &gui::Session::lookFinished);
        QSignalSpy failed(&test.session, &gui::Session::failed);
        QSignalSpy scanned(&test.session, &gui::Session::scanFinished);
        test.session.look(QStringLiteral("sample:"));
        QVERIFY(looked.wait(60000));
        test.session.startScan(place);
        QVERIFY(failed.wait(60000));
        QCOMPARE(failed.first().first().value<gui::Session::Work>(), gui::Session::Work::Scanning);
        QCOMPARE(scanned.count(), 0);
    }
    QVERIFY(other.open(QIODevice::ReadOnly));
    QCOMPARE(other.readAll(), QByteArray("somebody's"));
}

/** Not only the page that is shown: whoever comes back to the page that waited must not wait for ever. */
void KeepingTest::whatFailedElsewhereIsSaidOnReturn()
{
    TestWindow test;
    test.show();
    QSignalSpy failed(&test.session, &gui::Session::failed);
    test.window.go(QStringLiteral("source"), test.folder.filePath(QStringLiteral("not there.zip")));
    test.window.go(QStringLiteral("settings"));
    QVERIFY(failed.count() > 0 || failed.wait(60000));
    QCOMPARE(test.window.currentPage(), QStringLiteral("settings"));
    test.open(QStringLiteral("source"));
    QVERIFY(shows(test, QStringLiteral("We could not look at this")));
    QVERIFY(shows(test, QStringLiteral("is not there")));
}

void KeepingTest::badTargetsAreExplained_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("said");
    QTest::newRow("missing") << QStringLiteral("gone.zip") << QByteArray() << QStringLiteral("is not there");
    QTest::newRow("text") << QStringLiteral("notes.zip") << QByteArray("Dear Ada")
                          << QStringLiteral("no whole zip");
    QTest::newRow("nothing") << QStringLiteral("empty/") << QByteArray()
                             << QStringLiteral("no Windows folder");
}

void KeepingTest::badTargetsAreExplained()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, content);
    QFETCH(QString, said);
    TestWindow test;
    test.show();
    const QString path = test.folder.filePath(name);
    QFile file(path);
    if (name.endsWith(QLatin1Char('/'))) {
        QVERIFY(QDir().mkpath(path));
    } else if (!content.isEmpty()) {
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
        file.close();
    }
    QSignalSpy failed(&test.session, &gui::Session::failed);
    test.window.go(QStringLiteral("start"), path);
    QVERIFY(failed.count() > 0 || failed.wait(60000));
    TestWindow::settle();
    QCOMPARE(test.window.currentPage(), QStringLiteral("source"));
    QVERIFY(shows(test, QStringLiteral("We could not look at this")));
    QVERIFY(shows(test, said));
    QVERIFY(shows(test, inEnglish(failed.first().at(1).value<Error>().hint)));
}

void KeepingTest::noOtherCaseOpensWhileSomethingRuns()
{
    TestWindow test;
    test.show();
    const QString first = test.folder.filePath(QStringLiteral("first.mailmend"));
    const QString second = test.folder.filePath(QStringLiteral("second.mailmend"));
    checkSample(test, second);
    checkSample(test, first);
    QSignalSpy opened(&test.session, &gui::Session::caseOpened);
    QSignalSpy failed(&test.session, &gui::Session::failed);
    QSignalSpy again(&test.session, &gui::Session::checkedAgain);
    test.session.checkAgain(QStringLiteral("sample:repaired"));
    test.session.openCase(second);
    QCOMPARE(failed.count(), 1);
    QVERIFY(again.wait(60000));
    QTRY_VERIFY(!test.session.view()->history.isEmpty());
    QCOMPARE(opened.count(), 0);
    test.session.openCase(second);
    QVERIFY(opened.wait(60000));
}

/** What was asked for a moment before belongs to the case that was open then, and shows nothing any more. */
/** Two places where changes are kept could not be looked after: the person reads of both. */
void KeepingTest::noPlaceHidesAnother()
{
    TestWindow test;
    test.show();
    Q_EMIT test.session.tookOver(
        {}, {Error{ErrorKind::Denied,
                   say(MAILMEND_TEXT("test", "The first is closed.")),
                   say(MAILMEND_TEXT("test", "Open it.")),
                   {},
                   {}},
             Error{ErrorKind::Fault, say(MAILMEND_TEXT("test", "The second is broken.")), {}, {}, {}}});
    for (const char* part :
         {"is not settled yet", "The first is closed.", "Open it.", "The second is broken."}) {
        QVERIFY2(shows(test, QString::fromUtf8(part)), part);
    }
}

void KeepingTest::aClosedCaseDoesNotComeBack()
{
    TestWindow test;
    checkSample(test, test.folder.filePath(QStringLiteral("first.mailmend")));
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(QStringLiteral("sample:"));
    QVERIFY(looked.wait(60000));
    test.session.append({events::noteAdded(QStringLiteral("late"), {}, {}, QStringLiteral("Ada"))});
    QSignalSpy opened(&test.session, &gui::Session::caseOpened);
    bool cameBack = false;
    connect(&test.session, &gui::Session::viewChanged, &test.window,
            [&](const gui::ViewPointer& view) { cameBack = cameBack || (view && opened.isEmpty()); });
    test.session.startScan(test.folder.filePath(QStringLiteral("second.mailmend")));
    QVERIFY(opened.wait(60000));
    QVERIFY(!cameBack);
}

void KeepingTest::aCaseOpensWhereItWasLeft()
{
    TestWindow test;
    test.show();
    const QString file = test.folder.filePath(QStringLiteral("case.mailmend"));
    checkSample(test, file);
    const QString step = test.session.view()->steps.at(2).step.id;
    test.session.append({events::stepOpened(step)});
    QTRY_COMPARE(test.session.view()->currentStep, step);
    test.open(QStringLiteral("start"), file);
    QTRY_COMPARE(test.window.currentPage(), QStringLiteral("plan"));
    QVERIFY(shows(test, inEnglish(test.session.view()->step(step)->step.title)));
}

void KeepingTest::aChangedCaseSaysSoFirst()
{
    TestWindow test;
    test.show();
    const QString file = test.folder.filePath(QStringLiteral("case.mailmend"));
    checkSample(test, file);
    const QString step = test.session.view()->steps.at(2).step.id;
    test.session.append({events::stepOpened(step)});
    QTRY_COMPARE(test.session.view()->currentStep, step);
    // An older copy takes the place of a case that has gone on since.
    const QString other = test.folder.filePath(QStringLiteral("other.mailmend"));
    const QString copy = test.folder.filePath(QStringLiteral("copy"));
    checkSample(test, other);
    QVERIFY(QFile::copy(file, copy));
    QSignalSpy opened(&test.session, &gui::Session::caseOpened);
    test.session.openCase(file);
    QVERIFY(opened.wait(60000));
    test.session.append({events::noteAdded(QStringLiteral("went on"), {}, {}, QStringLiteral("Ada"))});
    test.session.openCase(other);
    QTRY_COMPARE(opened.count(), 2);
    QVERIFY(QFile::remove(file) && QFile::rename(copy, file));
    test.open(QStringLiteral("start"), file);
    QTRY_COMPARE(test.window.currentPage(), QStringLiteral("overview"));
    QVERIFY(!test.session.view()->integrity.intact);
    QVERIFY(shows(test, inEnglish(test.session.view()->integrity.text)));
    test.open(QStringLiteral("history"));
    QVERIFY(shows(test, QStringLiteral("The case was changed from outside")));
}

void KeepingTest::aCaseOpensUnderAnyName()
{
    TestWindow test;
    test.show();
    const QString folder = test.folder.filePath(QStringLiteral("Fälle der Kanzlei"));
    const QString file = folder + QStringLiteral("/Büro 1.MAILMEND");
    checkSample(test, file);
    const QString step = test.session.view()->steps.at(2).step.id;
    test.session.append({events::stepOpened(step)});
    QTRY_COMPARE_WITH_TIMEOUT(test.session.view()->currentStep, step, 60000);
    test.open(QStringLiteral("start"), file);
    QTRY_COMPARE_WITH_TIMEOUT(test.window.currentPage(), QStringLiteral("plan"), 60000);
    QCOMPARE(test.session.caseFile(), file);
}

void KeepingTest::aFileThatIsNoCaseLeavesTheOpenOneOpen()
{
    TestWindow test;
    test.show();
    checkSample(test, test.folder.filePath(QStringLiteral("case.mailmend")));
    const QString broken = test.folder.filePath(QStringLiteral("broken.mailmend"));
    QFile file(broken);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no case") > 0);
    file.close();
    QSignalSpy failed(&test.session, &gui::Session::failed);
    test.open(QStringLiteral("start"), broken);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(test.window.currentPage(), QStringLiteral("start"));
    QVERIFY(test.session.view() != nullptr);
    const Error error = failed.first().at(1).value<Error>();
    QVERIFY(shows(test, inEnglish(error.text)));
    // What is done from now on does not lead away from the page.
    test.session.append({events::noteAdded(QStringLiteral("x"), {}, {}, QStringLiteral("Ada"))});
    QSignalSpy viewed(&test.session, &gui::Session::viewChanged);
    QVERIFY(viewed.wait(60000));
    QCOMPARE(test.window.currentPage(), QStringLiteral("start"));
}

/** Until the other case was read, nothing is shown: what was written meanwhile would go into the wrong one.
 */
void KeepingTest::noViewStandsOverAnotherCase()
{
    TestWindow test;
    const QString other = test.folder.filePath(QStringLiteral("other.mailmend"));
    checkSample(test, other);
    checkSample(test, test.folder.filePath(QStringLiteral("first.mailmend")));
    QVERIFY(test.session.view() != nullptr);
    bool stood = false;
    int opened = 0;
    connect(&test.session, &gui::Session::caseOpened, &test.window, [&](const QString&) {
        ++opened;
        stood = stood || test.session.view() != nullptr;
    });
    test.session.openCase(other);
    QTRY_COMPARE(opened, 1);
    QVERIFY(!stood);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
}

/** A case that can be opened and then not be read: its changes are nobody's to settle. */
void KeepingTest::whatCannotBeReadIsNotTakenUp()
{
    TestWindow test;
    const QString file = test.folder.filePath(QStringLiteral("case.mailmend"));
    const QString seals = test.folder.filePath(QStringLiteral("seals"));
    QVERIFY(QDir().mkpath(changeStoreFolder(file)));
    const auto knowledge = loadBuiltInKnowledge();
    QVERIFY(bool(knowledge));
    QVERIFY(bool(EventLog::create(file, seals)));
    for (const bool readable : {true, false}) {
        int found = 0;
        int failed = 0;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            gui::CaseStore store(*knowledge, seals, systemClock());
            connect(&store, &gui::CaseStore::changesFound, &store, [&found] { ++found; });
            connect(&store, &gui::CaseStore::failed, &store, [&failed] { ++failed; });
            connect(&store, &gui::CaseStore::opened, &store, [readable](const QString& opened) {
                if (!readable) {
                    QFile::resize(opened, 200);
                }
            });
            store.open(file);
        }));
        thread->start();
        QVERIFY(thread->wait(60000));
        QCOMPARE(found, readable ? 1 : 0);
        QCOMPARE(failed, readable ? 0 : 1);
    }
}

void KeepingTest::closingTheWindowSaysWhatCouldNotBeWritten()
{
    TestWindow test;
    test.show();
    QSignalSpy failed(&test.session, &gui::Session::failed);
    test.session.append({events::noteAdded(QStringLiteral("x"), {}, {}, QStringLiteral("Ada"))});
    test.window.close();
    QTRY_COMPARE(failed.count(), 1);
    TestWindow::settle();
    QVERIFY(test.window.isVisible());
    QVERIFY(shows(test, QStringLiteral("could not be written down")));
    // It was said: the next time it closes.
    test.window.close();
    QTRY_VERIFY(!test.window.isVisible());
}

void KeepingTest::theWayBackStaysInTheCase()
{
    TestWindow test;
    test.show();
    const QString other = test.folder.filePath(QStringLiteral("other.mailmend"));
    checkSample(test, other);
    checkSample(test, test.folder.filePath(QStringLiteral("first.mailmend")));
    test.open(QStringLiteral("finding"), test.session.view()->findings.first().finding.id);
    test.open(QStringLiteral("overview"));
    const auto back = [&test] {
        QTest::keyClick(&test.window, Qt::Key_Left, Qt::AltModifier);
        return test.window.currentPage();
    };
    QCOMPARE(back(), QStringLiteral("finding"));
    test.open(QStringLiteral("overview"));
    QSignalSpy opened(&test.session, &gui::Session::caseOpened);
    test.session.openCase(other);
    QVERIFY(opened.wait(60000));
    QCOMPARE(back(), QStringLiteral("overview"));
}

void KeepingTest::pagesOfACaseSayThatThereIsNone()
{
    TestWindow test;
    test.show();
    for (const char* page : {"preview", "look-again"}) {
        test.open(QString::fromLatin1(page));
        QVERIFY2(shows(test, QStringLiteral("There is no case open. Begin under Start.")), page);
        const auto bars = test.window.findChildren<QProgressBar*>();
        QVERIFY2(
            std::none_of(bars.begin(), bars.end(), [](const QProgressBar* bar) { return bar->isVisible(); }),
            page);
    }
}

void KeepingTest::recentCases()
{
    TestWindow test;
    const QString file = test.folder.filePath(QStringLiteral("MAPLE 1.mailmend"));
    for (int number = 0; number < 12; ++number) {
        gui::rememberCase(test.settings, {QStringLiteral("/gone/%1.mailmend").arg(number), 0, 0});
    }
    QCOMPARE(gui::recentCases(test.settings).size(), 8);
    QCOMPARE(gui::recentCases(test.settings).first().file, QStringLiteral("/gone/11.mailmend"));
    test.show();
    checkSample(test, file);
    const gui::RecentCase known = gui::recentCases(test.settings).first();
    QCOMPARE(known.file, file);
    QCOMPARE(known.steps, static_cast<int>(test.session.view()->steps.size()));
    gui::rememberCase(test.settings, {file, 0, 0});
    QCOMPARE(gui::recentCases(test.settings).first().steps, known.steps);
    QCOMPARE(gui::recentCases(test.settings).size(), 8);

    // Only those that are still there are offered, before anything else.
    test.open(QStringLiteral("start"));
    const auto offered = [&test] {
        QStringList names;
        const auto buttons = test.window.findChildren<QAbstractButton*>();
        for (const QAbstractButton* button : buttons) {
            if (button->isVisible() &&
                button->accessibleDescription().contains(QStringLiteral("last changed"))) {
                names.append(button->accessibleName());
            }
        }
        return names;
    };
    QTRY_COMPARE(offered(), QStringList{QStringLiteral("MAPLE 1")});
}

void KeepingTest::aReportReplacesNothingUnasked()
{
    TestWindow test;
    test.show();
    checkSample(test, test.folder.filePath(QStringLiteral("case.mailmend")));
    const QString report = test.folder.filePath(QStringLiteral("letter.html"));
    QFile letter(report);
    QVERIFY(letter.open(QIODevice::WriteOnly) && letter.write("Dear Ada") > 0);
    letter.close();
    const auto content = [&letter] {
        const bool opened = letter.open(QIODevice::ReadOnly);
        const QByteArray bytes = opened ? letter.readAll() : QByteArray();
        letter.close();
        return bytes;
    };
    test.open(QStringLiteral("report"));
    const auto lines = test.window.findChildren<QLineEdit*>();
    const auto line =
        std::find_if(lines.begin(), lines.end(), [](const QLineEdit* one) { return one->isVisible(); });
    QVERIFY(line != lines.end());
    (*line)->setText(report);
    QSignalSpy failed(&test.session, &gui::Session::failed);
    QSignalSpy saved(&test.session, &gui::Session::reportSaved);
    QTest::keyClick(*line, Qt::Key_Return);
    QVERIFY(failed.wait(60000));
    QCOMPARE(content(), QByteArray("Dear Ada"));
    QVERIFY(shows(test, QStringLiteral("Save once more to replace it")));
    QTest::keyClick(*line, Qt::Key_Return);
    QVERIFY(saved.wait(60000));
    QVERIFY(content().contains("<html"));
}

MAILMEND_TEST_CLASS(KeepingTest)
#include "keeping_test.moc"
