// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/test_window.h"

#include "gui/pages/registry.h"

#include <QAbstractButton>
#include <QTest>

namespace mailmend::testing {

namespace {

KnowledgePointer knowledge()
{
    static const Result<KnowledgePointer> loaded = loadBuiltInKnowledge();
    return loaded ? *loaded : std::make_shared<const Knowledge>();
}

} // namespace

TestWindow::~TestWindow()
{
    QApplication::setFont(m_font);
}

TestWindow::TestWindow(const gui::SystemLook& look, int textPercent)
    : TestWindow(look, textPercent, {}, builtHelper(),
                 fixedClock(QDateTime(QDate(2021, 3, 13), QTime(12, 0), Qt::UTC)), {}, openEvidence,
                 rightsAreOurs(), isLiveMachineOffered())
{}

TestWindow::TestWindow(const QString& givenHome, const QString& helperProgram, StartElevated elevated,
                       OpenTarget open, bool hasRights, bool offersThisComputer)
    : TestWindow({}, 100, givenHome, helperProgram, systemClock(), std::move(elevated), std::move(open),
                 hasRights, offersThisComputer)
{}

TestWindow::TestWindow(const gui::SystemLook& look, int textPercent, const QString& givenHome,
                       const QString& helperProgram, Clock clock, StartElevated elevated, OpenTarget open,
                       bool hasRights, bool offersThisComputer)
    : m_font(QApplication::font()), home(givenHome.isEmpty() ? folder.path() : givenHome),
      settings(home + QStringLiteral("/settings.ini")), theme([look] { return look; }),
      language(QStringList{home}),
      session({knowledge(), std::move(clock), settings, home + QStringLiteral("/seal"), helperProgram,
               std::move(elevated), hasRights, QStringLiteral("maple-ex01.maple.example"), std::move(open),
               offersThisComputer}),
      window({session, theme, language, chooser, settings}, QStringLiteral("start"))
{
    settings.set(setting::caseFolder, home + QStringLiteral("/cases"));
    settings.set(setting::personName, QStringLiteral("Ada"));
    theme.apply(gui::ThemeChoice::System, textPercent);
}

QString builtHelper()
{
    return QStringLiteral(MAILMEND_BINARY_DIR "/bin/mailmend-cli");
}

void TestWindow::show(QSize size)
{
    window.resize(size);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
}

void TestWindow::open(const QString& page, const QString& argument)
{
    const bool ofRepair = page == QStringLiteral("preview") || page == QStringLiteral("fix");
    const QString shown = argument.section(QLatin1Char('?'), 0, 0);
    window.go(page, ofRepair ? QStringLiteral("take-page") : shown);
    if (shown != argument) {
        settle();
        askFor(argument.section(QLatin1Char('?'), 1));
    }
    if (ofRepair) {
        sayOfRepair(argument);
    }
    settle();
}

/** Presses the button that asks. */
void TestWindow::askFor(const QString& words)
{
    const auto buttons = window.findChildren<QAbstractButton*>();
    for (QAbstractButton* button : buttons) {
        if (button->isVisible() && QString(button->text()).remove(QLatin1Char('&')).startsWith(words)) {
            button->click();
            return;
        }
    }
    QFAIL(qPrintable(QStringLiteral("no button says: ") + words));
}

/** As if the engine said so. */
void TestWindow::sayOfRepair(const QString& state)
{
    if (state == QStringLiteral("ready")) {
        Q_EMIT session.previewed(repair.preview);
    } else if (state == QStringLiteral("paused")) {
        Q_EMIT session.fixNews(repair.progress);
        Q_EMIT session.fixHeld();
    } else if (state == QStringLiteral("fixed")) {
        Q_EMIT session.fixed(repair.fixed);
    } else if (state == QStringLiteral("cannot-tell")) {
        Q_EMIT session.fixed(repair.cannotTell);
    } else if (state == QStringLiteral("in-the-way")) {
        Q_EMIT session.failed(gui::Session::Work::Undoing, repair.inTheWay);
    }
}

void TestWindow::settle()
{
    // A layout within a layout asks again after each round.
    for (int round = 0; round < 12; ++round) {
        QCoreApplication::sendPostedEvents();
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::processEvents();
    }
    QTest::qWait(20);
}

QList<std::pair<QString, QString>> TestWindow::pages()
{
    QList<std::pair<QString, QString>> all;
    for (const gui::PageEntry* page : gui::allPages()) {
        const QString id = QString::fromLatin1(page->id);
        all.append({id, id == QStringLiteral("finding") ? QStringLiteral("f1") : QString()});
    }
    all.append({QStringLiteral("plan"), QStringLiteral("choice")});
    all.append({QStringLiteral("finding"), QStringLiteral("f1?Accept")});
    for (const char* step :
         {"passwords", "take-page-2", "update", "take-page?Skip", "take-page?Done elsewhere"}) {
        all.append({QStringLiteral("plan"), QString::fromLatin1(step)});
    }
    all.append({QStringLiteral("preview"), QStringLiteral("ready")});
    for (const char* state : {"paused", "fixed", "cannot-tell", "in-the-way"}) {
        all.append({QStringLiteral("fix"), QString::fromLatin1(state)});
    }
    all.append({QStringLiteral("undo"), QString(31, QLatin1Char('0')) + QLatin1Char('1')});
    return all;
}

} // namespace mailmend::testing
