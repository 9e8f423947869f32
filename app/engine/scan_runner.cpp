// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/scan_parts.h"

#include "base/logging.h"
#include "engine/combine_coverage.h"
#include "engine/file_owner.h"
#include "engine/file_walk.h"
#include "engine/live_tables.h"
#include "engine/rule_folders.h"

#include <QFileInfo>
#include <QSet>
#include <QThread>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <exception>

namespace mailmend {

namespace {

constexpr int mostThreads = 8;
constexpr qint64 mostOwners = 2000;

Error badCall(Text text, Text hint = {})
{
    return {ErrorKind::BadCall, std::move(text), std::move(hint), {}, {}};
}

/** The folders and files that a target's text names: "C=/mnt/c,D=/mnt/d" names two. */
QStringList namedPlaces(const QString& text)
{
    QStringList places;
    for (const QString& part : text.split(u',')) {
        const bool mapped = part.size() > 2 && part.at(1) == u'=' && part.at(0).isLetter();
        const QString path = mapped ? part.mid(2) : part;
        const QString canonical = QFileInfo(path).canonicalFilePath();
        places.append(canonical.isEmpty() ? path : canonical);
    }
    // A name may hold a comma itself: then the whole is the place.
    if (places.size() > 1 && QFileInfo::exists(text)) {
        return {QFileInfo(text).canonicalFilePath()};
    }
    return places;
}

/** Refuses a call in which a place is named twice: its findings would be counted twice. */
Done checkTargets(const QList<TargetSpec>& targets)
{
    if (targets.isEmpty()) {
        return badCall(say(MAILMEND_TEXT("engine", "There is nothing to look at.")),
                       say(MAILMEND_TEXT("engine", "Name a mounted disk, a folder or a collection.")));
    }
    QSet<QString> seen;
    for (const TargetSpec& target : targets) {
        for (const QString& where : namedPlaces(target.text)) {
            if (seen.contains(where)) {
                return badCall(
                    say(MAILMEND_TEXT("engine", "{place} is named twice."), {{"place", place(where)}}),
                    say(MAILMEND_TEXT("engine", "Name each disk, folder or collection once.")));
            }
            seen.insert(where);
        }
    }
    return done();
}

Result<std::vector<const Check*>> chooseChecks(std::span<const Check* const> all, const QStringList& only)
{
    for (const QString& id : only) {
        const bool known = std::any_of(
            all.begin(), all.end(), [&id](const Check* check) { return id == QLatin1StringView(check->id); });
        if (!known) {
            return badCall(say(MAILMEND_TEXT("engine", "There is no check named {id}."), {{"id", words(id)}}),
                           say(MAILMEND_TEXT("engine", "The command list-checks prints their names.")));
        }
    }
    std::vector<const Check*> chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), [&only](const Check* check) {
        return only.isEmpty() || only.contains(QLatin1StringView(check->id));
    });
    return chosen;
}

/** One run over all targets, with its sums. Lives as long as runScanWith(). */
class Run
{
public:
    Run(const ScanParts& parts, const ScanRequest& request, const Knowledge& knowledge, QDateTime now,
        const CancelToken& cancel, const ScanListener& listener)
        : m_parts(parts), m_request(request), m_knowledge(knowledge), m_now(std::move(now)), m_cancel(cancel),
          m_relay(listener)
    {}

    Result<ScanResult> run(const Clock& clock)
    {
        auto checks = chooseChecks(m_parts.checks, m_request.only);
        if (!checks) {
            return checks.error();
        }
        m_checks = std::move(*checks);
        if (const auto named = checkTargets(m_request.targets); !named) {
            return named.error();
        }
        if (const auto compiled = compileRules(); !compiled) {
            return compiled.error();
        }
        m_result.mailmend = QStringLiteral(MAILMEND_VERSION);
        m_result.knowledge = m_knowledge.info(m_now);
        m_result.started = m_now;
        for (const TargetSpec& target : m_request.targets) {
            if (!m_cancel.isCancelled()) {
                look(target);
            }
        }
        if (m_result.targets.isEmpty() && m_firstError && !m_cancel.isCancelled()) {
            return *m_firstError;
        }
        m_result.finished = clock();
        finish();
        return std::move(m_result);
    }

private:
    Done compileRules()
    {
        auto own = readRuleFolders(m_request.ruleFolders, m_cancel);
        if (!own) {
            return own.error();
        }
        auto rules = FileRules::compile(m_knowledge.fileRules, own->sources);
        if (!rules) {
            return rules.error();
        }
        m_rules = std::move(*rules);
        m_result.leftOut = own->leftOut;
        for (const BrokenRule& broken : m_rules->broken()) {
            m_result.leftOut.append(
                say(MAILMEND_TEXT("engine", "Your rule {name} could not be used: {reason}"),
                    {{"name", place(broken.name)}, {"reason", sentence(broken.error.text)}}));
        }
        return done();
    }

