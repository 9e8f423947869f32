// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/host/host_parts.h"

namespace mailmend::host {
namespace {

constexpr qsizetype maxVariables = 2000;

WindowsPath pathOr(const Environment& environment, QStringView text, const WindowsPath& otherwise)
{
    const Result<QString> expanded = environment.expand(text);
    const auto path = expanded ? WindowsPath::parse(*expanded) : std::nullopt;
    return path && !path->isEmpty() ? *path : otherwise;
}

} // namespace

Environment describeFolders(Evidence& evidence, const LoadedHives& hives)
{
    Environment environment;
    const Registry* registry = evidence.registry.part.get();
    // Where the hives lie is proof; what SystemRoot says is only a value that somebody may have changed.
    const WindowsPath windows = hives.windows;
    environment.setWindowsFolder(windows.display());
    if (registry) {
        const RegistryAnswer machine =
            registry->key(RegistryHive::System, u"CurrentControlSet\\Control\\Session Manager\\Environment");
        for (const RegistryValue& value : machine.key.values.mid(0, maxVariables)) {
            const std::optional<QString> text = value.text();
            // SystemRoot and windir stand there as variables of themselves.
            if (text && !text->isEmpty() && value.name.compare(u"windir", Qt::CaseInsensitive) != 0) {
                environment.set(value.name, *text);
            }
        }
        const Looked programs = lookText(*registry, RegistryHive::Software,
                                         u"Microsoft\\Windows\\CurrentVersion", u"ProgramFilesDir");
        if (!programs.text.isEmpty()) {
            environment.set(QStringLiteral("ProgramFiles"), programs.text);
        }
    }
    WindowsFolders& folders = evidence.folders;
    folders.windows = windows;
    folders.systemDrive = WindowsPath(windows.drive(), {});
    folders.programData = folders.systemDrive.child("ProgramData");
    folders.users = folders.systemDrive.child("Users");
    if (registry) {
        constexpr QStringView profiles = u"Microsoft\\Windows NT\\CurrentVersion\\ProfileList";
        folders.programData =
            pathOr(environment, lookText(*registry, RegistryHive::Software, profiles, u"ProgramData").text,
                   folders.programData);
        folders.users = pathOr(
            environment, lookText(*registry, RegistryHive::Software, profiles, u"ProfilesDirectory").text,
            folders.users);
        environment.set(QStringLiteral("ProgramData"), folders.programData.display());
        environment.set(QStringLiteral("ALLUSERSPROFILE"), folders.programData.display());
    }
    return environment;
}

} // namespace mailmend::host
