// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/look_again.h"

#include "base/sha256.h"
#include "cases/events.h"
#include "engine/freshness.h"
#include "engine/look_again_account.h"
#include "engine/look_again_evidence.h"
#include "engine/look_again_replaced.h"

#include <QHash>

#include <algorithm>
#include <array>

namespace mailmend {
namespace {

const CheckResult* resultOf(const LookedAt& looked, const QString& check, const QString& target)
{
    for (const ScanResult& scan : looked.scans) {
        for (const CheckResult& one : scan.checks) {
            if (one.check == check && one.target == target) {
                return &one;
            }
        }
    }
    return nullptr;
}

/** By its id; where the case knows the computer by another number than this evidence, by what it is about. */
const Finding* findingIn(const LookedAt& looked, const Finding& known, const QString& target)
{
    for (const ScanResult& scan : looked.scans) {
        for (const Finding& finding : scan.findings) {
            const bool isIt = known.target == target ? finding.id == known.id : isSameTrouble(known, finding);
            if (isIt && finding.target == target) {
                return &finding;
            }
        }
    }
    return nullptr;
}

bool wasCancelled(const LookedAt& looked, const QString& target)
{
    return std::any_of(looked.scans.begin(), looked.scans.end(), [&target](const ScanResult& scan) {
        return scan.cancelled && std::any_of(scan.targets.begin(), scan.targets.end(),
                                             [&target](const TargetInfo& one) { return one.id == target; });
    });
}

/** What the file holds now: itself, or a copy of its disk that was made for this look. */
Result<std::unique_ptr<FileReader>> openAsItIsNow(const Files& files, const FileEntry& entry)
{
    auto reader = files.open(entry);
    if (reader || reader.error().kind != ErrorKind::InUse) {
        return reader;
    }
    auto copied = files.openCopy(entry, reader.error());
    return copied && !copied->older ? Result<std::unique_ptr<FileReader>>(std::move(copied->reader))
                                    : reader.error();
}

/** SHA-256 of the subject's file as the finding's state has it; empty where it could not be read to its end.
 */
QString stateOf(const Files& files, const FileEntry& entry, const CancelToken& cancel)
{
    const auto reader = openAsItIsNow(files, entry);
    if (!reader) {
        return {};
    }
    Sha256 hash;
    std::array<char, 65536> room;
    while (!cancel.isCancelled()) {
        const Result<qint64> got = (*reader)->read(room);
        if (!got) {
            return {};
        }
        if (*got == 0) {
            return QStringLiteral("sha256:") + QString::fromLatin1(hash.finish().toHex());
        }
        hash.add(QByteArrayView(room.data(), *got));
    }
    return {};
}

/** A folder that was listed, or that is gone from a folder that was listed. Reason where neither is proven.
 */
std::optional<Text> whyNotListed(const Evidence& evidence, const WindowsPath& file)
{
    if (const std::optional<Text> other = evidence.files->hasOtherName(file.parent())) {
        return other;
    }
    WindowsPath name = file;
    FolderState first;
    for (bool isFirst = true; !name.components().isEmpty(); isFirst = false) {
        const FolderState state = evidence.files->folderState(name.parent(), {name.name()});
        first = isFirst ? state : first;
        if (state.state == ReadState::Read) {
            return std::nullopt;
        }
        // Only a disk shows that a folder is gone; a collection may not have been asked for it.
        if (state.state != ReadState::Missing || !isTheDiskItself(evidence.target)) {
            break;
        }
        name = name.parent();
    }
    return first.reason.isEmpty() ? say(MAILMEND_TEXT("recheck", "The folder {folder} was not read in full."),
                                        {{"folder", place(file.parent().display())}})
                                  : first.reason;
}

/** A stream may hide where nobody could see it. None: the subject is no stream, or that one is gone. */
std::optional<Text> whyStillHidden(const Finding& known, const Evidence& evidence)
{
    const std::optional<WindowsPath> holder = holderOfStream(known.subject.path);
    if (!holder) {
        return std::nullopt;
    }
    FolderState state = evidence.files->streamState(known.subject.path);
    if (state.state == ReadState::Read) {
        return std::nullopt;
    }
    // It is gone with its file. Of folders, a collection may not show those without files.
    const bool wasInFile = std::none_of(known.facts.begin(), known.facts.end(),
                                        [&holder](const Fact& fact) { return fact.path == *holder; });
    if (wasInFile && evidence.files->find(*holder).isEmpty() && !whyNotListed(evidence, *holder)) {
        return std::nullopt;
    }
    return state.reason;
}

/** The very same was not read when the finding was seen: not having it now hides nothing. Of what runs, a
 * look with fewer rights sees less of the same list. */
bool wasUnreadThen(const Unread& now, const CaseFinding& known)
{
    return !now.source.startsWith(QLatin1StringView("live-")) &&
           std::any_of(known.unreadThen.begin(), known.unreadThen.end(), [&now](const Unread& then) {
               return then.source == now.source && then.state == now.state && then.reason == now.reason;
           });
}

std::optional<Text> firstUnread(const CheckResult& now, const CaseFinding& known)
{
    const bool isFile = known.finding.subject.kind == SubjectKind::File;
    for (const Unread& unread : now.unread) {
        if (!isComparisonOnly(unread, known.finding) && (isFile || !wasUnreadThen(unread, known))) {
            return unread.reason;
        }
    }
    return std::nullopt;
}

Rechecked goneFile(const CaseFinding& known, const LookedAt& looked, const Evidence& evidence,
                   const CheckResult& check, const CancelToken& cancel)
{
    const WindowsPath& path = known.finding.subject.path;
    if (!evidence.files) {
        return cannotTell(known, evidence.files.reason);
    }
    if (const std::optional<Text> why = whyNotListed(evidence, path)) {
        return cannotTell(known, *why);
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
    if (!known.finding.state.startsWith(QLatin1StringView("sha256:"))) {
        return disputed(
            known, say(MAILMEND_TEXT("recheck", "{page} is there. It was not found by its content, so its "
                                                "content does not show whether it is in order now: look at "
                                                "it yourself."),
                       {{"page", place(path.display())}}));
    }
    QString replacement;
    for (const FileEntry& entry : there) {
        const QString state = stateOf(*evidence.files.part, entry, cancel);
        replacement = state;
        if (state.isEmpty()) {
            return cannotTell(known, say(MAILMEND_TEXT("recheck", "{page} is there, but could not be read."),
                                         {{"page", place(path.display())}}));
        }
        if (state == known.finding.state) {
            return disputed(
                known,
                say(MAILMEND_TEXT("recheck", "{page} is there unchanged. It was judged otherwise this time, "
                                             "perhaps by newer knowledge: look at it yourself."),
                    {{"page", place(path.display())}}));
        }
        if (const std::optional<Text> why = whyNotAsked(known.finding, state, looked, evidence)) {
            return disputed(known, *why);
        }
    }
    if (const std::optional<Text> why = firstUnread(check, known)) {
        return cannotTell(known, *why);
    }
    Rechecked replaced =
        recheckedAs(known, FindingStatus::Fixed,
                    say(MAILMEND_TEXT("recheck", "{page} was replaced, and the new one shows nothing bad."),
                        {{"page", place(path.display())}}));
    replaced.state = replacement;
    return replaced;
}

/** A file from which the finding was learned, which is there and can't be read now. */
std::optional<WindowsPath> unreadProof(const Finding& known, const Evidence& evidence)
{
    for (const Fact& fact : known.facts) {
        if (fact.path.isEmpty() || !evidence.files) {
            continue;
        }
        for (const FileEntry& entry : evidence.files->find(fact.path)) {
            if (!openAsItIsNow(*evidence.files.part, entry)) {
                return fact.path;
            }
        }
    }
    return std::nullopt;
}

/** A program file that the web server had loaded: that it has not just now proves nothing. None: it has, and
 * nothing is wrong with it now, or the file is gone. */
std::optional<Rechecked> moduleIsThere(const CaseFinding& known, const Evidence& evidence)
{
    const QString& name = known.finding.subject.name;
    if (evidence.live) {
        const QList<LiveModule>& loaded = evidence.live->facts().modules.rows;
        if (std::any_of(loaded.begin(), loaded.end(), [&name](const LiveModule& module) {
                return module.path.compare(name, Qt::CaseInsensitive) == 0;
            })) {
            return std::nullopt;
        }
    }
    const std::optional<WindowsPath> path = WindowsPath::parse(name);
    if (!path || !evidence.files) {
        return cannotTell(
            known, say(MAILMEND_TEXT("recheck", "We did not see the web server use {page} just now. Whether "
                                                "the file is still there is not known."),
                       {{"page", place(name)}}));
    }
    if (const std::optional<Text> why = whyNotListed(evidence, *path)) {
        return cannotTell(known, *why);
    }
    if (evidence.files->find(*path).isEmpty()) {
        return std::nullopt;
    }
    return disputed(
        known, say(MAILMEND_TEXT(
                       "recheck",
                       "{page} is still there. We did not see the web server use it just now, but the next "
                       "request may load it. Take it out or ask its maker about it, then check again."),
                   {{"page", place(path->display())}}));
}

Rechecked goneOther(const CaseFinding& known, Freshness fresh, const Evidence& evidence,
                    const CheckResult& check)
{
    if (fresh != Freshness::Newer) {
        return cannotTell(
            known, say(MAILMEND_TEXT("recheck", "Nothing shows that this evidence is newer than the last. "
                                                "Start the server once, or collect again.")));
    }
    if (check.verdict == Verdict::NotApplicable) {
        return cannotTell(known, check.reason);
    }
    if (known.finding.subject.kind == SubjectKind::Account) {
        return goneAccount(known, evidence);
    }
    if (known.finding.check == QLatin1StringView("running-code") &&
        known.finding.subject.kind == SubjectKind::Server) {
        return disputed(known, say(MAILMEND_TEXT("recheck", "It has ended. What it did while it ran is not "
                                                            "known by that.")));
    }
    if (known.finding.subject.kind == SubjectKind::Module) {
        if (const std::optional<Rechecked> there = moduleIsThere(known, evidence)) {
            return *there;
        }
    }
    if (const std::optional<WindowsPath> proof = unreadProof(known.finding, evidence)) {
        return cannotTell(known, say(MAILMEND_TEXT("recheck", "{page} is there, but could not be read."),
                                     {{"page", place(proof->display())}}));
    }
    if (const std::optional<Text> why = firstUnread(check, known)) {
        return cannotTell(known, *why);
    }
    return recheckedAs(
        known, FindingStatus::Fixed,
        say(MAILMEND_TEXT("recheck", "It is not so any more in evidence that is newer than the last.")));
}

/** Another program holds the file, or did during the scan, so that what was seen of it is a copy of its disk
 * that is older. Then it counts as unread as well. */
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

Rechecked stillThere(const CaseFinding& known, const Finding& now, const CheckResult& check,
                     const Evidence& evidence, const CancelToken& cancel)
{
    if (isOnlyInACopy(now, check, evidence, cancel)) { // it may have been repaired since the copy
        return cannotTell(
            known,
            say(MAILMEND_TEXT("recheck",
                              "{page} is there, and another program held it open. An older copy of the "
                              "disk shows what was found; what the file holds now could not be read. "
                              "Look again when that program has ended."),
                {{"page", place(now.subject.path.display())}}));
    }
    Text reason =
        now.state == known.finding.state
            ? say(MAILMEND_TEXT("recheck", "It is still there, unchanged."))
            : say(MAILMEND_TEXT("recheck", "It was changed, but what was found still holds: {title}"),
                  {{"title", sentence(now.title)}});
    Rechecked found = recheckedAs(known, FindingStatus::NotFixedYet, std::move(reason));
    found.state = now.state;
    return found;
}

} // namespace

Rechecked lookAgain(const CaseFinding& known, const LookedAt& looked, const CancelToken& cancel)
{
    Text why;
    const Evidence* evidence = evidenceOf(known, looked, &why);
    if (!evidence) {
        return cannotTell(known, why);
    }
    const Freshness fresh = freshness(evidence->target, known.seenIn);
    if (const std::optional<Text> old = whyTooOld(evidence->target, known)) {
        return cannotTell(known, *old);
    }
    const CheckResult* check = resultOf(looked, known.finding.check, evidence->target.id);
    if (wasCancelled(looked, evidence->target.id) || !check) {
        return cannotTell(known,
                          say(MAILMEND_TEXT("recheck", "The search was stopped before it was at its end.")));
    }
    if (const Finding* now = findingIn(looked, known.finding, evidence->target.id)) {
        return stillThere(known, *now, *check, *evidence, cancel);
    }
    if (const std::optional<Text> leftOut = whyNotTheNewest(known, looked, evidence->target)) {
        return cannotTell(known, *leftOut);
    }
    const bool isFile =
        known.finding.subject.kind == SubjectKind::File && !known.finding.subject.path.isEmpty();
    return isFile ? goneFile(known, looked, *evidence, *check, cancel)
                  : goneOther(known, fresh, *evidence, *check);
}

QList<Event> eventsOf(const CaseView& view, const QList<Rechecked>& results, const LookedAt& looked,
                      const QString& by)
{
    QList<Event> events;
    QHash<QString, Rechecked> byFinding;
    for (const Rechecked& one : results) {
        byFinding.insert(one.finding, one);
        const CaseFinding* known = view.finding(one.finding);
        Text unused;
        const Evidence* evidence = known ? evidenceOf(*known, looked, &unused) : nullptr;
        events.append(events::findingRechecked(one.finding, toWord(one.status), one.reason,
                                               evidence ? evidence->target : TargetInfo{}, by, one.state,
                                               one.disputes));
    }
    for (const CaseStep& step : view.steps) {
        const Rechecked* worst = nullptr;
        bool allFixed = step.step.verifiedByLooking && !step.step.findings.isEmpty();
        for (const QString& id : step.step.verifiedByLooking ? step.step.findings : QStringList()) {
            const auto now = byFinding.constFind(id);
            const CaseFinding* known = view.finding(id);
            const FindingStatus status = now != byFinding.constEnd() ? now->status
                                         : known                     ? known->status
                                                                     : FindingStatus::CannotTell;
            allFixed = allFixed && status == FindingStatus::Fixed;
            if (now != byFinding.constEnd() && (!worst || status == FindingStatus::NotFixedYet)) {
                worst = &*now;
            }
        }
        if (worst && allFixed) {
            events.append(
                events::stepVerified(step.step.id, toWord(StepStatus::Verified), worst->reason, by));
        }
    }
    return events;
}

} // namespace mailmend
