// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/reader.h"
#include "base/secret.h"
#include "base/settings.h"
#include "engine/collect/collect.h"
#include "engine/collect/collect_place.h"
#include "engine/recheck.h"
#include "engine/scan_parts.h"
#include "evidence/live/live_machine.h"
#include "gui/case_store.h"
#include "gui/fix_feed.h"
#include "gui/where_feed.h"
#include "gui/work_feed.h"
#include "reports/report.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTemporaryDir>
#include <QThread>
#include <QThreadPool>

#include <optional>

namespace mailmend::gui {

/** Where what is found goes. */
enum class Keep { InNewCase, InOpenCase };

/** With which rights a helper may work. */
enum class Rights { OurOwn, MayBeAskedFor };

/** What a first look at a target said: enough to decide whether it is the right one. */
struct LookedAt
{
    TargetSpec spec;
    Keep keep = Keep::InNewCase;
    TargetInfo target;
    QList<CoverageEntry> coverage;
    QString caseFile; ///< where the case will be kept; a file that doesn't exist yet
};

/** What is to be collected, and where to. */
struct CollectWish
{
    QString target;
    QString out;       ///< a file that is not there
    Secret passphrase; ///< empty: the collection is not locked
    bool ontoExaminedDisk = false;
};

/** The passphrase of one target. */
struct GivenPassphrase
{
    QString target; ///< as passphraseWanted() named it
    Secret passphrase;
};

/** A collection that was made. */
struct CollectedInto
{
    QString out;
    TargetInfo target;
    Collected collected;
    bool isLocked = false;
};

/** What the session is made of. All outlive it. */
struct SessionParts
{
    KnowledgePointer knowledge;
    Clock clock;
    Settings& settings;
    QString sealFolder;
    QString helperProgram;       ///< mailmend-cli: what repairs are done by
    StartElevated elevated = {}; ///< how it is given more rights; empty: this system has no such thing
    bool hasRights = false;      ///< this program has them already: nobody is asked
    QString computer = QSysInfo::machineHostName(); ///< what this computer is called
    OpenTarget open = openEvidence;                 ///< what is looked at and checked; tests bring their own
    bool offersThisComputer = isLiveMachineOffered(); ///< it can be looked at: it runs Windows
};

/**
 * What the person is working on: the target that was chosen, the work that runs, the case that is open. Lives
 * in the window's thread and does nothing there: evidence is looked at on a pool of its own, the case is kept
 * by CaseStore on its thread. One piece of work runs at a time.
 */
class Session : public QObject
{
    Q_OBJECT

public:
    enum class Work {
        None,
        Looking,
        Collecting,
        Scanning,
        CheckingAgain,
        Writing,
        Previewing,
        Fixing,
        Undoing,
        TakingOver, ///< of what an earlier run had begun
    };

    explicit Session(SessionParts parts, QObject* parent = nullptr);
    ~Session() override;

    const Knowledge& knowledge() const { return *m_parts.knowledge; }
    QDateTime now() const { return m_parts.clock(); }
    ViewPointer view() const { return m_view; }
    const QString& caseFile() const { return m_caseFile; } ///< of the case that was opened last
    Work work() const { return m_work; }
    qint64 workSeconds() const { return m_work == Work::None ? 0 : m_elapsed.elapsed() / 1000; }
    const std::optional<LookedAt>& lookedAt() const { return m_lookedAt; }
    /** The person's language, with times in the zone of the server at hand. */
    Reader reader() const;
    void setLocale(const QLocale& locale) { m_locale = locale; }
    QString person() const;
    QString caseFolder() const;

    // Looking, in session_scan.cpp.
    /** @param keep InOpenCase: refused where the case can't take this server.
     * @param passphrase of a locked collection; it is kept with what was looked at and nowhere else. */
    void look(const QString& target, Keep keep = Keep::InNewCase, const Secret& passphrase = {});
    /** Whether Windows may make a shadow copy of the disks of the computer that Mailmend runs on, for every
     * check and collecting of it that is asked for from now on. It is kept until the program ends, and
     * nowhere else. */
    void allowShadowCopy(bool allowed);
    bool mayMakeShadowCopy() const { return m_mayMakeShadowCopy; }
    /** The whole check of what was looked at, into a case of its own. */
    void startScan(const QString& caseFile);
    /** The same into the case that is open: a further server, or a newer look at one that it has. */
    void scanIntoCase();
    /** The computer that Mailmend runs on once more, into the case that is open, by a helper for which
     * Windows asks the person for rights. Refused where the case does not have this computer. */
    void scanWithRights();
    /** The computer that Mailmend runs on is in the case that is open, as far as its name tells. */
    bool caseHasThisComputer() const;
    /** Whether scanWithRights() may show more than the case knows. */
    bool rightsMayShowMore() const;
    /** The scan that runs, or was the last, has asked for rights. */
    bool scansWithRights() const { return m_scanRights == Rights::MayBeAskedFor; }
    /** @param with empty: the case's own targets
     * @param passphrases of those that are locked, each its own; they are gone when it ends. */
    void checkAgain(const QString& with, const QList<GivenPassphrase>& passphrases = {});
    /** @param replace false: a file that is there already is left as it is, and that is said. */
    void saveReport(const QString& format, Audience audience, const QString& file, bool replace);
    /** Makes a collection of a disk, in session_collect.cpp. */
    void collect(const CollectWish& wish);
    /** Asks the running work to stop; what it has found is kept, what a repair has begun is put back. */
    void cancel();
    bool isStopping() const { return m_work != Work::None && m_cancel.isCancelled(); }
    /** The work that runs has something to put into the case, which would be lost if the program ended now.
     */
    bool hasUnwritten() const
    {
        return m_work != Work::None && m_work != Work::Looking && m_work != Work::Previewing;
    }

