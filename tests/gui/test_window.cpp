// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/test_window.h"

#include "gui/pages/registry.h"

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
    : m_font(QApplication::font()), settings(folder.filePath(QStringLiteral("settings.ini"))),
      theme([look] { return look; }), language(QStringList{folder.path()}),
      session({knowledge(), fixedClock(QDateTime(QDate(2021, 3, 13), QTime(12, 0), Qt::UTC)), settings,
               folder.filePath(QStringLiteral("seal"))}),
      window({session, theme, language, chooser, settings}, QStringLiteral("start"))
{
    settings.set(setting::caseFolder, folder.filePath(QStringLiteral("cases")));
    settings.set(setting::personName, QStringLiteral("Ada"));
    theme.apply(gui::ThemeChoice::System, textPercent);
}

void TestWindow::show(QSize size)
{
    window.resize(size);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
}

void TestWindow::open(const QString& page, const QString& argument)
{
    window.go(page, argument);
    settle();
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
    all.append({QStringLiteral("plan"), QStringLiteral("passwords")});
    return all;
}

} // namespace mailmend::testing
