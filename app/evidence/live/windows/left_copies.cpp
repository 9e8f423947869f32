// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/windows/file_calls.h"
#include "evidence/live/windows/event_log_export.h"
#include "evidence/live/windows/saved_copy.h"

#include <QDir>
#include <QRegularExpression>

namespace mailmend::windows {
namespace {

constexpr QDir::Filters everyKindOfName =
    QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot;
/** Shared with nobody: one that is being written or read is let be. */
constexpr DWORD sharedWithNobody = 0;
constexpr DWORD toOverwriteAndRemove = DELETE | FILE_READ_ATTRIBUTES | FILE_WRITE_DATA;

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
        const QStringList names = QDir(path).entryList(everyKindOfName);
        if (!names.isEmpty() && names != QStringList{QStringLiteral("log.evtx")}) {
            return false;
        }
        if (!names.isEmpty()) {
            const Owned file =
                openIn(folder.get(), "log.evtx",
                       {toOverwriteAndRemove, sharedWithNobody, Kinds::NoFolders, Links::AreOpened});
            if (!file || !overwriteAndRemove(file.get())) {
                return false;
            }
        }
    }
    return RemoveDirectoryW(name.c_str()) != 0; // only an empty one
}

/** @return whether it is gone */
bool removeLeftHive(const QString& path)
{
    const Owned file(CreateFileW(longPath(path.toUtf8()).c_str(), toOverwriteAndRemove, sharedWithNobody,
                                 nullptr, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT, nullptr));
    return file && overwriteAndRemove(file.get());
}

/** @return the paths of those with our names that `remove` could not remove */
QStringList removeAll(const QString& folder, const QString& ending, bool (*remove)(const QString&))
{
    const QRegularExpression ours(
        QRegularExpression::anchoredPattern(QStringLiteral("\\.mailmend-[0-9a-f]{16}\\.") + ending));
    const QDir beside(QDir(folder).absolutePath());
    QStringList left;
    for (const QString& name :
         beside.entryList({QStringLiteral(".mailmend-*.") + ending}, everyKindOfName, QDir::Name)) {
        if (ours.match(name).hasMatch() && !remove(beside.filePath(name))) {
            left.append(QDir::toNativeSeparators(beside.filePath(name)));
        }
    }
    return left;
}

} // namespace

QStringList removeLeftExports(const QString& folder)
{
    return removeAll(folder, QStringLiteral("logs"), removeLeftExport);
}

QStringList removeLeftHives(const QString& folder)
{
    return removeAll(folder, QStringLiteral("hive"), removeLeftHive);
}

} // namespace mailmend::windows
