// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gui/file_chooser.h"
#include "gui/session.h"
#include "gui/theme/style.h"
#include "gui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QScrollArea;
class QVBoxLayout;

namespace mailmend::gui {

class Button;
class Column;
class Label;
class Language;
class Notice;

/** What every page is given. All outlive the pages. */
struct PageContext
{
    Session& session;
    Theme& theme;
    Language& language;
    FileChooser& chooser;
    Settings& settings;
};

/**
 * A page: its title and one sentence on top, one main button at the bottom right, everything else quiet.
 *
 * Rules for writing one: it shows the CaseView that it is given and keeps nothing else; `refresh` says every
 * word anew, since language, text size and case change while it is open; it never waits; text from the
 * evidence goes into a Label; what it leads to is a page's id, given to `leave`.
 */
class Page : public QWidget
{
    Q_OBJECT

public:
    explicit Page(PageContext& context);

    /** The case has changed; none: no case is open. */
    void setView(const ViewPointer& view);
    /** The page is about to be shown. @param argument what it is to show: a finding's or a step's id. */
    virtual void arrive(const QString& argument);
    /** The page is shown as it was left: what was typed on it and what it asks stays. */
    void comeBack();
    /** The title takes the focus and is told to screen readers. */
    void focusTitle();
    QString title() const;
    /** This page waits for such work, and has to know that it failed even while another page is shown. */
    virtual bool waitsFor(Session::Work) const { return false; }
    /** Told to the page that is shown and to those that waited: these say it when they are shown next. */
    virtual void tellFailure(Session::Work work, const Error& error);

    /** What an earlier run had begun was finished or put back, or could not be yet. */
    void tellTakenOver(const QList<ChangeRecord>& changes, const QList<Error>& troubles);

    /** refresh(), and what has to follow it: spacing, the order of Tab, and the focus where it got lost. */
    void renew();

Q_SIGNALS:
    void leave(const QString& page, const QString& argument = {});
    /** To the page before this one. */
    void back();

protected:
    /** Says every word and shows everything anew. Called through renew(). */
    virtual void refresh() = 0;

    void setHeading(const QString& title, const QString& sentence);
    /** The page's own part. @param scrolls false: it has a list that scrolls by itself. */
    Column* makeBody(bool scrolls);
    Button* mainButton() const { return m_main; }
    /** Back to where a question stands: above everything else. */
    void scrollToTop();
    /** A further button: plain ones stand left of the main one, quiet ones at the left edge. */
    Button* addFooterButton(ButtonKind kind);
    Notice* notice() const { return m_notice; }

    PageContext& context() const { return m_context; }
    Session& session() const { return m_context.session; }
    const Theme& theme() const { return m_context.theme; }
    const ViewPointer& view() const { return m_view; }
    /** The person's language, with times in the zone of the case's server. */
    Reader reader() const;
    QString tell(const Text& text) const;
    QString tellTime(const QDateTime& utc) const;

    void changeEvent(QEvent* event) override;

private:
    PageContext& m_context;
    ViewPointer m_view;
    QVBoxLayout* m_frame;
    Label* m_title;
    Label* m_sentence;
    Notice* m_notice;
    QScrollArea* m_area = nullptr; ///< where the body scrolls
    QHBoxLayout* m_footer;
    Button* m_main;
    std::optional<Error> m_untold; ///< what failed while another page was shown
    int m_quietButtons = 0;
    bool m_refreshing = false;
};

} // namespace mailmend::gui
