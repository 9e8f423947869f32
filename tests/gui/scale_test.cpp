// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/hand_made_office.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <QComboBox>
#include <QHeaderView>
#include <QHelpEvent>
#include <QListView>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QTextLayout>
#include <QToolTip>

using namespace mailmend;
using namespace mailmend::testing;

/** Nothing is cut off: with large text, in a small window, at two pixels for one, from right to left. */
class ScaleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsCutOff_data();
    void nothingIsCutOff();
    void longWordsBreak();
    void rowsFollowTheWidth();
    void rowsSayWhatIsCut();
    void theTimeIsWhole();
    void pathsBreakBetweenNames();
    void rowsBeginWhereThePageBegins();
    void growsWhileItIsShown();
    void railChangesSides();
    void columnsGiveWay();
    void opensWithinTheScreen();
    void atTwiceThePixels();
};

namespace {

/** What is wrong with the size of this widget, or empty. */
QString trouble(QWidget* widget)
{
    if (!widget->isVisible()) {
        return {};
    }
    const auto* label = qobject_cast<const gui::Label*>(widget);
    if (label != nullptr && qobject_cast<const gui::ElidedLabel*>(widget) == nullptr &&
        !label->text().isEmpty()) {
        const QRect wrapped = label->fontMetrics().boundingRect(QRect(0, 0, label->width(), 10000),
                                                                Qt::TextWordWrap, label->text());
        if (label->wordWrap() && wrapped.width() > label->width()) {
            return QStringLiteral("a word of \"%1\" is wider than %2").arg(label->text()).arg(label->width());
        }
        const bool enough = label->wordWrap() ? label->height() >= label->heightForWidth(label->width())
                                              : label->width() >= label->sizeHint().width() &&
                                                    label->height() >= label->sizeHint().height();
        return enough ? QString()
                      : QStringLiteral("label \"%1\" is %2 x %3")
                            .arg(label->text())
                            .arg(label->width())
                            .arg(label->height());
    }
    if (const auto* button = qobject_cast<const QPushButton*>(widget)) {
        const QSize wanted = button->sizeHint();
        const bool enough = button->width() >= wanted.width() && button->height() >= wanted.height();
        return enough ? QString() : QStringLiteral("button \"%1\"").arg(button->text());
    }
    return {};
}

} // namespace

void ScaleTest::nothingIsCutOff_data()
{
    QTest::addColumn<int>("percent");
    QTest::addColumn<QSize>("size");
    QTest::addColumn<bool>("rightToLeft");
    QTest::addColumn<bool>("office");
    QTest::newRow("usual") << 100 << QSize(1120, 760) << false << false;
    QTest::newRow("small window") << 100 << QSize(960, 540) << false << false;
    QTest::newRow("large text") << 150 << QSize(1280, 800) << false << false;
    QTest::newRow("largest text") << 175 << QSize(1366, 768) << false << false;
    QTest::newRow("right to left") << 100 << QSize(960, 540) << true << false;
    QTest::newRow("several servers") << 150 << QSize(1280, 800) << false << true;
}

void ScaleTest::nothingIsCutOff()
{
    QFETCH(int, percent);
    QFETCH(QSize, size);
    QFETCH(bool, rightToLeft);
    QFETCH(bool, office);
    QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
    TestWindow test({}, percent);
    test.show(size);
    test.window.showView(office ? officeCase() : handMadeCase());
    const auto pages = TestWindow::pages();
    QStringList troubles;
    for (const auto& [page, argument] : pages) {
        test.open(page, argument);
        if (test.window.size() != size) {
            troubles.append(QStringLiteral("%1: the window grew to %2 x %3")
                                .arg(page)
                                .arg(test.window.width())
                                .arg(test.window.height()));
            test.window.resize(size);
        }
        const auto widgets = test.window.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            const QString wrong = trouble(widget);
            if (!wrong.isEmpty()) {
                troubles.append(page + QStringLiteral(": ") + wrong);
            }
        }
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
    QVERIFY2(troubles.isEmpty(), qPrintable(troubles.join(QLatin1Char('\n'))));
}

