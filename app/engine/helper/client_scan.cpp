// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/client.h"

#include "engine/helper/scan_intake.h"

#include <QDeadlineTimer>

namespace mailmend {
namespace {

constexpr auto LookAtCancel = std::chrono::milliseconds(100);

Error lookWasSilent()
{
    return {ErrorKind::Fault, {}, {}, QStringLiteral("it said nothing for too long"), {}};
}

} // namespace

Result<ScanResult> HelperClient::scan(const QString& knowledge, const ScanConsent& consent,
                                      const ScanListener& listener, const CancelToken& cancel)
{
    if (const Done sent = send(encodeScanCall(consent)); !sent) {
        return sent.error();
    }
    ScanIntake intake(knowledge, listener);
    bool isStopping = false;
    QDeadlineTimer until(m_patience.silence);
    while (true) {
        if (cancel.isCancelled() && !isStopping) {
            isStopping = true;
            until = QDeadlineTimer(m_patience.silence); // from now on for the whole rest
            if (const Done sent = send(encode(HelperWish::Stop)); !sent) {
                return sent.error();
            }
        }
        const auto frame = poll(LookAtCancel);
        if (!frame) {
            return frame.error();
        }
        if (!*frame && until.hasExpired()) {
            return breakOff(lookWasSilent());
        }
        if (!*frame) {
            continue;
        }
        if (!isStopping) {
            until = QDeadlineTimer(m_patience.silence);
        } else if (until.hasExpired()) { // it talks on, but doesn't stop
            return breakOff(lookWasSilent());
        }
        const auto due = m_heard.take(**frame);
        const Result<ScanReply> reply = due ? decodeScan(*due) : Result<ScanReply>(due.error());
        if (!reply) {
            return breakOff(notUnderstood(ErrorKind::BadCall, reply.error().detail));
        }
        if (std::holds_alternative<Error>(*reply)) {
            return std::get<Error>(*reply);
        }
        auto taken = intake.take(*reply);
        if (!taken) {
            return breakOff(taken.error());
        }
        if (*taken) {
            return std::move(**taken);
        }
    }
}

} // namespace mailmend
