// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "evidence/sample/sample.h"
#include "gui/keys.h"
#include "gui/shown_path.h"
#include "gui/test_window.h"
#include "support/registration.h"

#include <QLineEdit>
#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

/** The folder of the cases, chosen by keys. */
class SettingsPageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theCaseFolderIsChosen();
    void pathsAreWrittenAsHere();
};

void SettingsPageTest::theCaseFolderIsChosen()
{
    TestWindow test;
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.window.go(QStringLiteral("settings"));
    STEP(waitForPage("Settings"));
    const QString before = test.settings.text(setting::caseFolder);
    press(Qt::Key_B, Qt::AltModifier);
    QTRY_COMPARE(test.chooser.asked, 1);
    QCOMPARE(test.settings.text(setting::caseFolder), before); // nothing was chosen
    QTemporaryDir other;
    test.chooser.answer = other.path();
    press(Qt::Key_B, Qt::AltModifier);
    QTRY_COMPARE(test.settings.text(setting::caseFolder), other.path());
    QVERIFY2(says("Browse"), qPrintable(said()));

    // The next case is kept there.
    const QString collection = test.folder.filePath(QStringLiteral("one.zip"));
    QVERIFY(writeSample(collection, false));
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(collection);
    QVERIFY(looked.wait(60000));
    QVERIFY2(test.session.lookedAt()->caseFile.startsWith(other.path()),
             qPrintable(test.session.lookedAt()->caseFile));

    // And it can be reset.
    STEP(tabTo("Reset: Where cases are kept"));
    press(Qt::Key_Return);
    QCOMPARE(test.settings.text(setting::caseFolder), QString());
}

void SettingsPageTest::pathsAreWrittenAsHere()
{
    const QString here(QDir::separator());
    const QString two = QStringLiteral("C=E:/a b,D=F:/");
    QCOMPARE(gui::shownPath(two), QString(two).replace(QLatin1Char('/'), here));
    QCOMPARE(gui::shownPath(QStringLiteral("this-computer")), QStringLiteral("this-computer"));
    QCOMPARE(gui::shownPath(QStringLiteral("/a\u202Eb")),
             here + QStringLiteral("a") + escapeForDisplay(QString(QChar(0x202E))) + QStringLiteral("b"));
    TestWindow test;
    test.show();
    test.settings.set(setting::caseFolder, QString());
    test.open(QStringLiteral("settings"));
    const auto lines = test.window.findChildren<QLineEdit*>();
    QVERIFY(std::any_of(lines.begin(), lines.end(), [&here](const QLineEdit* line) {
        return line->placeholderText().endsWith(here + QStringLiteral("Mailmend"));
    }));
}

MAILMEND_TEST_CLASS(SettingsPageTest)
#include "settings_test.moc"
