// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_office.h"

#include "gui/hand_made_case.h"

namespace mailmend::testing {

std::shared_ptr<CaseView> officeCase()
{
    const auto view = handMadeCase();
    const QString first = view->targets.first().id;
    TargetInfo second = view->targets.first();
    second.id = QStringLiteral("t2");
    second.host = QStringLiteral("EXCH02-BRANCH");
    second.path = QStringLiteral("/mnt/branch");
    view->targets.append(second);
    view->title = QStringLiteral("EXCH01, EXCH02-BRANCH");

    // One finding that both have, and one that only the second has.
    CaseFinding same = view->findings.first();
    same.finding.id = QStringLiteral("f1-branch");
    same.finding.target = second.id;
    view->findings.insert(1, same);
    for (CaseFinding& entry : view->findings) {
        if (entry.finding.id == QStringLiteral("f5")) {
            entry.finding.target = second.id;
        }
    }
    ScanResult& scan = *view->scan;
    Assessment branch = scan.answers;
    branch.exposed = {Answer::Unknown, verbatim(QStringLiteral("Its build could not be read."))};
    view->answersByServer = {ServerAnswers{QStringList{first}, scan.answers},
                             ServerAnswers{QStringList{second.id}, branch}};
    scan.targets = view->targets;
    CoverageEntry pages = scan.coverage.first();
    pages.target = second.id;
    scan.coverage.append(pages);
    CheckResult notDone;
    notDone.check = QStringLiteral("patch-level");
    notDone.target = second.id;
    notDone.verdict = Verdict::CouldNotCheck;
    notDone.reason = verbatim(QStringLiteral("The program file was not collected."));
    scan.checks.append(notDone);

    for (CaseStep& entry : view->steps) {
        entry.step.targets = {first};
    }
    view->steps[1].step.targets = {first, second.id};
    view->steps[2].review = QDate(2021, 6, 13);
    view->steps[0].ticket = QStringLiteral("Ticket 4711 of the provider");
    CaseStep more = view->steps.at(3);
    more.step.id = QStringLiteral("take-page-branch");
    more.step.targets = {second.id};
    more.step.findings = {same.finding.id};
    view->steps.insert(4, more);
    return view;
}

} // namespace mailmend::testing
