// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/posix/served_look.h"
#include "support/registration.h"

#include <QCheckBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include <mutex>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

constexpr char consentWords[] = "Also read files that other programs hold open";

/** This computer, as it is seen without rights and by the helper; notes what was agreed to at each look. */
class OurComputer
{
public:
    OpenTarget open()
    {
        return [this, ours = sampleAsOurs(false)](const TargetSpec& target, const CancelToken& cancel) {
            note(m_own, target.mayMakeShadowCopy);
            return ours(target, cancel);
        };
    }
    StartElevated elevated()
    {
        return servedLook(
            [this](const ScanConsent& consent, const CancelToken& cancel, const ScanListener& listener) {
                note(m_helpers, consent.mayMakeShadowCopy);
                return lookAtSampleAsOurs(*m_knowledge, true, cancel, listener);
            });
    }
    QList<bool> own() { return copyOf(m_own); }
    QList<bool> helpers() { return copyOf(m_helpers); }

private:
    void note(QList<bool>& list, bool agreed)
    {
        const std::lock_guard lock(m_mutex);
        list.append(agreed);
    }
    QList<bool> copyOf(const QList<bool>& list)
    {
        const std::lock_guard lock(m_mutex);
        return list;
    }

    const KnowledgePointer m_knowledge = *loadBuiltInKnowledge();
    std::mutex m_mutex;
    QList<bool> m_own;
    QList<bool> m_helpers;
};

QCheckBox* consentOf(const TestWindow& test)
{
    const auto ticks = test.window.findChildren<QCheckBox*>();
    for (QCheckBox* tick : ticks) {
        if (tick->isVisible()) {
            return tick;
        }
    }
    return nullptr;
}

bool shows(const TestWindow& test, const char* words)
{
    const auto labels = test.window.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [words](const QLabel* label) {
        return label->isVisible() && label->text().contains(QString::fromUtf8(words));
    });
}

/** The window of somebody who is an administrator there already, or of one who has to be asked. */
class OurWindow
{
public:
    enum class Has { Rights, NoRights };

    explicit OurWindow(Has has)
        : test(home.path(), builtHelper(), computer.elevated(), computer.open(), has == Has::Rights, true)
    {}

