// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "gui/session_run.h"

#include <QFileInfo>

#include <utility>

namespace mailmend::gui {

namespace {

/** What a collecting ended with: the collection, or why it may not be written there. */
struct CollectEnd
{
    CollectPlace place = CollectPlace::Free;
    CollectedInto into;
};

/** Others on this computer go first while it lives: only this thread steps back, not the window. */
class Polite
{
public:
    Polite() { QThread::currentThread()->setPriority(QThread::LowestPriority); }
    ~Polite() { QThread::currentThread()->setPriority(QThread::NormalPriority); }
    Polite(const Polite&) = delete;
    Polite& operator=(const Polite&) = delete;
};

/** The same error, with what is left on the disk. */
Error withRest(Error error, const PartialFile& file)
{
    if (!QFileInfo::exists(file.path())) {
        return error;
    }
    const TextSource sentence =
        file.isWhole()
            ? MAILMEND_TEXT("session", "{path} is the whole collection and lacks only its name. Rename it so "
                                       "that it ends with .zip, and keep it.")
            : MAILMEND_TEXT("session", "{path} holds what was written until then. It can't be opened; delete "
                                       "it before you collect under this name again.");
    const Text rest = say(sentence, {{"path", place(file.path())}});
    error.hint = error.hint.isEmpty()
                     ? rest
                     : say(MAILMEND_TEXT("session", "{all}"), {{"all", sentences({error.hint, rest})}});
    return error;
}

Result<CollectEnd> collectNow(const CollectWish& wish, const TargetSpec& spec, const OpenTarget& open,
                              const Knowledge& knowledge, const Clock& clock, const CancelToken& cancel,
                              const CollectProgress& progress)
{
    const auto place = lookAtPlace(wish.out, wish.target);
    if (!place) {
        return place.error();
    }
    if (*place == CollectPlace::Taken || (*place == CollectPlace::OnExaminedDisk && !wish.ontoExaminedDisk)) {
        return CollectEnd{*place, {}};
    }
    const Polite polite;
    const auto evidence = open(spec, cancel);
    if (cancel.isCancelled()) {
        return Error{
            ErrorKind::Cancelled, say(MAILMEND_TEXT("session", "Collecting was stopped.")), {}, {}, {}};
    }
    if (!evidence) {
        return evidence.error();
    }
    auto file = createPartialFile(wish.out);
    if (!file) {
        return file.error();
    }
    const CollectInput input{**evidence, knowledge, allChecks(), wish.passphrase, {}};
    const auto collected = collect(input, **file, clock, cancel, progress);
    if (!collected) {
        return withRest(collected.error(), **file);
    }
    return CollectEnd{CollectPlace::Free,
                      {wish.out, (*evidence)->target, *collected, !wish.passphrase.isEmpty()}};
}

} // namespace

void Session::collect(const CollectWish& wish)
{
    if (!isFree(Work::Collecting)) {
        return;
    }
    begin(Work::Collecting);
    CollectWish asked = wish;
    asked.target = absoluteTarget(wish.target.trimmed());
    asked.out = QFileInfo(wish.out.trimmed()).absoluteFilePath();
    const auto tell = [this](qint64 files, qint64 bytes, const WindowsPath& now) {
        QMetaObject::invokeMethod(
            this,
            [this, files, bytes, folder = now.parent().display()] {
                Q_EMIT collecting(files, bytes, folder);
            },
            Qt::QueuedConnection);
    };
    const auto job = [asked, spec = agreedTo({asked.target}), open = m_parts.open,
                      knowledge = m_parts.knowledge, clock = clockFor(asked.target), cancel = m_cancel,
                      tell]() -> Result<CollectEnd> {
        return collectNow(asked, spec, open, *knowledge, clock, cancel, tell);
    };
    run(job, [this](const CollectEnd& end) {
        if (end.place == CollectPlace::Free) {
            Q_EMIT collected(end.into);
        } else {
            Q_EMIT placeRefused(end.place);
        }
    });
}

} // namespace mailmend::gui
