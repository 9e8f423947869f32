// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/test_window.h"
#include "gui/widgets/card.h"
#include "support/registration.h"

#include <QElapsedTimer>
#include <QTableView>

using namespace mailmend;
using namespace mailmend::testing;

/** A server on which thousands of pages are wrong: the window shows what a person can read, and counts the
 * rest.
 */
class ManyFindingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyPageStaysSmall();
};

namespace {

constexpr int many = 5000;

std::shared_ptr<CaseView> largeCase()
{
    const auto view = handMadeCase();
    const CaseFinding pattern = view->findings.first();
    for (int number = static_cast<int>(view->findings.size()); number < many; ++number) {
        CaseFinding one = pattern;
        one.finding.id = QStringLiteral("many%1").arg(number);
        view->findings.append(one);
        view->history.append(view->history.first());
    }
    return view;
}

} // namespace

void ManyFindingsTest::everyPageStaysSmall()
{
    TestWindow test;
    test.show();
    test.window.showView(largeCase());
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        QElapsedTimer timer;
        timer.start();
        test.window.go(page, argument);
        QCoreApplication::processEvents();
        qInfo("%s: %lld ms until it stands", qPrintable(page), timer.elapsed());
        TestWindow::settle();
        QVERIFY2(test.window.findChildren<QWidget*>().size() < 3000, qPrintable(page));
    }
    test.open(QStringLiteral("findings"));
    const auto* table = test.window.findChild<QTableView*>();
    QVERIFY(table != nullptr);
    QTRY_VERIFY(table->model()->rowCount() > many - 10);
    test.open(QStringLiteral("overview"));
    int rows = 0;
    const auto buttons = test.window.findChildren<gui::RowButton*>();
    for (const gui::RowButton* button : buttons) {
        rows += button->isVisible() ? 1 : 0;
    }
    QVERIFY(rows > 8 && rows <= 24); // eight at most of each of the three kinds
}

MAILMEND_TEST_CLASS(ManyFindingsTest)
#include "many_findings_test.moc"
