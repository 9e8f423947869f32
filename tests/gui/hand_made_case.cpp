// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "gui/hand_made_case.h"

#include "gui/hand_made_repair.h"

namespace mailmend::testing {

namespace {

QDateTime utc(int year, int month, int day, int hour, int minute)
{
    return QDateTime(QDate(year, month, day), QTime(hour, minute), Qt::UTC);
}

Text plain(const char* sentence)
{
    return verbatim(QString::fromUtf8(sentence));
}

WindowsPath path(const QString& text)
{
    return WindowsPath::parse(text).value_or(WindowsPath());
}

/** Where hostile names go in: each call gives the next one, or `usual` in the friendly case. */
class Names
{
public:
    explicit Names(bool hostile) : m_hostile(hostile) {}

    QString next(const QString& usual)
    {
        const QStringList bad = hostileNames();
        return m_hostile ? bad.at(m_count++ % bad.size()) : usual;
    }

    WindowsPath file(const QString& folder, const QString& usual)
    {
        return path(folder).child(next(usual).toUtf8());
    }

private:
    const bool m_hostile;
    int m_count = 0;
};

TargetInfo server(Names& names)
{
    TargetInfo target;
    target.id = QStringLiteral("t1");
    target.kind = QStringLiteral("collection");
    target.path = QStringLiteral("/home/ada/evidence/") + names.next(QStringLiteral("exch01.zip"));
    target.host = names.next(QStringLiteral("EXCH01"));
    target.takenAt = utc(2021, 3, 12, 9, 30);
    target.takenAtSource = plain("The collector wrote it down.");
    target.zone = QTimeZone("America/Chicago");
    const auto fact = [&](const char* key, const char* label, const QString& value, const char* source) {
        target.facts.append({QString::fromLatin1(key), plain(label), value, plain(source),
                             plain("It is not in the collection.")});
    };
    fact("name", "Computer name", target.host, "registry SYSTEM");
    fact("exchange-product", "Exchange", QStringLiteral("Exchange Server 2016 CU19"), "ExSetup.exe");
    fact("exchange-build", "Exchange build", QStringLiteral("15.1.2176.2"), "file version of ExSetup.exe");
    fact("windows-edition", "Windows", QStringLiteral("Windows Server 2016 Standard"), "registry SOFTWARE");
    fact("machine-sid", "Machine SID", QString(), "");
    return target;
}

Finding webShell(Names& names, const QString& id, const char* folder, const char* name, const char* title,
                 Verdict verdict)
{
    Finding finding;
    finding.id = id;
    finding.check = QStringLiteral("web-shells");
    finding.target = QStringLiteral("t1");
    finding.verdict = verdict;
    finding.severity = verdict == Verdict::NeedsAction ? Severity::Critical : Severity::Medium;
    finding.subject = {SubjectKind::File,
                       SubjectScope::Server,
                       QStringLiteral("S-1-5-21-1-2-3"),
                       names.file(QString::fromLatin1(folder), QString::fromLatin1(name)),
                       {},
                       {}};
    finding.state = QStringLiteral("sha256:9f2c77a1e0b1c7d4") + QString(48, QLatin1Char('0'));
    finding.title = plain(title);
    finding.matters =
        plain("Whoever knows the page's address can run commands with the highest rights, read every "
              "mailbox, and come back at any time. The update does not remove it.");
    finding.certainty =
        plain("Very sure: the page takes words from the request and runs them, and Exchange never "
              "shipped a page of this name in this folder.");
    finding.harmless =
        plain("We know of no harmless use. A test by your own provider would be written down somewhere.");
    finding.advice = plain("Keep a copy as proof, take the page away, then find out who used it.");
    finding.since = utc(2021, 3, 3, 11, 11);
    finding.sinceSource = TimeSource::Ntfs;
    Fact line;
    line.text = say(MAILMEND_TEXT("hand-made", "It takes “{word}” from the request and runs it."),
                    {{"word", words(names.next(QStringLiteral("Request[\"exec_code\"]")))}});
    line.path = finding.subject.path;
    line.line = 1;
    Fact written;
    written.text = plain("The file was written in the week in which these attacks began.");
    written.path = finding.subject.path;
    written.time = finding.since;
    written.timeSource = TimeSource::Ntfs;
    written.sha256 = QByteArray(64, 'a');
    finding.facts = {line, written};
    finding.references = {QStringLiteral("CVE-2021-26855"), QStringLiteral("T1505.003")};
    finding.playbook = QStringLiteral("P1");
    return finding;
}

Finding serverFinding(const QString& id, Verdict verdict, const char* title)
{
    Finding finding;
    finding.id = id;
    finding.check = QStringLiteral("patch-level");
    finding.target = QStringLiteral("t1");
    finding.verdict = verdict;
    finding.subject = {SubjectKind::Server,
                       SubjectScope::Server,
                       QStringLiteral("S-1-5-21-1-2-3"),
                       {},
                       QStringLiteral("EXCH01"),
                       {}};
    finding.title = plain(title);
    finding.matters =
        plain("Anyone on the internet can use these flaws while the server answers to Outlook on the web.");
    finding.certainty = plain("Sure: the version of the program files says so.");
    finding.harmless = plain("None, as long as the server can be reached.");
    finding.advice = plain("Install the update that is named here or a newer one.");
    finding.since = utc(2021, 1, 6, 0, 0);
    finding.playbook = QStringLiteral("P19");
    return finding;
}

void addFindings(CaseView& view, Names& names)
{
    const auto add = [&view](const Finding& finding, FindingStatus status = FindingStatus::Open) {
        CaseFinding entry;
        entry.finding = finding;
        entry.status = status;
        view.findings.append(entry);
    };
    add(webShell(names, QStringLiteral("f1"), "C:\\inetpub\\wwwroot\\aspnet_client", "discover.aspx",
                 "Someone can run commands on this server through a page that was added",
                 Verdict::NeedsAction));
    add(webShell(names, QStringLiteral("f2"),
                 "C:\\Program Files\\Microsoft\\Exchange Server\\V15\\FrontEnd\\HttpProxy\\owa\\auth",
                 "help.aspx", "An address book's settings were turned into a page that runs commands",
                 Verdict::NeedsAction));
    add(serverFinding(QStringLiteral("f3"), Verdict::NeedsAction,
                      "14 known flaws are open on this server, and 5 of them are used in attacks"));
    add(webShell(names, QStringLiteral("f4"), "C:\\inetpub\\wwwroot", "error.aspx",
                 "A page is not the one that Exchange ships", Verdict::LookAtThis));
    add(serverFinding(QStringLiteral("f5"), Verdict::LookAtThis,
                      "This Exchange version gets no more updates"));
    add(serverFinding(QStringLiteral("f6"), Verdict::CouldNotCheck,
                      "We could not check whether the Windows updates are complete"));
    add(webShell(names, QStringLiteral("f7"), "C:\\inetpub\\wwwroot\\aspnet_client", "supp0rt.aspx",
                 "A mailbox file was turned into a page that runs commands", Verdict::NeedsAction),
        FindingStatus::Fixed);
    view.findings.last().statusReason = plain("The page is gone, and its folder was read in full.");
    view.findings.last().statusAt = utc(2021, 3, 13, 10, 0);
}

CoverageEntry covered(const char* source, ReadState state, const char* reason)
{
    CoverageEntry entry;
    entry.target = QStringLiteral("t1");
    entry.source = QString::fromLatin1(source);
    entry.state = state;
    entry.reason = plain(reason);
    return entry;
}

ScanResult scan(const CaseView& view)
{
    ScanResult result;
    result.mailmend = QStringLiteral("0.1.0");
    result.targets = view.targets;
    result.answers.exposed = {Answer::Yes, plain("14 known flaws are open, 5 of them used in attacks.")};
    result.answers.entered = {Answer::Unknown, plain("This version does not read the logs yet.")};
    result.answers.stillInside = {Answer::Yes, plain("3 pages through which someone can run commands.")};
    result.answers.couldWeTell = {CouldTell::Partly, plain("Pages and registry were read. Logs were not.")};
    CoverageEntry logs = covered("iis-logs", ReadState::Skipped,
                                 "This version does not read these logs yet. 31 files are there.");
    logs.first = utc(2021, 2, 9, 0, 0);
    logs.last = utc(2021, 3, 12, 9, 0);
    result.coverage = {covered("web-roots", ReadState::Read, ""),
                       covered("exchange-binaries", ReadState::Read, ""),
                       covered("registry-software", ReadState::Read, ""),
                       logs,
                       covered("registry-sam", ReadState::Denied,
                               "The collector was not allowed to read it. Collect again as administrator."),
                       covered("drop-folders", ReadState::Partly, "C:\\Users\\Public was not asked for.")};
    for (const CaseFinding& entry : view.findings) {
        result.findings.append(entry.finding);
    }
    return result;
}

CaseStep step(Names& names, const char* id, Phase phase, const char* title, StepStatus status)
{
    CaseStep entry;
    entry.step.id = QString::fromLatin1(id);
    entry.step.templateId = entry.step.id;
    entry.step.playbook = QStringLiteral("P1");
    entry.step.phase = phase;
    entry.step.title = plain(title);
    entry.step.why =
        plain("The page lets anyone in who knows its address. While it is there, every other repair can "
              "be undone from outside.");
    entry.step.who = plain("An administrator of this server");
    entry.step.minutes = 15;
    entry.step.impact = plain("Nothing. Outlook on the web keeps working.");
    ReadyCommand look;
    look.text = plain(
        "Open PowerShell as administrator: right-click the Start button, then “Windows PowerShell (Admin)”.");
    ReadyCommand move;
    move.text = plain("Move the page into a folder that the web server does not deliver.");
    move.command = QStringLiteral("Move-Item -LiteralPath 'C:\\inetpub\\wwwroot\\aspnet_client\\%1' "
                                  "-Destination 'C:\\Mailmend-kept'")
                       .arg(names.next(QStringLiteral("discover.aspx")).remove(QLatin1Char('\n')));
    entry.step.byHand = {look, move};
    entry.step.verify =
        plain("Collect again and let Mailmend look: the page has to be gone, and no new one may be there.");
    entry.step.verifiedByLooking = true;
    entry.step.undo = plain("Move the file back from C:\\Mailmend-kept.");
    entry.step.findings = {QStringLiteral("f1")};
    entry.status = status;
    entry.by = names.next(QStringLiteral("Ada"));
    entry.at = utc(2021, 3, 13, 9, 0);
    return entry;
}

void addPlan(CaseView& view, Names& names)
{
    view.plan.choice =
        Choice{plain("Repair this server, or build a new one?"),
               plain("Someone ran commands with the highest rights. What they hid well may not be found."),
               QStringLiteral("P26"),
               {QStringLiteral("P26"), QStringLiteral("repair")}};
    view.way = QStringLiteral("repair");
    view.steps = {
        step(names, "call-help", Phase::Preserve, "Call your insurer or a responder first",
             StepStatus::MarkedDone),
        step(names, "keep-evidence", Phase::Preserve,
             "Keep a copy of the whole server before anything is changed", StepStatus::Verified),
        step(names, "close-door", Phase::Contain, "Take Outlook on the web off the internet for now",
             StepStatus::Skipped),
        step(names, "take-page", Phase::Evict, "Take away the page discover.aspx", StepStatus::Open),
        step(names, "take-page-2", Phase::Evict, "Take away the page help.aspx", StepStatus::CannotTell),
        step(names, "update", Phase::Patch, "Install the newest update of Exchange Server 2016",
             StepStatus::Open),
        step(names, "passwords", Phase::ResetCredentials, "Give every administrator a new password",
             StepStatus::Open),
    };
    view.steps[0].step.verifiedByLooking = false;
    view.steps[2].reason =
        names.next(QStringLiteral("The branch needs mail today; the firewall is closed instead."));
    view.steps[4].verdict = plain("The folder was not collected this time.");
    view.steps[6].waitsFor = {QStringLiteral("update")};
    view.currentStep = QStringLiteral("take-page");
    for (const CaseStep& entry : view.steps) {
        view.plan.steps.append(entry.step);
    }
}

std::shared_ptr<CaseView> make(bool hostile)
{
    Names names(hostile);
    auto view = std::make_shared<CaseView>();
    view->title = names.next(QStringLiteral("Maple Credit Union"));
    view->opened = utc(2021, 3, 12, 15, 0);
    view->lastEvent = 12;
    view->integrity.intact = true;
    view->integrity.text = plain("All 12 events are chained and sealed by this installation.");
    view->targets = {server(names)};
    addFindings(*view, names);
    view->scan = scan(*view);
    addPlan(*view, names);
    view->notes = {{names.next(QStringLiteral("Called the provider, they ring back at two.")),
                    QStringLiteral("take-page"), QStringLiteral("f1"), names.next(QStringLiteral("Ada")),
                    utc(2021, 3, 13, 8, 0)}};
    view->changes =
        handMadeChanges(names.next(QStringLiteral("discover.aspx")), names.next(QStringLiteral("Ada")));
    for (int step : {3, 4, 5}) {
        view->steps[step].step.action = QStringLiteral("quarantine-file");
    }
    view->signOff = SignOff{names.next(QStringLiteral("Ada")),
                            names.next(QStringLiteral("Grace")),
                            names.next(QStringLiteral("The branch works again.")),
                            utc(2021, 3, 13, 10, 0),
                            11,
                            3,
                            false};
    view->findings[3].acceptance = Acceptance{
        names.next(QStringLiteral("Ada")), names.next(QStringLiteral("Our provider made this page.")),
        view->findings[3].finding.state,   QDate(2021, 3, 12),
        utc(2021, 3, 13, 10, 0),           false};
    for (int number = 1; number <= 5; ++number) {
        view->history.append({number, utc(2021, 3, 12, 15, number),
                              number == 1 ? QString() : names.next(QStringLiteral("Ada")),
                              say(MAILMEND_TEXT("hand-made", "{name} was received."),
                                  {{"name", words(names.next(QStringLiteral("exch01.zip")))}})});
    }
    return view;
}

} // namespace

QStringList hostileNames()
{
    return {QStringLiteral("<script>alert(1)</script>"),
            QStringLiteral("a';$(calc)&'\u2019[x]#@{}.aspx"),
            QStringLiteral("<img src=x onerror=y><b>bold</b>.aspx"),
            QStringLiteral("line\nbreak\tand tab.aspx"),
            QStringLiteral("txt.\u202Excod.aspx"),
            QStringLiteral("&Save && &amp; %1 %n {count}.aspx"),
            QStringLiteral("long") + QString(300, QLatin1Char('x')) + QStringLiteral(".aspx"),
            QString(QChar(0xD800)) + QStringLiteral("lonely.aspx")};
}

std::shared_ptr<CaseView> handMadeCase()
{
    return make(false);
}

std::shared_ptr<CaseView> hostileCase()
{
    return make(true);
}

} // namespace mailmend::testing
