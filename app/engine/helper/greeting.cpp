// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/greeting.h"

namespace mailmend {
namespace {

Done callersHello(Channel& channel, std::chrono::milliseconds patience)
{
    const auto frame = channel.receive(patience);
    if (!frame || !*frame) {
        return frame ? notUnderstood(ErrorKind::BadCall, QStringLiteral("no hello")) : frame.error();
    }
    const Result<Hello> hello = decodeHello(**frame);
    if (!hello) {
        return hello.error();
    }
    if (hello->protocol != HelperProtocol) {
        return notUnderstood(ErrorKind::Unsupported, QStringLiteral("protocol %1").arg(hello->protocol));
    }
    return done();
}

} // namespace

bool greetCaller(Channel& channel, const QString& session, std::chrono::milliseconds patience)
{
    if (!channel.send(encode(Hello{HelperProtocol, QStringLiteral(MAILMEND_VERSION), session}))) {
        return false;
    }
    const Done greeted = callersHello(channel, patience);
    if (!greeted) {
        [[maybe_unused]] const Done told = channel.send(encode(HelperReply(greeted.error())));
    }
    return bool(greeted);
}

} // namespace mailmend