    void look(const TargetSpec& target)
    {
        m_relay.begin(say(MAILMEND_TEXT("engine", "Opening {target}"), {{"target", place(target.text)}}));
        auto opened = m_parts.open(target, m_cancel);
        if (!opened) {
            if (opened.error().kind != ErrorKind::Cancelled) {
                couldNotOpen(target, opened.error());
            }
            return;
        }
        const Evidence& evidence = **opened;
        const bool known =
            std::any_of(m_result.targets.begin(), m_result.targets.end(),
                        [&evidence](const TargetInfo& other) { return other.id == evidence.target.id; });
        if (known) {
            m_result.leftOut.append(
                say(MAILMEND_TEXT(
                        "engine",
                        "{target} is of a computer that was already looked at in this run, so it was left "
                        "out. Look at it in a run of its own."),
                    {{"target", place(target.text)}}));
            return;
        }
        m_result.targets.append(evidence.target);
        m_relay.targetOpened(evidence.target);
        for (CoverageEntry row : evidence.coverage) {
            row.target = evidence.target.id;
            m_coverage.append(std::move(row));
        }
        if (evidence.live && m_request.scope.isWhole()) { // before the long walk: it passes
            m_relay.begin(say(MAILMEND_TEXT("engine", "Looking at what runs")));
            m_result.live += liveTables(evidence.live->facts(), evidence.target.id);
        }
        m_relay.begin(
            say(MAILMEND_TEXT("engine", "Listing the files of {target}"),
                {{"target", words(evidence.target.host.isEmpty() ? target.text : evidence.target.host)}}));
        const int threads = m_request.threads > 0 ? m_request.threads
                                                  : std::clamp(QThread::idealThreadCount(), 1, mostThreads);
        const WalkOutcome walk = walkFiles({m_checks, evidence, m_knowledge, *m_rules, m_request.scope,
                                            std::min(threads, 64), m_cancel, m_relay});
        giveBack(evidence);
        for (size_t check = 0; check < m_checks.size(); ++check) {
            conclude(*m_checks[check], evidence, walk, check);
        }
    }

    /** This scan reads nothing more of this target; another one may. */
    void giveBack(const Evidence& evidence)
    {
        const Done given = evidence.files ? evidence.files->giveBack() : done();
        if (given) {
            return;
        }
        logger("engine")->error("{}", logLine(given.error()).toStdString());
        CoverageEntry row;
        row.target = evidence.target.id;
        row.source = QStringLiteral("snapshots");
        row.state = ReadState::Partly;
        row.reason = given.error().text;
        m_coverage.append(row);
        m_result.leftOut.append(given.error().text);
    }

    void couldNotOpen(const TargetSpec& target, const Error& error)
    {
        logger("engine")->info("{}", logLine(error).toStdString());
        m_result.leftOut.append(say(MAILMEND_TEXT("engine", "{target} could not be opened. {reason}"),
                                    {{"target", place(target.text)}, {"reason", sentence(error.text)}}));
        if (!m_firstError) {
            m_firstError = error;
        }
    }

    void conclude(const Check& check, const Evidence& evidence, const WalkOutcome& walk, size_t index)
    {
        m_relay.begin(
            say(MAILMEND_TEXT("engine", "Judging: {check}"), {{"check", sentence(say(check.title))}}));
        const auto begin = std::chrono::steady_clock::now();
        Outcome outcome;
        try {
            outcome = check.conclude({evidence, m_knowledge, *m_rules, walk.observations[index],
                                      walk.walked[index], m_request.scope, m_now, walk.stopped});
        } catch (const std::exception& exception) {
            logger("engine")->error("{}: {}", check.id, exception.what());
            outcome = {};
            outcome.unread.append(
                {QString::fromLatin1(check.id), ReadState::Partly,
                 say(MAILMEND_TEXT("engine", "Mailmend failed in this check. The log says more."))});
        }
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
        const QString id = QString::fromLatin1(check.id);
        CheckResult result = judge(id, evidence.target.id, outcome);
        result.seconds = walk.seconds[index] + spent.count();
        for (CoverageEntry& row : outcome.coverage) {
            row.target = evidence.target.id;
            m_coverage.append(row);
        }
        for (Finding& finding : outcome.findings) {
            finding.check = id;
            finding.target = evidence.target.id;
            addCopyTime(finding, walk.older[index], evidence);
            if (m_owners < mostOwners) {
                ++m_owners;
                addOwner(finding, evidence);
            }
            m_result.findings.append(finding);
        }
        m_result.checks.append(result);
        m_relay.checkFinished(result);
    }

