// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/posix/served_look.h"
#include "support/registration.h"

#include <QCheckBox>
#include <QDir>
#include <QFile>
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

void lookAtThisComputer(TestWindow& test)
{
    test.show({1280, 1000});
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.open(QStringLiteral("source"), QStringLiteral("this-computer"));
    STEP(waitForPage("This is "));
    TestWindow::settle();
    QVERIFY(consentOf(test) != nullptr);
}

} // namespace

/** A shadow copy of this computer's disks is made only where the person has said so, for this look. */
class ShadowCopyConsentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsTickedIsAskedFor_data();
    void whatIsTickedIsAskedFor();
    void itIsGoneWithTheLook();
    void onlyForThisComputer();
    void itIsSeen_data();
    void itIsSeen();
};

void ShadowCopyConsentTest::whatIsTickedIsAskedFor_data()
{
    QTest::addColumn<int>("presses");
    QTest::newRow("not touched") << 0;
    QTest::newRow("ticked") << 1;
    QTest::newRow("ticked and taken back") << 2;
}

void ShadowCopyConsentTest::whatIsTickedIsAskedFor()
{
    QFETCH(int, presses);
    const bool agreed = presses == 1;
    OurComputer ours;
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), ours.elevated(), ours.open());
    STEP(lookAtThisComputer(test));
    QVERIFY(!consentOf(test)->isChecked());
    STEP(tabTo(consentWords));
    QVERIFY(says("Mailmend removes it at the end") && says("rights of an administrator"));
    for (int done = 0; done < presses; ++done) {
        STEP(press(Qt::Key_Space));
    }
    STEP(tabTo("Start the check"));
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(ours.own(), QList<bool>({false, agreed})); // the first look comes before the question
    QVERIFY(ours.helpers().isEmpty());
    STEP(press(Qt::Key_Return));
    STEP(tabTo("Look again with administrator rights"));
    STEP(press(Qt::Key_Return));
    STEP(waitUntilSays("See what we found"));
    QCOMPARE(ours.helpers(), QList<bool>({agreed}));
    QCOMPARE(ours.own().size(), 2);
}

void ShadowCopyConsentTest::itIsGoneWithTheLook()
{
    OurComputer ours;
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), ours.elevated(), ours.open());
    STEP(lookAtThisComputer(test));
    consentOf(test)->click();
    QVERIFY(test.session.lookedAt()->spec.mayMakeShadowCopy);
    test.session.look(QStringLiteral("this-computer"));
    QTRY_VERIFY_WITH_TIMEOUT(test.session.work() == gui::Session::Work::None, 60'000);
    QVERIFY(test.session.lookedAt() && !test.session.lookedAt()->spec.mayMakeShadowCopy);
    QFile settings(home.filePath(QStringLiteral("settings.ini")));
    QVERIFY(!settings.open(QIODevice::ReadOnly) || !settings.readAll().toLower().contains("shadow"));
}

void ShadowCopyConsentTest::onlyForThisComputer()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper());
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.open(QStringLiteral("source"), QStringLiteral("sample:"));
    STEP(waitForPage("This is "));
    TestWindow::settle();
    QVERIFY(consentOf(test) == nullptr);
    test.session.allowShadowCopy(true);
    QVERIFY(!test.session.lookedAt()->spec.mayMakeShadowCopy);
}

void ShadowCopyConsentTest::itIsSeen_data()
{
    QTest::addColumn<gui::ThemeChoice>("colours");
    QTest::addColumn<int>("percent");
    QTest::addColumn<bool>("rightToLeft");
    QTest::newRow("light") << gui::ThemeChoice::Light << 100 << false;
    QTest::newRow("dark") << gui::ThemeChoice::Dark << 100 << false;
    QTest::newRow("twice") << gui::ThemeChoice::Light << 200 << false;
    QTest::newRow("right-to-left") << gui::ThemeChoice::Dark << 100 << true;
}

/** Nothing of it is cut off, and where it is and what it says can be seen. */
void ShadowCopyConsentTest::itIsSeen()
{
    QFETCH(gui::ThemeChoice, colours);
    QFETCH(int, percent);
    QFETCH(bool, rightToLeft);
    QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    const auto back = qScopeGuard([] { QApplication::setLayoutDirection(Qt::LeftToRight); });
    OurComputer ours;
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper(), ours.elevated(), ours.open());
    test.theme.apply(colours, percent);
    STEP(lookAtThisComputer(test));
    QCheckBox* tick = consentOf(test);
    QVERIFY(tick->width() >= tick->sizeHint().width() && tick->height() >= tick->sizeHint().height());
    const QImage empty = tick->grab().toImage();
    STEP(tabTo(consentWords));
    const QImage focused = tick->grab().toImage();
    QVERIFY(focused != empty);
    STEP(press(Qt::Key_Space));
    QVERIFY(tick->isChecked());
    TestWindow::settle();
    QVERIFY(tick->grab().toImage() != focused);
    const QDir folder(QStringLiteral(MAILMEND_BINARY_DIR "/screenshots"));
    QVERIFY(folder.mkpath(QStringLiteral(".")));
    const QString name = QStringLiteral("shadow-copy-%1.png").arg(QLatin1StringView(QTest::currentDataTag()));
    QVERIFY(test.window.grab().save(folder.filePath(name)));
}

MAILMEND_TEST_CLASS(ShadowCopyConsentTest)
#include "shadow_copy_consent_test.moc"
