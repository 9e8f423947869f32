// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/session_run.h"

#include <QMutex>
#include <QMutexLocker>
#include <QWaitCondition>

namespace mailmend::gui {

namespace {

constexpr unsigned long writeSeconds = 60; ///< a case on a slow share takes its time; a hanging one must not

/** What the fix's thread waits for and the store's thread answers; shared, since either may leave first. */
struct FixAnswer
{
    QMutex mutex;
    QWaitCondition changed;
    bool taken = false;     ///< the store has begun to write
    bool abandoned = false; ///< nobody waits any more: it must not be written
    std::optional<Done> written;
};

Error notWritten()
{
    return Error{
        ErrorKind::Fault,
        say(MAILMEND_TEXT("session", "The case did not take it down in time.")),
        say(MAILMEND_TEXT("session", "See whether the disk or share that the case is kept on can still be "
                                     "reached, then try again.")),
        QStringLiteral("no answer from the store in %1 s").arg(writeSeconds),
        {}};
}

/** Writes into the case from the fix's thread; returns once the events are on the disk. */
Done writeThrough(CaseStore* store, const QString& file, const QList<Event>& events)
{
    mustNotBeWindowThread();
    const auto answer = std::make_shared<FixAnswer>();
    QMetaObject::invokeMethod(store, [store, file, events, answer] {
        {
            const QMutexLocker lock(&answer->mutex);
            if (answer->abandoned) {
                return;
            }
            answer->taken = true;
        }
        Done written = store->write(file, events);
        const QMutexLocker lock(&answer->mutex);
        answer->written = std::move(written);
        answer->changed.wakeAll();
    });
    QMutexLocker lock(&answer->mutex);
    QDeadlineTimer limit(std::chrono::seconds{writeSeconds});
    while (!answer->written) {
        if (!answer->changed.wait(&answer->mutex, limit) && !answer->written) {
            answer->abandoned = !answer->taken;
            return notWritten();
        }
    }
    return *answer->written;
}

} // namespace

/** What a fix takes along to its thread. */
struct Session::FixJob
{
    ViewPointer view;
    QString file;
    KnowledgePointer knowledge;
    QString helperProgram;
    Clock clock;
    CaseStore* store;
    CancelToken cancel;
    StartElevated elevated;

    FixParts parts() const
    {
        return {helperProgram,
                *knowledge,
                clock,
                [this](const QList<Event>& events) { return writeThrough(store, file, events); },
                {},
                elevated};
    }
};

Session::FixJob Session::fixJob(Rights rights) const
{
    return {m_view,
            m_caseFile,
            m_parts.knowledge,
            m_parts.helperProgram,
            m_parts.clock,
            m_store,
            m_cancel,
            rights == Rights::MayBeAskedFor ? m_parts.elevated : StartElevated()};
}

void Session::lookWhere()
{
    // What is being done or put back changes what would be seen.
    if (m_work != Work::Fixing && m_work != Work::Undoing && m_work != Work::TakingOver) {
        m_where.look(m_view);
    }
}

void Session::preview(const QString& step, Rights rights)
{
    if (!m_view || !isFree(Work::Previewing)) {
        return;
    }
    begin(Work::Previewing);
    run([job = fixJob(rights),
         step] { return previewStep(*job.view, job.file, step, job.parts(), job.cancel); },
        [this](const StepPreview& preview) { Q_EMIT previewed(preview); });
}

void Session::fix(const StepPreview& agreed)
{
    if (!m_view || !isFree(Work::Fixing)) {
        return;
    }
    begin(Work::Fixing);
    run(
        [job = fixJob(), agreed, by = person(), listener = m_fix.begin()] {
            return applyStep(*job.view, job.file, agreed, by, job.parts(), listener, job.cancel);
        },
        [this](const FixOutcome& outcome) { Q_EMIT fixed(outcome); });
}

void Session::undo(const QString& change, UndoWish wish)
{
    if (!m_view || !isFree(Work::Undoing)) {
        return;
    }
    begin(Work::Undoing);
    run(
        [job = fixJob(), change, wish, by = person(), listener = m_fix.begin()] {
            return undoChange(*job.view, job.file, change, wish, by, job.parts(), listener, job.cancel);
        },
        [this](const FixOutcome& outcome) { Q_EMIT undone(outcome); });
}

void Session::hold()
{
    m_fix.wish(FixWish::Hold);
}

void Session::goOn()
{
    m_fix.wish(FixWish::GoOn);
}

void Session::takeOver(Rights rights)
{
    if (!m_view || !isFree(Work::TakingOver)) {
        return;
    }
    begin(Work::TakingOver);
    run(
        [job = fixJob(rights)]() -> Result<TakenOver> {
            return takeOverChanges(*job.view, job.file, job.parts(), job.cancel);
        },
        [this](const TakenOver& told) {
            if (told.changes.isEmpty() && told.troubles.size() == 1) {
                Q_EMIT failed(Work::TakingOver, told.troubles.first());
            } else if (!told.changes.isEmpty() || !told.troubles.isEmpty()) {
                Q_EMIT tookOver(told.changes, told.troubles); // all in one, so that none hides another
            }
        });
}

} // namespace mailmend::gui
