// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/serve.h"

#include "actions/change_store.h"
#include "actions/machine_files.h"
#include "actions/store/installation_secret.h"
#include "actions/volume_machine.h"
#include "engine/helper/greeting.h"
#include "engine/helper/session_marks.h"

#include <QDir>

#include <memory>

namespace mailmend {
namespace {

class Conversation
{
public:
    Conversation(int in, int out, const Knowledge& knowledge, const Clock& clock, const HelperPlaces& places,
                 std::chrono::milliseconds patience)
        : m_channel(in, out), m_knowledge(knowledge), m_clock(clock), m_places(places), m_patience(patience)
    {}

    Served run()
    {
        if (!greetCaller(m_channel, m_session, m_patience)) {
            return Served::Refused;
        }
        while (!m_gone) {
            const auto frame = m_channel.receive(std::chrono::milliseconds(-1));
            if (!frame) {
                answer(frame.error());
                return Served::Refused;
            }
            if (!*frame) {
                break;
            }
            if ((*frame)->value(QLatin1String("kind")) == QLatin1String("hello")) {
                answer(notUnderstood(ErrorKind::BadCall, QStringLiteral("a second hello")));
                return Served::Refused;
            }
            const auto due = m_marks.take(**frame);
            if (!due) {
                answer(due.error());
                return Served::Refused;
            }
            const Result<HelperCall> call = decodeCall(*due);
            answer(call ? perform(*call) : HelperReply(call.error()));
        }
        return Served::ToTheEnd;
    }

private:
    void answer(const HelperReply& reply)
    {
        if (!m_channel.send(encode(reply))) {
            m_gone = true;
        }
    }

    /** Tells how far the work is, and waits for what the person wishes. */
    bool mayGoOn(const ActionProgress& progress)
    {
        answer(progress);
        while (!m_gone) {
            const auto frame = m_channel.receive(m_patience);
            const auto due =
                frame && *frame
                    ? m_marks.take(**frame)
                    : Result<QJsonObject>(notUnderstood(ErrorKind::Cancelled, QStringLiteral("gone")));
            const Result<HelperWish> wish = due ? decodeWish(*due) : Result<HelperWish>(due.error());
            if (!wish) {
                m_gone = true;
            } else if (*wish != HelperWish::Hold) {
                return *wish == HelperWish::Go;
            }
        }
        return false;
    }

    /** What a call names: a store of ours by its key, or the folder beside a case. */
    Result<QString> folderOf(const QString& store) const
    {
        const QString folder =
            m_places.stores ? *m_places.stores + u'/' + store + QLatin1String(".changes") : store;
        const bool named = m_places.stores ? isChangeId(store)
                                           : QDir::isAbsolutePath(store) && QDir::cleanPath(store) == store &&
                                                 store.endsWith(QLatin1String(".changes"));
        return named ? Result<QString>(folder)
                     : notUnderstood(ErrorKind::BadCall, QStringLiteral("not a store"));
    }

    /** It is made only for what is about to be agreed to or done. */
    Result<ChangeStore*> storeAt(const QString& name, ChangeStore::Missing missing)
    {
        const Result<QString> named = folderOf(name);
        if (!named) {
            return named.error();
        }
        const QString& folder = *named;
        if (!m_store || m_folder != folder) {
            m_store.reset();
            const auto secret = installationSecret(m_places.sealFolder, m_places.keeper);
            if (!secret) {
                return secret.error();
            }
            auto opened = ChangeStore::open(folder, *secret, missing, m_places.keeper);
            if (!opened) {
                return opened.error();
            }
            m_store = std::move(*opened);
            m_folder = folder;
        }
        return m_store.get();
    }

    HelperReply perform(const HelperCall& call)
    {
        const auto* listing = std::get_if<ListCall>(&call.what);
        if (m_places.stores && listing == nullptr && call.target != targetOfRights) {
            return notUnderstood(ErrorKind::BadCall, QStringLiteral("a target that needs no rights"));
        }
        const bool previews = std::holds_alternative<PreviewCall>(call.what);
        const bool looks = std::holds_alternative<LookCall>(call.what);
        const bool makes =
            std::holds_alternative<ApplyCall>(call.what) || (listing != nullptr && listing->makesStore);
        const std::unique_ptr<ChangeStore> nowhere = ChangeStore::nowhere();
        // A look is on its way while others work: it must not hold the store's lock.
        Result<ChangeStore*> store = looks ? Result<ChangeStore*>(nowhere.get())
                                           : storeAt(call.store, makes ? ChangeStore::Missing::IsMade
                                                                       : ChangeStore::Missing::IsAnError);
        if (!store && store.error().kind == ErrorKind::NotFound && listing != nullptr && !makes) {
            return EndOfList{};
        }
        if (!store && store.error().kind == ErrorKind::NotFound && previews) {
            store = nowhere.get(); // looking needs none
        }
        if (!store) {
            return store.error();
        }
        if (listing != nullptr) {
            return list(**store);
        }
        Result<Machine> machine = machineAt({call.target, false});
        if (!machine) {
            return machine.error();
        }
        if (machine->files) {
            if (const Done same = mustBe(call.machine, *machine); !same) {
                return same.error();
            }
        }
        ActionRun run{*machine, **store, m_knowledge, m_clock,
                      [this](const ActionProgress& progress) { return mayGoOn(progress); }};
        return std::visit([this, &run](const auto& what) { return act(what, run); }, call.what);
    }

