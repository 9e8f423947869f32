// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

#include <QSet>

#include <array>

namespace mailmend::host {
namespace {

constexpr qsizetype kMostFolders = 5000;
constexpr char kUserHive[] = "NTUSER.DAT";

std::optional<WindowsPath> pathOf(const Environment& environment, QStringView text)
{
    const Result<QString> expanded = environment.expand(text);
    return expanded ? WindowsPath::parse(*expanded) : std::nullopt;
}

/** Folded paths that are accounted for: what the list names, and Windows' own folders beside the profiles. */
QSet<QByteArray> namedFolders(const Registry& registry, const Environment& environment,
                              const WindowsPath& folder, const QList<UserProfile>& profiles)
{
    QSet<QByteArray> named;
    for (const UserProfile& profile : profiles) {
        if (const auto path = pathOf(environment, profile.folder)) {
            named.insert(path->folded());
        } else { // by its name at least
            named.insert(folder.child(profile.folder.section(u'\\', -1).toUtf8()).folded());
        }
    }
    for (const QStringView value : {u"Public", u"Default", u"ProgramData"}) {
        if (const auto path =
                pathOf(environment, lookText(registry, RegistryHive::Software, profileList, value).text)) {
            named.insert(path->folded());
        }
    }
    // The first two are there even where the registry does not name them; the others are links to where they
    // lie now, which some copies turn into folders.
    static constexpr std::array windowsOwn{"Public", "Default", "Default User", "All Users"};
    for (const char* name : windowsOwn) {
        named.insert(folder.child(name).folded());
    }
    return named;
}

StrayFolder look(const Files& files, const WindowsPath& path)
{
    StrayFolder folder;
    folder.path = path;
    for (const FileEntry& hive : files.find(path.child(kUserHive))) {
        folder.isProfile = true;
        if (hive.modified.isValid() && (!folder.used.isValid() || folder.used < hive.modified)) {
            folder.used = hive.modified;
            folder.timeSource = hive.timeSource;
        }
    }
    return folder;
}

PartState toPart(const FolderState& state)
{
    return {state.state, state.reason};
}

} // namespace

void describeProfileFolders(Evidence& evidence, const Environment& environment, LocalAccounts& accounts,
                            const CancelToken& cancel)
{
    accounts.strayState = accounts.profilesState;
    if (accounts.profilesState.state != ReadState::Read || !evidence.registry) {
        return;
    }
    if (!evidence.files) {
        accounts.strayState = {evidence.files.state, evidence.files.reason};
        return;
    }
    const Looked where =
        lookText(*evidence.registry.part, RegistryHive::Software, profileList, u"ProfilesDirectory");
    const auto folder = pathOf(environment, where.text);
    if (!folder || folder->isEmpty()) {
        accounts.strayState = {ReadState::Partly,
                               say(MAILMEND_TEXT("evidence", "The registry does not say in which folder the "
                                                             "profiles lie."))};
        return;
    }
    const FolderNames found = evidence.files->foldersIn(*folder, kUserHive);
    accounts.strayState = toPart(found.state);
    const QSet<QByteArray> named =
        namedFolders(*evidence.registry.part, environment, *folder, accounts.profiles);
    for (const QByteArray& name : found.names.mid(0, kMostFolders)) {
        if (cancel.isCancelled()) {
            accounts.strayState = {ReadState::Partly, say(MAILMEND_TEXT("evidence", "The reading of accounts "
                                                                                    "was stopped."))};
            return;
        }
        const WindowsPath path = folder->child(name);
        if (!named.contains(path.folded())) {
            accounts.strayFolders.append(look(*evidence.files.part, path));
        }
    }
    if (found.names.size() > kMostFolders && accounts.strayState.state == ReadState::Read) {
        accounts.strayState = {
            ReadState::Partly,
            say(MAILMEND_TEXT("evidence", "There are {count} folders in {path}. Only the "
                                          "first ones were looked at."),
                {{"count", count(found.names.size())}, {"path", place(folder->display())}})};
    }
}

} // namespace mailmend::host
