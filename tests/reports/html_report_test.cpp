// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/escape.h"
#include "cases/settled.h"
#include "hostile_case.h"
#include "reports/report.h"
#include "reports/wording.h"
#include "support/registration.h"

#include <QSet>
#include <QXmlStreamReader>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** What an XML parser sees of a page. */
struct Parsed
{
    QString error;
    QSet<QString> elements;
    QSet<QString> attributes;
    QSet<QString> classes;
    QList<int> headings;
    QString text;
    QString styles;
    QString language;
    int headsWithoutScope = 0;

    void start(const QXmlStreamReader& reader)
    {
        const QString name = reader.name().toString();
        elements.insert(name);
        for (const QXmlStreamAttribute& attribute : reader.attributes()) {
            attributes.insert(attribute.name().toString());
            if (attribute.name() == u"class") {
                classes.insert(attribute.value().toString());
            } else if (attribute.name() == u"lang") {
                language = attribute.value().toString();
            }
        }
        if (name.size() == 2 && name.at(0) == u'h' && name.at(1).isDigit()) {
            headings.append(name.at(1).digitValue());
        }
        if (name == QStringLiteral("th") && !reader.attributes().hasAttribute(QStringLiteral("scope"))) {
            ++headsWithoutScope;
        }
    }
};

Parsed parse(const QByteArray& html)
{
    Parsed parsed;
    QXmlStreamReader reader(html);
    bool inStyle = false;
    while (!reader.atEnd()) {
        const auto token = reader.readNext();
        if (token == QXmlStreamReader::StartElement) {
            inStyle = reader.name() == u"style";
            parsed.start(reader);
        } else if (token == QXmlStreamReader::EndElement) {
            inStyle = false;
        } else if (token == QXmlStreamReader::Characters) {
            (inStyle ? parsed.styles : parsed.text) += reader.text();
        }
    }
    parsed.error = reader.hasError() ? reader.errorString() : QString();
    return parsed;
}

QByteArray write(const CaseView& view, Audience audience)
{
    const Knowledge knowledge = smallKnowledge();
    return findReport(u"html")->write(
        {view, knowledge, audience, englishReader(), QDateTime({2021, 3, 8}, {9, 30}, Qt::UTC)});
}

QSet<QString> setOf(const char* words)
{
    const QStringList list = QString::fromLatin1(words).split(u' ');
    return {list.begin(), list.end()};
}

/** Every part stands in the text, each after the one before it. */
bool standInOrder(const QString& text, std::initializer_list<const char*> parts)
{
    qsizetype at = 0;
    for (const char* part : parts) {
        at = text.indexOf(QString::fromLatin1(part), at);
        if (at < 0) {
            qWarning("missing or out of order: %s", part);
            return false;
        }
    }
    return true;
}

} // namespace

class HtmlReportTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void hostileValuesAreTextAndNothingElse_data()
    {
        QTest::addColumn<int>("audience");
        QTest::newRow("owner") << static_cast<int>(Audience::Owner);
        QTest::newRow("technician") << static_cast<int>(Audience::Technician);
    }

    void hostileValuesAreTextAndNothingElse()
    {
        QFETCH(int, audience);
        const QByteArray html = write(hostileCase(), static_cast<Audience>(audience));
        const Parsed parsed = parse(html);
        QCOMPARE(parsed.error, QString());
        const auto foreign =
            parsed.elements - setOf("html head meta title style body h1 h2 h3 h4 p ul ol li dl dt dd "
                                    "div span table caption thead tbody tr th td pre");
        QVERIFY2(foreign.isEmpty(), QStringList(foreign.values()).join(u' ').toUtf8().constData());
        QVERIFY((parsed.attributes - setOf("lang charset class scope")).isEmpty());
        QVERIFY((parsed.classes -
                 setOf("lead quiet number mono state warning blank finding step label time owner "
                       "technician"))
                    .isEmpty());
        for (const QString& name : hostileNames()) {
            QVERIFY2(parsed.text.contains(escapeForDisplay(name)),
                     escapeForDisplay(name).toUtf8().constData());
        }
        for (const char c : html) {
            QVERIFY(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
        }
        QVERIFY(!QString::fromUtf8(html).contains(QChar(0x202E)));
    }

    void rawNamesShowTheirBytes()
    {
        const QString text = parse(write(hostileCase(), Audience::Technician)).text;
        QVERIFY(
            text.contains(escapeForDisplay(hostileCase().findings.first().finding.subject.path.display())));
        QVERIFY(text.contains(QStringLiteral("\\xFF\\<script>alert(1)</script>")));
    }

    void itLoadsNothingAndReadsWell_data() { hostileValuesAreTextAndNothingElse_data(); }

    void itLoadsNothingAndReadsWell()
    {
        QFETCH(int, audience);
        const Parsed parsed = parse(write(hostileCase(), static_cast<Audience>(audience)));
        QCOMPARE(parsed.language, QStringLiteral("en"));
        QVERIFY(!parsed.styles.contains(QStringLiteral("url(")));
        QVERIFY(!parsed.styles.contains(QStringLiteral("@import")));
        QCOMPARE(parsed.headsWithoutScope, 0);
        QCOMPARE(parsed.headings.first(), 1);
        QCOMPARE(parsed.headings.count(1), 1);
        for (qsizetype i = 1; i < parsed.headings.size(); ++i) {
            QVERIFY(parsed.headings.at(i) <= parsed.headings.at(i - 1) + 1);
        }
    }

    void timesAreTheServers()
    {
        const QString text = parse(write(hostileCase(), Audience::Technician)).text;
        QVERIFY(text.contains(QStringLiteral("5 March 2021, 13:00 (UTC+1)")));
    }

    void theTechnicianGetsTheWholeOfIt()
    {
        const CaseView view = hostileCase();
        const QString text = parse(write(view, Audience::Technician)).text;
        QVERIFY(standInOrder(text, {"The four answers", "Exposed?", "What was read", "Findings", "The plan",
                                    "What Mailmend changed", "Sign-off", "Time line of this case",
                                    "What Mailmend cannot see", "Head of the chain of events"}));
        QVERIFY(text.contains(QString::fromLatin1(view.head.toHex())));
        for (const CaseFinding& finding : view.findings) {
            QVERIFY(text.contains(finding.finding.id));
        }
        for (const CaseChange& change : view.changes) {
            QVERIFY(text.contains(change.record.change));
            QVERIFY(text.contains(QString::fromLatin1(change.record.head.toHex())));
        }
        QVERIFY(
            text.contains(QString(64, QLatin1Char('3')).replace(QStringLiteral("33"), QStringLiteral("3c"))));
        QVERIFY(text.contains(QStringLiteral("What could not be kept or brought back")));
        QVERIFY(text.contains(QStringLiteral("Exchange Online")));
        QVERIFY(text.contains(QStringLiteral("4 days old")));
    }

    void theOwnersPageStaysOnePage()
    {
        CaseView view = hostileCase();
        const CaseStep open = view.steps.first();
        for (int i = 0; i < 200; ++i) {
            view.steps.append(open);
            CoverageEntry missing;
            missing.target = QStringLiteral("t");
            missing.source = QStringLiteral("source%1").arg(i);
            missing.state = ReadState::Missing;
            view.scan->coverage.append(missing);
        }
        const QByteArray html = write(view, Audience::Owner);
        QVERIFY(html.count("<li>") <= 2 * 6);
        const QString text = parse(html).text;
        QVERIFY(text.contains(QStringLiteral("more: they stand in the technician's report")));
        QVERIFY(standInOrder(text, {"What happened", "What we did", "What is left, and who does it",
                                    "What we could not see", "Whom to call"}));
    }

    /** A step that nobody can prove is no finished step. */
    void whatCannotBeToldIsLeft()
    {
        CaseView view = hostileCase();
        for (CaseStep& step : view.steps) {
            step.status = StepStatus::Verified;
        }
        const auto isOpen = [&view] {
            return !parse(write(view, Audience::Owner))
                        .text.contains(QStringLiteral("No step of the plan is open"));
        };
        QVERIFY(!isOpen());
        for (const StepStatus status : {StepStatus::Open, StepStatus::NotVerified, StepStatus::CannotTell}) {
            view.steps.first().status = status;
            QVERIFY(isOpen());
        }
    }

    /** A step that somebody did is left until somebody has looked, where looking can prove it. */
    void whatIsDoneAndNotLookedAtIsLeft()
    {
        CaseView view = hostileCase();
        for (CaseStep& step : view.steps) {
            step.status = StepStatus::MarkedDone;
            step.step.verifiedByLooking = true;
        }
        for (CaseFinding& finding : view.findings) {
            finding.status = FindingStatus::Open;
        }
        const auto owner = [&view] { return parse(write(view, Audience::Owner)).text.simplified(); };
        QVERIFY(!owner().contains(QStringLiteral("No step of the plan is open")));
        QVERIFY2(
            owner().contains(QStringLiteral("%1 of these steps are done, but nobody has looked again yet")
                                 .arg(view.steps.size())),
            qPrintable(owner()));
        QVERIFY(owner().contains(
            QStringLiteral("%1 of the %1 things that we found are still open").arg(view.findings.size())));
        view.findings.first().status = FindingStatus::Fixed;
        QVERIFY(owner().contains(QStringLiteral("%1 of the %2 things that we found")
                                     .arg(view.findings.size() - 1)
                                     .arg(view.findings.size())));
        // What only a person can tell is finished with their word.
        for (CaseStep& step : view.steps) {
            step.step.verifiedByLooking = false;
        }
        QVERIFY(owner().contains(QStringLiteral("No step of the plan is open")));
        QVERIFY(!owner().contains(QStringLiteral("nobody has looked again")));
        for (CaseFinding& finding : view.findings) {
            finding.status = FindingStatus::Fixed;
        }
        QVERIFY(!owner().contains(QStringLiteral("still open")));
    }

    /** What is gone without a step that was marked is no repair that has not begun. */
    void whatIsFixedWithoutAStep()
    {
        CaseView view = hostileCase();
        view.changes.clear();
        for (CaseStep& step : view.steps) {
            step.status = StepStatus::Open;
        }
        for (CaseFinding& finding : view.findings) {
            finding.status = FindingStatus::Open;
        }
        const auto owner = [&view] { return parse(write(view, Audience::Owner)).text.simplified(); };
        QVERIFY(owner().contains(QStringLiteral("No step of the repair has been done yet")));
        QVERIFY(!owner().contains(QStringLiteral("marked as done")));
        view.findings.first().status = FindingStatus::Fixed;
        QVERIFY(owner().contains(QStringLiteral("No step of the plan was marked as done")));
        QVERIFY(!owner().contains(QStringLiteral("No step of the repair has been done yet")));
    }

    /** The technician's first sentence counts what is open now, as the window does. */
    void theTechniciansLeadIsOfToday()
    {
        CaseView view = hostileCase();
        view.scan->findings.clear();
        for (CaseFinding& finding : view.findings) {
            finding.finding.verdict = Verdict::NeedsAction;
            finding.status = FindingStatus::Open;
            view.scan->findings.append(finding.finding);
        }
        const auto lead = [&view] { return inEnglish(headline(countFindings(view))); };
        const auto told = [&view] { return parse(write(view, Audience::Technician)).text.simplified(); };
        const auto all = static_cast<int>(view.findings.size());
        QVERIFY(all > 1);
        QCOMPARE(countFindings(view).needsAction, all);
        QCOMPARE(lead(), inEnglish(headline(countFindings(*view.scan))));
        QVERIFY(told().contains(
            QStringLiteral("%1 things need action. 1 thing could not be checked in full.").arg(all)));
        for (CaseFinding& finding : view.findings) {
            finding.status = FindingStatus::Fixed;
        }
        view.findings.first().status = FindingStatus::Accepted;
        QVERIFY2(
            told().contains(QStringLiteral("Nothing that is still open needs action. 1 thing could not be "
                                           "checked in full. %1 things are fixed or accepted.")
                                .arg(all)),
            qPrintable(told()));
        QVERIFY(!told().contains(QStringLiteral("things need action")));
        QVERIFY(told().contains(QStringLiteral("As of the last whole check of each server")));
        QVERIFY(!told().contains(QStringLiteral("newest look at each server")));
    }

    /** What was done with rights lies on that computer, in a folder that goes with Mailmend's data. */
    void itSaysWhereAProtectedCopyLies_data()
    {
        QTest::addColumn<ChangeState>("state");
        QTest::addColumn<QDateTime>("applied");
        const QDateTime inTime({2021, 3, 5}, {12, 0}, Qt::UTC);
        QTest::newRow("done") << ChangeState::Applied << inTime;
        QTest::newRow("too late") << ChangeState::Applied << inTime.addDays(-60);
        QTest::newRow("begun") << ChangeState::Begun << QDateTime();
        QTest::newRow("being undone") << ChangeState::Undoing << inTime;
    }

    void itSaysWhereAProtectedCopyLies()
    {
        QFETCH(ChangeState, state);
        QFETCH(QDateTime, applied);
        CaseView view;
        TargetInfo server;
        server.kind = QStringLiteral("this-computer");
        server.host = QStringLiteral("MAPLE");
        view.targets = {server};
        CaseChange change;
        change.by = QStringLiteral("Ana");
        change.record.state = state;
        change.record.what = say(MAILMEND_TEXT("test", "A page was moved."));
        change.record.settled = QDateTime({2021, 3, 5}, {12, 0}, Qt::UTC);
        change.appliedAt = applied;
        view.changes = {change};
        const bool isOpen = state != ChangeState::Applied;
        const bool late = !isOpen && applied != change.record.settled;
        const auto told = [&view](Audience audience) {
            return parse(write(view, audience)).text.simplified();
        };
        for (const Audience audience : {Audience::Owner, Audience::Technician}) {
            view.changes.first().protectedStore.clear();
            QCOMPARE(told(audience).contains(QStringLiteral("beside the case")), late);
            QCOMPARE(told(audience).contains(QStringLiteral("disk is connected")), isOpen);
            QVERIFY(!told(audience).contains(QStringLiteral("administrator")));
            view.changes.first().protectedStore = QString(32, u'e');
            const QString text = told(audience);
            QVERIFY(!text.contains(QStringLiteral("beside the case")));
            QVERIFY(!text.contains(QStringLiteral("disk is connected")));
            QVERIFY(text.contains(QStringLiteral("on MAPLE")));
            if (isOpen) {
                QVERIFY(text.contains(QStringLiteral("Finish it or put it back")));
                QVERIFY(text.contains(QStringLiteral("when Windows asks")));
            }
            if (state != ChangeState::Begun) {
                QVERIFY(text.contains(
                    QStringLiteral("%ProgramData%\\Mailmend\\%1.changes").arg(QString(32, u'e'))));
                QVERIFY(text.contains(QStringLiteral("Only administrators get in there")));
                QVERIFY(text.contains(QStringLiteral("together with its data removes this copy")));
            }
        }
    }

    /** What Mailmend did, until when it can be undone, and who signed. */
    void theOwnerSeesWhatMailmendDid()
    {
        CaseView view;
        CaseChange change;
        change.by = QStringLiteral("Ana");
        change.record.state = ChangeState::Applied;
        change.record.what = say(MAILMEND_TEXT("test", "A page was moved."));
        change.record.settled = QDateTime({2021, 3, 5}, {12, 0}, Qt::UTC);
        change.appliedAt = change.record.settled;
        view.changes = {change};
        const auto owner = [&view] { return parse(write(view, Audience::Owner)).text; };
        QVERIFY(owner().contains(QStringLiteral("Done by Mailmend for Ana")));
        QVERIFY(owner().contains(QStringLiteral("It can be undone until 4 April 2021")));
        QVERIFY(owner().contains(QStringLiteral("Nobody has signed this case off")));
        QVERIFY(owner().contains(QStringLiteral("Day and signature")));
        // The hour of the change is not the end of its last day; an undo that failed gives no more days.
        view.changes.first().appliedAt = QDateTime({2021, 2, 6}, {7, 0}, Qt::UTC);
        QVERIFY(owner().contains(QStringLiteral("It can be undone until 8 March 2021")));
        // In the Americas its last day is not over.
        view.changes.first().appliedAt = QDateTime({2021, 2, 5}, {23, 0}, Qt::UTC);
        QVERIFY(owner().contains(QStringLiteral("It can be undone until 7 March 2021")));
        view.changes.first().appliedAt = QDateTime({2021, 2, 4}, {23, 0}, Qt::UTC);
        QVERIFY(!owner().contains(QStringLiteral("It can be undone")));
        view.changes.first().record.state = ChangeState::Undone;
        view.changes.first().undoneBy = QStringLiteral("Ben");
        QVERIFY(owner().contains(QStringLiteral("Undone for Ben")));
        view.changes.first().record.state = ChangeState::Begun;
        QVERIFY(owner().contains(QStringLiteral("not known yet how it ended")));
        view.signOff = SignOff{QStringLiteral("Ana"),
                               QStringLiteral("Ben"),
                               {},
                               QDateTime({2021, 3, 7}, {12, 0}, Qt::UTC),
                               9,
                               2,
                               true};
        QVERIFY(owner().contains(QStringLiteral("Signed off by Ana and Ben")));
        QVERIFY(owner().contains(QStringLiteral("2 steps were open then")));
        QVERIFY(!owner().contains(QStringLiteral("does not stand")));
        view.signOff->stands = false;
        QVERIFY(owner().contains(QStringLiteral("does not stand")));
    }

    /** What is signed says how much could not be checked, whatever was found and fixed beside it. */
    void whoSignsReadsOfTheGaps()
    {
        CaseView view = hostileCase();
        for (CaseFinding& finding : view.findings) {
            finding.status = FindingStatus::Fixed;
        }
        view.scan->checks.first().verdict = Verdict::NeedsAction;
        const Text gap = say(MAILMEND_TEXT("report", "{count} {count|thing|things} could not be checked in "
                                                     "full."),
                             {{"count", count(1)}});
        QVERIFY(whatIsSigned(view).contains(gap));
        view.scan->checks.first().unread.clear();
        QVERIFY(!whatIsSigned(view).contains(gap));
    }

    /** In a case of several servers each finding and step says whose it is. */
    void severalServers()
    {
        CaseView view = hostileCase();
        view.targets.first().host = QStringLiteral("EXCH01");
        QVERIFY(!parse(write(view, Audience::Technician)).text.contains(QStringLiteral("On EXCH01.")));
        TargetInfo second;
        second.id = QStringLiteral("second");
        second.host = QStringLiteral("EXCH02");
        view.targets.append(second);
        view.findings.last().finding.target = second.id;
        view.steps.last().step.targets = {view.targets.first().id, second.id};
        const QString text = parse(write(view, Audience::Technician)).text;
        QVERIFY(text.contains(QStringLiteral("On EXCH01.")));
        QVERIFY(text.contains(QStringLiteral("On EXCH02.")));
        QVERIFY(text.contains(QStringLiteral("On EXCH01 and EXCH02.")));
    }

    void anEmptyCaseHasAReportToo_data() { hostileValuesAreTextAndNothingElse_data(); }

    void anEmptyCaseHasAReportToo()
    {
        QFETCH(int, audience);
        const Parsed parsed = parse(write(CaseView{}, static_cast<Audience>(audience)));
        QCOMPARE(parsed.error, QString());
        QVERIFY(parsed.text.contains(QStringLiteral("No server has been looked at yet.")));
    }

    void aChangedCaseIsSaidAtTheTop()
    {
        CaseView view;
        view.integrity.intact = false;
        view.integrity.text = say(MAILMEND_TEXT("test", "changed or cut since the last seal"));
        for (const Audience audience : {Audience::Owner, Audience::Technician}) {
            const QString text = parse(write(view, audience)).text;
            QVERIFY(text.contains(QStringLiteral("changed or cut since the last seal")));
        }
    }
};

MAILMEND_TEST_CLASS(HtmlReportTest)
#include "html_report_test.moc"
