// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "evidence/sample/sample.h"
#include "gui/keys.h"
#include "gui/pages/page.h"
#include "gui/test_window.h"
#include "support/posix/served_look.h"
#include "support/registration.h"

#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const Knowledge& pack()
{
    static const KnowledgePointer loaded = *loadBuiltInKnowledge();
    return *loaded;
}

/** A case of this computer, as it is seen without rights. */
QString caseWithoutRights(const QString& home, const QString& guid = {})
{
    auto seen = lookAtSampleAsOurs(pack(), false, {}, {});
    if (!seen) {
        return {};
    }
    if (!guid.isEmpty()) {
        seen->targets.first().identity.machineGuid = guid;
    }
    const QString file = home + QStringLiteral("/ours.mailmend");
    const auto log = EventLog::create(file, home + QStringLiteral("/seal"), systemClock());
    const QList<Event> events =
        QList<Event>{events::evidenceReceived(seen->targets.first(), {}, {}, QStringLiteral("Ada"))} +
        events::scanned(*seen, QStringLiteral("Ada"));
    return log && (*log)->append(0, events) ? file : QString();
}

HelperLook granted()
{
    return [](const ScanConsent&, const CancelToken& cancel, const ScanListener& listener) {
        return lookAtSampleAsOurs(pack(), true, cancel, listener);
    };
}

ReadState samIn(const CaseView& view)
{
    for (const CoverageEntry& row : view.scan->coverage) {
        if (row.source == QStringLiteral("registry-sam")) {
            return row.state;
        }
    }
    return ReadState::Missing;
}

QPushButton* buttonThatSays(TestWindow& test, const char* words)
{
    const auto buttons = test.window.findChildren<QPushButton*>();
    for (QPushButton* button : buttons) {
        if (button->isVisible() &&
            QString(button->text()).remove(QLatin1Char('&')).startsWith(QLatin1StringView(words))) {
            return button;
        }
    }
    return nullptr;
}

/** The row of the page that checks again. */
bool offersRights(const TestWindow& test)
{
    const auto rows = test.window.findChildren<QAbstractButton*>();
    return std::any_of(rows.begin(), rows.end(), [](const QAbstractButton* row) {
        return row->isVisible() &&
               row->accessibleName().contains(QStringLiteral("This computer, with administrator rights"));
    });
}

/** The page of the check, while it is shown. */
QString titleOfCheck(const TestWindow& test)
{
    const auto* page = test.window.findChild<QStackedWidget*>()->currentWidget();
    return qobject_cast<const gui::Page*>(page)->title();
}