void ScaleTest::longWordsBreak()
{
    const QString hash(64, QLatin1Char('a'));
    const QString shown = gui::breakable(hash);
    QCOMPARE(shown.count(QChar(0x200B)), 3);
    QCOMPARE(QString(shown).remove(QChar(0x200B)), hash);
    QCOMPARE(gui::breakable(QStringLiteral("C:\\a/b c")), QStringLiteral("C:\\\u200Ba/\u200Bb c"));
    const QString sentence = QStringLiteral("Whoever knows the address of the page.");
    QCOMPARE(gui::breakable(sentence), sentence);
    // A letter of two parts stays whole.
    const QString pairs = QString(15, QLatin1Char('x')) + QString::fromUcs4(U"\U0001F600") + hash;
    QVERIFY(gui::breakable(pairs).contains(QString::fromUcs4(U"\U0001F600")));
    gui::Theme theme([] { return gui::SystemLook(); });
    gui::Label label(theme, gui::TextRole::Body);
    label.setEvidence(hash);
    QCOMPARE(label.accessibleName(), hash);
    label.setEvidence(sentence);
    QCOMPARE(label.accessibleName(), QString());
}

namespace {

QListView* visibleList(const TestWindow& test)
{
    const auto lists = test.window.findChildren<QListView*>();
    const auto shown =
        std::find_if(lists.begin(), lists.end(), [](const QListView* list) { return list->isVisible(); });
    return shown == lists.end() ? nullptr : *shown;
}

/** A case with one long line in its history. */
gui::ViewPointer longHistory(int words)
{
    const auto view = handMadeCase();
    view->history.append({6, view->opened, QStringLiteral("Ada"),
                          say(MAILMEND_TEXT("scale-test", "Looked again: {words}"),
                              {{"words", mailmend::words(QStringLiteral("word ").repeated(words))}})});
    return view;
}

} // namespace

/** A list's rows are as high as they have to be at the width that it has now. */
void ScaleTest::rowsFollowTheWidth()
{
    TestWindow test;
    test.show(QSize(1366, 760));
    test.window.showView(longHistory(24));
    for (const char* page : {"history", "plan"}) {
        test.open(QString::fromLatin1(page));
        QListView* list = visibleList(test);
        QVERIFY(list != nullptr);
        // Without it Qt lays out anew only where the height has changed too.
        QVERIFY2(list->wordWrap(), page);
        for (const int width : {1366, 1000, 1250, 1060, 800}) {
            test.window.resize(width, 760);
            const auto fits = [list] {
                QStyleOptionViewItem option;
                option.initFrom(list);
                option.widget = list;
                for (int row = 0; row < list->model()->rowCount(); ++row) {
                    const QModelIndex index = list->model()->index(row, 0);
                    const int wanted = list->itemDelegate()->sizeHint(option, index).height();
                    if (list->visualRect(index).height() != wanted) {
                        return false;
                    }
                }
                return true;
            };
            QTRY_VERIFY2(fits(), page);
        }
    }
}

void ScaleTest::rowsSayWhatIsCut()
{
    TestWindow test;
    test.show();
    for (const int words : {3, 200}) {
        test.window.showView(longHistory(words));
        test.open(QStringLiteral("history"));
        QListView* list = visibleList(test);
        QVERIFY(list != nullptr);
        QToolTip::hideText();
        QTRY_VERIFY(!QToolTip::isVisible());
        const QPoint place = list->visualRect(list->model()->index(0, 0)).center();
        QHelpEvent event(QEvent::ToolTip, place, list->viewport()->mapToGlobal(place));
        QApplication::sendEvent(list->viewport(), &event);
        QCOMPARE(QToolTip::text().count(QStringLiteral("word ")), words > 100 ? words : 0);
    }
    QToolTip::hideText();
}

