// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "playbooks/plan.h"

#include "evidence/hidden_streams.h"
#include "playbooks/command.h"
#include "playbooks/plan_order.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

/** The playbook that is a way of its own: rebuild or retire. Everything else is "repair". */
constexpr QLatin1String Rebuild("P26");
constexpr QLatin1String Repair("repair");
/** Playbooks that others bring along when a step of theirs depends on one of these. */
constexpr std::array Shared{QLatin1String("P0"), QLatin1String("P27")};
/** The step that stands before the first one that changes something. */
constexpr QLatin1String CallFirst("p0-call-first");

bool isWorthAStep(const Finding& finding)
{
    return finding.verdict == Verdict::NeedsAction || finding.verdict == Verdict::LookAtThis;
}

bool asksFor(const Finding& finding, const Playbook& playbook)
{
    // A page that is only to be looked at is no reason to rebuild a server.
    if (playbook.id == Rebuild && finding.verdict != Verdict::NeedsAction) {
        return false;
    }
    return finding.playbook == playbook.id || std::any_of(playbook.alsoFor.begin(), playbook.alsoFor.end(),
                                                          [&finding](const QString& reference) {
                                                              return finding.references.contains(reference);
                                                          });
}

/** What the step says of this finding. */
const StepWords& wordsOf(const StepTemplate& step, const Finding& finding)
{
    const std::optional<HidingPlace> place = step.besideFile ? hidingPlaceOf(finding) : std::nullopt;
    return !place ? step : place->isFolder ? *step.besideFolder : *step.besideFile;
}

/** The same for a step of several findings: in general words, unless one kind of them is all that there is.
 */
const StepWords& wordsOf(const StepTemplate& step, const QList<const Finding*>& about)
{
    const StepWords& first = about.isEmpty() ? step : wordsOf(step, *about.first());
    return std::all_of(about.begin(), about.end(),
                       [&](const Finding* one) { return &wordsOf(step, *one) == &first; })
               ? first
               : step;
}

bool isBeforeTheDecision(Phase phase)
{
    return phase == Phase::Preserve || phase == Phase::Contain || phase == Phase::Decide;
}

/** What a new server makes needless in the playbooks that mend the old one. */
bool isReplacedByRebuilding(Phase phase)
{
    return phase == Phase::Decide || phase == Phase::Mitigate || phase == Phase::Patch ||
           phase == Phase::Evict || phase == Phase::Verify;
}

class Planner
{
public:
    Planner(const QList<Finding>& findings, const QList<TargetInfo>& targets, const Knowledge& knowledge,
            const QString& way)
        : m_targets(targets), m_knowledge(knowledge), m_way(way)
    {
        for (const Finding& finding : findings) {
            if (isWorthAStep(finding)) {
                m_findings.append(&finding);
            }
        }
    }

    Plan make()
    {
        gatherPlaybooks();
        Plan plan;
        if (m_asked.contains(Rebuild)) {
            plan.choice = choice();
        }
        m_undecided = plan.choice && !plan.choice->ways.contains(m_way);
        m_rebuilding = plan.choice && m_way == Rebuild;
        chooseTemplates();
        makeSteps();
        addCallFirst();
        std::stable_sort(m_steps.begin(), m_steps.end(),
                         [](const Step& left, const Step& right) { return left.phase < right.phase; });
        plan.steps = inOrder(std::move(m_steps));
        return plan;
    }

private:
    struct Chosen
    {
        const Playbook* playbook;
        const StepTemplate* step;
        QList<const Finding*> findings; ///< that the playbook repairs; empty: shared by the whole case
    };

    static Choice choice()
    {
        return {say(MAILMEND_TEXT("plan", "Do you want to rebuild this server, or repair it?")),
                say(MAILMEND_TEXT("plan",
                                  "What was found gave somebody every right there is on this server, and "
                                  "perhaps in the whole network. A new server is the surer way; repairing is "
                                  "quicker, but nobody can promise that nothing was overlooked.")),
                Rebuild,
                {Rebuild, Repair}};
    }

    /** Which findings ask for which playbook, and which playbooks those bring along. */
    void gatherPlaybooks()
    {
        for (const Playbook& playbook : m_knowledge.playbooks) {
            for (const StepTemplate& step : playbook.steps) {
                m_dependencies.ofTemplate.insert(step.id, step.dependsOn);
                m_home.insert(step.id, &playbook);
                if (step.needsRunningServer) {
                    m_needRunning.insert(step.id);
                }
            }
            for (const Finding* finding : m_findings) {
                if (asksFor(*finding, playbook)) {
                    m_askedBy[playbook.id].insert(finding);
                    m_asked[playbook.id].append(finding);
                }
            }
        }
    }

