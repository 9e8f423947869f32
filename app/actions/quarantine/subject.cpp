// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/quarantine/subject.h"

#include "actions/quarantine/held_open.h"
#include "actions/quarantine/refusals.h"
#include "actions/quarantine/verbs.h"
#include "actions/quarantine_file.h"
#include "base/escape.h"
#include "base/sha256.h"

namespace mailmend::quarantine {
namespace {

Error cannotBeChanged(const Machine& machine)
{
    return {ErrorKind::Unsupported, machine.files.reason, {}, {}, {}};
}

Error noFile(const WindowsPath& path, NameKind kind)
{
    const Text text =
        kind == NameKind::Link
            ? say(MAILMEND_TEXT("quarantine-file", "{path} is only a link to a file elsewhere."),
                  {{"path", place(path.display())}})
            : say(MAILMEND_TEXT("quarantine-file", "{path} is not an ordinary file."),
                  {{"path", place(path.display())}});
    return {
        ErrorKind::Unsupported,
        text,
        say(MAILMEND_TEXT("quarantine-file", "See where it leads or what it is, and do this step by hand.")),
        {},
        {}};
}

Error otherContent(const WindowsPath& path)
{
    return {ErrorKind::Conflict,
            say(MAILMEND_TEXT("quarantine-file",
                              "{path} is not the file any more that was looked at: its content is another."),
                {{"path", place(path.display())}}),
            say(MAILMEND_TEXT("quarantine-file", "Look at the disk again, then decide anew.")),
            {},
            {}};
}

Error severalAlike(const WindowsPath& path)
{
    return {
        ErrorKind::Conflict,
        say(MAILMEND_TEXT(
                "quarantine-file",
                "Several files answer to {path} and have the same content, so we can't tell which is meant."),
            {{"path", place(path.display())}}),
        say(MAILMEND_TEXT("quarantine-file", "Do this step by hand.")),
        {},
        {}};
}

/** Opens one match and reads all about it; no Subject where its content is another. */
Result<std::optional<Subject>> openMatch(const FoundName& found, const QByteArray& sha256, ActionRun& run)
{
    Subject subject;
    auto folder = run.machine.files->folder(found.real.parent());
    if (!folder) {
        return folder.error();
    }
    subject.folder = std::move(*folder);
    auto file = subject.folder->open(found.real.name());
    if (!file) {
        return whyNotTaken(file.error(), found.real, run.machine);
    }
    subject.file = std::move(*file);
    Memory& memory = subject.memory;
    auto record = subject.file->record();
    if (!record) {
        return record.error();
    }
    memory.record = std::move(*record);
    const auto hash = hashOf(*subject.file, memory.record.size, run.mayGoOn);
    if (!hash) {
        return hash.error();
    }
    if (*hash != sha256) {
        return std::optional<Subject>();
    }
    if (const Done free = subject.folder->mayBeTaken(found.real.name()); !free) {
        return whyNotTaken(free.error(), found.real, run.machine);
    }
    const auto modified = subject.folder->modified();
    const auto names = subject.folder->names();
    if (!modified || !names) {
        return modified ? names.error() : modified.error();
    }
    memory.machine = run.machine.identity;
    memory.sha256 = *hash;
    memory.real = found.real;
    memory.folderModified = *modified;
    memory.twins = twinsOf(found.real.name(), *names);
    return std::optional<Subject>(std::move(subject));
}

QByteArray digestOf(const Memory& memory)
{
    Sha256 hash;
    hash.add("quarantine-file/1");
    hash.add(QByteArray(1, memory.real.drive()));
    for (const QByteArray& name : memory.real.components() + memory.twins) {
        hash.add(QByteArray::number(name.size()) + ':' + name);
    }
    hash.add(mailmend::digestOf(memory.record));
    hash.add(memory.sha256);
    return hash.finish();
}

/** What is left where it is, whatever is found there. */
std::optional<Error> whyLeft(const WindowsPath& asked, const ActionRun& run)
{
    const auto why = whyNotOutOfStream(asked);
    return why ? why : whyReplacedInstead(asked, run.machine.exchange, run.knowledge.files);
}

/** Whether its folder may be written and nobody holds it. */
Done mayTake(const WindowsPath& real, ActionRun& run)
{
    if (const Done may = run.machine.files->mayWrite(real.parent()); !may) {
        return may;
    }
    const auto folder = run.machine.files->folder(real.parent());
    const Done free = folder ? (*folder)->mayBeTaken(real.name()) : Done(folder.error());
    return free ? free : Done(whyNotTaken(free.error(), real, run.machine));
}

} // namespace

Result<QByteArray> hashOf(const OpenFile& file, qint64 size, const SafePoint& mayGoOn)
{
    const Text doing = say(MAILMEND_TEXT("quarantine-file", "Reading the file"));
    Sha256 hash;
    QByteArray piece(1024 * 1024, Qt::Uninitialized);
    for (qint64 position = 0;;) {
        if (!mayGoOn({doing, position, size})) {
            return Error{
                ErrorKind::Cancelled, say(MAILMEND_TEXT("quarantine-file", "It was stopped.")), {}, {}, {}};
        }
        const auto got = file.read(position, std::span(piece.data(), static_cast<size_t>(piece.size())));
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return hash.finish();
        }
        hash.add(QByteArrayView(piece).first(*got));
        position += *got;
    }
}

