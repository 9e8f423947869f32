// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/pages/page.h"

#include <QHash>
#include <QList>
#include <QMainWindow>

class QStackedWidget;

namespace mailmend::gui {

class Rail;

/** The window: the rail, and one page at a time, made when it is first shown. It names no page but the first.
 */
class MainWindow : public QMainWindow
{
    Q_OBJECT

public:
    MainWindow(PageContext context, const QString& firstPage);

    void go(const QString& page, const QString& argument = {});
    void showView(const ViewPointer& view);
    QString currentPage() const { return m_current.first; }

protected:
    void changeEvent(QEvent* event) override;
    /** Stops what runs, and closes once everything is in the case; where that fails, it stays and says so. */
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /** To the page before this one; from the help, as that was left. */
    void goBack();
    void bringUp(Page* page);
    /** Help on the page that is shown. */
    void goToHelp();
    void fitRail();
    void followWork();
    void closeNow();
    Page* pageFor(const QString& id);
    Page* current() const;

    PageContext m_context;
    Rail* m_rail;
    QStackedWidget* m_stack;
    QHash<QString, Page*> m_pages;
    ViewPointer m_view;
    std::pair<QString, QString> m_current;
    QList<std::pair<QString, QString>> m_behind; ///< for Alt+Left
    QString m_caseFile;                          ///< what `m_behind` leads through
    bool m_closing = false;                      ///< once everything is written
    bool m_written = false;
};

} // namespace mailmend::gui
