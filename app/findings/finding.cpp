// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/finding.h"

#include "base/ids.h"
#include "findings/words.h"

namespace mailmend {
namespace {

constexpr WordTable<Verdict, 5> kVerdicts{{{Verdict::NeedsAction, "needs-action"},
                                           {Verdict::LookAtThis, "look-at-this"},
                                           {Verdict::CouldNotCheck, "could-not-check"},
                                           {Verdict::NotApplicable, "not-applicable"},
                                           {Verdict::Clear, "clear"}}};
constexpr WordTable<Severity, 5> kSeverities{{{Severity::Critical, "critical"},
                                              {Severity::High, "high"},
                                              {Severity::Medium, "medium"},
                                              {Severity::Low, "low"},
                                              {Severity::Info, "info"}}};
constexpr WordTable<Grade, 5> kGrades{{{Grade::None, nullptr},
                                       {Grade::Probe, "probe"},
                                       {Grade::Attempt, "attempt"},
                                       {Grade::Success, "success"},
                                       {Grade::FollowUp, "follow-up"}}};
constexpr WordTable<SubjectKind, 9> kSubjectKinds{{{SubjectKind::File, "file"},
                                                   {SubjectKind::Setting, "setting"},
                                                   {SubjectKind::Account, "account"},
                                                   {SubjectKind::Task, "task"},
                                                   {SubjectKind::Service, "service"},
                                                   {SubjectKind::Module, "module"},
                                                   {SubjectKind::Mailbox, "mailbox"},
                                                   {SubjectKind::Server, "server"},
                                                   {SubjectKind::Log, "log"}}};
constexpr WordTable<SubjectScope, 4> kSubjectScopes{{{SubjectScope::Server, "server"},
                                                     {SubjectScope::Domain, "domain"},
                                                     {SubjectScope::Organisation, "organisation"},
                                                     {SubjectScope::Tenant, "tenant"}}};
constexpr WordTable<TimeSource, 8> kTimeSources{{{TimeSource::Ntfs, "ntfs"},
                                                 {TimeSource::Mft, "mft"},
                                                 {TimeSource::Log, "log"},
                                                 {TimeSource::Event, "event"},
                                                 {TimeSource::Registry, "registry"},
                                                 {TimeSource::Container, "container"},
                                                 {TimeSource::Collector, "collector"},
                                                 {TimeSource::Unknown, "unknown"}}};

/** What a subject is known by on its computer. */
QByteArray canonicalName(const Subject& subject)
{
    return !subject.path.isEmpty()  ? subject.path.folded()
           : !subject.sid.isEmpty() ? subject.sid.toUtf8()
                                    : subject.name.toCaseFolded().toUtf8();
}

} // namespace

QString findingId(const QString& check, const Subject& subject, const QString& distinction)
{
    const QByteArray canonical = canonicalName(subject);
    return stableId({check.toUtf8(), subject.owner.toUtf8(), toWord(subject.kind), toWord(subject.scope),
                     canonical, distinction.toUtf8()});
}

bool isSameTrouble(const Finding& known, const Finding& now)
{
    if (known.check != now.check) {
        return false;
    }
    if (findingId(now.check, now.subject, now.distinction) == now.id) {
        Subject there = now.subject;
        there.owner = known.subject.owner;
        return findingId(now.check, there, now.distinction) == known.id;
    }
    return known.subject.kind == now.subject.kind && known.subject.scope == now.subject.scope &&
           canonicalName(known.subject) == canonicalName(now.subject) &&
           (known.distinction == now.distinction || now.distinction.isEmpty());
}

const char* toWord(Verdict value)
{
    return wordIn(kVerdicts, value);
}
const char* toWord(Severity value)
{
    return wordIn(kSeverities, value);
}
const char* toWord(Grade value)
{
    return wordIn(kGrades, value);
}
const char* toWord(SubjectKind value)
{
    return wordIn(kSubjectKinds, value);
}
const char* toWord(SubjectScope value)
{
    return wordIn(kSubjectScopes, value);
}
const char* toWord(TimeSource value)
{
    return wordIn(kTimeSources, value);
}

template<>
std::optional<Verdict> fromWord<Verdict>(QStringView word)
{
    return valueIn(kVerdicts, word);
}
template<>
std::optional<Severity> fromWord<Severity>(QStringView word)
{
    return valueIn(kSeverities, word);
}
template<>
std::optional<Grade> fromWord<Grade>(QStringView word)
{
    return valueIn(kGrades, word);
}
template<>
std::optional<SubjectKind> fromWord<SubjectKind>(QStringView word)
{
    return valueIn(kSubjectKinds, word);
}
template<>
std::optional<SubjectScope> fromWord<SubjectScope>(QStringView word)
{
    return valueIn(kSubjectScopes, word);
}
template<>
std::optional<TimeSource> fromWord<TimeSource>(QStringView word)
{
    return valueIn(kTimeSources, word);
}

Text verdictText(Verdict verdict)
{
    switch (verdict) {
    case Verdict::NeedsAction:
        return say(MAILMEND_TEXT("verdict", "Needs action"));
    case Verdict::LookAtThis:
        return say(MAILMEND_TEXT("verdict", "Look at this"));
    case Verdict::CouldNotCheck:
        return say(MAILMEND_TEXT("verdict", "Could not check"));
    case Verdict::NotApplicable:
        return say(MAILMEND_TEXT("verdict", "Not applicable"));
    case Verdict::Clear:
        return say(MAILMEND_TEXT("verdict", "OK"));
    }
    return {};
}

} // namespace mailmend
