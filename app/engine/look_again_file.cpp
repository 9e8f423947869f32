// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again_file.h"

#include "engine/look_again_reading.h"
#include "engine/look_again_replaced.h"
#include "engine/look_again_running.h"
#include "evidence/hidden_streams.h"

#include <algorithm>

namespace mailmend {
namespace {

/** A stream may hide where nobody could see it. None: the subject is no stream, or that one is gone. */
std::optional<Text> whyStillHidden(const Finding& known, const Evidence& evidence)
{
    const std::optional<HidingPlace> hides = hidingPlaceOf(known);
    if (!hides) {
        return std::nullopt;
    }
    FolderState state = evidence.files->streamState(known.subject.path);
    if (state.state == ReadState::Read) {
        return std::nullopt;
    }
    // It is gone with its file. Of folders, a collection may not show those without files.
    if (!hides->isFolder && evidence.files->find(hides->holder).isEmpty() &&
        !whyNotListed(evidence, hides->holder)) {
        return std::nullopt;
    }
    return state.reason;
}

/** Where it would be listed: what hides beside a folder is among what that folder holds. */
WindowsPath listedFor(const Finding& known)
{
    const WindowsPath& path = known.subject.path;
    const std::optional<HidingPlace> hides = hidingPlaceOf(known);
    return hides && hides->isFolder ? hides->holder.child(path.name().mid(path.name().indexOf(':') + 1))
                                    : path;
}

/** Why content says nothing about what was found of a file that is there; none: it does. */
std::optional<Text> whyNotByContent(const Finding& known)
{
    const bool wasLost =
        known.state == QLatin1StringView("gone"); // it went while we looked, and is there now
    if (wasLost || known.state.startsWith(QLatin1StringView("sha256:"))) {
        return std::nullopt;
    }
    return say(MAILMEND_TEXT("recheck",
                             "{page} is there. It was not found by its content, so its content does "
                             "not show whether it is in order now: look at it yourself."),
               {{"page", place(known.subject.path.display())}});
}

} // namespace

Rechecked goneFile(const CaseFinding& known, const LookedAt& looked, const Evidence& evidence,
                   const CheckResult& check, const CancelToken& cancel)
{
    const WindowsPath& path = known.finding.subject.path;
    if (!evidence.files) {
        return cannotTell(known, evidence.files.reason);
    }
    // Where the check doesn't look in its folder any more, a whole scan can't have found it.
    const auto untold = isSearched(known.finding, looked, evidence) ? cannotTell : disputed;
    if (const std::optional<Text> why = evidence.files->hasOtherName(path.parent())) {
        return disputed(known, *why);
    }
    if (const std::optional<Text> why = whyNotListed(evidence, listedFor(known.finding))) {
        return untold(known, *why);
    }
    const QList<FileEntry> there = evidence.files->find(path);
    if (there.isEmpty()) {
        if (const std::optional<Text> why = whyStillHidden(known.finding, evidence)) {
            return cannotTell(known, *why);
        }
        return recheckedAs(
            known, FindingStatus::Fixed,
            say(MAILMEND_TEXT("recheck",
                              "{page} is gone: its folder was read, and it is not there any more."),
                {{"page", place(path.display())}}));
    }
    if (check.verdict == Verdict::NotApplicable) {
        return cannotTell(known, check.reason);
    }
    const std::optional<Text> unread = firstUnread(check, known);
    if (isVouchedForNow(known.finding, evidence)) {
        return unread ? cannotTell(known, *unread)
                      : recheckedAs(known, FindingStatus::Fixed,
                                    say(MAILMEND_TEXT("recheck", "Windows vouches for {page} now."),
                                        {{"page", place(path.display())}}));
    }
    if (const std::optional<Text> why = whyNotByContent(known.finding)) {
        return disputed(known, *why);
    }
    bool isAllShipped = true;
    QString replacement;
    for (const FileEntry& entry : there) {
        const QString state = stateOf(*evidence.files.part, entry, cancel);
        replacement = state;
        if (state.isEmpty()) {
            return untold(known, say(MAILMEND_TEXT("recheck", "{page} is there, but could not be read."),
                                     {{"page", place(path.display())}}));
        }
        if (state == known.finding.state) {
            return disputed(
                known,
                say(MAILMEND_TEXT("recheck", "{page} is there unchanged. It was judged otherwise this time, "
                                             "perhaps by newer knowledge: look at it yourself."),
                    {{"page", place(path.display())}}));
        }
        if (isShipped(state, looked)) {
            continue;
        }
        isAllShipped = false;
        if (const std::optional<Text> why = whyNotAsked(known.finding, check, looked, evidence)) {
            return disputed(known, *why);
        }
    }
    if (unread && !isAllShipped) {
        return cannotTell(known, *unread);
    }
    Rechecked replaced =
        recheckedAs(known, FindingStatus::Fixed,
                    say(MAILMEND_TEXT("recheck", "{page} was replaced, and the new one shows nothing bad."),
                        {{"page", place(path.display())}}));
    replaced.state = replacement;
    return replaced;
}

bool isOnlyInACopy(const Finding& finding, const CheckResult& check, const Evidence& evidence,
                   const CancelToken& cancel)
{
    if (finding.subject.kind != SubjectKind::File || check.unread.isEmpty() || !evidence.files) {
        return false;
    }
    const bool isByContent = finding.state.startsWith(QLatin1StringView("sha256:"));
    const QList<FileEntry> there = evidence.files->find(finding.subject.path);
    bool isSame = there.isEmpty();
    for (const FileEntry& entry : there) {
        const auto reader = openAsItIsNow(*evidence.files.part, entry);
        if (!reader && reader.error().kind == ErrorKind::InUse) {
            return true;
        }
        isSame = isSame || !reader || !isByContent ||
                 stateOf(*evidence.files.part, entry, cancel) == finding.state;
    }
    return !isSame;
}

} // namespace mailmend