    Result<Machine> machineAt(const TargetSpec& target) const
    {
        const Result<EvidencePointer> evidence = openEvidence(target, CancelToken());
        if (m_places.stores && evidence && (*evidence)->target.kind != targetOfRights) {
            return notUnderstood(ErrorKind::BadCall, QStringLiteral("a folder of that name"));
        }
        return evidence ? openMachine(target, **evidence) : Result<Machine>(evidence.error());
    }

    /** Letters and folders say nothing of whose disk is connected there now. */
    static Done mustBe(const MachineIdentity& wanted, const Machine& there)
    {
        Text why;
        if (sameMachine(there.identity, wanted, &why) == SameMachine::Yes) {
            return done();
        }
        if (there.isThisComputer) {
            return Error{
                ErrorKind::Conflict,
                say(MAILMEND_TEXT("helper", "This is not for certain the computer that was examined. "
                                            "{why} Nothing was changed."),
                    {{"why", sentence(why)}}),
                say(MAILMEND_TEXT("helper", "Open this case in the Mailmend of {server}."),
                    {{"server", words(wanted.name)}}),
                {},
                {}};
        }
        return Error{ErrorKind::Conflict,
                     say(MAILMEND_TEXT("helper", "This is not for certain the disk that was examined. {why} "
                                                 "Nothing was changed."),
                         {{"why", sentence(why)}}),
                     wanted.name.isEmpty()
                         ? say(MAILMEND_TEXT("helper", "Connect the disk there in which it was found."))
                         : say(MAILMEND_TEXT("helper", "Connect the disk of {server} there."),
                               {{"server", words(wanted.name)}}),
                     {},
                     {}};
    }

    static HelperReply reply(Result<ChangeRecord> record)
    {
        return record ? HelperReply(std::move(*record)) : HelperReply(record.error());
    }

    static Result<const Action*> actionOf(const ActionRequest& request)
    {
        const Action* action = findAction(request.action);
        if (!action) {
            return notUnderstood(ErrorKind::BadCall, QStringLiteral("an unknown action"));
        }
        const Done fits = checkRequest(*action, request);
        return fits ? Result<const Action*>(action) : Result<const Action*>(fits.error());
    }

    static Result<std::pair<const Action*, ChangeRecord>> recorded(const QString& change, ActionRun& run)
    {
        Result<ChangeRecord> record = run.store.record(change);
        if (!record) {
            return record.error();
        }
        const Action* action = findAction(record->action);
        if (!action) {
            return notUnderstood(ErrorKind::Unsupported, QStringLiteral("an unknown action in the journal"));
        }
        return std::pair(action, std::move(*record));
    }

    HelperReply act(const PreviewCall& call, ActionRun& run) const
    {
        const auto action = actionOf(call.request);
        if (!action) {
            return action.error();
        }
        Result<Preview> preview = (*action)->preview(call.request, run);
        return preview ? HelperReply(std::move(*preview)) : HelperReply(preview.error());
    }

    HelperReply act(const ApplyCall& call, ActionRun& run) const
    {
        const auto action = actionOf(call.request);
        return action ? reply((*action)->apply(call.request, call.digest, run)) : HelperReply(action.error());
    }

    HelperReply act(const UndoCall& call, ActionRun& run) const
    {
        auto known = recorded(call.change, run);
        if (!known) {
            return known.error();
        }
        known->second.head = call.head; // the action holds it against the journal's
        return reply(known->first->undo(known->second, run));
    }

    HelperReply act(const InTheWayCall& call, ActionRun& run) const
    {
        auto known = recorded(call.change, run);
        if (!known) {
            return known.error();
        }
        known->second.head = call.head;
        auto there = known->first->inTheWay(known->second, run);
        return there ? HelperReply(PlaceNow{std::move(*there)}) : HelperReply(there.error());
    }

    HelperReply act(const LookCall& call, ActionRun& run)
    {
        for (const ActionRequest& request : call.requests) {
            const auto action = actionOf(request);
            const Done possible = action ? (*action)->possible(request, run) : Done(action.error());
            answer(Looked{request.change, possible ? std::nullopt : std::optional(possible.error())});
        }
        return EndOfList{};
    }

    HelperReply act(const RecoverCall& call, ActionRun& run) const
    {
        const auto known = recorded(call.change, run);
        return known ? reply(known->first->recover(known->second, run)) : HelperReply(known.error());
    }

    HelperReply act(const ListCall&, ActionRun& run) { return list(run.store); }

    HelperReply list(const ChangeStore& store)
    {
        const auto changes = store.list();
        if (!changes) {
            return changes.error();
        }
        for (const StoredChange& one : *changes) {
            answer(one.record ? HelperReply(*one.record)
                              : HelperReply(UnreadableChange{one.change, one.record.error()}));
        }
        return EndOfList{store.id()};
    }

    Channel m_channel;
    const Knowledge& m_knowledge;
    const Clock& m_clock;
    const HelperPlaces& m_places;
    std::chrono::milliseconds m_patience;
    const QString m_session = newChangeId();
    SessionMarks m_marks{m_session};
    bool m_gone = false; ///< nobody answers any more
    QString m_folder;
    std::unique_ptr<ChangeStore> m_store;
};

} // namespace

Served serveActions(int in, int out, const Knowledge& knowledge, const Clock& clock,
                    const HelperPlaces& places, std::chrono::milliseconds patience)
{
    return Conversation(in, out, knowledge, clock, places, patience).run();
}

void refuseToServe(int out, const Error& why)
{
    [[maybe_unused]] const Done told = Channel(-1, out).send(encode(why));
}

} // namespace mailmend
