// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume_machine.h"

#include "actions/volume/volume_machine_files.h"
#include "base/escape.h"
#include "evidence/volume/native.h"

namespace mailmend {
namespace {

Text onlyADisk()
{
    return say(MAILMEND_TEXT("actions", "Only a disk of the server that is connected here can be changed."));
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
    if (evidence.target.kind == QStringLiteral("this-computer")) {
        return say(
            MAILMEND_TEXT("actions", "{rule} On the computer that Mailmend runs on, do this step by hand."),
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
    if (evidence.target.kind != QStringLiteral("volume") || target.looseFiles) {
        machine.files.reason = whyNoFiles(target, evidence);
        return machine;
    }
    const auto volumes = volumesOf(target, evidence);
    if (!volumes) {
        return volumes.error();
    }
    auto files = openVolumeFiles(*volumes);
    if (!files) {
        return files.error();
    }
    machine.files.part = std::move(*files);
    if (evidence.exchange) {
        machine.exchange = evidence.exchange->folder;
    }
    return machine;
}

Result<std::unique_ptr<MachineFiles>> openVolumeFiles(const QList<NamedVolume>& volumes)
{
    QList<OpenVolume> open;
    std::vector<disk::Handle> roots;
    for (const NamedVolume& volume : volumes) {
        const QByteArray path = native::canonical(native::toNative(volume.path));
        auto folder = native::openFolder(path);
        if (!folder) {
            return cannotOpen(volume.path, folder.error());
        }
        auto root = disk::openRoot(path);
        if (!root) {
            return cannotOpen(volume.path, root.error());
        }
        open.append({{volume.letter, path}, std::move(*folder), {}});
        roots.push_back(std::move(*root));
    }
    return std::unique_ptr<MachineFiles>(
        std::make_unique<VolumeMachineFiles>(std::move(open), std::move(roots)));
}

} // namespace mailmend
