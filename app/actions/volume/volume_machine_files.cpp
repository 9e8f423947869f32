// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/volume/volume_machine_files.h"

#include "actions/posix/folder.h"
#include "actions/posix/system_error.h"
#include "actions/volume/writability.h"
#include "base/escape.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>

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

Error notGiven(const WindowsPath& path)
{
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("actions", "{path} lies on a drive that was not given."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("actions", "Give that drive as well: C=/mnt/c,D=/mnt/d")),
            {},
            {}};
}

Error notThere(const WindowsPath& path)
{
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("actions", "{path} is not there."), {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("actions", "Connect the disk if it is not connected, then look at it again.")),
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

dev_t deviceOf(int folder)
{
    struct stat found = {};
    return ::fstat(folder, &found) == 0 ? found.st_dev : 0;
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

Result<QList<FoundName>> VolumeMachineFiles::find(const WindowsPath& path) const
{
    if (volumeOf(path) < 0) {
        return notGiven(path);
    }
    if (path.components().isEmpty()) {
        return notThere(path);
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
        return search.trouble ? *search.trouble : notThere(path);
    }
    return found;
}

Result<Descriptor> VolumeMachineFiles::openFolder(const WindowsPath& real) const
{
    const qsizetype volume = volumeOf(real);
    if (volume < 0) {
        return notGiven(real);
    }
    const int root = m_roots.at(static_cast<size_t>(volume)).number();
    Descriptor at(::fcntl(root, F_DUPFD_CLOEXEC, 0));
    if (!at) {
        return systemError(errno, displayBytes(m_volumes.at(volume).given.nativePath).toUtf8());
    }
    const dev_t device = deviceOf(root);
    for (const QByteArray& name : real.components()) {
        if (name.contains('/') || name.contains('\0')) {
            return notThere(real);
        }
        auto next = openFolderAt(at.number(), name);
        if (!next) {
            return next.error();
        }
        if (deviceOf(next->number()) != device) {
            return otherDisk(real);
        }
        at = std::move(*next);
    }
    return at;
}

Result<std::unique_ptr<MachineFolder>> VolumeMachineFiles::folder(const WindowsPath& real) const
{
    auto opened = openFolder(real);
    if (!opened) {
        return opened.error();
    }
    return std::unique_ptr<MachineFolder>(std::make_unique<PosixFolder>(std::move(*opened)));
}

Done VolumeMachineFiles::mayWrite(const WindowsPath& realFolder) const
{
    const auto opened = openFolder(realFolder);
    if (!opened) {
        return opened.error();
    }
    WriteFacts facts;
    facts.shown = realFolder.display();
    auto mount = mountOf(opened->number());
    if (!mount) {
        return mount.error();
    }
    facts.mount = std::move(*mount);
    // A Windows that sleeps has all of its disks in memory, not only the one that holds hiberfil.sys.
    for (const Descriptor& root : m_roots) {
        const SleepState state = sleepStateOf(root.number());
        facts.sleep = state == SleepState::Awake ? facts.sleep : state;
    }
    facts.ntfs = hasNtfsAttributes(opened->number());
    if (facts.mount.type.startsWith("fuse")) {
        facts.dirty = dirtyStateOf(facts.mount.source);
    }
    facts.mayWrite = ::faccessat(opened->number(), ".", W_OK | X_OK, AT_EACCESS) == 0 || errno == EROFS;
    const auto why = whyNotWritable(facts);
    return why ? Done(*why) : done();
}

QList<Text> VolumeMachineFiles::cannotComeBack(const WindowsPath& realFolder, const FileRecord& record) const
{
    QList<Text> out;
    const auto opened = openFolder(realFolder);
    const auto mount = opened ? mountOf(opened->number()) : Result<MountFacts>(Error{});
    const bool ntfs3 = mount && (mount->type == "ntfs3" || mount->type == "ntfs");
    if (record.attribute("system.ntfs_times") == nullptr) {
        out.append(say(MAILMEND_TEXT(
            "actions", "The time at which the file was made: this disk doesn't let us set it.")));
    }
    if (record.attribute("system.ntfs_dos_name") != nullptr) {
        out.append(say(MAILMEND_TEXT("actions", "The short name that the file has beside its long one.")));
    }
    if (ntfs3) {
        out.append(say(MAILMEND_TEXT(
            "actions", "Hidden parts of the file (streams), if it has any: the driver ntfs3 doesn't "
                       "show them. If they matter, connect the disk with ntfs-3g.")));
    }
    if (record.links > 1) {
        out.append(
            say(MAILMEND_TEXT(
                    "actions",
                    "That this name shares its content with {count} other {count|name|names}: after undo it "
                    "is a file of its own."),
                {{"count", count(static_cast<qint64>(record.links) - 1)}}));
    }
    if (::geteuid() != 0 && record.owner != ::geteuid()) {
        out.append(
            say(MAILMEND_TEXT("actions", "The file's owner: this account can only make files of its own.")));
    }
    return out;
}

} // namespace mailmend
