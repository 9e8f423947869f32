// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"
#include "gui/test_window.h"
#include "gui/widgets/label.h"
#include "support/registration.h"

#include <QAbstractButton>
#include <QLineEdit>
#include <QTranslator>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A language in which every sentence is known: 40 per cent longer, and in brackets. */
class PseudoTranslator : public QTranslator
{
public:
    bool isEmpty() const override { return false; }

    QString translate(const char*, const char* source, const char*, int) const override
    {
        const QString text = QString::fromUtf8(source);
        return QStringLiteral("[%1%2]").arg(text, QString(text.size() * 2 / 5, QLatin1Char('~')));
    }
};

/** Words that come from the program and not from the evidence, as the window shows them now. */
QStringList programWords(QWidget& window)
{
    QStringList words;
    const auto buttons = window.findChildren<QAbstractButton*>();
    for (const QAbstractButton* button : buttons) {
        if (button->isVisible() && !button->text().isEmpty()) {
            words.append(button->text());
        }
    }
    const auto labels = window.findChildren<gui::Label*>();
    for (const gui::Label* label : labels) {
        if (label->isVisible() && (label->buddy() != nullptr || label->focusPolicy() != Qt::NoFocus)) {
            words.append(label->text());
        }
    }
    const auto lines = window.findChildren<QLineEdit*>();
    for (const QLineEdit* line : lines) {
        if (line->isVisible() && line->placeholderText().contains(QLatin1Char(' '))) {
            words.append(line->placeholderText());
        }
    }
    return words;
}

} // namespace

/** The language changes while a page is open, and nothing of the old one stays behind. */
class LanguageTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void switchesLive();
    void languagesAreThoseThatAreThere();
};

void LanguageTest::switchesLive()
{
    TestWindow test;
    test.show(QSize(1366, 900));
    test.window.showView(handMadeCase());
    const auto pages = TestWindow::pages();
    for (const auto& [page, argument] : pages) {
        if (page == QStringLiteral("finding")) {
            continue; // its title is the finding's own sentence
        }
        if (argument.contains(QLatin1Char('?'))) {
            continue; // a question is taken back when the language changes
        }
        test.open(page, argument);
        const QStringList before = programWords(test.window);
        QVERIFY(!before.isEmpty());
        PseudoTranslator pseudo;
        QCoreApplication::installTranslator(&pseudo);
        TestWindow::settle();
        const QStringList after = programWords(test.window);
        for (const QString& words : after) {
            QVERIFY2(words.contains(QLatin1Char('[')), qPrintable(page + QStringLiteral(": ") + words));
        }
        QCoreApplication::removeTranslator(&pseudo);
        TestWindow::settle();
        QCOMPARE(programWords(test.window).join(QLatin1Char('\n')), before.join(QLatin1Char('\n')));
    }
}

void LanguageTest::languagesAreThoseThatAreThere()
{
    QTemporaryDir folder;
    const gui::Language none({folder.path()});
    QCOMPARE(none.available(), QStringList{QStringLiteral("en")});
    QFile file(folder.filePath(QStringLiteral("mailmend_de.qm")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QCOMPARE(none.available(), (QStringList{QStringLiteral("en"), QStringLiteral("de")}));
    QCOMPARE(gui::Language::nativeName(QStringLiteral("de")), QStringLiteral("Deutsch"));
}

MAILMEND_TEST_CLASS(LanguageTest)
#include "language_test.moc"
