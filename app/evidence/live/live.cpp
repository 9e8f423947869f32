// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/live.h"

#include "base/sha256.h"
#include "evidence/host/host.h"
#include "evidence/live/live_files.h"
#include "evidence/live/live_machine.h"

namespace mailmend {
namespace {

const QString& spelling()
{
    static const QString text = QStringLiteral("this-computer");
    return text;
}

bool claimsThisComputer(const TargetSpec& target)
{
    return namesThisComputer(target) && !native::look(native::toNative(target.text));
}

/** The registry as it is open, in place of hive files that Windows holds back while it runs. */
LoadedHives hivesOf(const LiveMachine& machine)
{
    LoadedHives hives;
    hives.live = machine.registry;
    hives.windows = machine.windows;
    for (const HiveState& state : machine.registry->hives()) {
        LoadedHive& loaded = hives.all[static_cast<size_t>(state.hive)];
        loaded.which = state.hive;
        loaded.state = state;
    }
    return hives;
}

Result<EvidencePointer> openThisComputer(const TargetSpec& target, const CancelToken& cancel)
{
    const auto machine = openLiveMachine();
    if (!machine) {
        return machine.error();
    }
    QList<OpenVolume> volumes;
    auto evidence = std::make_shared<Evidence>();
    for (const NamedVolume& drive : machine->drives) {
        const QByteArray path = native::toNative(drive.path);
        if (auto root = native::openFolder(path)) {
            volumes.append({{drive.letter, native::canonical(path)}, std::move(*root), {}});
        } else if (volumes.isEmpty()) {
            return cannotOpen(drive.path, root.error());
        }
    }
    evidence->target.kind = spelling();
    evidence->target.path = target.text;
    evidence->files = {
        std::make_shared<LiveFiles>(
            volumes, std::make_unique<ShadowCopies>(systemShadowService(), target.mayMakeShadowCopy, cancel)),
        ReadState::Read,
        {}};
    HostHints hints;
    hints.takenAt = QDateTime::currentDateTimeUtc();
    hints.takenAtSource = say(MAILMEND_TEXT("evidence", "The clock of this computer"));
    hints.targetHash = sha256(spelling().toUtf8() + '\0' + machine->name.toUtf8());
    hints.askAccounts = machine->askAccounts;
    describeHost(*evidence, hivesOf(*machine), hints, cancel);
    const WindowsPath exchange = evidence->exchange ? evidence->exchange->folder : WindowsPath();
    evidence->live = {
        std::make_shared<LiveView>([running = machine->running, exchange] { return running(exchange); }),
        ReadState::Read,
        {}};
    if (cancel.isCancelled()) {
        return Error{
            ErrorKind::Cancelled, say(MAILMEND_TEXT("evidence", "Opening was cancelled.")), {}, {}, {}};
    }
    evidence->target.facts.append(
        {QStringLiteral("seen-live"),
         say(MAILMEND_TEXT("evidence", "How it was seen")),
         QStringLiteral("live"),
         say(MAILMEND_TEXT("evidence",
                           "Seen through the Windows that was looked at: an intruder may make it lie.")),
         {}});
    return EvidencePointer(std::move(evidence));
}

} // namespace

bool namesThisComputer(const TargetSpec& target)
{
    return target.text == spelling() && !target.looseFiles;
}

constinit const EvidenceSource liveSource{"this-computer", claimsThisComputer, openThisComputer};

} // namespace mailmend