    // Repairs, in session_fix.cpp.
    /** Looks at the disks anew, beside what else runs: whereChanged() says when it is known. */
    void lookWhere();
    const WhereItCanBeDone& where() const { return m_where.where(); }
    /** @param rights MayBeAskedFor: the person has just pressed a button that says so */
    void preview(const QString& step, Rights rights = Rights::OurOwn);
    /** Whether asking for rights may help where the preview was refused. */
    bool rightsMayHelp(const QString& step, const Error& refused) const
    {
        return m_parts.elevated && m_view && mailmend::rightsMayHelp(*m_view, step, refused);
    }
    bool hasRights() const { return m_parts.hasRights; }
    /** The computer that Mailmend runs on can be looked at. */
    bool offersThisComputer() const { return m_parts.offersThisComputer; }
    /** Windows can be asked for rights that this program does not have. */
    bool canAskForRights() const { return m_parts.elevated && !m_parts.hasRights; }
    /** Does what was previewed last and agreed to. */
    void fix(const StepPreview& agreed);
    void undo(const QString& change, UndoWish wish);
    /** Lets the running repair wait at its next safe point: fixHeld() says that it does. */
    void hold();
    void goOn();
    /** Finishes or puts back what was interrupted; by itself when a case is opened. */
    void takeOver(Rights rights = Rights::OurOwn);

    /** The case that is open stays so until the other one is. Refused while something runs. */
    void openCase(const QString& file);
    void append(const QList<Event>& events);
    /** Emits allWritten() once everything that was asked for before is on the disk or was said to have
     * failed.
     */
    void whenWritten();

Q_SIGNALS:
    void workChanged();
    void lookFinished();
    void shadowCopyAllowed(bool allowed);
    /** This target is locked. @param wasWrong the passphrase that was given for it is not its own. */
    void passphraseWanted(mailmend::gui::Session::Work work, const QString& target, bool wasWrong);
    void collecting(qint64 files, qint64 bytes, const QString& folder);
    void collected(const mailmend::gui::CollectedInto& into);
    /** Nothing was collected: it may not be written there. */
    void placeRefused(mailmend::CollectPlace place);
    void news(const mailmend::gui::WorkNews& news);
    void scanFinished(bool cancelled);
    void checkedAgain(const QList<mailmend::Rechecked>& findings, const QList<mailmend::TargetInfo>& looked);
    void whereChanged();
    void previewed(const mailmend::StepPreview& preview);
    void fixNews(const mailmend::ActionProgress& progress);
    void fixHeld();
    void fixed(const mailmend::FixOutcome& outcome);
    void undone(const mailmend::FixOutcome& outcome);
    /** @param troubles of places that could not be looked after */
    void tookOver(const QList<mailmend::ChangeRecord>& settled, const QList<mailmend::Error>& troubles);
    void reportSaved(const QString& file, qint64 bytes);
    void caseOpened(const QString& file);
    void viewChanged(const mailmend::gui::ViewPointer& view);
    void allWritten();
    /** Something that was asked for did not work. @param work what it was; None: the case. */
    void failed(mailmend::gui::Session::Work work, const mailmend::Error& error);

private:
    Clock clockFor(const QString& target) const; ///< the sample has its own
    /** The same target, with what the person agreed to. */
    TargetSpec agreedTo(TargetSpec target) const;
    /** Says so where other work is still running. */
    bool isFree(Work wanted);
    void begin(Work work);
    void end();
    void closeCase();
    template<typename Job, typename Done>
    void run(Job job, Done done);
    struct FixJob;
    FixJob fixJob(Rights rights = Rights::MayBeAskedFor) const;
    /** A file that is not there yet. Looks at the disk: on the pool only. */
    QString freeCaseFile(const TargetInfo& target, const QString& folder) const;
    void remember(const CaseView* view);

    SessionParts m_parts;
    QLocale m_locale = QLocale::system();
    QThreadPool m_pool;
    QThread m_storeThread;
    CaseStore* m_store;
    WorkFeed m_feed;
    FixFeed m_fix;
    WhereFeed m_where;
    CancelToken m_cancel;
    QElapsedTimer m_elapsed;
    Work m_work = Work::None;
    Rights m_scanRights = Rights::OurOwn;
    bool m_mayMakeShadowCopy = false;
    std::optional<LookedAt> m_lookedAt;
    ViewPointer m_view;
    QString m_caseFile;       ///< of the case that is open
    QTemporaryDir m_practice; ///< the sample's cases: gone when the program ends
};

} // namespace mailmend::gui
