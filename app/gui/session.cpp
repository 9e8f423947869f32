// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/session.h"

#include "base/sha256.h"
#include "cases/events.h"
#include "evidence/sample/sample.h"
#include "gui/recent_cases.h"
#include "gui/session_run.h"

#include <QDir>
#include <QSaveFile>
#include <QStandardPaths>

namespace mailmend::gui {

namespace {

Result<qint64> writeFile(const QString& path, const QByteArray& bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit()) {
        return Error{
            ErrorKind::Denied,
            say(MAILMEND_TEXT("session", "The report could not be saved as {file}."),
                {{"file", place(path)}}),
            say(MAILMEND_TEXT("session", "Choose a folder that you may write to. The case itself is kept.")),
            file.errorString(),
            {}};
    }
    return bytes.size();
}

} // namespace

Session::Session(SessionParts parts, QObject* parent)
    : QObject(parent), m_parts(std::move(parts)),
      m_store(new CaseStore(m_parts.knowledge, m_parts.sealFolder, m_parts.clock)),
      m_where(m_parts.helperProgram)
{
    qRegisterMetaType<ViewPointer>();
    qRegisterMetaType<Error>();
    m_pool.setMaxThreadCount(2);
    m_store->moveToThread(&m_storeThread);
    connect(&m_storeThread, &QThread::finished, m_store, &QObject::deleteLater);
    connect(m_store, &CaseStore::opened, this, [this](const QString& file) {
        if (file != m_caseFile && m_view) {
            // Should the new one turn out to be unreadable, the view of the old one must not stand over it.
            m_view.reset();
            Q_EMIT viewChanged(m_view);
        }
        if (file != m_caseFile) {
            m_where.forget();
        }
        m_caseFile = file;
        remember(nullptr);
        Q_EMIT caseOpened(file);
    });
    connect(m_store, &CaseStore::viewMade, this, [this](const ViewPointer& view) {
        if (m_caseFile.isEmpty()) {
            return; // of a case that was closed while this was on its way
        }
        m_view = view;
        remember(view.get());
        Q_EMIT viewChanged(view);
    });
    connect(m_store, &CaseStore::changesFound, this, [this] { takeOver(); });
    connect(m_store, &CaseStore::failed, this,
            [this](const Error& error) { Q_EMIT failed(Work::None, error); });
    connect(&m_feed, &WorkFeed::news, this, &Session::news);
    connect(&m_fix, &FixFeed::news, this, &Session::fixNews);
    connect(&m_fix, &FixFeed::held, this, &Session::fixHeld);
    connect(&m_where, &WhereFeed::looked, this, &Session::whereChanged);
    m_storeThread.setObjectName(QStringLiteral("case store"));
    m_storeThread.start();
}

Session::~Session()
{
    m_cancel.cancel();
    m_fix.wish(FixWish::Stop);
    m_pool.waitForDone();
    // Behind everything that was asked for before: an event that waits there is still written.
    QMetaObject::invokeMethod(m_store, [thread = &m_storeThread] { thread->quit(); });
    m_storeThread.wait();
}

Reader Session::reader() const
{
    QTimeZone zone = QTimeZone::utc();
    if (m_view && !m_view->targets.isEmpty()) {
        zone = m_view->targets.first().zone;
    } else if (m_lookedAt) {
        zone = m_lookedAt->target.zone;
    }
    return programReader(m_locale, zone.isValid() ? zone : QTimeZone::utc());
}

Clock Session::clockFor(const QString& target) const
{
    return isSampleTarget(target) ? sampleClock() : m_parts.clock;
}

QString Session::person() const
{
    const QString name = m_parts.settings.text(setting::personName);
    const QString account = qEnvironmentVariable("USER", qEnvironmentVariable("USERNAME"));
    // Never nobody: what a person did would look as if the program had done it.
    return !name.isEmpty() ? name : !account.isEmpty() ? account : QFileInfo(QDir::homePath()).fileName();
}

QString Session::caseFolder() const
{
    const QString chosen = m_parts.settings.text(setting::caseFolder);
    return !chosen.isEmpty() ? chosen
                             : QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation) +
                                   QStringLiteral("/Mailmend");
}

