// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/stored.h"
#include "support/registration.h"

#include <QJsonDocument>

using namespace mailmend;

namespace {

Finding hostileFinding()
{
    Finding finding;
    finding.subject.kind = SubjectKind::File;
    finding.subject.path = WindowsPath('C', {"inetpub", "a\xff\n\xED\xA0\x80<script>.aspx"});
    finding.subject.name = finding.subject.path.display();
    finding.subject.sid = QStringLiteral("S-1-5-21-1\n<b>");
    finding.id = findingId(QStringLiteral("web-shells"), finding.subject);
    finding.check = QStringLiteral("web-shells");
    finding.verdict = Verdict::NeedsAction;
    finding.severity = Severity::Critical;
    finding.grade = Grade::FollowUp;
    finding.state = QStringLiteral("sha256:00");
    finding.title =
        say(MAILMEND_TEXT("test", "{a} {n} {s}"),
            {{"a", place(finding.subject.name)},
             {"n", count(9'007'199'254'740'993)},
             {"s", sentences({say(MAILMEND_TEXT("test", "on {day}"), {{"day", day(QDate(2021, 3, 3))}})})}});
    finding.since = QDateTime(QDate(2021, 3, 3), QTime(4, 11, 9, 7), Qt::UTC);
    finding.sinceSource = TimeSource::Ntfs;
    finding.facts = {
        {finding.title, finding.subject.path, 7, finding.since, TimeSource::Mft, QByteArray(64, 'a')}};
    finding.references = {QStringLiteral("T1505.003")};
    finding.playbook = QStringLiteral("P1");
    finding.distinction = QStringLiteral("one of \xff two");
    return finding;
}

QJsonObject throughText(const QJsonObject& json)
{
    return QJsonDocument::fromJson(QJsonDocument(json).toJson()).object();
}

} // namespace

class StoredTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFindingComesBackWhole()
    {
        const Finding before = hostileFinding();
        const auto after = readFinding(throughText(store(before)));
        QVERIFY(after);
        QCOMPARE(after->subject.path.components(), before.subject.path.components());
        QCOMPARE(after->subject.sid, before.subject.sid);
        QCOMPARE(after->title, before.title);
        QCOMPARE(after->since, before.since);
        QCOMPARE(after->facts.first().path.components(), before.subject.path.components());
        QCOMPARE(after->facts.first().text, before.title);
        QCOMPARE(after->grade, Grade::FollowUp);
        QCOMPARE(after->distinction, before.distinction);
        QCOMPARE(store(*after), store(before));
    }

    void anOlderCopyComesBack()
    {
        Finding before = hostileFinding();
        QVERIFY(!readFinding(throughText(store(before)))->olderCopy);
        QJsonObject earlier = store(before); // cases of before don't have it
        earlier.remove(QStringLiteral("older_copy"));
        QVERIFY(readFinding(earlier) && !readFinding(earlier)->olderCopy);
        for (const QDateTime& made : {before.since, QDateTime()}) {
            before.olderCopy = OlderCopy{made};
            const auto after = readFinding(throughText(store(before)));
            QVERIFY(after && after->olderCopy);
            QCOMPARE(after->olderCopy->made, made);
        }
        QJsonObject broken = store(before);
        for (const QJsonValue& copy :
             {QJsonValue(true), QJsonValue(QJsonObject{{QStringLiteral("made"), 7}})}) {
            broken.insert(QStringLiteral("older_copy"), copy);
            QVERIFY(!readFinding(broken));
        }
    }

    void aScanComesBackWhole()
    {
        ScanResult before;
        before.mailmend = QStringLiteral("0.1.0");
        before.started = QDateTime(QDate(2026, 1, 1), QTime(1, 2, 3), Qt::UTC);
        TargetInfo target;
        target.id = QStringLiteral("t");
        target.zone = QTimeZone("America/Chicago");
        target.identity.hiveSequences = {0xFFFFFFFFFFFFFFFFULL, 2};
        target.facts = {
            {QStringLiteral("name"), say(MAILMEND_TEXT("test", "Name")), QStringLiteral("EXCH01"), {}, {}}};
        before.targets = {target};
        before.answers.exposed = {Answer::Yes, say(MAILMEND_TEXT("test", "Because"))};
        before.answers.couldWeTell = {CouldTell::Partly, {}};
        CoverageEntry entry;
        entry.source = QStringLiteral("iis-logs");
        entry.state = ReadState::Skipped;
        entry.bytes = 1'000'000'000'000;
        before.coverage = {entry};
        CheckResult check;
        check.check = QStringLiteral("patch-level");
        check.unread = {{QStringLiteral("x"), ReadState::Denied, say(MAILMEND_TEXT("test", "No."))}};
        before.checks = {check};
        LiveTable live;
        live.target = live.id = QStringLiteral("t");
        live.title = say(MAILMEND_TEXT("test", "Programs"));
        live.columns = {{QStringLiteral("process"), say(MAILMEND_TEXT("test", "Process"))},
                        {QStringLiteral("name"), say(MAILMEND_TEXT("test", "Name"))}};
        live.rows = {{QStringLiteral("4"), QStringLiteral("<b>\n")}, {QString(), QString()}};
        live.left = 7;
        live.state = ReadState::Denied;
        live.reason = say(MAILMEND_TEXT("test", "No."));
        before.live = {live};
        const auto after = readScanResult(throughText(store(before)));
        QVERIFY(after);
        QCOMPARE(store(*after), store(before));
        QCOMPARE(after->targets.first().identity.hiveSequences, target.identity.hiveSequences);
        QCOMPARE(after->live.first().rows, live.rows);
        QJsonObject earlier = store(before); // cases of before have none
        earlier.remove(QStringLiteral("live"));
        QVERIFY(readScanResult(earlier) && readScanResult(earlier)->live.isEmpty());
        QJsonObject uneven = store(live);
        uneven.insert(QStringLiteral("columns"), QJsonArray());
        QVERIFY(!readLiveTable(uneven));
        QCOMPARE(after->targets.first().zone.id(), QByteArray("America/Chicago"));
    }

    void wrongTypesAreRefused()
    {
        // Each member in turn becomes something that it can't be: never a crash, never accepted in silence.
        const QJsonObject good = store(hostileFinding());
        for (auto member = good.begin(); member != good.end(); ++member) {
            QJsonObject changed = good;
            changed.insert(member.key(), member->isArray() ? QJsonValue(7) : QJsonValue(QJsonArray{1}));
            QVERIFY2(!readFinding(changed), qPrintable(member.key()));
        }
        QVERIFY(!readFinding({}));
        QJsonObject climbing = good;
        QJsonObject subject = good.value(QStringLiteral("subject")).toObject();
        subject.insert(QStringLiteral("path"),
                       QJsonObject{{QStringLiteral("drive"), QStringLiteral("C")},
                                   {QStringLiteral("names"), QJsonArray{QStringLiteral("Li4=")}}});
        climbing.insert(QStringLiteral("subject"), subject);
        QVERIFY(!readFinding(climbing));
    }

    void nestingIsBounded()
    {
        Text text = say(MAILMEND_TEXT("test", "end"));
        for (int i = 0; i < 30; ++i) {
            text = say(MAILMEND_TEXT("test", "x{more}"), {{"more", sentence(text)}});
        }
        QVERIFY(!readText(store(text)));
    }
};

MAILMEND_TEST_CLASS(StoredTest)
#include "stored_test.moc"
