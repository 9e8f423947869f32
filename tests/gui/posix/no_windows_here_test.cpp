// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/test_window.h"
#include "support/registration.h"

#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QTest>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

bool pageShows(const TestWindow& test, const char* words)
{
    const auto labels = test.window.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [words](const QLabel* label) {
        return label->isVisible() && label->text().contains(QString::fromUtf8(words));
    });
}

template<typename Widget>
Widget* widgetCalled(const TestWindow& test, const char* name)
{
    const auto all = test.window.findChildren<Widget*>();
    for (Widget* one : all) {
        const QString text = one->property("text").toString().remove(QLatin1Char('&'));
        if (one->isVisible() &&
            (one->accessibleName() == QLatin1StringView(name) || text.startsWith(QLatin1StringView(name)))) {
            return one;
        }
    }
    return nullptr;
}

} // namespace

/** A computer without Windows is no server: nothing promises that it can be collected with more rights. */
class NoWindowsHereTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itsNameOnThePageThatCollects();
};

void NoWindowsHereTest::itsNameOnThePageThatCollects()
{
    QTemporaryDir home;
    TestWindow test(home.path(), builtHelper());
    test.show({1280, 1000});
    test.open(QStringLiteral("collect"));
    auto* from = widgetCalled<QLineEdit>(test, "From which disk");
    QVERIFY(from != nullptr);
    from->setText(QStringLiteral("this-computer"));
    TestWindow::settle();
    QVERIFY(!pageShows(test, "the computer that Mailmend runs on"));
    QVERIFY(!pageShows(test, "Run as administrator"));
    QVERIFY(from->accessibleDescription().isEmpty());
    widgetCalled<QLineEdit>(test, "Into which file")->setText(home.filePath(QStringLiteral("ours.zip")));
    widgetCalled<QRadioButton>(test, "Anybody")->setChecked(true);
    widgetCalled<QPushButton>(test, "Collect")->click();
    QTRY_VERIFY_WITH_TIMEOUT(pageShows(test, "runs no Windows"), 60'000);
    QVERIFY(!pageShows(test, "Run as administrator"));
}

MAILMEND_TEST_CLASS(NoWindowsHereTest)
#include "no_windows_here_test.moc"