void Session::remember(const CaseView* view)
{
    if (m_caseFile.isEmpty() || (m_practice.isValid() && m_caseFile.startsWith(m_practice.path()))) {
        return;
    }
    RecentCase open{m_caseFile, 0, 0};
    if (view != nullptr) {
        open.settled = view->stepsSettled();
        open.steps = static_cast<int>(view->steps.size());
    }
    rememberCase(m_parts.settings, open);
}

bool Session::isFree(Work wanted)
{
    if (m_work == Work::None) {
        return true;
    }
    Q_EMIT failed(wanted,
                  Error{ErrorKind::BadCall,
                        say(MAILMEND_TEXT("session", "Something else is still running.")),
                        m_work == Work::Scanning
                            ? say(MAILMEND_TEXT("session", "Wait until it is done, or stop it under Check."))
                            : say(MAILMEND_TEXT("session", "Wait until it is done, then try again.")),
                        {},
                        {}});
    return false;
}

void Session::begin(Work work)
{
    m_work = work;
    m_cancel = CancelToken();
    m_elapsed.start();
    m_feed.start();
    Q_EMIT workChanged();
}

void Session::end()
{
    m_feed.stop();
    m_fix.end();
    m_work = Work::None;
    Q_EMIT workChanged();
}

void Session::saveReport(const QString& format, Audience audience, const QString& file, bool replace)
{
    const Report* report = findReport(format);
    if (!m_view || report == nullptr || !isFree(Work::Writing)) {
        return;
    }
    begin(Work::Writing);
    struct Saved
    {
        qint64 bytes = 0;
        QByteArray sha256;
    };
    const auto job = [report, audience, file, replace, view = m_view, knowledge = m_parts.knowledge,
                      asker = reader(), time = now()]() -> Result<Saved> {
        if (!replace && QFileInfo::exists(file)) {
            return Error{
                ErrorKind::Conflict,
                say(MAILMEND_TEXT("session", "There is already a file called {file}."),
                    {{"file", place(file)}}),
                say(MAILMEND_TEXT("session", "Save once more to replace it, or choose another name.")),
                {},
                {}};
        }
        const QByteArray bytes = report->write({*view, *knowledge, audience, asker, time});
        const auto written = writeFile(file, bytes);
        if (!written) {
            return written.error();
        }
        return Saved{*written, sha256Hex(bytes)};
    };
    run(job, [this, format, audience, file](const Saved& saved) {
        const QString whom =
            audience == Audience::Owner ? QStringLiteral("owner") : QStringLiteral("technician");
        append({events::reportWritten(format, whom, file, QString::fromLatin1(saved.sha256), person())});
        Q_EMIT reportSaved(file, saved.bytes);
    });
}

void Session::cancel()
{
    m_cancel.cancel();
    m_fix.wish(FixWish::Stop);
    Q_EMIT workChanged();
}

void Session::openCase(const QString& file)
{
    // What runs belongs to the case that is open now and will be written into it.
    if (!isFree(Work::None)) {
        return;
    }
    QMetaObject::invokeMethod(m_store, [store = m_store, file] { store->open(file); });
}

void Session::closeCase()
{
    QMetaObject::invokeMethod(m_store, [store = m_store] { store->close(); });
    m_caseFile.clear();
    m_where.forget();
    if (m_view) {
        m_view.reset();
        Q_EMIT viewChanged(m_view);
    }
}

void Session::whenWritten()
{
    // Behind what is on its way to this object, then behind what waits in the store.
    QMetaObject::invokeMethod(
        this,
        [this] {
            QMetaObject::invokeMethod(m_store, [this] {
                QMetaObject::invokeMethod(
                    this, [this] { Q_EMIT allWritten(); }, Qt::QueuedConnection);
            });
        },
        Qt::QueuedConnection);
}

void Session::append(const QList<Event>& events)
{
    if (!events.isEmpty()) {
        QMetaObject::invokeMethod(m_store, [store = m_store, events] { store->append(events); });
    }
}

} // namespace mailmend::gui
