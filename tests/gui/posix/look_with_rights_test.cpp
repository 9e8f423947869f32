// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "evidence/sample/sample.h"
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/posix/served_look.h"
#include "support/registration.h"

#include <QDir>
#include <QPushButton>
#include <QSignalSpy>
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
    TestWindow test(
        home.path(), builtHelper(),
        servedLook([](const ScanConsent&, const CancelToken& cancel, const ScanListener& listener) {
            while (!cancel.isCancelled()) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
            return lookAtSampleAsOurs(pack(), true, cancel, listener);
        }));
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
