// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "wine/dressing.h"

#include "base/reader.h"
#include "evidence/evidence.h"
#include "evidence/host/hives.h"

#include <QDir>
#include <QDirIterator>

#include <windows.h>

namespace mailmend::testing {
namespace {

/** It writes over the registry and C:, so it runs in nothing but wine. */
bool isWine()
{
    return GetProcAddress(GetModuleHandleW(L"ntdll.dll"), "wine_get_version") != nullptr;
}

/** Everything below a key of the written-out server, into wine's registry. */
void copyKeys(const Registry& from, RegistryHive hive, const QString& path, const QString& to)
{
    const RegistryAnswer answer = from.key(hive, path);
    if (answer.state != RegistryAnswer::State::Found) {
        return;
    }
    writeLiveKey(to, answer.key);
    for (const QString& name : answer.key.subkeys) {
        copyKeys(from, hive, path.isEmpty() ? name : path + u'\\' + name, to + u'\\' + name);
    }
}

void copyFiles(const QString& from, const QString& to)
{
    QDirIterator files(from, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString source = files.next();
        const QString target = to + source.mid(from.size());
        QDir().mkpath(QFileInfo(target).path());
        QFile::remove(target);
        if (!QFile::copy(source, target)) {
            qFatal("%s", qPrintable(target));
        }
    }
}

} // namespace

void writeLiveKey(const QString& path, const RegistryKey& key)
{
    if (!isWine()) {
        qFatal("This test writes over the registry: it runs in wine alone.");
    }
    HKEY made = nullptr;
    const std::wstring name = path.toStdWString();
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, name.c_str(), 0, nullptr, 0, KEY_ALL_ACCESS | KEY_WOW64_64KEY,
                        nullptr, &made, nullptr) != ERROR_SUCCESS) {
        qFatal("%s", qPrintable(path));
    }
    for (const RegistryValue& value : key.values) {
        RegSetValueExW(made, value.name.toStdWString().c_str(), 0, value.type,
                       reinterpret_cast<const BYTE*>(value.data.constData()), DWORD(value.data.size()));
    }
    RegCloseKey(made);
}

void dressAsSampleServer(const ConsoleRun& console)
{
    const Ran written =
        console.run({QStringLiteral("sample"), QStringLiteral("--out"), console.path("server")});
    if (written.status != 0) {
        qFatal("%s", written.err.constData());
    }
    const auto evidence = openEvidence({console.path("server/C"), false}, CancelToken());
    const auto whole = evidence ? evidence : openEvidence({console.path("server"), false}, CancelToken());
    if (!whole) {
        qFatal("%s", qPrintable(logLine(whole.error())));
    }
    const Registry& registry = *(*whole)->registry.part;
    copyKeys(registry, RegistryHive::Software, {}, QStringLiteral("SOFTWARE"));
    copyKeys(registry, RegistryHive::System, QStringLiteral("CurrentControlSet"),
             QStringLiteral("SYSTEM\\CurrentControlSet"));
    copyKeys(registry, RegistryHive::Sam, {}, QStringLiteral("SAM"));
    copyFiles((*whole)->target.path, QStringLiteral("C:"));
}

} // namespace mailmend::testing
