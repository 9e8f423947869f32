// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/subject.h"
#include "actions/quarantine/undoable.h"
#include "actions/quarantine/verbs.h"
#include "actions/quarantine_file.h"
#include "base/escape.h"

namespace mailmend::quarantine {
namespace {

/** One thing that stands where the file should go. */
struct InTheWayName
{
    QByteArray name;
    NameKind kind = NameKind::Other;
};

Result<QList<InTheWayName>> whatIsInTheWay(const Place& place, const Memory& memory)
{
    const auto names = place.folder->names();
    if (!names) {
        return names.error();
    }
    QList<InTheWayName> found;
    const QByteArray folded = foldName(place.name);
    for (const QByteArray& name : *names) {
        if (foldName(name) == folded && !memory.twins.contains(name)) {
            const auto kind = place.folder->kind(name);
            if (!kind) {
                return kind.error();
            }
            found.append({name, *kind});
        }
    }
    return found;
}

Text kindText(NameKind kind)
{
    switch (kind) {
    case NameKind::Folder:
        return say(MAILMEND_TEXT("quarantine-file", "a folder"));
    case NameKind::Link:
        return say(MAILMEND_TEXT("quarantine-file", "a link"));
    case NameKind::File:
        return say(MAILMEND_TEXT("quarantine-file", "another file"));
    default:
        return say(MAILMEND_TEXT("quarantine-file", "something that is no ordinary file"));
    }
}

Error taken(const Memory& memory, const InTheWayName& there, const std::optional<FileRecord>& record)
{
    const Text what =
        record ? say(MAILMEND_TEXT("quarantine-file", "another file of {size}, last changed {time}"),
                     {{"size", bytes(record->size)},
                      {"time", moment(QDateTime::fromSecsSinceEpoch(record->modified.seconds, Qt::UTC))}})
               : kindText(there.kind);
    const bool isFile = there.kind == NameKind::File;
    return {
        ErrorKind::Conflict,
        say(MAILMEND_TEXT("quarantine-file",
                          "At {path} there is {what} now, so the old one was not put back."),
            {{"path", place(memory.real.parent().child(there.name).display())}, {"what", sentence(what)}}),
        isFile
            ? say(MAILMEND_TEXT(
                  "quarantine-file",
                  "Decide which one you need. What is there now can be taken into quarantine first."))
            : say(MAILMEND_TEXT("quarantine-file", "See what it is and move it by hand. Then undo again.")),
        {},
        {}};
}

/** The words for what stands there; of a file its size and time too. */
Error takenBy(const Place& place, const Memory& memory, const InTheWayName& there)
{
    std::optional<FileRecord> record;
    if (const auto file = place.folder->open(there.name)) {
        if (auto read = (*file)->record()) {
            record = std::move(*read);
        }
    }
    return taken(memory, there, record);
}

/** As a change of its own: what stands there now is what would be taken. */
Result<InTheWay> takingIt(const Undoable& of, const InTheWayName& there, ActionRun& run)
{
    const auto file = of.place.folder->open(there.name);
    const auto record = file ? (*file)->record() : Result<FileRecord>(file.error());
    const auto hash = record ? hashOf(**file, record->size, run.mayGoOn) : Result<QByteArray>(record.error());
    if (!hash) {
        return hash.error();
    }
    ActionRequest request{QString::fromLatin1(quarantineFile.id), newChangeId(), {}};
    request.parameters.insert(QString::fromLatin1(kPath), of.memory.real.parent().child(there.name));
    request.parameters.insert(QString::fromLatin1(kSha256), Sha256Value{*hash});
    auto preview = quarantineFile.preview(request, run);
    return preview ? Result<InTheWay>(InTheWay{request, std::move(*preview)}) : preview.error();
}

} // namespace

Done placeIsFree(const Place& place, const Memory& memory)
{
    const auto found = whatIsInTheWay(place, memory);
    if (!found) {
        return found.error();
    }
    return found->isEmpty() ? done() : Done(takenBy(place, memory, found->first()));
}

Result<std::optional<InTheWay>> inTheWay(const ChangeRecord& record, ActionRun& run)
{
    const auto opened = openForUndo(record, run);
    if (!opened) {
        return opened.error();
    }
    const auto found = whatIsInTheWay(opened->place, opened->memory);
    if (!found) {
        return found.error();
    }
    if (found->isEmpty()) {
        return std::optional<InTheWay>();
    }
    if (found->size() > 1 || found->first().kind != NameKind::File) {
        return takenBy(opened->place, opened->memory, found->first());
    }
    auto taking = takingIt(*opened, found->first(), run);
    return taking ? Result<std::optional<InTheWay>>(std::move(*taking)) : taking.error();
}

} // namespace mailmend::quarantine