HelperLook looksUntilStopped()
{
    return [](const ScanConsent&, const CancelToken& cancel, const ScanListener& listener) {
        while (!cancel.isCancelled()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return lookAtSampleAsOurs(pack(), true, cancel, listener);
    };
}

constexpr char lookAgain[] = "Look again with administrator rights";

void openOverview(TestWindow& test, const QString& file)
{
    QVERIFY(!file.isEmpty());
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.session.openCase(file);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60'000);
    test.open(QStringLiteral("overview"));
}

/** Light and dark, for people, in the build's folder. */
void keepPictures(TestWindow& test, const char* name)
{
    const QDir folder(QStringLiteral(MAILMEND_BINARY_DIR "/screenshots"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    for (const auto choice : {gui::ThemeChoice::Dark, gui::ThemeChoice::Light}) {
        test.theme.apply(choice, 100);
        TestWindow::settle();
        const QString end =
            choice == gui::ThemeChoice::Dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        QVERIFY(test.window.grab().save(
            folder.filePath(QString::fromLatin1(name) + end + QStringLiteral(".png"))));
    }
}

} // namespace

/** What this account may not read is asked for by one button; whatever comes of it, what was known stays. */
class LookWithRightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusedThenGranted();
    void aHelperThatDies();
    void stopped();
    void askedTwice();
    void noOfferWhileSomethingRuns();
    void noButtonWhereItWouldNotHelp();
    void anotherComputersCase();
};

void LookWithRightsTest::refusedThenGranted()
{
    QTemporaryDir home;
    int asked = 0;
    TestWindow test(home.path(), builtHelper(),
                    [&asked, given = servedLook(granted())](HelperVerb verb, const HelperPatience& patience)
                        -> Result<std::unique_ptr<HelperLine>> {
                        if (++asked == 1) {
                            return Error{ErrorKind::Denied,
                                         say(MAILMEND_TEXT("test", "Windows was told no.")),
                                         say(MAILMEND_TEXT("test", "Ask again.")),
                                         {},
                                         {}};
                        }
                        return given(verb, patience);
                    });
    STEP(openOverview(test, caseWithoutRights(home.path())));
    const qsizetype events = test.session.view()->lastEvent;
    const qsizetype findings = test.session.view()->findings.size();
    QVERIFY(samIn(*test.session.view()) == ReadState::Denied);
    QCOMPARE(asked, 0); // nobody is asked unasked
    QPushButton* button = buttonThatSays(test, lookAgain);
    QVERIFY(button != nullptr);
    button->setFocus();
    STEP(keepPictures(test, "rights-overview"));
    button = buttonThatSays(test, lookAgain);
    button->setFocus();
    press(Qt::Key_Return);

    // Refused: nothing is lost, and it is said without alarm.
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(asked, 1);
    STEP(keepPictures(test, "rights-refused"));
    QCOMPARE(qsizetype(test.session.view()->lastEvent), events);
    QVERIFY(samIn(*test.session.view()) == ReadState::Denied);
    QPushButton* again = buttonThatSays(test, "Ask again");
    QVERIFY(again != nullptr);

    // Granted: the same look, with what was closed before.
    again->setFocus();
    press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(samIn(*test.session.view()) == ReadState::Read, 120'000);
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(asked, 2);
    QCOMPARE(test.session.view()->findings.size(), findings);
    QCOMPARE(test.session.view()->targets.size(), 1);
    press(Qt::Key_Return);
    TestWindow::settle();
    QVERIFY(buttonThatSays(test, "Go on repairing") != nullptr ||
            buttonThatSays(test, "Start repairing") != nullptr);
    QVERIFY(buttonThatSays(test, lookAgain) == nullptr); // rights can show no more
}

void LookWithRightsTest::aHelperThatDies()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), [](HelperVerb, const HelperPatience&) {
        return Result<std::unique_ptr<HelperLine>>(std::make_unique<ThreadLine>([](int) {}));
    });
    STEP(openOverview(test, caseWithoutRights(home.path())));
    const qsizetype events = test.session.view()->lastEvent;
    QSignalSpy failed(&test.session, &gui::Session::failed);
    buttonThatSays(test, lookAgain)->click();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 60'000);
    TestWindow::settle();
    QVERIFY(buttonThatSays(test, "Ask again") != nullptr);
    QVERIFY(buttonThatSays(test, "See what we found") != nullptr);
    QCOMPARE(qsizetype(test.session.view()->lastEvent), events);
    test.open(QStringLiteral("overview"));
    QVERIFY(buttonThatSays(test, lookAgain) != nullptr);
}

void LookWithRightsTest::stopped()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), servedLook(looksUntilStopped()));
    STEP(openOverview(test, caseWithoutRights(home.path())));
    QSignalSpy finished(&test.session, &gui::Session::scanFinished);
    buttonThatSays(test, lookAgain)->click();
    QTRY_VERIFY_WITH_TIMEOUT(buttonThatSays(test, "Stop and keep") != nullptr, 60'000);
    buttonThatSays(test, "Stop and keep")->click();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    QCOMPARE(finished.first().first().toBool(), true);
    TestWindow::settle();
    QVERIFY(samIn(*test.session.view()) == ReadState::Denied); // it took no better one's place
    test.open(QStringLiteral("overview"));
    QVERIFY(buttonThatSays(test, lookAgain) != nullptr);
}

/** One that is refused because another one runs must not take the button from it that stops it. */
void LookWithRightsTest::askedTwice()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), servedLook(looksUntilStopped()));
    STEP(openOverview(test, caseWithoutRights(home.path())));
    QSignalSpy finished(&test.session, &gui::Session::scanFinished);
    QSignalSpy failed(&test.session, &gui::Session::failed);
    buttonThatSays(test, lookAgain)->click();
    QTRY_VERIFY_WITH_TIMEOUT(buttonThatSays(test, "Stop and keep") != nullptr, 60'000);
    const QString running = titleOfCheck(test);
    QCOMPARE(running, QStringLiteral("Looking again with administrator rights"));

    test.session.scanWithRights(); // as any page may, whatever it shows
    QCOMPARE(failed.size(), 1);
    TestWindow::settle();
    QCOMPARE(titleOfCheck(test), running);
    QVERIFY(buttonThatSays(test, "Stop and keep") != nullptr);
    QVERIFY(buttonThatSays(test, "Stop and keep")->isEnabled());
    QVERIFY(buttonThatSays(test, "Ask again") == nullptr && buttonThatSays(test, "See what") == nullptr);
    test.open(QStringLiteral("overview"));
    test.session.scanWithRights(); // and while another page is shown
    test.open(QStringLiteral("scan"));
    QCOMPARE(titleOfCheck(test), running);
    QVERIFY(buttonThatSays(test, "Stop and keep") != nullptr);

    buttonThatSays(test, "Stop and keep")->click();
    QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
    QCOMPARE(finished.first().first().toBool(), true);
    TestWindow::settle();
    QCOMPARE(titleOfCheck(test), QStringLiteral("The check was stopped"));
    const auto labels = test.window.findChildren<QLabel*>();
    QVERIFY(std::none_of(labels.begin(), labels.end(), [](const QLabel* label) {
        return label->isVisible() && label->text().contains(QStringLiteral("still running"));
    }));
}

