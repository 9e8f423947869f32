// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "findings/finding.h"
#include "findings/target.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

MachineIdentity server()
{
    MachineIdentity identity;
    identity.machineSid = QStringLiteral("S-1-5-21-1-2-3");
    identity.machineGuid = QStringLiteral("b1b2");
    identity.name = QStringLiteral("EXCH01");
    identity.installDate = QDateTime(QDate(2017, 5, 1), QTime(8, 0), Qt::UTC);
    identity.hiveSequences = {10, 20, 30};
    return identity;
}

} // namespace

class MachineTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSameServerAgain()
    {
        MachineIdentity again = server();
        again.name = QStringLiteral("exch01");
        again.hiveSequences = {11, 21, 31};
        QCOMPARE(sameMachine(server(), again, nullptr), SameMachine::Yes);
    }

    void anotherServerIsAnother()
    {
        MachineIdentity other = server();
        other.machineSid = QStringLiteral("S-1-5-21-9-9-9");
        QCOMPARE(sameMachine(server(), other, nullptr), SameMachine::No);
    }

    void aCloneIsNotTheSame()
    {
        MachineIdentity clone = server();
        clone.name = QStringLiteral("EXCH02");
        Text why;
        QVERIFY(sameMachine(server(), clone, &why) != SameMachine::Yes);
        QVERIFY(!why.isEmpty());
        clone = server();
        clone.installDate = clone.installDate.addDays(400);
        QCOMPARE(sameMachine(server(), clone, nullptr), SameMachine::No);
    }

    void tooLittleKnownIsCannotTell()
    {
        MachineIdentity bare;
        bare.name = QStringLiteral("EXCH01");
        QCOMPARE(sameMachine(server(), bare, nullptr), SameMachine::CannotTell);
        QCOMPARE(sameMachine({}, {}, nullptr), SameMachine::CannotTell);
    }

    void theSameTroubleUnderAnotherNumber()
    {
        const auto numbered = [](Finding finding) {
            finding.id = findingId(finding.check, finding.subject, finding.distinction);
            return finding;
        };
        Finding page;
        page.check = QStringLiteral("web-shells");
        page.subject.kind = SubjectKind::File;
        page.subject.owner = QStringLiteral("one");
        page.subject.path = WindowsPath('C', {"inetpub", "A.aspx"});
        page.distinction = QStringLiteral("of the first kind");
        page = numbered(page);
        Finding again = page;
        again.subject.owner = QStringLiteral("other");
        again.subject.path = WindowsPath('c', {"INETPUB", "a.aspx"});
        QVERIFY(isSameTrouble(page, numbered(again)));
        Finding ofBefore = page; // its id tells what its check added, and nothing else does
        ofBefore.distinction.clear();
        QVERIFY(isSameTrouble(ofBefore, numbered(again)));
        again.distinction = QStringLiteral("of the second kind");
        QVERIFY(!isSameTrouble(page, numbered(again)));
        QVERIFY(!isSameTrouble(ofBefore, numbered(again)));
        again.distinction.clear();
        QVERIFY(!isSameTrouble(page, numbered(again)));
        again.id = QStringLiteral("of a scan of before");
        QVERIFY(isSameTrouble(page, again));
        again.subject.path = WindowsPath('C', {"inetpub", "b.aspx"});
        QVERIFY(!isSameTrouble(page, again));
        again = page;
        again.subject.path = WindowsPath('C', {"inetpub", "b.aspx"});
        QVERIFY(!isSameTrouble(page, numbered(again)));
        again = page;
        again.check = QStringLiteral("running-code");
        QVERIFY(!isSameTrouble(page, numbered(again)));
        again = page;
        again.subject.kind = SubjectKind::Module;
        QVERIFY(!isSameTrouble(page, numbered(again)));
    }

    /** A domain controller without SAM; and the second one of the domain, whose SID is the same. */
    void controllersOfADomain()
    {
        MachineIdentity closed = server();
        closed.machineSid.clear();
        QCOMPARE(sameMachine(server(), closed, nullptr), SameMachine::Yes);
        MachineIdentity second = server();
        second.name = QStringLiteral("EXCH02");
        second.machineGuid = QStringLiteral("c1c2");
        QCOMPARE(sameMachine(server(), second, nullptr), SameMachine::No);
        QCOMPARE(sameMachine(closed, second, nullptr), SameMachine::No);
        second.machineGuid.clear();
        QVERIFY(sameMachine(server(), second, nullptr) != SameMachine::Yes);
        QVERIFY(sameMachine(closed, second, nullptr) != SameMachine::Yes);
        second.name.clear();
        QVERIFY(sameMachine(server(), second, nullptr) != SameMachine::Yes);
        MachineIdentity namesake = server(); // of another domain
        namesake.machineSid = QStringLiteral("S-1-5-21-9-9-9");
        namesake.machineGuid.clear();
        QVERIFY(sameMachine(closed, namesake, nullptr) != SameMachine::Yes);
    }

    void newerByTimeElseBySequence()
    {
        TargetInfo earlier;
        earlier.identity = server();
        TargetInfo later = earlier;
        QCOMPARE(isNewer(later, earlier), Newer::CannotTell);
        later.identity.hiveSequences = {10, 25, 30};
        QCOMPARE(isNewer(later, earlier), Newer::Yes);
        QCOMPARE(isNewer(earlier, later), Newer::No);
        later.identity.hiveSequences = {9, 25, 30};
        QCOMPARE(isNewer(later, earlier), Newer::CannotTell);
        earlier.takenAt = QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC);
        later.takenAt = earlier.takenAt.addDays(1);
        QCOMPARE(isNewer(later, earlier), Newer::Yes);
        QCOMPARE(isNewer(earlier, later), Newer::No);
    }

    void theSameTroubleHasTheSameId()
    {
        Subject subject;
        subject.kind = SubjectKind::File;
        subject.owner = QStringLiteral("S-1-5-21-1-2-3");
        subject.path = WindowsPath('C', {"inetpub", "wwwroot", "Help.aspx"});
        Subject again = subject;
        again.path = WindowsPath('c', {"INETPUB", "wwwroot", "help.ASPX"});
        QCOMPARE(findingId(QStringLiteral("web-shells"), subject),
                 findingId(QStringLiteral("web-shells"), again));
        QVERIFY(findingId(QStringLiteral("web-shells"), subject) !=
                findingId(QStringLiteral("other"), subject));
        again.owner = QStringLiteral("S-1-5-21-9-9-9");
        QVERIFY(findingId(QStringLiteral("web-shells"), subject) !=
                findingId(QStringLiteral("web-shells"), again));
    }
};

MAILMEND_TEST_CLASS(MachineTest)
#include "machine_test.moc"
