// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume_machine.h"

#include "actions/volume/volume_machine_files.h"
#include "evidence/live/live_machine.h"
#include "evidence/volume/native.h"

namespace mailmend {
namespace {

Text onlyADisk()
{
    return say(MAILMEND_TEXT("actions", "Only a disk of the server that is connected here, or the server "
                                        "that Mailmend runs on, can be changed."));
}

Text whyNoFiles(const TargetSpec& target, const Evidence& evidence)
{
    if (evidence.target.kind == QStringLiteral("sample")) {
        return say(MAILMEND_TEXT(
            "actions", "The sample server is part of Mailmend and can't be changed. To try a repair, write "
                       "it to a folder first: mailmend-cli sample --out FOLDER"));
    }
    if (target.looseFiles) {
        return say(
            MAILMEND_TEXT(
                "actions",
                "{rule} Of loose files we don't know which server they belong to. Do this step by hand."),
            {{"rule", sentence(onlyADisk())}});
    }
    return say(MAILMEND_TEXT("actions",
                             "{rule} A collection is a copy: changing it would not change the server. Do "
                             "this step by hand, on the server."),
               {{"rule", sentence(onlyADisk())}});
}

/** The volumes as the evidence was opened from them; one without a letter has the one of its Windows. */
Result<QList<NamedVolume>> volumesOf(const TargetSpec& target, const Evidence& evidence)
{
    if (isThisComputer(evidence.target)) {
        const auto machine = openLiveMachine();
        return machine ? Result<QList<NamedVolume>>(machine->drives) : machine.error();
    }
    if (native::look(native::toNative(target.text))) {
        const char letter = evidence.folders.windows.drive();
        return QList<NamedVolume>{{letter != 0 ? letter : 'C', target.text}};
    }
    return readVolumeList(target.text);
}

} // namespace

Result<Machine> openMachine(const TargetSpec& target, const Evidence& evidence)
{
    Machine machine;
    machine.identity = evidence.target.identity;
    if (!isTheDiskItself(evidence.target) || target.looseFiles) {
        machine.files.reason = whyNoFiles(target, evidence);
        return machine;
    }
    const auto volumes = volumesOf(target, evidence);
    if (!volumes) {
        return volumes.error();
    }
    machine.isThisComputer = isThisComputer(evidence.target);
    auto files =
        openVolumeFiles(*volumes, machine.isThisComputer ? VolumesOf::ThisComputer : VolumesOf::Disks);
    if (!files) {
        return files.error();
    }
    machine.files.part = std::move(*files);
    if (evidence.exchange) {
        machine.exchange = evidence.exchange->folder;
    }
    if (evidence.iis) {
        machine.served = evidence.iis->virtualDirectories;
    }
    machine.windows = evidence.folders.windows;
    return machine;
}

Result<std::unique_ptr<MachineFiles>> openVolumeFiles(const QList<NamedVolume>& volumes, VolumesOf of)
{
    QList<OpenVolume> open;
    std::vector<disk::Handle> roots;
    QHash<char, Error> denied;
    for (const NamedVolume& volume : volumes) {
        const QByteArray path = native::canonical(native::toNative(volume.path));
        auto folder = native::openFolder(path);
        auto root = disk::openRoot(path);
        if (folder && root) {
            open.append({{volume.letter, path}, std::move(*folder), {}});
            roots.push_back(std::move(*root));
            continue;
        }
        const Error& why = folder ? root.error() : folder.error();
        if (of == VolumesOf::Disks || open.isEmpty()) {
            return cannotOpen(volume.path, why);
        }
        if (why.kind == ErrorKind::Denied) {
            denied.insert(volume.letter, cannotOpen(volume.path, why));
        }
    }
    return std::unique_ptr<MachineFiles>(
        std::make_unique<VolumeMachineFiles>(std::move(open), std::move(roots), std::move(denied), of));
}

} // namespace mailmend
