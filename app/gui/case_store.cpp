// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/case_store.h"

#include "engine/fix_runner.h"
#include "gui/window_thread.h"

#include <QFileInfo>

namespace mailmend::gui {

CaseStore::CaseStore(KnowledgePointer knowledge, QString sealFolder, Clock clock)
    : m_knowledge(std::move(knowledge)), m_sealFolder(std::move(sealFolder)), m_clock(std::move(clock))
{}

CaseStore::~CaseStore() = default;

void CaseStore::create(const QString& file, const QList<Event>& events)
{
    mustNotBeWindowThread();
    if (take(EventLog::create(file, m_sealFolder, m_clock))) {
        append(events);
    }
}

void CaseStore::open(const QString& file)
{
    mustNotBeWindowThread();
    if (take(EventLog::open(file, m_sealFolder, m_clock)) && refresh() &&
        (m_hasChanges || QFileInfo::exists(changeStoreFolder(m_log->file())))) {
        Q_EMIT changesFound();
    }
}

void CaseStore::close()
{
    m_log.reset();
    m_events.clear();
    m_hasChanges = false;
}

bool CaseStore::take(Result<std::unique_ptr<EventLog>> log)
{
    if (!log) {
        Q_EMIT failed(log.error());
        return false;
    }
    m_log = std::move(log).value();
    m_events.clear();
    Q_EMIT opened(m_log->file());
    return true;
}

void CaseStore::append(const QList<Event>& events)
{
    mustNotBeWindowThread();
    if (const Done written = write(m_log ? m_log->file() : QString(), events); !written) {
        Q_EMIT failed(written.error());
    }
}

Done CaseStore::write(const QString& file, const QList<Event>& events)
{
    mustNotBeWindowThread();
    if (!m_log || m_log->file() != file) {
        return Error{
            ErrorKind::BadCall,
            say(MAILMEND_TEXT("case-store", "There is no case open, so this could not be written down.")),
            say(MAILMEND_TEXT("case-store", "Open a case or look at a server first.")),
            {},
            {}};
    }
    auto appended = m_log->append(m_events.isEmpty() ? 0 : m_events.last().number, events);
    if (!appended && appended.error().kind == ErrorKind::Conflict) {
        // Another program has the case open and wrote first: what we add only adds, so it goes after theirs.
        refresh();
        appended = m_log->append(m_events.isEmpty() ? 0 : m_events.last().number, events);
    }
    if (!appended) {
        return appended.error();
    }
    refresh();
    return done();
}

bool CaseStore::refresh()
{
    auto fresh = m_log->read(m_events.isEmpty() ? 0 : m_events.last().number);
    if (!fresh) {
        Q_EMIT failed(fresh.error());
        return false;
    }
    m_events.append(std::move(fresh).value());
    auto view = viewCase(m_events, *m_knowledge, m_clock());
    if (!view) {
        Q_EMIT failed(view.error());
        return false;
    }
    auto shown = std::make_shared<CaseView>(std::move(view).value());
    m_hasChanges = !shown->changes.isEmpty();
    shown->integrity = m_log->verify();
    shown->head = m_log->head();
    Q_EMIT viewMade(shown);
    return shown->integrity.intact;
}

} // namespace mailmend::gui