    void show()
    {
        test.show({1280, 1000});
        QVERIFY(QTest::qWaitForWindowActive(&test.window));
    }
    void look()
    {
        STEP(show());
        test.open(QStringLiteral("source"), QStringLiteral("this-computer"));
        STEP(waitForPage("This is "));
        TestWindow::settle();
        QVERIFY(consentOf(test) != nullptr);
    }
    /** The whole check, without having been asked; the case stays open. */
    void check()
    {
        STEP(show());
        QSignalSpy finished(&test.session, &gui::Session::scanFinished);
        test.session.look(QStringLiteral("this-computer"));
        QTRY_VERIFY_WITH_TIMEOUT(test.session.work() == gui::Session::Work::None, 60'000);
        test.session.startScan(test.session.lookedAt()->caseFile);
        QVERIFY(finished.wait(120'000));
        QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60'000);
        QCOMPARE(computer.own(), QList<bool>({false, false}));
    }
    /** Fills in the rest of the page that collects, with keys. */
    void collectUnlocked()
    {
        STEP(tabTo("Into which file"));
        type(home.filePath(QStringLiteral("ours.zip")));
        STEP(tabTo("Who has the passphrase"));
        STEP(press(Qt::Key_Down));
        STEP(waitUntilSays("Anybody"));
        STEP(press(Qt::Key_C, Qt::AltModifier));
        STEP(waitForPage("The collection is made"));
    }
    /** With keys. */
    void pressTick(int presses)
    {
        QVERIFY(consentOf(test) != nullptr);
        STEP(tabTo(consentWords));
        QVERIFY(says("Mailmend removes it at the end"));
        for (int done = 0; done < presses; ++done) {
            STEP(press(Qt::Key_Space));
        }
    }
    void open(const char* page, const char* argument = "")
    {
        test.open(QString::fromLatin1(page), QString::fromLatin1(argument));
    }

    OurComputer computer;
    QTemporaryDir home;
    TestWindow test;
};

/** Where somebody is asked, as "whose rights" and page. */
void placesThatAsk()
{
    QTest::addColumn<bool>("hasRights");
    QTest::addColumn<QByteArray>("page");
    QTest::newRow("before the check") << false << QByteArray("source");
    QTest::newRow("what was found") << false << QByteArray("overview");
    QTest::newRow("checking again, to be asked for rights") << false << QByteArray("look-again");
    QTest::newRow("checking again, with rights") << true << QByteArray("look-again");
    QTest::newRow("collecting") << true << QByteArray("collect");
}

void goWhereItAsks(OurWindow& ours, const QByteArray& page)
{
    if (page == "source") {
        STEP(ours.look());
    } else if (page == "collect") {
        STEP(ours.show());
        ours.open("collect", "this-computer");
    } else {
        STEP(ours.check());
        ours.open(page.constData());
    }
    QVERIFY(consentOf(ours.test) != nullptr);
}

} // namespace

/** A shadow copy of this computer's disks is made only where the person has said so, in this window. */
class ShadowCopyConsentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void beforeTheCheck_data() { pressed(); }
    void beforeTheCheck();
    void whatIsCollected_data() { pressed(); }
    void whatIsCollected();
    void checkingAgain_data() { pressed(); }
    void checkingAgain();
    void checkingAgainByTheHelper_data() { pressed(); }
    void checkingAgainByTheHelper();
    void ofACaseThatWasOpened_data() { pressed(); }
    void ofACaseThatWasOpened();
    void itIsKeptUntilTheProgramEnds();
    void onlyForThisComputer();
    void onlyWhereWindowsWouldMakeOne();
    void aCollectionWithoutRightsSaysWhatIsMissing();
    void itIsSeen_data();
    void itIsSeen();

private:
    static void pressed();
};

void ShadowCopyConsentTest::pressed()
{
    QTest::addColumn<int>("presses");
    QTest::newRow("not touched") << 0;
    QTest::newRow("ticked") << 1;
    QTest::newRow("ticked and taken back") << 2;
}

void ShadowCopyConsentTest::beforeTheCheck()
{
    QFETCH(int, presses);
    const bool agreed = presses == 1;
    OurWindow ours(OurWindow::Has::NoRights);
    STEP(ours.look());
    QVERIFY(!consentOf(ours.test)->isChecked());
    STEP(ours.pressTick(presses));
    QVERIFY(says("rights of an administrator"));
    STEP(tabTo("Start the check"));
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(ours.computer.own(), QList<bool>({false, agreed})); // the first look comes before the question
    QVERIFY(ours.computer.helpers().isEmpty());
    STEP(press(Qt::Key_Return));
    STEP(tabTo("Look again with administrator rights"));
    QCOMPARE(consentOf(ours.test)->isChecked(), agreed); // it is still known what was said
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(ours.computer.helpers(), QList<bool>({agreed}));
    QCOMPARE(ours.computer.own().size(), 2);
}

void ShadowCopyConsentTest::whatIsCollected()
{
    QFETCH(int, presses);
    OurWindow ours(OurWindow::Has::Rights);
    STEP(ours.show());
    ours.open("collect", "this-computer");
    STEP(ours.pressTick(presses));
    QVERIFY(!says("rights of an administrator"));
    QVERIFY(!shows(ours.test, "Run as administrator"));
    STEP(ours.collectUnlocked());
    QCOMPARE(ours.computer.own(), QList<bool>({presses == 1}));
}

void ShadowCopyConsentTest::checkingAgain()
{
    QFETCH(int, presses);
    OurWindow ours(OurWindow::Has::Rights);
    STEP(ours.check());
    ours.open("look-again");
    STEP(ours.pressTick(presses));
    STEP(tabTo("This computer again"));
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("Back to the plan"));
    QCOMPARE(ours.computer.own(), QList<bool>({false, false, presses == 1}));
    QVERIFY(ours.computer.helpers().isEmpty());
}

void ShadowCopyConsentTest::checkingAgainByTheHelper()
{
    QFETCH(int, presses);
    OurWindow ours(OurWindow::Has::NoRights);
    STEP(ours.check());
    ours.open("look-again");
    STEP(ours.pressTick(presses));
    QVERIFY(says("rights of an administrator"));
    STEP(tabTo("This computer, with administrator rights"));
    QVERIFY(ours.computer.helpers().isEmpty());
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(ours.computer.helpers(), QList<bool>({presses == 1}));
}

