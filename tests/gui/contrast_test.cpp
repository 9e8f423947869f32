// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/theme/tokens.h"
#include "support/registration.h"

#include <QPalette>

using namespace mailmend::gui;

/** Every pair of colours that stands on one another: words 4.5 to 1 or more, shapes and the focus ring 3
 * to 1. */
class ContrastTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ratioIsThatOfWcag();
    void pairs_data();
    void pairs();
    void mainButton();
    void highContrastTakesTheSystemsOwn();
};

void ContrastTest::ratioIsThatOfWcag()
{
    QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    // The grey that is known as the lightest one that can be read on white.
    QVERIFY(qAbs(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
}

void ContrastTest::pairs_data()
{
    QTest::addColumn<bool>("dark");
    QTest::addColumn<int>("ground");
    QTest::addColumn<int>("token");
    QTest::addColumn<double>("least");
    for (const bool dark : {false, true}) {
        for (const Token ground : {Token::Ground, Token::Surface, Token::Raised}) {
            for (const Token words :
                 {Token::Text, Token::TextQuiet, Token::Accent, Token::NeedsAction, Token::LookAtThis,
                  Token::CouldNotCheck, Token::Ok, Token::NotApplicable}) {
                QTest::addRow("%s words %d on %d", dark ? "dark" : "light", int(words), int(ground))
                    << dark << int(ground) << int(words) << 4.5;
            }
            QTest::addRow("%s border on %d", dark ? "dark" : "light", int(ground))
                << dark << int(ground) << int(Token::Border) << 3.0;
        }
    }
}

void ContrastTest::pairs()
{
    QFETCH(bool, dark);
    QFETCH(int, ground);
    QFETCH(int, token);
    QFETCH(double, least);
    const TokenSet tokens = dark ? darkTokens() : lightTokens();
    const double ratio = contrastRatio(colorOf(tokens, static_cast<Token>(token)),
                                       colorOf(tokens, static_cast<Token>(ground)));
    QVERIFY2(ratio >= least, qPrintable(QString::number(ratio)));
}

void ContrastTest::mainButton()
{
    for (const TokenSet& tokens : {lightTokens(), darkTokens()}) {
        QVERIFY(contrastRatio(colorOf(tokens, Token::OnAccent), colorOf(tokens, Token::Accent)) >= 4.5);
    }
}

void ContrastTest::highContrastTakesTheSystemsOwn()
{
    QPalette system;
    system.setColor(QPalette::Window, Qt::black);
    system.setColor(QPalette::WindowText, Qt::yellow);
    system.setColor(QPalette::Base, Qt::black);
    system.setColor(QPalette::Highlight, Qt::cyan);
    system.setColor(QPalette::HighlightedText, Qt::black);
    const TokenSet tokens = tokensOf(system);
    const QList<QColor> allowed = {Qt::black, Qt::yellow, Qt::cyan};
    for (const QColor& color : tokens) {
        QVERIFY(allowed.contains(color));
    }
    QCOMPARE(colorOf(tokens, Token::NeedsAction), QColor(Qt::yellow));
}

MAILMEND_TEST_CLASS(ContrastTest)
#include "contrast_test.moc"
