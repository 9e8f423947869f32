// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/file_chooser.h"
#include "gui/language.h"
#include "gui/main_window.h"
#include "knowledge/knowledge.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

/**
 * window_block DISK: opens a volume in the whole window, runs the scan on its Scan page, and prints the
 * longest time that the window's thread spent on one event, in ms: while the scan ran, and from then until
 * its case was shown.
 */
namespace {

using namespace mailmend;

/** Measures what the window's thread does for each event, events within events included. */
class WatchedApplication : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject* receiver, QEvent* event) override
    {
        if (m_depth > 0) {
            return QApplication::notify(receiver, event);
        }
        ++m_depth;
        const QEvent::Type type = event->type();
        const QByteArray name = receiver->metaObject()->className();
        QElapsedTimer timer;
        timer.start();
        const bool taken = QApplication::notify(receiver, event);
        const qint64 spent = timer.nsecsElapsed();
        --m_depth;
        ++m_events;
        if (spent > m_longest) {
            m_longest = spent;
            m_what = name + ", event " + QByteArray::number(type);
        }
        return taken;
    }

    void restart()
    {
        m_events = m_longest = 0;
        m_what.clear();
        m_since.start();
    }

    void print(const char* when) const
    {
        std::printf("%-24s %8.1f ms  (%s; %lld events in %.1f s)\n", when,
                    static_cast<double>(m_longest) / 1e6, m_what.constData(),
                    static_cast<long long>(m_events), static_cast<double>(m_since.elapsed()) / 1e3);
        std::fflush(stdout);
    }

private:
    int m_depth = 0;
    qint64 m_events = 0;
    qint64 m_longest = 0;
    QByteArray m_what;
    QElapsedTimer m_since;
};

} // namespace

int main(int argc, char** argv)
{
    WatchedApplication application(argc, argv);
    const QTemporaryDir folder;
    const auto knowledge = loadBuiltInKnowledge();
    if (argc != 2 || !knowledge || !folder.isValid()) {
        std::fputs("window_block DISK\n", stderr);
        return 64;
    }
    Settings settings(folder.filePath(QStringLiteral("settings.ini")));
    settings.set(setting::caseFolder, folder.filePath(QStringLiteral("cases")));
    gui::Language language;
    gui::Theme theme;
    theme.apply(gui::ThemeChoice::System, 100);
    gui::Session session({*knowledge, systemClock(), settings, folder.filePath(QStringLiteral("seal")), QString()});
    gui::DesktopFileChooser chooser;
    gui::MainWindow window({session, theme, language, chooser, settings}, QStringLiteral("start"));
    window.show();

    using gui::Session;
    const QString file = folder.filePath(QStringLiteral("bench.mailmend"));
    QObject::connect(&session, &Session::lookFinished, &window, [&] {
        window.go(QStringLiteral("scan"));
        application.restart();
        session.startScan(file);
    });
    bool scanned = false;
    QObject::connect(&session, &Session::scanFinished, &window, [&] {
        application.print("while the scan ran");
        application.restart();
        scanned = true;
    });
    QObject::connect(&session, &Session::viewChanged, &window, [&](const gui::ViewPointer& view) {
        if (scanned && view) {
            // After what is shown for it has been drawn.
            QTimer::singleShot(500, &window, [&] {
                application.print("until the case was shown");
                QApplication::exit(0);
            });
        }
    });
    QObject::connect(&session, &Session::failed, &window, [&](Session::Work, const Error& error) {
        std::fprintf(stderr, "%s\n", qPrintable(logLine(error)));
        QApplication::exit(70);
    });
    window.go(QStringLiteral("source"), QString::fromLocal8Bit(argv[1]));
    return QApplication::exec();
}
