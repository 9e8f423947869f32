// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/main_window.h"

#include "base/escape.h"
#include "gui/pages/registry.h"
#include "gui/rail.h"
#include "gui/theme/type_scale.h"
#include "gui/widgets/spacing.h"

#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QShortcut>
#include <QStackedWidget>

namespace mailmend::gui {

namespace {

/** The page on which this work can be followed and stopped, or empty. */
QString pageOf(Session::Work work)
{
    switch (work) {
    case Session::Work::Scanning:
        return QStringLiteral("scan");
    case Session::Work::Collecting:
        return QStringLiteral("collect");
    case Session::Work::Fixing:
    case Session::Work::Undoing:
        return QStringLiteral("fix");
    default:
        return {};
    }
}

} // namespace

MainWindow::MainWindow(PageContext context, const QString& firstPage)
    : m_context(context), m_rail(new Rail(context.theme)), m_stack(new QStackedWidget)
{
    setWindowIcon(programIcon());
    auto* frame = new QWidget;
    auto* row = new QHBoxLayout(frame);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_rail);
    row->addWidget(m_stack, 1);
    setCentralWidget(frame);
    setMinimumSize(720, 440);
    // Room for the frame that the desktop puts around it: at 200 % the usual size is larger than many
    // screens.
    resize(QSize(1120, 760).boundedTo(screen()->availableGeometry().size() - QSize(16, 48)));
    connect(m_rail, &Rail::chosen, this, [this](const QString& page) {
        if (page == QStringLiteral("help")) {
            goToHelp();
        } else {
            go(page);
        }
    });
    connect(&m_context.session, &Session::viewChanged, this, &MainWindow::showView);
    connect(&m_context.session, &Session::workChanged, this, &MainWindow::followWork);
    connect(&m_context.session, &Session::failed, this, [this](Session::Work work, const Error& error) {
        // What was stopped in order to close has not failed.
        m_closing = m_closing && error.kind == ErrorKind::Cancelled;
        for (Page* page : std::as_const(m_pages)) {
            if (page == current() || page->waitsFor(work)) {
                page->tellFailure(work, error);
            }
        }
    });
    connect(&m_context.session, &Session::allWritten, this, &MainWindow::closeNow);
    connect(&m_context.session, &Session::caseOpened, this, [this](const QString& file) {
        if (!m_caseFile.isEmpty() && file != m_caseFile) {
            m_behind.clear(); // it would lead to findings and steps of the other case
        }
        m_caseFile = file;
    });
    connect(&m_context.session, &Session::tookOver, this,
            [this](const QList<ChangeRecord>& settled, const QList<Error>& troubles) {
                if (Page* page = current()) {
                    page->tellTakenOver(settled, troubles);
                }
            });
    auto* help = new QShortcut(QKeySequence::HelpContents, this);
    connect(help, &QShortcut::activated, this, &MainWindow::goToHelp);
    showView(context.session.view());
    go(firstPage);
}

Page* MainWindow::current() const
{
    return m_pages.value(m_current.first);
}

Page* MainWindow::pageFor(const QString& id)
{
    if (Page* page = m_pages.value(id)) {
        return page;
    }
    const PageEntry* entry = findPage(id);
    if (entry == nullptr) {
        return nullptr;
    }
    Page* page = entry->make(m_context);
    m_pages.insert(id, page);
    m_stack->addWidget(page);
    connect(page, &Page::leave, this,
            [this](const QString& next, const QString& argument) { go(next, argument); });
    connect(page, &Page::back, this, &MainWindow::goBack);
    return page;
}

void MainWindow::go(const QString& id, const QString& argument)
{
    Page* page = pageFor(id);
    if (page == nullptr) {
        return;
    }
    if (!m_current.first.isEmpty() && m_current != std::make_pair(id, argument)) {
        m_behind.append(m_current);
        m_behind = m_behind.mid(qMax(0, static_cast<int>(m_behind.size()) - 50));
    }
    m_current = {id, argument};
    page->setView(m_view);
    page->arrive(argument);
    bringUp(page);
}

void MainWindow::bringUp(Page* page)
{
    m_stack->setCurrentWidget(page);
    m_rail->setCurrent(m_current.first);
    // Never a line or a button: a key that is still held down must not finish what was begun.
    page->focusTitle();
    showView(m_view);
}

void MainWindow::goToHelp()
{
    const QString help = QStringLiteral("help");
    if (const QString from = m_current.first; from != help) {
        go(help, from);
    }
}

void MainWindow::goBack()
{
    if (m_behind.isEmpty()) {
        return;
    }
    const bool wasHelp = m_current.first == QStringLiteral("help");
    const auto [id, argument] = m_behind.takeLast();
    Page* page = m_pages.value(id);
    if (!wasHelp || page == nullptr) {
        m_current = {};
        go(id, argument);
        return;
    }
    // Whoever only read the help goes on with what they had begun.
    m_current = {id, argument};
    page->setView(m_view);
    page->comeBack();
    bringUp(page);
}

void MainWindow::showView(const ViewPointer& view)
{
    const bool changed = m_view != view;
    m_view = view;
    m_rail->setView(view);
    if (Page* page = current(); page != nullptr && changed) {
        page->setView(view);
    }
    const QString name = view ? escapeForDisplay(view->title) + QStringLiteral(" – ") : QString();
    setWindowTitle(name + QStringLiteral("Mailmend"));
}

void MainWindow::followWork()
{
    m_rail->setWorking(pageOf(m_context.session.work()));
    m_rail->setCurrent(m_current.first);
    if (m_closing && !m_context.session.hasUnwritten()) {
        m_context.session.whenWritten();
    }
}

void MainWindow::closeNow()
{
    // It may have failed since, or something may have begun.
    if (m_closing && !m_context.session.hasUnwritten()) {
        m_closing = false;
        m_written = true;
        close();
        m_written = false;
    }
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    event->setAccepted(m_written);
    if (!m_written) {
        m_closing = true;
        m_context.session.cancel(); // followWork() hears of it
    }
}

void MainWindow::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        m_rail->retranslate();
    }
    QMainWindow::changeEvent(event);
}

bool MainWindow::event(QEvent* event)
{
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::StyleChange) {
        respace(this);
        m_rail->updateGeometry();
        fitRail();
        if (Page* page = current()) {
            // Once every widget has its new font.
            QMetaObject::invokeMethod(page, &Page::renew, Qt::QueuedConnection);
        }
    }
    return QMainWindow::event(event);
}

void MainWindow::fitRail()
{
    m_rail->setCompact(width() < px(820));
}

void MainWindow::resizeEvent(QResizeEvent* event)
{
    QMainWindow::resizeEvent(event);
    fitRail();
}

void MainWindow::keyPressEvent(QKeyEvent* event)
{
    const bool back = event->key() == Qt::Key_Left && event->modifiers() == Qt::AltModifier;
    if (back || event->key() == Qt::Key_Back) {
        goBack();
        return;
    }
    QMainWindow::keyPressEvent(event);
}

} // namespace mailmend::gui
