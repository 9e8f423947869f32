// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/logging.h"
#include "base/own_libraries.h"
#include "base/portable.h"
#include "base/program_end.h"
#include "engine/helper/elevation.h"
#include "gui/language.h"
#include "gui/main_window.h"
#include "knowledge/knowledge.h"

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>

/** The console's program stands beside the window's; repairs are done by it, as a process of its own. */
static QString helperProgram()
{
#ifdef Q_OS_WIN
    return QCoreApplication::applicationDirPath() + QStringLiteral("/mailmend-cli.exe");
#else
    return QCoreApplication::applicationDirPath() + QStringLiteral("/mailmend-cli");
#endif
}

namespace mailmend {

/** Puts the window together. With a target as its argument it is opened at once. */
static int showWindow(int argc, char** argv)
{
    loadOnlyOwnLibraries();
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("mailmend"));
    QCoreApplication::setApplicationVersion(QStringLiteral(MAILMEND_VERSION));
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Looks at a collected or mounted Exchange server."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(QStringLiteral("target"),
                                 QStringLiteral("a .zip, a folder, \"sample:\", or a case"));
    parser.process(application);

    startLogging(defaultLogFolder());
    auto knowledge = loadBuiltInKnowledge();
    if (!knowledge) {
        std::fprintf(stderr, "%s\n", qPrintable(logLine(knowledge.error())));
        return 70;
    }
    Settings settings;
    gui::Language language;
    language.use(settings.text(setting::language));
    gui::Theme theme;
    theme.apply(gui::themeChoice(settings.text(setting::theme)), settings.number(setting::textSize));
    gui::Session session({*knowledge, systemClock(), settings, defaultSealFolder(), helperProgram(),
                          elevationOf(helperProgram()), rightsAreOurs()});
    session.setLocale(language.locale());
    gui::DesktopFileChooser chooser;
    gui::MainWindow window({session, theme, language, chooser, settings}, QStringLiteral("start"));
    window.show();
    const QStringList targets = parser.positionalArguments();
    if (!targets.isEmpty()) {
        window.go(QStringLiteral("start"), targets.first());
    }
    return QApplication::exec();
}

} // namespace mailmend

int main(int argc, char** argv)
{
    return mailmend::endProgram(mailmend::showWindow(argc, argv));
}
