// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/evidence.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "wine/dressing.h"

#include <QFileInfo>
#include <QJsonArray>

#include <windows.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/**
 * "check id state" of what is found on a disk as well: the accounts, or all others; sorted. What runs can be
 * seen on the computer alone.
 */
QStringList findingsOf(const QJsonObject& result, bool ofAccounts)
{
    QStringList out;
    for (const QJsonValue& value : result.value(QStringLiteral("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        const QString check = finding.value(QStringLiteral("check")).toString();
        if (check != QStringLiteral("running-code") &&
            (check == QStringLiteral("local-accounts")) == ofAccounts) {
            out.append(check + u' ' + finding.value(QStringLiteral("id")).toString() + u' ' +
                       finding.value(QStringLiteral("state")).toString());
        }
    }
    out.sort();
    return out;
}

} // namespace

/** The computer that Mailmend runs on gives the same findings as its disk does. */
class ThisComputerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sameFindings();
    void registryIsReadAsItIs();
    void itIsNotChangedByItself();

private:
    ConsoleRun m_console;
};

void ThisComputerTest::initTestCase()
{
    dressAsSampleServer(m_console);
}

void ThisComputerTest::sameFindings()
{
    const QString disk =
        QFileInfo::exists(m_console.path("server/C")) ? m_console.path("server/C") : m_console.path("server");
    const Ran live = m_console.run({QStringLiteral("check"), QStringLiteral("this-computer"),
                                    QStringLiteral("--format"), QStringLiteral("json")});
    const Ran copied =
        m_console.run({QStringLiteral("check"), disk, QStringLiteral("--format"), QStringLiteral("json")});
    QVERIFY2(live.status == 1, live.err.constData());
    QCOMPARE(copied.status, 1);
    QVERIFY(!findingsOf(copied.json(), false).isEmpty());
    QCOMPARE(findingsOf(live.json(), false), findingsOf(copied.json(), false));
    // Wine's keys were written just now, so further accounts were made "while the server stood open"; those
    // that both ways show have the same ids and states, which no key's time is a part of.
    QVERIFY(!findingsOf(copied.json(), true).isEmpty());
    const QStringList accounts = findingsOf(live.json(), true);
    for (const QString& one : findingsOf(copied.json(), true)) {
        QVERIFY2(accounts.contains(one), qPrintable(one));
    }
    const QJsonObject target = live.json().value(QStringLiteral("targets")).toArray().first().toObject();
    QCOMPARE(target.value(QStringLiteral("kind")).toString(), QStringLiteral("this-computer"));
}

void ThisComputerTest::registryIsReadAsItIs()
{
    RegistryKey key;
    key.values = {{QStringLiteral("number"), REG_DWORD, QByteArray("\x2a\0\0\0", 4)},
                  {QString(), 1234567, QByteArray()},
                  {QStringLiteral("long"), REG_BINARY, QByteArray(100'000, 'x')}};
    const QDateTime before = QDateTime::currentDateTimeUtc().addSecs(-2);
    writeLiveKey(QStringLiteral("SOFTWARE\\Mailmend test\\below"), key);
    const auto evidence = openEvidence({QStringLiteral("this-computer"), false}, CancelToken());
    QVERIFY2(evidence, evidence ? "" : qPrintable(logLine(evidence.error())));
    const Registry& registry = *(*evidence)->registry.part;
    const RegistryAnswer parent = registry.key(RegistryHive::Software, u"mailmend TEST");
    QVERIFY(parent.state == RegistryAnswer::State::Found && parent.key.complete);
    QCOMPARE(parent.key.subkeys, QStringList{QStringLiteral("below")});
    const RegistryAnswer below = registry.key(RegistryHive::Software, u"Mailmend test\\below");
    QVERIFY(below.state == RegistryAnswer::State::Found && below.key.complete);
    QCOMPARE(below.key.value(u"number")->number().value_or(0), 42);
    QCOMPARE(below.key.value(u"")->type, 1234567U); // SAM keeps numbers of accounts in types
    QCOMPARE(below.key.value(u"long")->data.size(), 100'000);
    QVERIFY(below.key.lastWrite >= before &&
            below.key.lastWrite <= QDateTime::currentDateTimeUtc().addSecs(2));
    QVERIFY(registry.key(RegistryHive::Software, u"Mailmend test\\none").state ==
            RegistryAnswer::State::Absent);
    const QChar cut[] = {u'a', QChar(0), u'b'};
    QVERIFY(registry.key(RegistryHive::Software, QStringView(cut, 3)).state ==
            RegistryAnswer::State::CouldNotRead);
    for (const HiveState& state : registry.hives()) {
        QVERIFY2(state.state == ReadState::Read, qPrintable(inEnglish(state.reason)));
    }
    QVERIFY(qAbs((*evidence)->target.takenAt.secsTo(QDateTime::currentDateTimeUtc())) < 60);
}

void ThisComputerTest::itIsNotChangedByItself()
{
    const QString file = m_console.path("case.mailmend");
    const Ran checked = m_console.run(
        {QStringLiteral("check"), QStringLiteral("this-computer"), QStringLiteral("--case"), file});
    QVERIFY2(checked.status == 1, checked.err.constData());
    const Ran plan =
        m_console.run({QStringLiteral("plan"), file, QStringLiteral("--format"), QStringLiteral("json")});
    QVERIFY2(!plan.json().value(QStringLiteral("steps")).toArray().isEmpty(), plan.err.constData());
}

MAILMEND_TEST_CLASS(ThisComputerTest)
#include "this_computer_test.moc"
