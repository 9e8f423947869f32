// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/elevation.h"
#include "gui/file_chooser.h"
#include "gui/hand_made_repair.h"
#include "gui/language.h"
#include "gui/main_window.h"

#include <QTemporaryDir>

#include <memory>

namespace mailmend::testing {

/** Answers with a path that the test has set, or notes that it was asked. */
class TypedFileChooser : public gui::FileChooser
{
public:
    void ask(QWidget*, const gui::FileQuestion&, std::function<void(const QString&)> chosen) override
    {
        ++asked;
        if (!answer.isEmpty()) {
            chosen(answer);
        }
    }

    QString answer;
    int asked = 0;
};

/** The console's program that was built with the tests. */
QString builtHelper();

/** The whole window with settings, cases and seals in a folder of its own. */
class TestWindow
{
    const QFont m_font; ///< what the theme takes for the system's

public:
    explicit TestWindow(const gui::SystemLook& look = {}, int textPercent = 100);
    /** As the same person starts the program again: settings, cases and seals are in `home`; the real time.
     */
    TestWindow(const QString& home, const QString& helperProgram, StartElevated elevated = {},
               OpenTarget open = openEvidence, bool hasRights = rightsAreOurs(),
               bool offersThisComputer = isLiveMachineOffered());

    ~TestWindow();

    void show(QSize size = {1120, 760});
    /** Goes there and lets everything find its place; for the pages of a repair, `argument` is how far it is.
     * "take-page?Skip": and presses the button that begins with that word. */
    void open(const QString& page, const QString& argument = {});
    static void settle();
    /** Ids of all pages, with an argument for those that need one. */
    static QList<std::pair<QString, QString>> pages();

    HandMadeRepair repair = handMadeRepair(QStringLiteral("discover.aspx"));
    QTemporaryDir folder;
    const QString home; ///< `folder`'s path where no other was given
    Settings settings;
    gui::Theme theme;
    gui::Language language;
    TypedFileChooser chooser;
    gui::Session session;
    gui::MainWindow window;

private:
    void sayOfRepair(const QString& state);
    void askFor(const QString& words);
    TestWindow(const gui::SystemLook& look, int textPercent, const QString& givenHome,
               const QString& helperProgram, Clock clock, StartElevated elevated, OpenTarget open,
               bool hasRights, bool offersThisComputer);
};

} // namespace mailmend::testing