/** Who did it and when stands whole under every line of the history, however large the text is. */
void ScaleTest::theTimeIsWhole()
{
    for (const auto& [percent, size] : {std::pair(100, QSize(1120, 760)), std::pair(150, QSize(1280, 800)),
                                        std::pair(175, QSize(960, 768))}) {
        TestWindow test({}, percent);
        test.show(size);
        const auto view = handMadeCase();
        view->history.last().by = QStringLiteral("OFFICE\\ada.lovelace of the provider");
        test.window.showView(view);
        test.open(QStringLiteral("history"));
        QListView* list = visibleList(test);
        QVERIFY(list != nullptr);
        QToolTip::hideText();
        QTRY_VERIFY(!QToolTip::isVisible());
        const QPoint place = list->visualRect(list->model()->index(0, 0)).center();
        QHelpEvent event(QEvent::ToolTip, place, list->viewport()->mapToGlobal(place));
        QApplication::sendEvent(list->viewport(), &event);
        QVERIFY2(QToolTip::text().isEmpty(), qPrintable(QToolTip::text())); // nothing was cut
    }
}

/** A path ends its line behind a folder, not in the middle of a name. */
void ScaleTest::pathsBreakBetweenNames()
{
    const QString path = QStringLiteral("Evidence came in: C:\\inetpub\\wwwroot\\aspnet_client\\system_web");
    const QString shown = gui::betweenNames(path);
    QCOMPARE(QString(shown).remove(QChar(0x200B)).remove(QChar(0x2060)), path);
    const QFontMetrics metrics(QApplication::font());
    for (int width = metrics.horizontalAdvance(QStringLiteral("aspnet_client\\")) + 2; width < 600;
         width += 7) {
        QTextLayout layout(shown, QApplication::font());
        QTextOption option;
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        layout.setTextOption(option);
        layout.beginLayout();
        for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
            line.setLineWidth(width);
            const qsizetype end = line.textStart() + line.textLength();
            QVERIFY2(end == shown.size() || shown.at(end - 1) == QChar(0x200B) || shown.at(end - 1).isSpace(),
                     qPrintable(shown.left(end)));
        }
        layout.endLayout();
    }
}

void ScaleTest::rowsBeginWhereThePageBegins()
{
    for (const bool rightToLeft : {false, true}) {
        QApplication::setLayoutDirection(rightToLeft ? Qt::RightToLeft : Qt::LeftToRight);
        TestWindow test;
        test.show();
        test.window.showView(longHistory(1));
        test.open(QStringLiteral("history"));
        QListView* list = visibleList(test);
        QVERIFY(list != nullptr);
        const QRect row = list->visualRect(list->model()->index(0, 0));
        const QImage picture = list->viewport()->grab(row).toImage();
        const QColor ground = picture.pixelColor(picture.width() / 2, 1);
        const auto ink = [&](int from, int to) {
            int pixels = 0;
            for (int x = from; x < to; ++x) {
                for (int y = 0; y < picture.height(); ++y) {
                    pixels += picture.pixelColor(x, y) != ground ? 1 : 0;
                }
            }
            return pixels;
        };
        const int third = picture.width() / 3;
        QVERIFY(rightToLeft ? ink(0, third) < ink(picture.width() - third, picture.width())
                            : ink(0, third) > ink(picture.width() - third, picture.width()));
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

void ScaleTest::growsWhileItIsShown()
{
    TestWindow test;
    test.show(QSize(1366, 768));
    test.window.showView(handMadeCase());
    QStringList troubles;
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        test.theme.apply(gui::ThemeChoice::Light, 100);
        test.open(page, argument);
        const auto corner = [&test] {
            return test.window.grab().toImage().pixelColor(test.window.width() - 4, 4);
        };
        QCOMPARE(corner(), gui::colorOf(gui::lightTokens(), gui::Token::Ground));
        test.theme.apply(gui::ThemeChoice::Dark, 150);
        TestWindow::settle();
        QCOMPARE(corner(), gui::colorOf(gui::darkTokens(), gui::Token::Ground));
        const auto widgets = test.window.findChildren<QWidget*>();
        for (QWidget* widget : widgets) {
            const QString wrong = trouble(widget);
            if (!wrong.isEmpty()) {
                troubles.append(page + QStringLiteral(": ") + wrong);
            }
        }
    }
    QVERIFY2(troubles.isEmpty(), qPrintable(troubles.join(QLatin1Char('\n'))));
}

void ScaleTest::railChangesSides()
{
    QApplication::setLayoutDirection(Qt::RightToLeft);
    TestWindow test;
    test.show();
    const auto widgets =
        test.window.centralWidget()->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly);
    QCOMPARE(widgets.size(), 2);
    QVERIFY(widgets.at(0)->x() > widgets.at(1)->x());
    // English words too begin where the page begins, so that one edge holds all of them.
    test.window.showView(handMadeCase());
    test.open(QStringLiteral("overview"));
    const auto labels = test.window.findChildren<gui::Label*>();
    for (const gui::Label* label : labels) {
        QVERIFY2(label->alignment().testFlag(Qt::AlignRight) &&
                     label->alignment().testFlag(Qt::AlignAbsolute),
                 qPrintable(label->text()));
    }
    QApplication::setLayoutDirection(Qt::LeftToRight);
}

