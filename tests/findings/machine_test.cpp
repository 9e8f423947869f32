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
