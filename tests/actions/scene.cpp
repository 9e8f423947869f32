// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/scene.h"

#include "base/reader.h"
#include "base/sha256.h"

#include <QFileInfo>

namespace mailmend::testing {
namespace {

Result<ChangeRecord> nothingBegun()
{
    ChangeRecord record;
    record.state = ChangeState::RolledBack;
    return record;
}

} // namespace

Scene::Scene() : before(withoutFolderTimes(snapshotOf(kit.disk()))), change(newChangeId()) {}

Scene::Scene(const QByteArray& verb) : Scene()
{
    if (verb == "undo") {
        ActionRequest request = kit.request(helpPage(), helpContent());
        request.change = change;
        if (const auto taken = kit.take(request); !taken) {
            qFatal("%s", qPrintable(logLine(taken.error())));
        }
    }
}

ProgramRun Scene::run(const char* verb, int at, const QString& deed)
{
    kit.closeStore();
    const MutationPlan plan{
        {QString::fromLocal8Bit(kit.disk()), QString::fromLocal8Bit(kit.store())}, {}, at, deed};
    const ProgramRun made = runCounted(builtProgram("actions_driver"),
                                       {QString::fromLatin1(verb), QString::fromLocal8Bit(kit.store()),
                                        QString::fromLocal8Bit(kit.disk()), change,
                                        QStringLiteral("C:\\inetpub\\wwwroot\\help.aspx"),
                                        QString::fromLatin1(sha256Hex(helpContent()))},
                                       plan);
    kit.restart();
    return made;
}

Result<ChangeRecord> Scene::settle()
{
    const auto list = kit.changes().list();
    if (!list) {
        return list.error();
    }
    return list->isEmpty() ? nothingBegun() : kit.recover(change);
}

Whole Scene::whole()
{
    DiskSnapshot now = withoutFolderTimes(snapshotOf(kit.disk()));
    const bool there = differenceOf(before, now).isEmpty();
    DiskSnapshot without = before;
    without.remove("/inetpub/wwwroot/help.aspx");
    const bool gone = differenceOf(without, now).isEmpty();
    const KeptContent content{helpContent().size(), sha256(helpContent())};
    const bool kept = bool(kit.changes().verify(change, content, [](const ActionProgress&) { return true; }));
    const bool none = kit.stored("objects").isEmpty();
    return there && none   ? Whole::AtItsPlace
           : gone && kept  ? Whole::InTheCase
           : there && kept ? Whole::Both
                           : Whole::Neither;
}

bool Scene::oneWholeCopy()
{
    const KeptContent content{helpContent().size(), sha256(helpContent())};
    bool found = bool(kit.changes().verify(change, content, [](const ActionProgress&) { return true; }));
    const DiskSnapshot now = snapshotOf(kit.disk());
    for (const QByteArray& line : now) {
        found = found || line.contains(sha256Hex(helpContent()));
    }
    return found;
}

QByteArray where(const char* verb, int at, const ProgramRun& run)
{
    return QStringLiteral("%1, call %2 (%3): %4 %5")
        .arg(QString::fromLatin1(verb))
        .arg(at)
        .arg(run.mutations.value(at - 1), run.out.trimmed(), run.err.trimmed())
        .toLocal8Bit();
}

/** The number of the last call of this kind at such a path, in a run that nothing stops; 0: there is none. */
int numberOf(const QByteArray& verb, const QByteArray& call)
{
    Scene trial(verb);
    const QStringList calls = trial.run(verb.constData(), 0, {}).mutations;
    const qsizetype space = call.indexOf(' ');
    int number = 0;
    for (int i = 0; i < calls.size(); ++i) {
        if (calls.at(i).startsWith(QString::fromLatin1(call.left(space + 1))) &&
            calls.at(i).contains(QString::fromLatin1(call.mid(space + 1)))) {
            number = i + 1;
        }
    }
    return number;
}

DisksInMemory::DisksInMemory()
{
    if (QFileInfo(QStringLiteral("/dev/shm")).isWritable()) {
        m_temporary = qgetenv("TMPDIR");
        m_moved = qputenv("TMPDIR", "/dev/shm");
    }
}

DisksInMemory::~DisksInMemory()
{
    if (m_moved) {
        m_temporary.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", m_temporary);
    }
}

} // namespace mailmend::testing