    bool isWanted(const Playbook& playbook, Phase phase) const
    {
        const bool asked = m_asked.contains(playbook.id);
        if (m_undecided) {
            return isBeforeTheDecision(phase) && (playbook.id != Rebuild || phase == Phase::Decide);
        }
        if (playbook.id == Rebuild) {
            return m_rebuilding;
        }
        return !m_rebuilding || !asked || !isReplacedByRebuilding(phase);
    }

    void chooseTemplates()
    {
        QSet<const Playbook*> included;
        QList<const Playbook*> toLook;
        const auto include = [&included, &toLook](const Playbook* playbook) {
            if (playbook && !included.contains(playbook)) {
                included.insert(playbook);
                toLook.append(playbook);
            }
        };
        for (const Playbook& playbook : m_knowledge.playbooks) {
            if (m_asked.contains(playbook.id)) {
                include(&playbook);
            }
        }
        while (!toLook.isEmpty()) {
            for (const StepTemplate& step : toLook.takeFirst()->steps) {
                for (const QString& id : step.dependsOn) {
                    const Playbook* home = m_home.value(id);
                    if (home && std::find(Shared.begin(), Shared.end(), home->id) != Shared.end()) {
                        include(home);
                    }
                }
            }
        }
        for (const Playbook& playbook : m_knowledge.playbooks) {
            if (!included.contains(&playbook)) {
                continue;
            }
            for (const StepTemplate& step : playbook.steps) {
                if (isWanted(playbook, step.phase)) {
                    m_chosen.append({&playbook, &step, m_asked.value(playbook.id)});
                    m_present.insert(step.id);
                }
            }
        }
    }

    static QString instanceId(const StepTemplate& step, const Finding& finding)
    {
        return step.id + QLatin1Char('@') + finding.id;
    }

    void makeSteps()
    {
        for (const Chosen& chosen : m_chosen) {
            if (chosen.step->oncePerCase || chosen.findings.isEmpty()) {
                m_steps.append(stepOf(chosen, nullptr));
                continue;
            }
            for (const Finding* finding : chosen.findings) {
                m_steps.append(stepOf(chosen, finding));
            }
        }
    }

    Step stepOf(const Chosen& chosen, const Finding* only) const
    {
        const StepTemplate& from = *chosen.step;
        Step step;
        step.id = only ? instanceId(from, *only) : from.id;
        step.templateId = from.id;
        step.playbook = chosen.playbook->id;
        step.phase = from.phase;
        step.minutes = from.minutes;
        step.verifiedByLooking = from.verifyBy == QLatin1String("finding-gone");
        step.changesSomething = from.changesSomething;
        step.action = from.action;
        const QList<const Finding*> about = only ? QList<const Finding*>{only} : chosen.findings;
        // A step that all share repairs nothing by itself, unless looking again proves it: then everything.
        for (const Finding* finding :
             chosen.findings.isEmpty() && step.verifiedByLooking ? m_findings : about) {
            step.findings.append(finding->id);
            if (!step.targets.contains(finding->target)) {
                step.targets.append(finding->target);
            }
        }
        const Places places = only ? placesFor(only) : sharedPlaces(about);
        const StepWords& words = wordsOf(from, about);
        step.title = fill(words.title, places);
        step.why = fill(words.why, places);
        step.who = fill(from.who, places);
        step.impact = fill(words.impact, places);
        step.verify = fill(words.verify, places);
        step.undo = fill(words.undo, places);
        step.byHand = linesOf(from, only, about, places);
        const bool onDisk = isOnlyOnDisks(about);
        step.dependsOn = dependenciesOf(from, only, onDisk && !from.needsRunningServer);
        if (onDisk && from.needsRunningServer) {
            step.note = say(MAILMEND_TEXT(
                "plan", "This step is for a server that is running. What was examined is a disk: as long as "
                        "its server is switched off there is nothing to do here, and no step that is done "
                        "on the disk waits for it. If the server runs, do this step there first."));
        }
        return step;
    }

    /** Lines that name one finding stand once for each that they are meant for, the others once. */
    QList<ReadyCommand> linesOf(const StepTemplate& from, const Finding* only,
                                const QList<const Finding*>& about, const Places& places) const
    {
        QList<const StepWords*> kinds;
        for (const Finding* finding : about) {
            if (const StepWords* words = &wordsOf(from, *finding); !kinds.contains(words)) {
                kinds.append(words);
            }
        }
        QList<ReadyCommand> lines;
        for (const StepWords* words : about.isEmpty() ? QList<const StepWords*>{&from} : kinds) {
            for (const Instruction& line : words->byHand) {
                if (only || !namesOneFinding(line)) {
                    lines.append(fill(line, places));
                    continue;
                }
                // Pages on one drive share a quarantine folder: it is made once.
                QSet<QString> commands;
                for (const Finding* finding : about) {
                    if (&wordsOf(from, *finding) != words) {
                        continue;
                    }
                    const ReadyCommand filled = fill(line, placesFor(finding));
                    if (filled.command.isEmpty() || !commands.contains(filled.command)) {
                        commands.insert(filled.command);
                        lines.append(filled);
                    }
                }
            }
        }
        return lines;
    }

