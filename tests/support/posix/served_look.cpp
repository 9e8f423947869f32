// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "support/posix/served_look.h"

#include "checks/registry.h"
#include "engine/helper/messages.h"
#include "engine/helper/pipe.h"
#include "engine/helper/scan_with_rights.h"
#include "evidence/sample/sample.h"

#include <array>
#include <csignal>

#include <sys/socket.h>
#include <unistd.h>

namespace mailmend::testing {

OpenTarget sampleAsOurs(bool withRights)
{
    return [withRights](const TargetSpec& target, const CancelToken& token) -> Result<EvidencePointer> {
        const auto sample = openEvidence({QStringLiteral("sample:"), false}, token);
        if (!sample) {
            return sample.error();
        }
        auto ours = std::make_shared<Evidence>(**sample);
        ours->target.kind = ours->target.path = target.text;
        if (withRights) {
            ours->target.takenAt = ours->target.takenAt.addSecs(60);
            return EvidencePointer(ours);
        }
        for (CoverageEntry& row : ours->coverage) {
            if (row.source == QStringLiteral("registry-sam")) {
                row.state = ReadState::Denied;
                row.reason = say(MAILMEND_TEXT("test", "We were not allowed to read SAM."));
            }
        }
        return EvidencePointer(ours);
    };
}

Result<ScanResult> lookAtSampleAsOurs(const Knowledge& knowledge, bool withRights, const CancelToken& cancel,
                                      const ScanListener& listener)
{
    ScanRequest request;
    request.targets = {{targetOfRights, false}};
    auto result = runScanWith({allChecks(), sampleAsOurs(withRights)}, request, knowledge, sampleClock(),
                              cancel, listener);
    if (result && withRights) {
        sayThatRightsWereGiven(*result);
    }
    return result;
}

ThreadLine::ThreadLine(std::function<void(int pipe)> other)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{-1, -1};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        qFatal("no pipe");
    }
    m_pipe = ends[0];
    m_thread = std::thread([pipe = ends[1], other = std::move(other)] {
        other(pipe);
        ::close(pipe);
    });
}

ThreadLine::~ThreadLine()
{
    end({});
    m_thread.join();
}

bool ThreadLine::write(QByteArrayView bytes, std::chrono::milliseconds)
{
    while (m_pipe >= 0 && !bytes.isEmpty()) {
        const qint64 wrote = pipe::write(m_pipe, bytes);
        if (wrote < 0) {
            return false;
        }
        bytes = bytes.sliced(wrote);
    }
    return m_pipe >= 0;
}

QByteArray ThreadLine::read(std::chrono::milliseconds patience)
{
    std::array<char, 65'536> room;
    const qint64 got = m_pipe < 0 ? 0 : pipe::read(m_pipe, room, QDeadlineTimer(patience));
    m_isOver = m_isOver || (got <= 0 && got != pipe::Silent);
    return got > 0 ? QByteArray(room.data(), got) : QByteArray();
}

void ThreadLine::leave(std::chrono::milliseconds patience)
{
    end(patience);
}

bool ThreadLine::end(std::chrono::milliseconds)
{
    if (m_pipe >= 0) {
        ::close(std::exchange(m_pipe, -1));
    }
    m_isOver = true;
    return true;
}

StartElevated servedLook(HelperLook look)
{
    return [look = std::move(look)](HelperVerb verb,
                                    const HelperPatience&) -> Result<std::unique_ptr<HelperLine>> {
        if (verb != HelperVerb::Scan) {
            return Error{ErrorKind::Denied, {}, {}, {}, {}};
        }
        return std::unique_ptr<HelperLine>(
            std::make_unique<ThreadLine>([look](int pipe) { serveScan(pipe, pipe, look); }));
    };
}

} // namespace mailmend::testing
