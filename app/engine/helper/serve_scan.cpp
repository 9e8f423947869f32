// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/serve_scan.h"

#include "base/sha256.h"
#include "engine/helper/greeting.h"
#include "engine/helper/scan_with_rights.h"
#include "engine/helper/session_marks.h"

#include <atomic>
#include <mutex>
#include <thread>

namespace mailmend {
namespace {

constexpr auto LookAtCaller = std::chrono::milliseconds(50);
constexpr auto StillLooking = std::chrono::seconds(10); ///< between two words to the one who waits

/** What happens is told at once where it can be; at the end all of it comes in pieces. */
bool standsInTheResult(const ScanReply& reply)
{
    return std::holds_alternative<Finding>(reply) || std::holds_alternative<CheckResult>(reply) ||
           std::holds_alternative<ScanProgress>(reply);
}

class ScanConversation
{
public:
    ScanConversation(int in, int out, const HelperLook& look, std::chrono::milliseconds patience)
        : m_channel(in, out), m_look(look), m_patience(patience)
    {}

    Served run()
    {
        if (!greetCaller(m_channel, m_session, m_patience)) {
            return Served::Refused;
        }
        const auto frame = m_channel.receive(m_patience);
        if (frame && !*frame) {
            return Served::ToTheEnd; // nothing was asked for
        }
        const auto due = frame ? m_heard.take(**frame) : Result<QJsonObject>(frame.error());
        const auto consent = due ? decodeScanCall(*due) : Result<ScanConsent>(due.error());
        if (!consent) {
            send(consent.error());
            return Served::Refused;
        }
        std::atomic<bool> isOver = false;
        Done heard = done();
        std::thread ears([this, &heard, &isOver] { heard = listenUntil(isOver); });
        const Result<ScanResult> result = m_look(*consent, m_cancel, listener());
        isOver = true;
        ears.join();
        if (!heard) {
            send(heard.error());
            return Served::Refused;
        }
        tell(result);
        waitForTheEnd();
        return Served::ToTheEnd;
    }

private:
    /** From the look's threads, one call at a time. */
    ScanListener listener()
    {
        return {
            [this](const ScanProgress& progress) { send(progress); },
            [this](const TargetInfo& target) { send(target); },
            [this](const Finding& finding) {
                // What is beyond stands in the result, or makes it too large.
                if (++m_found <= MostScanFindings) {
                    send(finding);
                }
            },
            [this](const CheckResult& result) { send(result); },
        };
    }

    /** From any thread. Where nobody reads any more the look is of no use. */
    void send(const ScanReply& reply)
    {
        const std::lock_guard lock(m_mutex);
        if (const auto* progress = std::get_if<ScanProgress>(&reply)) {
            m_progress = *progress;
        }
        m_last = std::chrono::steady_clock::now();
        if (m_isGone) {
            return;
        }
        SessionMarks said = m_said;
        const Done sent = m_channel.send(said.put(encodeScan(reply)));
        if (!sent && sent.error().kind == ErrorKind::TooLarge && standsInTheResult(reply)) {
            return; // an intruder can make names so long; nothing of it was sent
        }
        m_said = said;
        m_isGone = !sent;
        if (!sent) {
            m_cancel.cancel();
        }
    }

    /** An error: what was said is not what was agreed. */
    Done listenUntil(const std::atomic<bool>& isOver)
    {
        while (!isOver) {
            const auto frame = m_channel.receive(LookAtCaller);
            if (!frame && frame.error().kind == ErrorKind::Cancelled) {
                sayThatItLooks();
                continue;
            }
            if (frame && !*frame) { // gone: there is nobody to listen to
                m_cancel.cancel();
                return done();
            }
            const auto due = frame ? m_heard.take(**frame) : Result<QJsonObject>(frame.error());
            const Result<HelperWish> wish = due ? decodeWish(*due) : Result<HelperWish>(due.error());
            m_cancel.cancel();
            if (!wish || *wish != HelperWish::Stop) {
                return wish ? notUnderstood(ErrorKind::BadCall, QStringLiteral("no wish of a look"))
                            : wish.error();
            }
        }
        return done();
    }

    void sayThatItLooks()
    {
        std::optional<ScanProgress> again;
        {
            const std::lock_guard lock(m_mutex);
            if (std::chrono::steady_clock::now() - m_last > StillLooking) {
                again = m_progress;
            }
        }
        if (again) {
            send(*again);
        }
    }

    void tell(const Result<ScanResult>& result)
    {
        const Result<QByteArray> bytes = result ? writeScan(*result) : Result<QByteArray>(result.error());
        if (!bytes) {
            send(bytes.error());
            return;
        }
        for (qsizetype at = 0; at < bytes->size(); at += ScanPieceSize) {
            send(ScanPiece{bytes->mid(at, ScanPieceSize)});
        }
        send(ScanEnd{bytes->size(), sha256(*bytes)});
    }

    /** A wish to stop may still be on its way: it must find somebody who takes it. */
    void waitForTheEnd()
    {
        while (!m_isGone) {
            const auto frame = m_channel.receive(m_patience);
            if (!frame || !*frame) {
                return;
            }
        }
    }

    Channel m_channel;
    const HelperLook& m_look;
    const std::chrono::milliseconds m_patience;
    const QString m_session = newChangeId();
    SessionMarks m_heard{m_session};
    const CancelToken m_cancel;
    std::atomic<qsizetype> m_found = 0;
    std::mutex m_mutex; ///< of what follows, and of what is sent
    SessionMarks m_said{m_session};
    ScanProgress m_progress;
    std::chrono::steady_clock::time_point m_last = std::chrono::steady_clock::now();
    std::atomic<bool> m_isGone = false;
};

} // namespace

Served serveScan(int in, int out, const HelperLook& look, std::chrono::milliseconds patience)
{
    return ScanConversation(in, out, look, patience).run();
}

HelperLook lookWithRights(const Knowledge& knowledge, const Clock& clock)
{
    return [&knowledge, &clock](const ScanConsent& consent, const CancelToken& cancel,
                                const ScanListener& listener) {
        ScanRequest request;
        request.targets = {{targetOfRights, false, {}, consent.mayMakeShadowCopy}};
        Result<ScanResult> result = runScan(request, knowledge, clock, cancel, listener);
        if (result) {
            sayThatRightsWereGiven(*result);
        }
        return result;
    };
}

} // namespace mailmend
