// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "base/windows_path.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace mailmend {

/** Worst first: comparing with < finds the worse one. */
enum class Verdict { NeedsAction, LookAtThis, CouldNotCheck, NotApplicable, Clear };

enum class Severity { Critical, High, Medium, Low, Info };

/** How far a trace of an attack got. */
enum class Grade { None, Probe, Attempt, Success, FollowUp };

enum class SubjectKind { File, Setting, Account, Task, Service, Module, Mailbox, Server, Log };
enum class SubjectScope { Server, Domain, Organisation, Tenant };

/** Where a time comes from. Container, Collector and Unknown times never raise or lower a verdict. */
enum class TimeSource { Ntfs, Mft, Log, Event, Registry, Container, Collector, Unknown };

/** What an action would act on, and whose it is. */
struct Subject
{
    SubjectKind kind = SubjectKind::Server;
    SubjectScope scope = SubjectScope::Server;
    QString owner;    ///< machine SID, else MachineGuid, else collector's host id, else hash of the target
    WindowsPath path; ///< for files
    QString name;     ///< for everything else; for files what `path.display()` says
    QString sid;      ///< of an account: what it is known by; its name is for people and may change
};

/** One cited piece of evidence. */
struct Fact
{
    Text text;
    WindowsPath path; ///< empty: not about a file
    int line = 0;     ///< 1-based; 0: none
    QDateTime time;   ///< UTC; invalid: none
    TimeSource timeSource = TimeSource::Unknown;
    QByteArray sha256; ///< 64 hexadecimal digits, or empty
};

/** That all there was to read of a file is a copy of its disk which is older than the look. */
struct OlderCopy
{
    QDateTime made; ///< UTC; invalid: not known
};

/** One thing that was found. A value; rendered in the same way everywhere. */
struct Finding
{
    QString id;     ///< findingId(): the same trouble has the same id on the next scan and from every source
    QString check;  ///< the check's id
    QString target; ///< the target's id
    Verdict verdict = Verdict::LookAtThis;
    Severity severity = Severity::Medium;
    Grade grade = Grade::None;
    Subject subject;
    QString state;   ///< "sha256:…" or a value; acceptance holds for id and state
    Text title;      ///< one sentence in plain words
    Text matters;    ///< why it matters to us
    Text certainty;  ///< how sure we are and why
    Text harmless;   ///< what it could be if it is harmless
    Text advice;     ///< what to do
    QDateTime since; ///< UTC: since when it has been so; invalid: not known
    TimeSource sinceSource = TimeSource::Unknown;
    QList<Fact> facts;
    QStringList references; ///< CVE and ATT&CK ids
    QString playbook;       ///< id of the playbook that repairs it, or empty
    /** The file of this name that is there now could not be read, and an older copy shows what was found;
     * none: it was seen as it is. */
    std::optional<OlderCopy> olderCopy{};
    QString distinction{}; ///< what the check adds to the subject in `id`
};

/** References of our own: no report shows them, and what repairs or proves a finding may hang on them. */
namespace reference {
inline constexpr char OwnRule[] = "mailmend:own-rule"; ///< a user's own rule found it
inline constexpr char NotAsShipped[] =
    "mailmend:not-as-shipped"; ///< found by comparing with Microsoft's list
} // namespace reference

/** check + owner + canonical subject (a path case folded, an account's SID) + what the check adds to tell two
 * apart. */
QString findingId(const QString& check, const Subject& subject, const QString& distinction = {});

/**
 * Whether what is found now has the id of what is known, but for the number that either knows the computer
 * by. Findings of before don't tell what their check added to the id: of such ones now, whether both are of
 * one check about one thing.
 */
bool isSameTrouble(const Finding& known, const Finding& now);

/** The fixed words that JSON, the store and the command line use: "needs-action", "look-at-this" … */
const char* toWord(Verdict);
const char* toWord(Severity);
const char* toWord(Grade); ///< nullptr for None
const char* toWord(SubjectKind);
const char* toWord(SubjectScope);
const char* toWord(TimeSource);
/** The value of a fixed word; none where it isn't one. */
template<typename Enum>
std::optional<Enum> fromWord(QStringView word);
template<>
std::optional<Verdict> fromWord<Verdict>(QStringView word);
template<>
std::optional<Severity> fromWord<Severity>(QStringView word);
template<>
std::optional<Grade> fromWord<Grade>(QStringView word);
template<>
std::optional<SubjectKind> fromWord<SubjectKind>(QStringView word);
template<>
std::optional<SubjectScope> fromWord<SubjectScope>(QStringView word);
template<>
std::optional<TimeSource> fromWord<TimeSource>(QStringView word);

/** The fixed words for people: "Needs action", "Look at this" … */
Text verdictText(Verdict);

} // namespace mailmend
