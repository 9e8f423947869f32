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
    /** Stops what runs, and closes once what was found is in the case. */
    void closeEvent(QCloseEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void goBack();
    void fitRail();
    void followWork();
    Page* pageFor(const QString& id);
    Page* current() const;

    PageContext m_context;
    Rail* m_rail;
    QStackedWidget* m_stack;
    QHash<QString, Page*> m_pages;
    ViewPointer m_view;
    std::pair<QString, QString> m_current;
    QList<std::pair<QString, QString>> m_behind; ///< for Alt+Left
    bool m_closing = false;
};

} // namespace mailmend::gui
