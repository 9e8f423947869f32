// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/file_chooser.h"
#include "gui/language.h"
#include "gui/main_window.h"
#include "knowledge/knowledge.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QLabel>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>

/**
 * first_page [ROUNDS]: starts the whole window and a window with one label, in turn, each as a process of its
 * own, and prints how long it took from the start of the process until the first page was painted, in ms: the
 * shortest, the middle and the longest, and the ratio of the two.
 */
namespace {

using namespace mailmend;

/** Ends the program with one line once a first paint event has been dealt with. */
class FirstPaint : public QObject
{
public:
    explicit FirstPaint(QWidget* window) : QObject(window) { qApp->installEventFilter(this); }

    bool eventFilter(QObject* receiver, QEvent* event) override
    {
        if (event->type() == QEvent::Paint && receiver->isWidgetType() && !m_seen) {
            m_seen = true;
            // Everything visible is painted within the event that this paint event belongs to.
            QTimer::singleShot(0, this, [] {
                std::puts("painted");
                std::fflush(stdout);
                QApplication::exit(0);
            });
        }
        return false;
    }

private:
    bool m_seen = false;
};

int showPlain()
{
    QLabel window(QStringLiteral("A window"));
    window.resize(1200, 800);
    const FirstPaint first(&window);
    window.show();
    return QApplication::exec();
}

/** As main_gui.cpp does it, with settings of its own. */
int showMailmend()
{
    const QTemporaryDir folder;
    const auto knowledge = loadBuiltInKnowledge();
    if (!knowledge || !folder.isValid()) {
        return 70;
    }
    Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    settings.set(setting::caseFolder, folder.filePath(QStringLiteral("cases")));
    gui::Language language;
    language.use({});
    gui::Theme theme;
    theme.apply(gui::ThemeChoice::System, 100);
    gui::Session session(
        {*knowledge, systemClock(), settings, folder.filePath(QStringLiteral("seal")), QString()});
    session.setLocale(language.locale());
    gui::DesktopFileChooser chooser;
    gui::MainWindow window({session, theme, language, chooser, settings}, QStringLiteral("start"));
    const FirstPaint first(&window);
    window.show();
    return QApplication::exec();
}

/** Milliseconds until the process says that it has painted; negative: it never did. */
double millisecondsUntilPainted(const QString& program, const QString& which)
{
    QProcess process;
    QElapsedTimer timer;
    timer.start();
    process.start(program, {which});
    while (!process.canReadLine()) {
        if (!process.waitForReadyRead(60'000)) {
            return -1;
        }
    }
    const qint64 spent = timer.nsecsElapsed();
    process.waitForFinished(60'000);
    return static_cast<double>(spent) / 1e6;
}

/** Prints a line and returns the middle one. */
double printTimes(const char* name, QList<double> times)
{
    std::sort(times.begin(), times.end());
    std::printf("%-24s %8.0f %8.0f %8.0f ms  (shortest, middle, longest of %d)\n", name, times.first(),
                times.at(times.size() / 2), times.last(), static_cast<int>(times.size()));
    return times.at(times.size() / 2);
}

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    const QString word = application.arguments().value(1);
    if (word == QStringLiteral("plain")) {
        return showPlain();
    }
    if (word == QStringLiteral("mailmend")) {
        return showMailmend();
    }
    const int rounds = word.isEmpty() ? 10 : std::max(1, word.toInt());
    QList<double> plain;
    QList<double> mailmend;
    for (int round = 0; round < rounds; ++round) {
        plain.append(
            millisecondsUntilPainted(QCoreApplication::applicationFilePath(), QStringLiteral("plain")));
        mailmend.append(
            millisecondsUntilPainted(QCoreApplication::applicationFilePath(), QStringLiteral("mailmend")));
    }
    if (std::min(*std::min_element(plain.begin(), plain.end()),
                 *std::min_element(mailmend.begin(), mailmend.end())) < 0) {
        std::fputs("A window was not painted.\n", stderr);
        return 70;
    }
    const double peer = printTimes("a window with a label", plain);
    std::printf("Mailmend takes %.2f times as long.\n", printTimes("Mailmend's first page", mailmend) / peer);
    return 0;
}
