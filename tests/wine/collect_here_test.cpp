// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/file_calls.h"
#include "support/console_run.h"
#include "support/registration.h"
#include "wine/dressing.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <array>

#include <windows.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** "check id state", sorted. */
QStringList foundIn(const Ran& checked)
{
    QStringList out;
    for (const QJsonValue& value : checked.json().value(QStringLiteral("findings")).toArray()) {
        const QJsonObject finding = value.toObject();
        out.append(finding.value(QStringLiteral("check")).toString() + u' ' +
                   finding.value(QStringLiteral("id")).toString() + u' ' +
                   finding.value(QStringLiteral("state")).toString());
    }
    out.sort();
    return out;
}

/** Says that Windows has loaded this file of C: into a key, as hivelist does. */
void sayLoaded(const QString& key, const QString& below)
{
    std::array<wchar_t, 1024> device = {};
    QueryDosDeviceW(L"C:", device.data(), DWORD(device.size()));
    const QString where = QString::fromWCharArray(device.data()) + below;
    RegistryKey list;
    list.values = {
        {key, REG_SZ, QByteArray(reinterpret_cast<const char*>(where.utf16()), (where.size() + 1) * 2)}};
    writeLiveKey(QStringLiteral("SYSTEM\\CurrentControlSet\\Control\\hivelist"), list);
}

} // namespace

/** What is collected of the computer that Mailmend runs on shows what the computer itself shows. */
class CollectHereTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void sameFindings();
    void heldRegistryFileIsSaidOrSaved();

private:
    Ran collect(const QString& to) const
    {
        return m_console.run({QStringLiteral("collect"), QStringLiteral("this-computer"),
                              QStringLiteral("--out"), to, QStringLiteral("--no-passphrase"),
                              QStringLiteral("--onto-examined-disk")});
    }
    Ran check(const QString& target) const
    {
        return m_console.run(
            {QStringLiteral("check"), target, QStringLiteral("--format"), QStringLiteral("json")});
    }

    ConsoleRun m_console;
};

void CollectHereTest::initTestCase()
{
    dressAsSampleServer(m_console);
}

void CollectHereTest::sameFindings()
{
    const QString zip = m_console.path("here.zip");
    const Ran refused = m_console.run({QStringLiteral("collect"), QStringLiteral("this-computer"),
                                       QStringLiteral("--out"), zip, QStringLiteral("--no-passphrase")});
    QVERIFY2(refused.status == 64 && !QFile::exists(zip),
             refused.err.constData()); // not onto its own disk, unasked
    const Ran collected = collect(zip);
    QVERIFY2(collected.status == 0 || collected.status == 2, collected.err.constData());
    const Ran disk = check(m_console.path(QFile::exists(m_console.path("server/C")) ? "server/C" : "server"));
    const Ran opened = check(zip);
    QVERIFY2(opened.status == 1, opened.err.constData());
    QVERIFY(!foundIn(opened).isEmpty());
    QCOMPARE(foundIn(opened), foundIn(disk));
    // For the same on Linux: run_windows.sh opens it there.
    const QString kept = QStringLiteral(MAILMEND_BINARY_DIR "/collected-here");
    QFile::remove(kept + QStringLiteral(".zip"));
    QVERIFY(QFile::copy(zip, kept + QStringLiteral(".zip")));
    QFile list(kept + QStringLiteral(".txt"));
    QVERIFY(list.open(QIODevice::WriteOnly));
    list.write(foundIn(opened).join(u'\n').toUtf8() + '\n');
}

void CollectHereTest::heldRegistryFileIsSaidOrSaved()
{
    const QString below = QStringLiteral("\\Windows\\System32\\config\\SAM");
    sayLoaded(QStringLiteral("\\REGISTRY\\MACHINE\\SAM"), below);
    const QString zip = m_console.path("held.zip");
    {
        const windows::Owned held(CreateFileW((QStringLiteral("C:") + below).toStdWString().c_str(),
                                              GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr));
        QVERIFY(bool(held));
        const Ran collected = collect(zip);
        // Wine saves registries in a form of its own: that is no registry file, and is not taken for one.
        QVERIFY2(collected.status == 2 && collected.out.contains("1 file could not be read"),
                 (collected.out + collected.err).constData());
    }
    QVERIFY(QDir(m_console.folder())
                .entryList({QStringLiteral(".mailmend-*")}, QDir::AllEntries | QDir::Hidden)
                .isEmpty());
    const Ran opened = check(zip);
    bool denied = false;
    for (const QJsonValue& value : opened.json().value(QStringLiteral("coverage")).toArray()) {
        const QJsonObject row = value.toObject();
        denied = denied ||
                 (row.value(QStringLiteral("source")) == QStringLiteral("registry-sam") &&
                  row.value(QStringLiteral("state")) != QStringLiteral("read") &&
                  row.value(QStringLiteral("reason")).toString().contains(QStringLiteral("could not read")));
    }
    QVERIFY2(denied,
             QJsonDocument(opened.json().value(QStringLiteral("coverage")).toArray()).toJson().constData());
}

MAILMEND_TEST_CLASS(CollectHereTest)
#include "collect_here_test.moc"
