// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cases/events.h"
#include "checks/registry.h"
#include "engine/hash_received.h"
#include "engine/helper/scan_with_rights.h"
#include "engine/known_machine.h"
#include "evidence/collection/zip_lock.h"
#include "evidence/live/live.h"
#include "gui/session_run.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryFile>

#include <algorithm>

namespace mailmend::gui {

namespace {

QString fileNamePart(const QString& host)
{
    QString name;
    for (const QChar letter : host) {
        const bool harmless =
            letter.isLetterOrNumber() || letter == QLatin1Char('-') || letter == QLatin1Char('_');
        name += harmless ? letter : QLatin1Char('_');
    }
    return name.left(60);
}

QString collectorOf(const TargetInfo& target)
{
    for (const HostFact& fact : target.facts) {
        if (fact.key == QStringLiteral("collector")) {
            return fact.value;
        }
    }
    return {};
}

/** A target that can't be opened with the passphrase that it came with. */
struct ClosedSource
{
    QString target;
    bool wasWrong = false; ///< false: it came with none
};

/** The first that is closed; none: all can be opened. */
std::optional<ClosedSource> findClosed(const QList<TargetSpec>& targets)
{
    for (const TargetSpec& target : targets) {
        if (target.passphrase.isEmpty() && isLockedZip(target.text)) {
            return ClosedSource{target.text, false};
        }
        if (!checkPassphrase(target.text, target.passphrase)) {
            return ClosedSource{target.text, true};
        }
    }
    return std::nullopt;
}

/** What a look or a check brought; nothing where something is closed. */
template<typename Value>
struct Unlocked
{
    std::optional<ClosedSource> closed;
    Value value;
};

Secret passphraseOf(const QString& target, const QList<GivenPassphrase>& passphrases)
{
    const auto given = std::find_if(passphrases.begin(), passphrases.end(),
                                    [&target](const GivenPassphrase& one) { return one.target == target; });
    return given == passphrases.end() ? Secret() : given->passphrase;
}

/** What a scan brought, and the fingerprint of what it looked at. */
struct Scanned
{
    ScanResult result;
    QString hash;
};

Result<Scanned> scanTarget(const TargetSpec& spec, const OpenTarget& open, const Knowledge& knowledge,
                           const Clock& clock, const CancelToken& cancel, const ScanListener& listener)
{
    QFuture<QString> hash = hashReceived(spec.text, cancel);
    ScanRequest request;
    request.targets = {spec};
    auto result = runScanWith({allChecks(), open}, request, knowledge, clock, cancel, listener);
    if (!result) {
        cancel.cancel(); // what is still being hashed is of no use any more
        return result.error();
    }
    return Scanned{std::move(*result), hash.result()};
}

/** What was received, from whom and with which fingerprint. */
QList<Event> received(const ScanResult& result, const QString& hash, const QString& by)
{
    QList<Event> events;
    for (const TargetInfo& target : result.targets) {
        events.append(events::evidenceReceived(target, collectorOf(target), hash, by));
    }
    return events;
}

/** What a scan adds to a case that is there already. */
struct FurtherScan
{
    QList<Event> events;
    bool cancelled = false;
};

Result<FurtherScan> addToCase(const CaseView& view, const Result<Scanned>& scanned, const TargetSpec& spec,
                              const Knowledge& knowledge, const QString& by, const CancelToken& cancel)
{
    if (!scanned) {
        return scanned.error();
    }
    const ScanResult result = asKnownIn(view.targets, scanned->result);
    const auto seen = eventsOfFurtherScan(view, result, {spec}, knowledge, by, cancel);
    if (!seen) {
        return seen.error();
    }
    return FurtherScan{received(result, scanned->hash, by) + *seen, result.cancelled};
}

bool isInCase(const CaseView& view, const TargetInfo& target)
{
    return std::any_of(view.targets.begin(), view.targets.end(), [&target](const TargetInfo& known) {
        return sameMachine(known.identity, target.identity, nullptr) == SameMachine::Yes;
    });
}

/** A case may have been made on another computer, which was "this computer" there. */
Done mustBeInCase(const CaseView& view, const ScanResult& result)
{
    for (const TargetInfo& target : result.targets) {
        if (!isInCase(view, target)) {
            return Error{
                ErrorKind::Conflict,
                say(MAILMEND_TEXT("session", "The computer that Mailmend runs on is not the one in this "
                                             "case, so nothing was added to the case.")),
                say(MAILMEND_TEXT("session", "Open the case on the computer that was looked at. To look at "
                                             "this one, begin under Start.")),
                {},
                {}};
        }
    }
    return done();
}

/** Where it is another computer than the case's, the look ends at once, and nothing of it is told. */
ScanListener onlyOfCase(const ScanListener& listener, const ViewPointer& view, const CancelToken& cancel)
{
    ScanListener only = listener;
    only.targetOpened = [listener, view, cancel](const TargetInfo& target) {
        if (!isInCase(*view, target)) {
            cancel.cancel();
        } else if (listener.targetOpened) {
            listener.targetOpened(target);
        }
    };
    only.found = [listener, cancel](const Finding& finding) {
        if (!cancel.isCancelled() && listener.found) {
            listener.found(finding);
        }
    };
    return only;
}

/** Without its domain, and as much of a long name as Windows keeps. */
QString shortHostName(const QString& name)
{
    constexpr qsizetype kept = 15;
    return name.section(u'.', 0, 0).left(kept).toLower();
}

/** A long check must not end with nowhere to keep what it found: the folder is tried before. */
Result<QString> placeForCase(const QString& file)
{
    const QString folder = QFileInfo(file).absolutePath();
    const bool there = QDir().mkpath(folder);
    QTemporaryFile trial(folder + QStringLiteral("/.mailmend-XXXXXX"));
    if (!there || !trial.open()) {
        return Error{
            ErrorKind::Denied,
            say(MAILMEND_TEXT("session", "The case can't be kept in {folder}: we may not write there."),
                {{"folder", place(folder)}}),
            say(MAILMEND_TEXT("session", "Choose another place for the case, then start the check.")),
            trial.errorString(),
            {}};
    }
    if (QFileInfo::exists(file)) {
        return Error{
            ErrorKind::Conflict,
            say(MAILMEND_TEXT("session", "There is already a file called {file}."), {{"file", place(file)}}),
            say(MAILMEND_TEXT("session", "Choose another name for the case, then start the check. "
                                         "What is in that file stays as it is.")),
            {},
            {}};
    }
    return folder;
}

} // namespace

QString Session::freeCaseFile(const TargetInfo& target, const QString& folder) const
{
    const QString host = fileNamePart(target.host.isEmpty() ? QStringLiteral("server") : target.host);
    const QString base = QStringLiteral("%1/%2 %3").arg(folder, host, now().date().toString(Qt::ISODate));
    QString file = base + QStringLiteral(".mailmend");
    for (int number = 2; QFileInfo::exists(file) && number < 10000; ++number) {
        file = QStringLiteral("%1 (%2).mailmend").arg(base, QString::number(number));
    }
    return file;
}

void Session::look(const QString& target, Keep keep, const Secret& passphrase)
{
    if (!isFree(Work::Looking)) {
        return;
    }
    const ViewPointer into = keep == Keep::InOpenCase ? m_view : ViewPointer();
    m_lookedAt.reset();
    begin(Work::Looking);
    using Seen = Unlocked<LookedAt>;
    const auto job = [this, target, keep, into, passphrase, open = m_parts.open, cancel = m_cancel,
                      folder = caseFolder(), practice = m_practice.path()]() -> Result<Seen> {
        const TargetSpec spec{absoluteTarget(target.trimmed()), false, passphrase};
        if (const auto closed = findClosed({spec})) {
            return Seen{closed, {}};
        }
        auto evidence = open(spec, cancel);
        if (!evidence) {
            return evidence.error();
        }
        const Evidence& seen = **evidence;
        if (const auto why = into ? whyNotIntoCase(*into, {seen.target}) : std::nullopt) {
            return *why; // said now rather than after a long check
        }
        const bool isPractice = seen.target.kind == QStringLiteral("sample");
        return Seen{std::nullopt,
                    {spec, keep, seen.target, seen.coverage,
                     freeCaseFile(seen.target, isPractice ? practice : folder)}};
    };
    run(job, [this](const Seen& seen) {
        if (seen.closed) {
            Q_EMIT passphraseWanted(Work::Looking, seen.closed->target, seen.closed->wasWrong);
            return;
        }
        m_lookedAt = seen.value;
        Q_EMIT lookFinished();
    });
}

void Session::allowShadowCopy(bool allowed)
{
    if (allowed != m_mayMakeShadowCopy) {
        m_mayMakeShadowCopy = allowed;
        Q_EMIT shadowCopyAllowed(allowed);
    }
}

TargetSpec Session::agreedTo(TargetSpec target) const
{
    target.mayMakeShadowCopy = m_mayMakeShadowCopy && namesThisComputer(target);
    return target;
}

void Session::startScan(const QString& caseFile)
{
    if (!m_lookedAt || !isFree(Work::Scanning)) {
        return;
    }
    m_scanRights = Rights::OurOwn;
    begin(Work::Scanning);
    closeCase();
    const TargetSpec spec = agreedTo(m_lookedAt->spec);
    const auto job = [spec, open = m_parts.open, knowledge = m_parts.knowledge, clock = clockFor(spec.text),
                      cancel = m_cancel, listener = m_feed.listener(), caseFile]() -> Result<Scanned> {
        if (const auto place = placeForCase(caseFile); !place) {
            return place.error();
        }
        return scanTarget(spec, open, *knowledge, clock, cancel, listener);
    };
    run(job, [this, caseFile](const Scanned& scanned) {
        const QList<Event> written =
            received(scanned.result, scanned.hash, person()) + events::scanned(scanned.result, person());
        QMetaObject::invokeMethod(m_store,
                                  [store = m_store, caseFile, written] { store->create(caseFile, written); });
        Q_EMIT scanFinished(scanned.result.cancelled);
    });
}

void Session::scanIntoCase()
{
    if (!m_lookedAt || !m_view || !isFree(Work::Scanning)) {
        return;
    }
    m_scanRights = Rights::OurOwn;
    begin(Work::Scanning);
    const TargetSpec spec = agreedTo(m_lookedAt->spec);
    // No other case opens while this runs; what is written into this one meanwhile only adds to it.
    const auto job = [spec, open = m_parts.open, view = m_view, knowledge = m_parts.knowledge,
                      clock = clockFor(spec.text), cancel = m_cancel, listener = m_feed.listener(),
                      by = person()] {
        return addToCase(*view, scanTarget(spec, open, *knowledge, clock, cancel, listener), spec, *knowledge,
                         by, cancel);
    };
    run(job, [this](const FurtherScan& further) {
        append(further.events);
        Q_EMIT scanFinished(further.cancelled);
    });
}

bool Session::caseHasThisComputer() const
{
    // The case may have come here from the server: then this computer is not the one in it.
    const auto isHere = [this](const TargetInfo& target) {
        return isThisComputer(target) && shortHostName(target.host) == shortHostName(m_parts.computer);
    };
    return m_view && std::any_of(m_view->targets.begin(), m_view->targets.end(), isHere);
}

bool Session::rightsMayShowMore() const
{
    return canAskForRights() && m_view && m_view->scan && mailmend::rightsMayShowMore(*m_view->scan) &&
           caseHasThisComputer();
}

void Session::scanWithRights()
{
    if (!m_parts.elevated || !m_view || !isFree(Work::Scanning)) {
        return;
    }
    m_scanRights = Rights::MayBeAskedFor;
    begin(Work::Scanning);
    const ScanConsent consent{m_mayMakeShadowCopy};
    const auto job = [consent, start = m_parts.elevated, view = m_view, knowledge = m_parts.knowledge,
                      cancel = m_cancel, listener = m_feed.listener(),
                      by = person()]() -> Result<FurtherScan> {
        auto result = mailmend::scanWithRights(start, *knowledge, {}, consent, cancel,
                                               onlyOfCase(listener, view, cancel));
        if (!result) {
            return result.error();
        }
        if (const Done known = mustBeInCase(*view, *result); !known) {
            return known.error();
        }
        const TargetSpec spec{QStringLiteral("this-computer"), false, {}};
        return addToCase(*view, Scanned{std::move(*result), {}}, spec, *knowledge, by, cancel);
    };
    run(job, [this](const FurtherScan& further) {
        append(further.events);
        Q_EMIT scanFinished(further.cancelled);
    });
}

void Session::checkAgain(const QString& with, const QList<GivenPassphrase>& passphrases)
{
    if (!m_view || !isFree(Work::CheckingAgain)) {
        return;
    }
    begin(Work::CheckingAgain);
    using Again = Unlocked<RecheckOutcome>;
    const auto job = [with = with.trimmed(), passphrases, view = m_view, open = m_parts.open,
                      mayMake = m_mayMakeShadowCopy, knowledge = m_parts.knowledge, clock = clockFor(with),
                      cancel = m_cancel, listener = m_feed.listener()]() -> Result<Again> {
        auto targets = with.isEmpty() ? ownTargets(*view, {})
                                      : Result<QList<TargetSpec>>({{absoluteTarget(with), false}});
        if (!targets) {
            return targets.error();
        }
        for (TargetSpec& target : *targets) {
            target.passphrase = passphraseOf(target.text, passphrases);
            target.mayMakeShadowCopy = mayMake && namesThisComputer(target);
        }
        if (const auto closed = findClosed(*targets)) {
            return Again{closed, {}};
        }
        auto outcome =
            recheckWith({allChecks(), open}, *view, {{}, *targets}, *knowledge, clock, cancel, listener);
        return outcome ? Result<Again>(Again{std::nullopt, std::move(*outcome)})
                       : Result<Again>(outcome.error());
    };
    run(job, [this](const Again& again) {
        if (again.closed) {
            Q_EMIT passphraseWanted(Work::CheckingAgain, again.closed->target, again.closed->wasWrong);
            return;
        }
        append(again.value.events);
        Q_EMIT checkedAgain(again.value.findings, again.value.looked);
    });
}

} // namespace mailmend::gui
