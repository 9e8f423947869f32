// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "engine/fix_runner.h"
#include "engine/helper/frames.h"
#include "engine/helper/line.h"
#include "engine/helper/messages.h"
#include "engine/helper/session_marks.h"
#include "engine/scan_runner.h"

#include <memory>

namespace mailmend {

struct ScanConsent;

/** What a store holds. */
struct StoreList
{
    QList<ChangeRecord> records;
    QList<UnreadableChange> unreadable;
    QString id; ///< of the store; empty: there is none, or an older version made it

    /** Whether it has a journal of this change, readable or not. */
    bool holds(QStringView change) const;
};

/**
 * Mailmend's side: one running helper and a conversation with it. Used from the thread that started it; every
 * call blocks, and none of them for ever: a helper that says nothing for too long is ended.
 */
class HelperClient
{
public:
    /** NotFound, Denied or Fault where there is no helper, it can't be run or does not greet. */
    static Result<std::unique_ptr<HelperClient>> start(const QString& program,
                                                       const HelperPatience& patience);
    /** Over a line that somebody else has opened; its helper has not been greeted yet. */
    static Result<std::unique_ptr<HelperClient>> start(Result<std::unique_ptr<HelperLine>> line,
                                                       const HelperPatience& patience);
    ~HelperClient();

    Result<Preview> preview(const HelperCall& call, const FixListener& listener, const CancelToken& cancel);
    /** Apply, undo or recover. */
    Result<ChangeRecord> change(const HelperCall& call, const FixListener& listener,
                                const CancelToken& cancel);
    Result<StoreList> list(const HelperCall& call);
    /** What stands where a change would be put back. */
    Result<PlaceNow> placeNow(const HelperCall& call, const FixListener& listener, const CancelToken& cancel);
    /** Why each of a look's requests can't be done now; none: it can. Cancelling ends the helper. */
    Result<QHash<QString, std::optional<Error>>> look(const HelperCall& call, const CancelToken& cancel);

    /**
     * Of a helper that looks: its look at this computer, told to the listener as it happens. Cancelling asks
     * it to stop; what it has found until then is the result. Once.
     * @param knowledge SHA-256 of the pack that has to judge
     */
    Result<ScanResult> scan(const QString& knowledge, const ScanConsent& consent,
                            const ScanListener& listener, const CancelToken& cancel);

    /** The conversation broke off: what was begun is in the journal and has to be recovered. */
    bool brokeOff() const { return m_brokeOff; }

private:
    HelperClient(std::unique_ptr<HelperLine> line, const HelperPatience& patience);
    Done greet();
    Done send(const QJsonObject& frame);
    /** The next frame; nothing: it has not come whole in that time. */
    Result<std::optional<QJsonObject>> poll(std::chrono::milliseconds wait);
    /** @param cancel nullptr: it can't be broken off, since what was begun must be told. */
    Result<QJsonObject> receive(std::chrono::milliseconds patience, const CancelToken* cancel = nullptr);
    Result<HelperReply> ask(const HelperCall& call, const FixListener& listener, const CancelToken& cancel);
    Result<HelperReply> nextReply(const FixListener& listener, const CancelToken& cancel);
    Done answer(const FixListener& listener, const CancelToken& cancel);
    Error breakOff(Error error);

    HelperPatience m_patience;
    std::unique_ptr<HelperLine> m_line;
    FrameReader m_reader;
    SessionMarks m_marks;
    SessionMarks m_heard; ///< of a helper that looks: it marks what it says
    bool m_brokeOff = false;
};

} // namespace mailmend