/** What was found and where stay readable; the columns that say less leave. */
void ScaleTest::columnsGiveWay()
{
    TestWindow test;
    test.show(QSize(1300, 760));
    test.window.showView(handMadeCase());
    test.open(QStringLiteral("findings"));
    auto* table = test.window.findChild<QTableView*>();
    QVERIFY(table != nullptr);
    QTRY_VERIFY(table->model()->rowCount() > 0);
    const auto hidden = [table] {
        QList<int> columns;
        for (int column = 0; column < table->model()->columnCount(); ++column) {
            if (table->isColumnHidden(column)) {
                columns.append(column);
            }
        }
        return columns;
    };
    QTRY_COMPARE(hidden(), (QList<int>{2, 5})); // one server, and all of them are simply open
    auto* show = table->parentWidget()->findChild<QComboBox*>();
    QVERIFY(show != nullptr);
    show->setCurrentIndex(show->count() - 1);
    QTRY_COMPARE(hidden(), QList<int>{2});
    test.window.resize(720, 500);
    TestWindow::settle();
    QVERIFY(hidden().contains(4));
    QVERIFY(table->horizontalHeader()->length() <= table->viewport()->width());
    // On which server something was found is never left out where there are several.
    test.window.showView(officeCase());
    QTRY_VERIFY(!hidden().contains(2));
    QVERIFY(table->horizontalHeader()->length() <= table->viewport()->width());
}

void ScaleTest::opensWithinTheScreen()
{
    const TestWindow test;
    const QSize room = test.window.screen()->availableGeometry().size();
    QVERIFY(test.window.width() < room.width() && test.window.height() < room.height());
}

void ScaleTest::atTwiceThePixels()
{
    if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR")) {
        QCOMPARE(qApp->devicePixelRatio(), qEnvironmentVariable("QT_SCALE_FACTOR").toDouble());
        return;
    }
    QProcess again;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_SCALE_FACTOR"), QStringLiteral("2"));
    again.setProcessEnvironment(environment);
    const QTemporaryDir folder; // on Windows it has no console to print on
    again.start(
        QCoreApplication::applicationFilePath(),
        {QStringLiteral("-logs"), folder.path(), QStringLiteral("-only"), QStringLiteral("ScaleTest")});
    QVERIFY(again.waitForFinished(300000));
    QFile log(folder.filePath(QStringLiteral("ScaleTest.txt")));
    QVERIFY(log.open(QIODevice::ReadOnly));
    QVERIFY2(again.exitStatus() == QProcess::NormalExit && again.exitCode() == 0, log.readAll().constData());
}

MAILMEND_TEST_CLASS(ScaleTest)
#include "scale_test.moc"