/** Nothing was looked at since the program started: the question comes with the button. */
void ShadowCopyConsentTest::ofACaseThatWasOpened()
{
    QFETCH(int, presses);
    OurWindow first(OurWindow::Has::NoRights);
    STEP(first.check());
    QSignalSpy written(&first.test.session, &gui::Session::allWritten);
    first.test.session.whenWritten();
    QVERIFY(written.wait(60'000));
    first.test.window.hide();
    OurComputer computer;
    TestWindow later(first.home.path(), builtHelper(), computer.elevated(), computer.open(), false, true);
    later.show({1280, 1000});
    QVERIFY(QTest::qWaitForWindowActive(&later.window));
    later.session.openCase(first.test.session.caseFile());
    QTRY_VERIFY_WITH_TIMEOUT(later.session.view() != nullptr, 60'000);
    later.open(QStringLiteral("overview"));
    STEP(tabTo(consentWords));
    for (int done = 0; done < presses; ++done) {
        STEP(press(Qt::Key_Space));
    }
    STEP(tabTo("Look again with administrator rights"));
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(computer.helpers(), QList<bool>({presses == 1}));
}

void ShadowCopyConsentTest::itIsKeptUntilTheProgramEnds()
{
    OurWindow ours(OurWindow::Has::Rights);
    STEP(ours.look());
    consentOf(ours.test)->click();
    ours.open("collect", "this-computer");
    QVERIFY(consentOf(ours.test) != nullptr && consentOf(ours.test)->isChecked());
    ours.test.session.look(QStringLiteral("this-computer"));
    QTRY_VERIFY_WITH_TIMEOUT(ours.test.session.work() == gui::Session::Work::None, 60'000);
    QCOMPARE(ours.computer.own(), QList<bool>({false, false})); // a first look makes none in any case
    consentOf(ours.test)->click();
    ours.open("source", "this-computer");
    STEP(waitForPage("This is "));
    TestWindow::settle();
    QVERIFY(!consentOf(ours.test)->isChecked()); // taken back on one page is taken back on all
    consentOf(ours.test)->click();
    ours.test.window.hide();

    OurComputer computer;
    TestWindow later(ours.home.path(), builtHelper(), computer.elevated(), computer.open(), true, true);
    later.show();
    later.open(QStringLiteral("collect"), QStringLiteral("this-computer"));
    QVERIFY(consentOf(later) != nullptr && !consentOf(later)->isChecked());
    QFile settings(ours.home.filePath(QStringLiteral("settings.ini")));
    QVERIFY(!settings.open(QIODevice::ReadOnly) || !settings.readAll().toLower().contains("shadow"));
}

void ShadowCopyConsentTest::onlyForThisComputer()
{
    OurWindow ours(OurWindow::Has::Rights);
    STEP(ours.show());
    ours.test.session.allowShadowCopy(true); // said of this computer, and of nothing else
    ours.open("source", "sample:");
    STEP(waitForPage("This is "));
    TestWindow::settle();
    QVERIFY(consentOf(ours.test) == nullptr);
    QSignalSpy finished(&ours.test.session, &gui::Session::scanFinished);
    ours.test.session.startScan(ours.test.session.lookedAt()->caseFile);
    QVERIFY(finished.wait(120'000));
    QTRY_VERIFY_WITH_TIMEOUT(ours.test.session.view() != nullptr, 60'000);
    ours.open("look-again");
    QVERIFY(consentOf(ours.test) == nullptr);
    QSignalSpy again(&ours.test.session, &gui::Session::checkedAgain);
    ours.test.session.checkAgain(QStringLiteral("sample:repaired"));
    QVERIFY(again.wait(120'000));
    QSignalSpy made(&ours.test.session, &gui::Session::collected);
    ours.test.session.collect(
        {QStringLiteral("sample:"), ours.home.filePath(QStringLiteral("sample.zip")), {}, true});
    QVERIFY(made.wait(120'000));
    QCOMPARE(ours.computer.own(), QList<bool>({false, false, false, false}));
    ours.open("collect", "sample:");
    QVERIFY(consentOf(ours.test) == nullptr);
}

void ShadowCopyConsentTest::onlyWhereWindowsWouldMakeOne()
{
    OurWindow ours(OurWindow::Has::NoRights);
    STEP(ours.show());
    ours.open("collect", "this-computer");
    QVERIFY(consentOf(ours.test) == nullptr);
    OurComputer computer;
    QTemporaryDir home;
    TestWindow nobody(home.path(), builtHelper(), {}, computer.open(), false, // who could be asked for rights
                      true);
    nobody.show();
    nobody.open(QStringLiteral("source"), QStringLiteral("this-computer"));
    QTRY_VERIFY_WITH_TIMEOUT(nobody.session.lookedAt().has_value(), 60'000);
    TestWindow::settle();
    QVERIFY(consentOf(nobody) == nullptr);
}

void ShadowCopyConsentTest::aCollectionWithoutRightsSaysWhatIsMissing()
{
    OurWindow ours(OurWindow::Has::NoRights);
    STEP(ours.show());
    ours.open("collect", "sample:");
    STEP(tabTo("From which disk"));
    QVERIFY(!says("Run as administrator") && !shows(ours.test, "Run as administrator"));
    ours.open("collect", "this-computer");
    STEP(tabTo("From which disk"));
    QVERIFY(says("Run as administrator") && shows(ours.test, "Run as administrator"));
    STEP(ours.collectUnlocked());
    QVERIFY(shows(ours.test, "Run as administrator"));
    QVERIFY(!shows(ours.test, "Everything that was asked for"));
}

void ShadowCopyConsentTest::itIsSeen_data()
{
    placesThatAsk();
}

/** Nothing of it is cut off, and where it is and what it says can be seen. */
void ShadowCopyConsentTest::itIsSeen()
{
    QFETCH(bool, hasRights);
    QFETCH(QByteArray, page);
    OurWindow ours(hasRights ? OurWindow::Has::Rights : OurWindow::Has::NoRights);
    STEP(goWhereItAsks(ours, page));
    struct Way
    {
        const char* name;
        gui::ThemeChoice colours;
        int percent;
        Qt::LayoutDirection direction;
    };
    const auto back = qScopeGuard([] { QApplication::setLayoutDirection(Qt::LeftToRight); });
    for (const Way& way : {Way{"light", gui::ThemeChoice::Light, 100, Qt::LeftToRight},
                           Way{"dark", gui::ThemeChoice::Dark, 100, Qt::LeftToRight},
                           Way{"twice", gui::ThemeChoice::Light, 200, Qt::LeftToRight},
                           Way{"right-to-left", gui::ThemeChoice::Dark, 100, Qt::RightToLeft}}) {
        QApplication::setLayoutDirection(way.direction);
        ours.test.theme.apply(way.colours, way.percent);
        TestWindow::settle();
        QCheckBox* tick = consentOf(ours.test);
        QVERIFY2(tick->width() >= tick->sizeHint().width() && tick->height() >= tick->sizeHint().height(),
                 way.name);
        if (says(consentWords)) {
            STEP(press(Qt::Key_Tab));
        }
        const QImage empty = tick->grab().toImage();
        STEP(tabTo(consentWords));
        tick = consentOf(ours.test);
        const QImage focused = tick->grab().toImage();
        QVERIFY2(focused != empty, way.name);
        STEP(press(Qt::Key_Space));
        QVERIFY2(tick->isChecked(), way.name);
        TestWindow::settle();
        QVERIFY2(tick->grab().toImage() != focused, way.name);
        const QDir folder(QStringLiteral(MAILMEND_BINARY_DIR "/screenshots"));
        QVERIFY(folder.mkpath(QStringLiteral(".")));
        const QString name = QStringLiteral("shadow-copy-%1-%2-%3.png")
                                 .arg(QString::fromLatin1(page),
                                      hasRights ? QStringLiteral("rights") : QStringLiteral("asked"),
                                      QString::fromLatin1(way.name));
        QVERIFY(ours.test.window.grab().save(folder.filePath(name)));
        STEP(press(Qt::Key_Space));
    }
}

MAILMEND_TEST_CLASS(ShadowCopyConsentTest)
#include "shadow_copy_consent_test.moc"
