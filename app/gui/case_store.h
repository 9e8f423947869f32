// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/case_view.h"

#include <QObject>

#include <memory>

namespace mailmend::gui {

using ViewPointer = std::shared_ptr<const CaseView>;

/** The open case on its own thread: the one place of the window that touches an EventLog. */
class CaseStore : public QObject
{
    Q_OBJECT

public:
    CaseStore(KnowledgePointer knowledge, QString sealFolder, Clock clock);
    ~CaseStore() override;

    // All of these run on the store's own thread: call them through QMetaObject::invokeMethod.
    /** A new case with its first events. */
    void create(const QString& file, const QList<Event>& events);
    void open(const QString& file);
    void close();
    void append(const QList<Event>& events);
    /** The same for somebody who waits for it. @param file the case that they belong to; no other is written
     * to. @return once they are on the disk. */
    Done write(const QString& file, const QList<Event>& events);

Q_SIGNALS:
    void opened(const QString& file);
    /** A case was opened that Mailmend has made changes for. After its first view. */
    void changesFound();
    void viewMade(const mailmend::gui::ViewPointer& view);
    void failed(const mailmend::Error& error);

private:
    bool take(Result<std::unique_ptr<EventLog>> log);
    /** Reads what is new and folds everything into a view. @return whether it was shown and verifies; else
     * that was said. */
    bool refresh();

    const KnowledgePointer m_knowledge;
    const QString m_sealFolder;
    const Clock m_clock;
    std::unique_ptr<EventLog> m_log;
    QList<Event> m_events;
    bool m_hasChanges = false;
};

} // namespace mailmend::gui
