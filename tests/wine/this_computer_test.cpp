// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/evidence.h"
#include "evidence/host/hives.h"
#include "support/console_run.h"
#include "support/registration.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonArray>

#include <windows.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** It writes over the registry and C:, so it runs in nothing but wine. */
bool isWine()
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

void writeKey(const QString& path, const RegistryKey& key)
{
    HKEY made = nullptr;
    const std::wstring name = path.toStdWString();
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, name.c_str(), 0, nullptr, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY,
                        nullptr, &made, nullptr) != ERROR_SUCCESS) {
        qFatal("%s", qPrintable(path));
    }
    for (const RegistryValue& value : key.values) {
        RegSetValueExW(made, value.name.toStdWString().c_str(), 0, value.type,
                       reinterpret_cast<const BYTE*>(value.data.constData()), DWORD(value.data.size()));
    }
    RegCloseKey(made);
}

/** Everything below a key of the written-out server, into wine's registry. */
void copyKeys(const Registry& from, RegistryHive hive, const QString& path, const QString& to)
{
    const RegistryAnswer answer = from.key(hive, path);
    if (answer.state != RegistryAnswer::State::Found) {
        return;
    }
    writeKey(to, answer.key);
    for (const QString& name : answer.key.subkeys) {
        copyKeys(from, hive, path.isEmpty() ? name : path + u'\\' + name, to + u'\\' + name);
    }
}

void copyFiles(const QString& from, const QString& to)
{
    QDirIterator files(from, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = files.next();
        const QString target = to + source.mid(from.size());
        QDir().mkpath(QFileInfo(target).path());
        QFile::remove(target);
        if (!QFile::copy(source, target)) {
            qFatal("%s", qPrintable(target));
        }
    }
}

/** "check id state", sorted: what doesn't depend on when a key was written. */
QStringList findingsOf(const QJsonObject& result)
{
    QStringList out;
    for (const QJsonValue& value : result.value(QStringLiteral("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        if (finding.value(QStringLiteral("check")) != QStringLiteral("local-accounts")) {
            out.append(finding.value(QStringLiteral("check")).toString() + u' ' +
                       finding.value(QStringLiteral("id")).toString() + u' ' +
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
    if (!isWine()) {
        qFatal("This test writes over the registry: it runs in wine alone.");
    }
    const Ran written =
        m_console.run({QStringLiteral("sample"), QStringLiteral("--out"), m_console.path("server")});
    QVERIFY2(written.status == 0, written.err.constData());
    const auto evidence = openEvidence({m_console.path("server/C"), false}, CancelToken());
    const auto whole = evidence ? evidence : openEvidence({m_console.path("server"), false}, CancelToken());
    QVERIFY2(whole, whole ? "" : qPrintable(logLine(whole.error())));
    const Registry& registry = *(*whole)->registry.part;
    copyKeys(registry, RegistryHive::Software, {}, QStringLiteral("SOFTWARE"));
    copyKeys(registry, RegistryHive::System, QStringLiteral("CurrentControlSet"),
             QStringLiteral("SYSTEM\\CurrentControlSet"));
    copyKeys(registry, RegistryHive::Sam, {}, QStringLiteral("SAM"));
    copyFiles((*whole)->target.path, QStringLiteral("C:"));
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
    QVERIFY(!findingsOf(copied.json()).isEmpty());
    QCOMPARE(findingsOf(live.json()), findingsOf(copied.json()));
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
    writeKey(QStringLiteral("SOFTWARE\\Mailmend test\\below"), key);
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