    /** Whether all that a step is about was read from mounted disks; without findings: all of the case. */
    bool isOnlyOnDisks(const QList<const Finding*>& about) const
    {
        const QList<const Finding*>& all = about.isEmpty() ? m_findings : about;
        return !all.isEmpty() && std::all_of(all.begin(), all.end(), [this](const Finding* finding) {
            const auto target =
                std::find_if(m_targets.begin(), m_targets.end(),
                             [finding](const TargetInfo& one) { return one.id == finding->target; });
            return target != m_targets.end() && target->kind == QLatin1String("volume");
        });
    }

    const Places& placesFor(const Finding* finding) const
    {
        auto known = m_places.constFind(finding);
        if (known == m_places.constEnd()) {
            known = m_places.insert(finding, placesOf(*finding, m_targets));
        }
        return *known;
    }

    /** Server and build where all the findings are of one server. */
    Places sharedPlaces(const QList<const Finding*>& about) const
    {
        QSet<QString> servers;
        for (const Finding* finding : about.isEmpty() ? m_findings : about) {
            servers.insert(finding->target);
        }
        for (const TargetInfo& target : m_targets) {
            if (servers.size() == 1 && servers.contains(target.id)) {
                return placesOf(target);
            }
        }
        return placesOf(TargetInfo{});
    }

    /** @param onDisk steps that need a running server are passed over: it waits for what they wait for. */
    QStringList dependenciesOf(const StepTemplate& from, const Finding* only, bool onDisk) const
    {
        QStringList ids;
        for (const QString& id :
             m_dependencies.resolved(from.id, onDisk ? m_present - m_needRunning : m_present)) {
            const auto before = std::find_if(m_chosen.begin(), m_chosen.end(),
                                             [&id](const Chosen& one) { return one.step->id == id; });
            if (before->step->oncePerCase || before->findings.isEmpty()) {
                ids.append(id);
            } else if (only && m_askedBy.value(before->playbook->id).contains(only)) {
                ids.append(instanceId(*before->step, *only));
            } else {
                for (const Finding* finding : before->findings) {
                    ids.append(instanceId(*before->step, *finding));
                }
            }
        }
        return ids;
    }

    /** Whoever calls for help first loses nothing; whoever changes something first may. */
    void addCallFirst()
    {
        const bool changes =
            std::any_of(m_steps.begin(), m_steps.end(), [](const Step& s) { return s.changesSomething; });
        const Playbook* home = m_home.value(CallFirst);
        if (!changes || !home) {
            return;
        }
        if (!m_present.contains(CallFirst)) {
            const auto step = std::find_if(home->steps.begin(), home->steps.end(),
                                           [](const StepTemplate& one) { return one.id == CallFirst; });
            Step first = stepOf({home, &*step, {}}, nullptr);
            first.dependsOn.clear();
            m_steps.prepend(first);
        }
        for (Step& step : m_steps) {
            if (step.changesSomething && !step.dependsOn.contains(CallFirst) && step.id != CallFirst) {
                step.dependsOn.prepend(CallFirst);
            }
        }
    }

    QList<const Finding*> m_findings;
    const QList<TargetInfo>& m_targets;
    const Knowledge& m_knowledge;
    QString m_way;
    bool m_undecided = false;
    bool m_rebuilding = false;
    QHash<QString, QList<const Finding*>> m_asked; ///< by playbook, in the order of the findings
    QHash<QString, QSet<const Finding*>> m_askedBy;
    QHash<QString, const Playbook*> m_home;         ///< of a step
    mutable QHash<const Finding*, Places> m_places; ///< worked out once
    Dependencies m_dependencies;
    QList<Chosen> m_chosen;
    QSet<QString> m_present;     ///< templates in the plan
    QSet<QString> m_needRunning; ///< templates that need a running server
    QList<Step> m_steps;
};

} // namespace

Plan makePlan(const QList<Finding>& findings, const QList<TargetInfo>& targets, const Knowledge& knowledge,
              const QString& way)
{
    return Planner(findings, targets, knowledge, way).make();
}

} // namespace mailmend