/** What would be refused is not offered; it comes back by itself. */
void LookWithRightsTest::noOfferWhileSomethingRuns()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), servedLook(looksUntilStopped()));
    STEP(openOverview(test, caseWithoutRights(home.path())));
    test.open(QStringLiteral("look-again"));
    QVERIFY(offersRights(test));
    const auto shows = [&test](const char* words) {
        const auto labels = test.window.findChildren<QLabel*>();
        return std::any_of(labels.begin(), labels.end(), [words](const QLabel* label) {
            return label->isVisible() && label->text().startsWith(QString::fromLatin1(words));
        });
    };
    const auto waits = [&shows] { return shows("We are looking at this computer with"); };
    for (const char* page : {"overview", "look-again"}) {
        const bool isOverview = qstrcmp(page, "overview") == 0;
        const auto offers = [&test, isOverview] {
            return isOverview ? buttonThatSays(test, lookAgain) != nullptr : offersRights(test);
        };
        test.open(QString::fromLatin1(page));
        QVERIFY2(offers() && !waits(), page);
        QSignalSpy finished(&test.session, &gui::Session::scanFinished);
        test.session.scanWithRights();
        QVERIFY2(!offers() && waits(), page); // on the page that is shown
        TestWindow::settle();
        test.open(QString::fromLatin1(page));
        QVERIFY2(!offers() && waits(), page); // and on one that is gone to
        STEP(keepPictures(test, isOverview ? "rights-wait-overview" : "rights-wait-look-again"));
        test.session.cancel();
        QTRY_COMPARE_WITH_TIMEOUT(finished.size(), 1, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(offers() && !waits(), 60'000);
    }
    // Other work.
    test.session.look(QStringLiteral("sample:"), gui::Keep::InOpenCase);
    QVERIFY(!offersRights(test) && !waits() && shows("Once what runs now is done"));
    QTRY_VERIFY_WITH_TIMEOUT(offersRights(test) && !shows("Once what runs now is done"), 60'000);
}

void LookWithRightsTest::noButtonWhereItWouldNotHelp()
{
    QTemporaryDir home;
    const QString file = caseWithoutRights(home.path());
    {
        TestWindow test(home.path(), builtHelper()); // a system without such rights
        STEP(openOverview(test, file));
        QVERIFY(buttonThatSays(test, lookAgain) == nullptr);
    }
    Settings settings(home.filePath(QStringLiteral("settings.ini")));
    gui::Session elevated({*loadBuiltInKnowledge(), systemClock(), settings,
                           home.filePath(QStringLiteral("seal")), builtHelper(), servedLook(granted()),
                           true});
    elevated.openCase(file);
    QTRY_VERIFY_WITH_TIMEOUT(elevated.view() != nullptr, 60'000);
    QVERIFY(!elevated.rightsMayShowMore() && !elevated.canAskForRights());
}

void LookWithRightsTest::anotherComputersCase()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), servedLook(granted()));
    STEP(openOverview(test, caseWithoutRights(home.path(), QStringLiteral("not-this-one"))));
    const qsizetype events = test.session.view()->lastEvent;
    QSignalSpy failed(&test.session, &gui::Session::failed);
    buttonThatSays(test, lookAgain)->click();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, 120'000);
    QVERIFY(failed.first().at(1).value<Error>().kind == ErrorKind::Conflict);
    QCOMPARE(qsizetype(test.session.view()->lastEvent), events);
    TestWindow::settle();
    QVERIFY(buttonThatSays(test, "Ask again") == nullptr); // it would end the same
    QVERIFY(buttonThatSays(test, "See what we found") != nullptr);

    // One that is called otherwise is not even asked for.
    Settings settings(home.filePath(QStringLiteral("settings.ini")));
    gui::Session elsewhere({*loadBuiltInKnowledge(), systemClock(), settings,
                            home.filePath(QStringLiteral("seal")), builtHelper(), servedLook(granted()),
                            false, QStringLiteral("office-pc")});
    elsewhere.openCase(home.filePath(QStringLiteral("ours.mailmend")));
    QTRY_VERIFY_WITH_TIMEOUT(elsewhere.view() != nullptr, 60'000);
    QVERIFY(elsewhere.canAskForRights() && !elsewhere.rightsMayShowMore());
}

MAILMEND_TEST_CLASS(LookWithRightsTest)
#include "look_with_rights_test.moc"
