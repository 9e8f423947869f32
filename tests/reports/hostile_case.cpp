// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "hostile_case.h"

namespace mailmend::testing {

namespace {

const QDateTime noon({2021, 3, 5}, {12, 0}, Qt::UTC);

/** Every hostile name in one. */
QString hostile()
{
    return hostileNames().join(u' ');
}

Text hostileText()
{
    return say(MAILMEND_TEXT("test", "Look: {name} in {names} of {path}"),
               {{"name", words(hostile())}, {"names", names(hostileNames())}, {"path", place(hostile())}});
}

TargetInfo hostileTarget()
{
    TargetInfo target;
    target.id = hostile();
    target.kind = QStringLiteral("volume");
    target.path = hostile();
    target.host = hostile();
    target.takenAt = noon;
    target.takenAtSource = hostileText();
    target.zone = QTimeZone("Europe/Berlin");
    target.facts = {{hostile(), hostileText(), hostile(), hostileText(), {}},
                    {QStringLiteral("name"), hostileText(), {}, {}, hostileText()}};
    return target;
}

Finding hostileFinding(Verdict verdict)
{
    Finding finding;
    finding.check = hostile();
    finding.target = hostile();
    finding.verdict = verdict;
    finding.subject.kind = SubjectKind::File;
    finding.subject.path = WindowsPath(
        'C', {"inetpub", hostileNames().at(0).toUtf8(), "raw\xED\xA0\x80\xFF", "<script>alert(1)</script>"});
    finding.subject.name = hostile();
    finding.id = findingId(finding.check, finding.subject, QString::number(static_cast<int>(verdict)));
    finding.state = hostile();
    finding.title = hostileText();
    finding.matters = hostileText();
    finding.certainty = hostileText();
    finding.harmless = hostileText();
    finding.advice = hostileText();
    finding.since = noon;
    finding.sinceSource = TimeSource::Container;
    finding.facts = {{hostileText(), finding.subject.path, 7, noon, TimeSource::Ntfs, QByteArray(64, 'a')},
                     {hostileText(), {}, 0, {}, TimeSource::Unknown, {}}};
    finding.references = hostileNames();
    finding.playbook = hostile();
    return finding;
}

CaseFinding hostileEntry(Verdict verdict, FindingStatus status)
{
    CaseFinding entry;
    entry.finding = hostileFinding(verdict);
    entry.status = status;
    if (status != FindingStatus::Open) {
        entry.statusReason = hostileText();
        entry.statusAt = noon;
    }
    return entry;
}

CaseStep hostileStep(const QString& id, StepStatus status)
{
    CaseStep step;
    step.step.id = id;
    step.step.playbook = hostile();
    step.step.title = hostileText();
    step.step.why = hostileText();
    step.step.who = hostileText();
    step.step.minutes = 5;
    step.step.impact = hostileText();
    step.step.byHand = {{hostileText(), hostileNames().at(0), Shell::PowerShell, hostileText()},
                        {hostileText(), {}, Shell::ExchangeManagementShell, {}}};
    step.step.verify = hostileText();
    step.step.undo = hostileText();
    step.step.findings = {hostile()};
    step.step.targets = {hostile()};
    step.step.dependsOn = {hostile()};
    step.status = status;
    step.reason = hostile();
    step.verdict = hostileText();
    step.by = hostile();
    step.at = noon;
    step.waitsFor = {hostile()};
    return step;
}

CaseChange hostileChange(ChangeState state)
{
    CaseChange change;
    change.record.change = QString(32, QLatin1Char('c'));
    change.record.action = hostile();
    change.record.parameters = {{QStringLiteral("path"), hostileFinding(Verdict::NeedsAction).subject.path},
                                {QStringLiteral("sha256"), Sha256Value{QByteArray(32, '\x3c')}},
                                {hostile(), hostile()}};
    change.record.state = state;
    change.record.what = hostileText();
    change.record.lost = {hostileText()};
    change.record.begun = noon;
    change.record.settled = noon.addSecs(2);
    change.appliedAt = change.record.settled;
    change.record.recovered = true;
    change.record.head = QByteArray(32, '\x77');
    change.step = state == ChangeState::Applied ? QStringLiteral("s0") : hostile();
    change.findings = {hostile()};
    change.by = hostile();
    change.consentedAt = noon;
    change.undoneBy = hostile();
    return change;
}

ScanResult hostileScan()
{
    ScanResult scan;
    scan.mailmend = QStringLiteral("0.1.0");
    scan.knowledge = {hostile(), QDate(2021, 3, 1), 4, hostile()};
    scan.targets = {hostileTarget()};
    scan.started = noon;
    scan.finished = noon.addSecs(3);
    scan.leftOut = {hostileText()};
    scan.answers.exposed.because = hostileText();
    scan.answers.entered.because = hostileText();
    scan.answers.stillInside.because = hostileText();
    scan.answers.couldWeTell.because = hostileText();
    scan.coverage = {{hostile(), hostile(), ReadState::Partly, noon, noon, 1, 2, 3, 4, hostileText()},
                     {hostile(), QStringLiteral("web-roots"), ReadState::Read, {}, {}, 1, 2, 3, 0, {}}};
    CheckResult check;
    check.check = hostile();
    check.target = hostile();
    check.reason = hostileText();
    check.looked = {hostileText()};
    check.unread = {{hostile(), ReadState::Denied, hostileText()}};
    scan.checks = {check};
    LiveTable live;
    live.target = hostile();
    live.id = QStringLiteral("processes");
    live.title = hostileText();
    live.columns = {{QStringLiteral("name"), hostileText()}, {QStringLiteral("command_line"), hostileText()}};
    for (const QString& name : hostileNames()) {
        live.rows.append({name, name});
    }
    live.left = 3;
    live.state = ReadState::Partly;
    live.reason = hostileText();
    scan.live = {live};
    scan.findings = {hostileFinding(Verdict::NeedsAction), hostileFinding(Verdict::LookAtThis)};
    return scan;
}

} // namespace

const QStringList& hostileNames()
{
    static const QStringList names{
        QStringLiteral("a';$(calc)&'\u2019[x]#@{}.aspx"),
        QStringLiteral("two\nlines\r\tand a bell\a"),
        QStringLiteral("\u202Exps.evil\u202C"),
        QStringLiteral("<script>alert(1)</script>"),
        QStringLiteral("\"><img src=\"x\" onerror='alert(1)'/>"),
        QStringLiteral("]]>--><!--<![CDATA[&amp;&#60;"),
        QStringLiteral("{{name}} {count|one|many}"),
        QStringLiteral("\x1b[31mred\x1b]0;title\x07"),
        QString(QChar(0xD800)) + QStringLiteral("alone"),
        QString(QChar(0xFFFE)) + QString(QChar(0xFFFF)),
        QStringLiteral("</style></td></table></body></html>"),
    };
    return names;
}

CaseView hostileCase()
{
    CaseView view;
    view.title = hostile();
    view.opened = noon;
    view.lastEvent = 3;
    view.head = QByteArray(32, '\x5a');
    view.integrity.intact = false;
    view.integrity.text = hostileText();
    view.scan = hostileScan();
    view.targets = {hostileTarget()};
    view.findings = {hostileEntry(Verdict::NeedsAction, FindingStatus::Fixed),
                     hostileEntry(Verdict::LookAtThis, FindingStatus::Open),
                     hostileEntry(Verdict::CouldNotCheck, FindingStatus::Accepted)};
    view.findings.first().seenIn = hostileTarget();
    view.findings.last().acceptance =
        Acceptance{hostile(), hostile(), hostile(), QDate(2021, 4, 1), noon, true};
    view.plan.choice = Choice{hostileText(), hostileText(), hostile(), {hostile()}};
    const StepStatus all[] = {StepStatus::Open,     StepStatus::MarkedDone,  StepStatus::Skipped,
                              StepStatus::Verified, StepStatus::NotVerified, StepStatus::CannotTell};
    for (int round = 0; round < 2; ++round) {
        for (const StepStatus status : all) {
            view.steps.append(hostileStep(QStringLiteral("s%1").arg(view.steps.size()), status));
        }
    }
    view.currentStep = hostile();
    view.notes = {{hostile(), hostile(), hostile(), hostile(), noon}};
    for (const ChangeState state : {ChangeState::Begun, ChangeState::Applied, ChangeState::RolledBack,
                                    ChangeState::Undoing, ChangeState::Undone}) {
        view.changes.append(hostileChange(state));
    }
    view.signOff = SignOff{hostile(), hostile(), hostile(), noon, 3, 2, false};
    view.history = {{1, noon, hostile(), hostileText()}, {2, noon, {}, hostileText()}};
    return view;
}

Knowledge smallKnowledge()
{
    Knowledge knowledge;
    knowledge.sources = {
        {QStringLiteral("web-roots"), say(MAILMEND_TEXT("test", "Pages that the web server delivers"))}};
    return knowledge;
}

} // namespace mailmend::testing
