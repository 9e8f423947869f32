// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/change_store.h"
#include "actions/machine.h"
#include "actions/volume_machine.h"
#include "base/reader.h"

#include <QCoreApplication>

#include <cstdio>

using namespace mailmend;

namespace {

int say(const Result<ChangeRecord>& result)
{
    const QString line = result ? QString::fromLatin1(toWord(result->state)) : inEnglish(result.error().text);
    std::fputs(qPrintable(line + QLatin1Char('\n')), stdout);
    return result ? 0 : 1;
}

Result<ChangeRecord> apply(const QStringList& words, ActionRun& run)
{
    const Action* action = findAction(u"quarantine-file");
    ActionRequest request{words.at(0), words.at(3), {}};
    request.action = QString::fromLatin1(action->id);
    request.parameters.insert(QStringLiteral("path"),
                              WindowsPath::parse(words.at(4)).value_or(WindowsPath()));
    request.parameters.insert(QStringLiteral("sha256"),
                              Sha256Value{QByteArray::fromHex(words.at(5).toLatin1())});
    const auto preview = action->preview(request, run);
    return preview ? action->apply(request, preview->digest, run) : Result<ChangeRecord>(preview.error());
}

} // namespace

/** apply|undo|recover STORE DISK CHANGE [PATH SHA256]: one verb of quarantine-file, on a disk that is C:. */
int main(int argc, char** argv)
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments().mid(1);
    auto store = ChangeStore::open(words.at(1), QByteArray(32, 's'), ChangeStore::Missing::IsMade);
    if (!store) {
        return say(store.error());
    }
    auto files = openVolumeFiles({{'C', words.at(2)}});
    if (!files) {
        return say(files.error());
    }
    Machine machine;
    machine.files.part = std::move(*files);
    machine.identity.machineSid = QStringLiteral("S-1-5-21-1-2-3"); // as the tests' kit has it
    machine.identity.name = QStringLiteral("MAPLE");
    machine.identity.installDate = QDateTime({2019, 3, 1}, {8, 0}, Qt::UTC);
    const Knowledge knowledge;
    const Clock clock = fixedClock(QDateTime({2026, 11, 26}, {12, 0}, Qt::UTC));
    ActionRun run{machine, **store, knowledge, clock, [](const ActionProgress&) { return true; }};
    if (words.at(0) == QStringLiteral("apply")) {
        return say(apply(words, run));
    }
    const auto record = (*store)->record(words.at(3));
    if (!record) {
        return say(record.error());
    }
    const Action* action = findAction(record->action);
    return say(words.at(0) == QStringLiteral("undo") ? action->undo(*record, run)
                                                     : action->recover(*record, run));
}
