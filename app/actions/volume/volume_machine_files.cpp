// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume/volume_machine_files.h"

#include "actions/volume/writability.h"
#include "base/escape.h"

namespace mailmend {
namespace {

NameKind toNameKind(native::Kind kind)
{
    switch (kind) {
    case native::Kind::File:
        return NameKind::File;
    case native::Kind::Folder:
        return NameKind::Folder;
    case native::Kind::Link:
        return NameKind::Link;
    case native::Kind::Other:
        break;
    }
    return NameKind::Other;
}

Error notGiven(const WindowsPath& path, VolumesOf of)
{
    if (of == VolumesOf::ThisComputer) {
        return {ErrorKind::NotFound,
                say(MAILMEND_TEXT("actions", "{path} lies on no disk of this computer that we could open."),
                    {{"path", place(path.display())}}),
                say(MAILMEND_TEXT("actions", "See where it lies, and do this step by hand there.")),
                {},
                {}};
    }
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("actions", "{path} lies on a drive that was not given."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("actions", "Give that drive as well: {example}"),
                {{"example", place(native::exampleVolumes())}}),
            {},
            {}};
}

Error notThere(const WindowsPath& path, VolumesOf of)
{
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("actions", "{path} is not there."), {{"path", place(path.display())}}),
            of == VolumesOf::ThisComputer
                ? say(MAILMEND_TEXT("actions", "Somebody may have removed it. Check this computer again."))
                : say(MAILMEND_TEXT("actions",
                                    "Connect the disk if it is not connected, then look at it again.")),
            {},
            {}};
}

Error otherDisk(const WindowsPath& path)
{
    return {ErrorKind::Unsupported,
            say(MAILMEND_TEXT("actions", "At {path} another disk is connected inside this one."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("actions", "Give that disk as a drive of its own, with its letter.")),
            {},
            {}};
}

} // namespace

qsizetype VolumeMachineFiles::volumeOf(const WindowsPath& path) const
{
    for (qsizetype i = 0; i < m_volumes.size(); ++i) {
        if (m_volumes.at(i).given.letter == path.drive()) {
            return i;
        }
    }
    return -1;
}

/** What can't be entered for want of rights is there all the same. */
Error VolumeMachineFiles::notOpen(const WindowsPath& path) const
{
    const auto denied = m_denied.constFind(path.drive());
    return denied != m_denied.cend() ? *denied : notGiven(path, m_of);
}

Result<QList<FoundName>> VolumeMachineFiles::find(const WindowsPath& path) const
{
    if (volumeOf(path) < 0) {
        return notOpen(path);
    }
    if (path.components().isEmpty()) {
        return notThere(path, m_of);
    }
    const VolumeTree tree(m_volumes); // its listings are from now
    const FolderSearch search = tree.folders(path.parent(), false);
    QList<FoundName> found;
    for (const ReachedFolder& holder : search.found) {
        for (const native::Child& child : tree.childrenNamed(holder, path.name())) {
            found.append(
                {WindowsPath(m_volumes.at(holder.volume).given.letter, holder.real + QList{child.name}),
                 toNameKind(child.kind)});
        }
    }
    if (found.isEmpty()) {
        return search.trouble ? *search.trouble : notThere(path, m_of);
    }
    return found;
}

Result<disk::Handle> VolumeMachineFiles::openFolder(const WindowsPath& real) const
{
    const qsizetype volume = volumeOf(real);
    if (volume < 0) {
        return notOpen(real);
    }
    const disk::Handle& root = m_roots.at(static_cast<size_t>(volume));
    auto at = disk::again(root, m_volumes.at(volume).given.nativePath);
    for (const QByteArray& name : real.components()) {
        if (!at) {
            return at;
        }
        if (name.contains('/') || name.contains('\0')) {
            return notThere(real, m_of);
        }
        auto next = disk::openFolder(*at, name);
        if (next && !disk::onSameVolume(*next, root)) {
            return otherDisk(real);
        }
        at = std::move(next);
    }
    return at;
}

Result<std::unique_ptr<MachineFolder>> VolumeMachineFiles::folder(const WindowsPath& real) const
{
    auto opened = openFolder(real);
    if (!opened) {
        return opened.error();
    }
    return disk::machineFolder(std::move(*opened));
}

Done VolumeMachineFiles::mayWrite(const WindowsPath& realFolder) const
{
    const auto opened = openFolder(realFolder);
    if (!opened) {
        return opened.error();
    }
    const auto facts = writeFactsOf(*opened, m_roots, realFolder.display());
    if (!facts) {
        return facts.error();
    }
    const auto why = whyNotWritable(*facts);
    return why ? Done(*why) : done();
}

QList<Text> VolumeMachineFiles::cannotComeBack(const WindowsPath& realFolder, const FileRecord& record) const
{
    const auto opened = openFolder(realFolder);
    return lostBy(opened ? &*opened : nullptr, record);
}

} // namespace mailmend
