// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/file_calls.h"
#include "evidence/live/windows/event_log_export.h"
#include "evidence/live/windows/saved_copy.h"

#include <QDir>
#include <QRegularExpression>

namespace mailmend::windows {
namespace {

constexpr QDir::Filters everythingInExportFolder =
    QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;

/** @return whether it is gone */
bool removeLeftExport(const QString& path)
{
    const std::wstring name = longPath(path.toUtf8());
    {
        // Not shared for deletion: while it is looked at, nobody puts another in its place.
        const Owned folder(CreateFileW(name.c_str(), FILE_LIST_DIRECTORY | FILE_READ_ATTRIBUTES,
                                       FILE_SHARE_READ | FILE_SHARE_WRITE, nullptr, OPEN_EXISTING,
                                       FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
        const auto facts = folder ? factsOf(folder.get()) : std::nullopt;
        if (!facts || !facts->isFolder() || facts->tag != 0) {
            return false;
        }
        const QStringList names = QDir(path).entryList(everythingInExportFolder);
        if (!names.isEmpty() && names != QStringList{QStringLiteral("log.evtx")}) {
            return false;
        }
        if (!names.isEmpty()) {
            // Shared with nobody: one that is being written or read is let be.
            const Owned file = openIn(
                folder.get(), "log.evtx",
                {DELETE | FILE_READ_ATTRIBUTES | FILE_WRITE_DATA, 0, Kinds::NoFolders, Links::AreOpened});
            const auto about = file ? factsOf(file.get()) : std::nullopt;
            FILE_DISPOSITION_INFO gone = {TRUE};
            if (!about || about->isFolder() || about->tag != 0 || about->links != 1 ||
                !overwrite(file.get()) ||
                SetFileInformationByHandle(file.get(), FileDispositionInfo, &gone, sizeof gone) == 0) {
                return false;
            }
        }
    }
    return RemoveDirectoryW(name.c_str()) != 0; // only an empty one
}

} // namespace

QStringList removeLeftExports(const QString& folder)
{
    const QRegularExpression ours(
        QRegularExpression::anchoredPattern(QStringLiteral("\\.mailmend-[0-9a-f]{16}\\.logs")));
    const QDir beside(QDir(folder).absolutePath());
    QStringList left;
    for (const QString& name :
         beside.entryList({QStringLiteral(".mailmend-*.logs")}, everythingInExportFolder, QDir::Name)) {
        if (ours.match(name).hasMatch() && !removeLeftExport(beside.filePath(name))) {
            left.append(QDir::toNativeSeparators(beside.filePath(name)));
        }
    }
    return left;
}

} // namespace mailmend::windows