Done possible(const ActionRequest& request, ActionRun& run)
{
    if (const Done good = checkRequest(quarantineFile, request); !good) {
        return good;
    }
    if (!run.machine.files) {
        return cannotBeChanged(run.machine);
    }
    const auto asked = std::get<WindowsPath>(request.parameters.value(QLatin1StringView(kPath)));
    if (const auto why = whyLeft(asked, run)) {
        return *why;
    }
    const auto found = run.machine.files->find(asked);
    if (!found) {
        return found.error();
    }
    Done may = done();
    for (const FoundName& match : *found) {
        const auto replaced = whyReplacedInstead(match.real, run.machine.exchange, run.knowledge.files);
        may = match.kind != NameKind::File ? Done(noFile(match.real, match.kind))
              : replaced                   ? Done(*replaced)
                                           : mayTake(match.real, run);
        if (may) {
            break;
        }
    }
    return may;
}

Result<Subject> findSubject(const ActionRequest& request, ActionRun& run)
{
    if (!run.machine.files) {
        return cannotBeChanged(run.machine);
    }
    const auto asked = std::get<WindowsPath>(request.parameters.value(QLatin1StringView(kPath)));
    const auto sha256 = std::get<Sha256Value>(request.parameters.value(QLatin1StringView(kSha256))).bytes;
    if (const auto why = whyLeft(asked, run)) {
        return *why;
    }
    const auto found = run.machine.files->find(asked);
    if (!found) {
        return found.error();
    }
    std::optional<Subject> subject;
    std::optional<Error> trouble;
    for (const FoundName& match : *found) {
        if (match.kind != NameKind::File) {
            trouble = noFile(match.real, match.kind);
            continue;
        }
        auto opened = openMatch(match, sha256, run);
        if (!opened) {
            if (opened.error().kind == ErrorKind::Cancelled) {
                return opened.error();
            }
            trouble = opened.error();
        } else if (*opened && subject) {
            return severalAlike(asked);
        } else if (*opened) {
            subject = std::move(*opened);
        }
    }
    if (!subject) {
        return trouble ? *trouble : otherContent(asked);
    }
    if (const auto why =
            whyReplacedInstead(subject->memory.real, run.machine.exchange, run.knowledge.files)) {
        return *why;
    }
    if (const Done may = run.machine.files->mayWrite(subject->memory.real.parent()); !may) {
        return may.error();
    }
    subject->asked = asked;
    subject->digest = digestOf(subject->memory);
    return std::move(*subject);
}

} // namespace mailmend::quarantine
