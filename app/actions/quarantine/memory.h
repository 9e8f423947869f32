// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "actions/change_store.h"
#include "actions/file_record.h"
#include "base/windows_path.h"
#include "findings/target.h"

namespace mailmend::quarantine {

/** The steps that the journal keeps. The words are stored for ever. */
namespace step {
inline constexpr char Begun[] = "begun";     ///< intended; the original is at its place
inline constexpr char Kept[] = "kept";       ///< the store holds a whole copy; the original may be aside
inline constexpr char Applied[] = "applied"; ///< the original is gone from the disk
inline constexpr char RolledBack[] = "rolled-back";   ///< the original is at its place, the copy is gone
inline constexpr char Undoing[] = "undoing";          ///< a new file may lie beside the place
inline constexpr char UndoStopped[] = "undo-stopped"; ///< as after Applied
inline constexpr char Restored[] = "restored"; ///< the file is at its place again; the copy may be gone
inline constexpr char Undone[] = "undone";
} // namespace step

/** What the first entry of the journal remembers, so that everything can be put back as it was. */
struct Memory
{
    MachineIdentity machine; ///< the server whose disk it is
    WindowsPath real;        ///< where it lay: exact raw names, without links
    FileRecord record;
    QByteArray sha256;       ///< 32 bytes
    FileTime folderModified; ///< of its folder, before
    QList<QByteArray> twins; ///< names beside it that differ only in case

    KeptContent content() const { return {record.size, sha256}; }
};

QJsonObject store(const Memory& memory);
/** Damaged where a journal of this action doesn't hold it. */
Result<Memory> readMemory(const Journal& journal);

/** The name under which a file stands beside its place while it is taken or put back: 42 bytes. */
QByteArray privateName(const QString& change);

/** Names in the folder that Windows would take for the same as `name`, except itself. */
QList<QByteArray> twinsOf(const QByteArray& name, const QList<QByteArray>& names);

} // namespace mailmend::quarantine
