// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/running_code/children.h"

#include <QSet>

#include <algorithm>

namespace mailmend::running_code {
namespace {

constexpr qsizetype mostProcessesShown = 20;

/** Source: the Sigma project's rules on programs that web servers start; Microsoft and CISA on Exchange,
 * 2021.
 */
bool isForCommands(const QString& name)
{
    static const QSet<QString> programs{
        QStringLiteral("cmd.exe"),       QStringLiteral("powershell.exe"), QStringLiteral("pwsh.exe"),
        QStringLiteral("cscript.exe"),   QStringLiteral("wscript.exe"),    QStringLiteral("mshta.exe"),
        QStringLiteral("rundll32.exe"),  QStringLiteral("regsvr32.exe"),   QStringLiteral("certutil.exe"),
        QStringLiteral("bitsadmin.exe"), QStringLiteral("net.exe"),        QStringLiteral("net1.exe"),
        QStringLiteral("whoami.exe"),    QStringLiteral("nltest.exe"),     QStringLiteral("dsquery.exe"),
        QStringLiteral("reg.exe"),       QStringLiteral("schtasks.exe"),   QStringLiteral("wmic.exe"),
        QStringLiteral("netsh.exe"),     QStringLiteral("bash.exe"),       QStringLiteral("installutil.exe")};
    return programs.contains(name.toLower());
}

/** Whether the worker really started it: numbers of processes are used again. None: it can't be told. */
std::optional<bool> isChildOf(const LiveProcess& child, const LiveProcess& worker)
{
    if (child.parent != worker.id || child.id == worker.id) {
        return false;
    }
    if (!child.started.isValid() || !worker.started.isValid()) {
        return std::nullopt;
    }
    return child.started >= worker.started;
}

struct Started
{
    const LiveProcess* child = nullptr;
    bool isCertain = true; ///< that the worker started it
};

QString shownPool(const Worker& worker)
{
    return worker.pool.isEmpty() ? worker.process.name : worker.pool;
}

Fact processFact(const LiveProcess& process)
{
    Fact fact;
    fact.text =
        say(MAILMEND_TEXT("running-code", "Process {id}, {image}, account {user}, since {time}: {command}"),
            {{"id", count(process.id)},
             {"image", place(process.image.isEmpty() ? process.name : process.image)},
             {"user", process.user.isEmpty() ? sentence(say(MAILMEND_TEXT("running-code", "not known")))
                                             : words(process.user)},
             {"time", process.started.isValid() ? moment(process.started)
                                                : sentence(say(MAILMEND_TEXT("running-code", "not known")))},
             {"command", process.commandLine.isEmpty()
                             ? sentence(say(MAILMEND_TEXT("running-code", "its command line is not known")))
                             : place(process.commandLine)}});
    return fact;
}

void tellCommands(Finding& finding, const Worker& worker, const QString& program, bool certain)
{
    const bool exchange = isPoolOfExchange(worker.pool);
    if (exchange && certain) {
        finding.verdict = Verdict::NeedsAction;
        finding.severity = Severity::Critical;
        finding.playbook = QStringLiteral("P27");
        finding.references.append(QStringLiteral("mailmend:runs-as-system"));
        finding.title = say(MAILMEND_TEXT("running-code", "Exchange's web pages are running commands on this "
                                                          "server just now: {program}"),
                            {{"program", words(program)}});
        finding.certainty =
            say(MAILMEND_TEXT("running-code", "Very likely an intruder: the web pages of Exchange start no "
                                              "commands. We saw it in Windows' list of what runs."));
    } else {
        finding.title =
            say(MAILMEND_TEXT("running-code", "The web server has started a program for commands: "
                                              "{program}"),
                {{"program", words(program)}});
        finding.certainty =
            certain
                ? say(MAILMEND_TEXT("running-code", "Sure that it was started; not sure that it is wrong: "
                                                    "this part of the web server is not Exchange's."))
                : say(MAILMEND_TEXT("running-code", "Not sure: Windows did not tell since when it runs, "
                                                    "so another program may have started it."));
    }
    finding.matters = say(MAILMEND_TEXT(
        "running-code", "This is how an intruder works through a page: the page starts a program "
                        "that does what the intruder types, often with the rights of the "
                        "system."));
    finding.harmless =
        say(MAILMEND_TEXT("running-code", "A program of your own on this web server, or a tool that watches "
                                          "it, may start commands. Whoever set it up knows."));
    finding.advice = say(
        MAILMEND_TEXT("running-code", "Write down the command line and the time; don't end the program "
                                      "before you did. If nobody knows it, take the server off the internet, "
                                      "leave it switched on, and call a responder."));
}

void tellStray(Finding& finding, const QString& program)
{
    finding.severity = Severity::High;
    finding.title = say(MAILMEND_TEXT("running-code", "The web server has started a program from a folder "
                                                      "where anyone may write: {program}"),
                        {{"program", words(program)}});
    finding.matters = say(MAILMEND_TEXT("running-code",
                                        "Intruders put their tools into such folders and start them through "
                                        "a page."));
    finding.certainty = say(MAILMEND_TEXT("running-code", "Sure that it runs; not sure what it does."));
    finding.harmless =
        say(MAILMEND_TEXT("running-code", "A set-up or an update that unpacked itself there."));
    finding.advice = say(MAILMEND_TEXT("running-code",
                                       "Ask whoever looks after this server whether they know it. Copy the "
                                       "file as evidence before anything is ended or removed."));
}

Finding startedFinding(const Worker& worker, const QList<Started>& started, const Evidence& evidence)
{
    const LiveProcess& first = *started.first().child;
    const bool certain =
        std::any_of(started.begin(), started.end(), [](const Started& one) { return one.isCertain; });
    Finding finding;
    finding.check = QLatin1String(kId);
    finding.target = evidence.target.id;
    finding.subject =
        serverSubject(evidence, SubjectKind::Server, shownPool(worker) + QStringLiteral(": ") + first.name);
    finding.id = findingId(finding.check, finding.subject);
    finding.state = first.commandLine.isEmpty() ? first.image : first.commandLine;
    finding.references = {QStringLiteral("T1505.003")};
    finding.severity = Severity::Medium;
    if (isForCommands(first.name)) {
        tellCommands(finding, worker, first.name, certain);
    } else {
        tellStray(finding, first.name);
    }
    for (const Started& one : started.mid(0, mostProcessesShown)) {
        finding.facts.append(processFact(*one.child));
    }
    Fact parent = processFact(worker.process);
    parent.text = say(MAILMEND_TEXT("running-code", "It was started by the web server. {process}"),
                      {{"process", sentence(parent.text)}});
    finding.facts.append(parent);
    return finding;
}

} // namespace

QList<Finding> childrenFindings(const LiveFacts& facts, const Evidence& evidence)
{
    QList<Finding> findings;
    for (const Worker& worker : workersOf(facts)) {
        QMap<QString, QList<Started>> byName;
        for (const LiveProcess& process : facts.processes.rows) {
            const std::optional<bool> isChild = isChildOf(process, worker.process);
            const bool stray = originOf(process.image, evidence) == Origin::AnyonesFolder;
            if (isChild.value_or(true) && (isForCommands(process.name) || stray)) {
                byName[process.name.toLower()].append({&process, isChild.has_value()});
            }
        }
        for (const QList<Started>& started : std::as_const(byName)) {
            Finding made = startedFinding(worker, started, evidence);
            const auto same = std::find_if(findings.begin(), findings.end(),
                                           [&made](const Finding& other) { return other.id == made.id; });
            if (same == findings.end()) {
                findings.append(std::move(made));
                continue;
            }
            if (made.verdict < same->verdict) {
                std::swap(*same, made);
            }
            same->facts += made.facts;
        }
    }
    return findings;
}

} // namespace mailmend::running_code
