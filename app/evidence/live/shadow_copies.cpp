// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/shadow_copies.h"

#include "base/logging.h"
#include "evidence/volume/volume_files.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace mailmend {
namespace {

constexpr TextSource shadowOrLater = MAILMEND_TEXT(
    "shadow-copy", "Look again when that program has ended, or let Windows make a copy of the disk for it: "
                   "tick “Also read files that other programs hold open” before you start, or say "
                   "--shadow-copy on the console.");

Error tooLittleRoomForShadow()
{
    return {
        ErrorKind::Full,
        say(MAILMEND_TEXT("shadow-copy", "The disk has less than {room} left, too little for a shadow copy."),
            {{"room", bytes(kRoomForShadowCopy)}}),
        say(MAILMEND_TEXT("shadow-copy", "Make room on the disk, then look again.")),
        {},
        {}};
}

Error shadowRoomUnknown()
{
    return {
        ErrorKind::Damaged,
        say(MAILMEND_TEXT("shadow-copy", "Windows did not tell how much room the disk has left, so no new "
                                         "shadow copy was made.")),
        say(MAILMEND_TEXT("shadow-copy", "Look again when the program that holds the file has ended.")),
        {},
        {}};
}

/** Older copies may be the only trace of what was on the disk before. */
Error wouldPushOutOlder()
{
    return {ErrorKind::Full,
            say(MAILMEND_TEXT("shadow-copy", "A new shadow copy was not made: Windows might have thrown away "
                                             "older ones for it, which are evidence.")),
            say(MAILMEND_TEXT("shadow-copy", "Look again when the program that holds the file has ended.")),
            {},
            {}};
}

Error noShadowCopy()
{
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("shadow-copy", "There is no shadow copy of this disk.")),
            say(shadowOrLater),
            {},
            {}};
}

Error notInTheCopy(const ShadowCopy& copy)
{
    return {ErrorKind::NotFound,
            say(MAILMEND_TEXT("shadow-copy", "The shadow copy of {time} does not have it."),
                {{"time", moment(copy.made)}}),
            say(shadowOrLater),
            {},
            {}};
}

Error fileIsOlder(const FileEntry& entry, const ShadowCopy& copy, const std::optional<Error>& whyNoNew)
{
    Error error{ErrorKind::InUse, {}, {}, copy.device, {}};
    if (whyNoNew) {
        error.text =
            say(MAILMEND_TEXT("shadow-copy", "Another program holds {path} open. All that can be "
                                             "read is from the shadow copy of {time}, not what it is "
                                             "now. A new one could not be made: {why}"),
                {{"path", place(entry.path.display())},
                 {"time", moment(copy.made)},
                 {"why", sentence(whyNoNew->text)}});
        error.hint = whyNoNew->hint;
        return error;
    }
    error.text =
        say(MAILMEND_TEXT("shadow-copy", "Another program holds {path} open. All that can be read is "
                                         "from the shadow copy of {time}, not what it is now."),
            {{"path", place(entry.path.display())}, {"time", moment(copy.made)}});
    error.hint = say(shadowOrLater);
    return error;
}

} // namespace

ShadowCopies::ShadowCopies(std::unique_ptr<ShadowService> service, bool mayMake, CancelToken cancel)
    : m_service(std::move(service)), m_mayMake(mayMake), m_cancel(std::move(cancel))
{}

ShadowCopies::~ShadowCopies()
{
    if (const Done given = giveBack(); !given) {
        logger("evidence")->error("{}", logLine(given.error()).toStdString());
    }
}

Result<CopiedContent> ShadowCopies::open(const FileEntry& entry)
{
    const QMutexLocker lock(&m_mutex);
    if (m_cancel.isCancelled()) {
        return shadowCancelled();
    }
    const Drive& drive = prepared(entry.path.drive());
    std::optional<Error> why;
    for (const Opened& one : drive.copies) {
        auto reader = one.files->open(entry);
        if (reader) {
            return CopiedContent{std::move(*reader), one.copy.made,
                                 one.isOwn ? std::nullopt
                                           : std::optional(fileIsOlder(entry, one.copy, drive.whyNoNew))};
        }
        if (!why) {
            why = reader.error().kind == ErrorKind::NotFound ? notInTheCopy(one.copy) : reader.error();
        }
    }
    return why ? *why : drive.whyNone.value_or(noShadowCopy());
}

const ShadowCopies::Drive& ShadowCopies::prepared(char letter)
{
    const auto known = m_drives.find(letter);
    if (known != m_drives.end()) {
        return known->second;
    }
    Drive drive;
    auto there = m_service->copiesOf(letter, m_cancel);
    if (!there) {
        drive.whyNone = there.error(); // then nobody knows what a new one would throw away
    } else {
        if (m_mayMake) {
            makeOne(letter, !there->isEmpty(), drive);
        }
        const auto newest = std::max_element(
            there->begin(), there->end(),
            [](const ShadowCopy& left, const ShadowCopy& right) { return left.made < right.made; });
        const Done opened =
            newest == there->end() ? Done(noShadowCopy()) : openOne(letter, *newest, false, drive);
        if (drive.copies.empty()) {
            drive.whyNone = drive.whyNoNew ? *drive.whyNoNew : opened.error();
        }
    }
    if (drive.whyNone) {
        logger("evidence")->info("{}: {}", letter, logLine(*drive.whyNone).toStdString());
    }
    return m_drives.emplace(letter, std::move(drive)).first->second;
}

void ShadowCopies::makeOne(char letter, bool hasOlder, Drive& into)
{
    const auto room = m_service->roomFor(letter, m_cancel);
    if (!room) {
        into.whyNoNew = room.error();
        return;
    }
    if (!room->free) {
        into.whyNoNew = shadowRoomUnknown();
        return;
    }
    if (*room->free < kRoomForShadowCopy) {
        into.whyNoNew = tooLittleRoomForShadow();
        return;
    }
    if (hasOlder && room->untilOldestGo && *room->untilOldestGo < kRoomForShadowCopy) {
        into.whyNoNew = wouldPushOutOlder();
        return;
    }
    const auto made = m_service->make(letter, m_cancel);
    if (!made) {
        into.whyNoNew = made.error();
        return;
    }
    m_made.append(*made);
    if (const Done opened = openOne(letter, *made, true, into); !opened) {
        into.whyNoNew = opened.error();
    }
}

Done ShadowCopies::openOne(char letter, const ShadowCopy& copy, bool isOwn, Drive& into)
{
    auto root = m_service->openRoot(copy, m_cancel);
    if (!root) {
        return root.error();
    }
    const QList<OpenVolume> volumes{{{letter, copy.device.toUtf8()}, std::move(*root), {}}};
    into.copies.push_back({copy, isOwn, std::make_shared<VolumeFiles>(volumes)});
    return done();
}

Done ShadowCopies::giveBack()
{
    const QMutexLocker lock(&m_mutex);
    m_drives.clear(); // an open folder would keep a copy from going
    Done outcome = done();
    for (const ShadowCopy& copy : std::as_const(m_made)) {
        const Done removed = m_service->remove(copy);
        if (!removed) {
            outcome =
                because(removed.error(),
                        say(MAILMEND_TEXT("shadow-copy", "The shadow copy that Mailmend made at {time} may "
                                                         "still be there. Look with: vssadmin list shadows. "
                                                         "Windows removes it at the next start at the "
                                                         "latest."),
                            {{"time", moment(copy.made)}}));
        }
    }
    m_made.clear();
    return outcome;
}

} // namespace mailmend