    /** Of a file that was read from an older copy of its disk, the finding says so itself. */
    static void addCopyTime(Finding& finding, const QHash<QByteArray, OlderFile>& older,
                            const Evidence& evidence)
    {
        const auto copied = older.constFind(finding.subject.path.folded());
        if (finding.subject.kind == SubjectKind::File && copied != older.constEnd()) {
            Fact fact;
            fact.text = copied->meaning;
            fact.path = finding.subject.path;
            finding.facts.append(fact);
            // Of two files with one name, the other one may have been seen as it is.
            if (evidence.files && evidence.files->find(finding.subject.path).size() == 1) {
                finding.olderCopy = OlderCopy{copied->made};
            }
        }
    }

    /** What can only be said when every target has been looked at. */
    void finish()
    {
        m_result.cancelled = m_cancel.isCancelled();
        if (m_result.cancelled) {
            m_result.leftOut.append(say(MAILMEND_TEXT("engine", "The check was stopped before its end. "
                                                                "What was found until then is kept.")));
        }
        if (m_checks.size() < m_parts.checks.size()) {
            QStringList names;
            for (const Check* check : m_checks) {
                names.append(QString::fromLatin1(check->id));
            }
            m_result.leftOut.append(
                say(MAILMEND_TEXT("engine", "Only these checks were asked for: {checks}."),
                    {{"checks", mailmend::names(names)}}));
        }
        m_result.coverage = combineCoverage(m_coverage);
        std::stable_sort(m_result.findings.begin(), m_result.findings.end(),
                         [this](const Finding& left, const Finding& right) { return isBefore(left, right); });
        AssessmentInput input;
        input.areas = m_knowledge.areas;
        for (const Check* check : m_parts.checks) {
            CheckAreas areas{QString::fromLatin1(check->id), {}};
            for (const char* area : check->areas) {
                areas.areas.append(QString::fromLatin1(area));
            }
            input.checks.append(areas);
        }
        input.results = m_result.checks;
        input.findings = m_result.findings;
        input.coverage = m_result.coverage;
        input.knowledgeTooOld = m_knowledge.isTooOld(m_now);
        input.leftSomethingOut = !m_result.leftOut.isEmpty();
        input.openBeforeWeCanSee = openBeforeWeCanSee(m_result.findings, m_result.coverage, m_knowledge);
        m_result.answers = assess(input);
    }

    /** Worst first, then in the order of the checks, then by subject. */
    bool isBefore(const Finding& left, const Finding& right) const
    {
        if (left.verdict != right.verdict) {
            return left.verdict < right.verdict;
        }
        if (left.severity != right.severity) {
            return left.severity < right.severity;
        }
        if (left.check != right.check) {
            return placeOf(left.check) < placeOf(right.check);
        }
        const QByteArray leftPath = left.subject.path.folded();
        const QByteArray rightPath = right.subject.path.folded();
        if (leftPath != rightPath) {
            return leftPath < rightPath;
        }
        return std::tie(left.subject.name, left.id) < std::tie(right.subject.name, right.id);
    }

    size_t placeOf(const QString& check) const
    {
        const auto found = std::find_if(m_checks.begin(), m_checks.end(), [&check](const Check* other) {
            return check == QLatin1StringView(other->id);
        });
        return static_cast<size_t>(found - m_checks.begin());
    }

    const ScanParts& m_parts;
    const ScanRequest& m_request;
    const Knowledge& m_knowledge;
    const QDateTime m_now;
    const CancelToken& m_cancel;
    ListenerRelay m_relay;
    std::vector<const Check*> m_checks;
    std::shared_ptr<const FileRules> m_rules;
    QList<CoverageEntry> m_coverage;
    std::optional<Error> m_firstError;
    qint64 m_owners = 0; ///< findings of which was asked whose the file is
    ScanResult m_result;
};

} // namespace

Result<ScanResult> runScanWith(const ScanParts& parts, const ScanRequest& request, const Knowledge& knowledge,
                               const Clock& clock, const CancelToken& cancel, const ScanListener& listener)
{
    try {
        return Run(parts, request, knowledge, clock(), cancel, listener).run(clock);
    } catch (const std::exception& exception) {
        return Error{ErrorKind::Fault,
                     say(MAILMEND_TEXT("engine", "Mailmend failed while it looked.")),
                     say(MAILMEND_TEXT("engine", "Please send us the log.")),
                     QString::fromLocal8Bit(exception.what()),
                     {}};
    }
}

} // namespace mailmend
