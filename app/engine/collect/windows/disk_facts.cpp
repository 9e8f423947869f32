// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/windows/disk_facts.h"

#include "base/windows/file_calls.h"
#include "base/wtf8.h"

#include <QDir>
#include <QFileInfo>

#include <array>

namespace mailmend::windows {
namespace {

/** Where an open folder really is. @param form VOLUME_NAME_DOS or VOLUME_NAME_GUID */
QString finalPath(HANDLE folder, DWORD form)
{
    std::wstring path(32'768, L'\0');
    const DWORD length = GetFinalPathNameByHandleW(folder, path.data(), static_cast<DWORD>(path.size()),
                                                   FILE_NAME_NORMALIZED | form);
    return length > 0 && length < path.size() ? QString::fromWCharArray(path.data(), int(length)) : QString();
}

/** The volume that a path lies on; empty: it has none. */
QString volumeByName(const QString& path)
{
    std::array<wchar_t, 1024> root{};
    std::array<wchar_t, MAX_PATH + 1> volume{};
    if (GetVolumePathNameW(QDir::toNativeSeparators(path).toStdWString().c_str(), root.data(),
                           static_cast<DWORD>(root.size())) == 0 ||
        GetVolumeNameForVolumeMountPointW(root.data(), volume.data(), static_cast<DWORD>(volume.size())) ==
            0) {
        return {};
    }
    return QString::fromWCharArray(volume.data());
}

/** "fs01" of "\\\\?\\UNC\\fs01\\share\\x" and of "\\\\fs01\\share\\x". */
QString serverIn(const QString& path)
{
    const QString whole = QDir::toNativeSeparators(path);
    const QString unc = QStringLiteral("\\\\?\\UNC\\");
    if (whole.startsWith(unc, Qt::CaseInsensitive)) {
        return whole.section(u'\\', 4, 4);
    }
    const bool isShare = whole.startsWith(QStringLiteral("\\\\")) && whole.size() > 2 &&
                         whole.at(2) != u'?' && whole.at(2) != u'.';
    return isShare ? whole.section(u'\\', 2, 2) : QString();
}

} // namespace

std::optional<DiskFacts> diskFactsOf(const QString& folder)
{
    const QString path = QFileInfo(folder).absoluteFilePath();
    if (!QFileInfo(path).isDir()) {
        return std::nullopt;
    }
    DiskFacts facts;
    const Owned open = openPath(toWtf8(path), FILE_READ_ATTRIBUTES);
    if (open) {
        const QString onVolume = finalPath(open.get(), VOLUME_NAME_GUID);
        const qsizetype brace = onVolume.indexOf(QStringLiteral("}\\"));
        facts.volume = brace < 0 ? QString() : onVolume.left(brace + 2);
        facts.server = serverIn(finalPath(open.get(), VOLUME_NAME_DOS));
        std::array<wchar_t, MAX_PATH + 1> name{};
        DWORD serial = 0;
        if (GetVolumeInformationByHandleW(open.get(), nullptr, 0, &serial, nullptr, nullptr, name.data(),
                                          static_cast<DWORD>(name.size())) != 0) {
            facts.serial = serial;
            facts.fileSystem = QString::fromWCharArray(name.data());
        }
    }
    if (facts.server.isEmpty()) {
        facts.server = serverIn(path);
    }
    if (facts.volume.isEmpty() && facts.server.isEmpty()) {
        facts.volume = volumeByName(path);
    }
    const bool isKnown = !facts.volume.isEmpty() || !facts.server.isEmpty() || facts.serial != 0;
    return isKnown ? std::optional(facts) : std::nullopt;
}

QStringList ownNames()
{
    QStringList names;
    for (const COMPUTER_NAME_FORMAT form :
         {ComputerNameNetBIOS, ComputerNameDnsHostname, ComputerNameDnsFullyQualified,
          ComputerNamePhysicalNetBIOS, ComputerNamePhysicalDnsHostname,
          ComputerNamePhysicalDnsFullyQualified}) {
        std::array<wchar_t, 1024> name{};
        auto size = static_cast<DWORD>(name.size());
        if (GetComputerNameExW(form, name.data(), &size) != 0 && size > 0) {
            names.append(QString::fromWCharArray(name.data(), int(size)));
        }
    }
    names.removeDuplicates();
    return names;
}

} // namespace mailmend::windows
