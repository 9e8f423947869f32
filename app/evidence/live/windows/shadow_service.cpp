// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/shadow_service.h"

#include "base/windows/bounded_thread.h"
#include "evidence/live/windows/shadow_calls.h"
#include "evidence/volume/windows/device_root.h"

#include <map>

namespace mailmend {
namespace {

void enterCom()
{
    CoInitializeEx(nullptr, COINIT_MULTITHREADED);
    // Source: Microsoft Learn, "Security Considerations for Requesters". Another part of the program may have
    // settled it already; Windows' own settings do for copies without writers.
    CoInitializeSecurity(nullptr, -1, nullptr, nullptr, RPC_C_AUTHN_LEVEL_PKT_PRIVACY,
                         RPC_C_IMP_LEVEL_IDENTIFY, nullptr, EOAC_NONE, nullptr);
}

/** What the thread of the calls owns, so that a late answer finds it. */
struct ShadowState
{
    std::map<QString, std::pair<windows::MadeShadow, std::wstring>> made; ///< by id, with the volume
};

class VolumeShadowService : public ShadowService
{
public:
    Result<QList<ShadowCopy>> copiesOf(char drive, const CancelToken& cancel) override
    {
        return bounded<QList<ShadowCopy>>(
            [drive, cancel]() -> Result<QList<ShadowCopy>> {
                const std::wstring volume = windows::volumeOf(drive);
                return volume.empty() ? noVolume() : windows::listShadows(volume, cancel);
            },
            shadow_bounds::Listing, cancel);
    }

    Result<ShadowRoom> roomFor(char drive, const CancelToken& cancel) override
    {
        return bounded<ShadowRoom>(
            [drive]() -> Result<ShadowRoom> {
                const std::wstring volume = windows::volumeOf(drive);
                return volume.empty() ? noVolume() : windows::roomForShadow(drive, volume);
            },
            shadow_bounds::Listing, cancel);
    }

    Result<ShadowCopy> make(char drive, const CancelToken& cancel) override
    {
        return bounded<ShadowCopy>(
            [drive, cancel, state = m_state]() -> Result<ShadowCopy> {
                const std::wstring volume = windows::volumeOf(drive);
                if (volume.empty()) {
                    return noVolume();
                }
                windows::MadeShadow made;
                auto copy = windows::makeShadow(volume, made, cancel);
                if (copy) {
                    state->made.emplace(copy->id, std::pair(std::move(made), volume));
                }
                return copy;
            },
            shadow_bounds::Making + shadow_bounds::Listing, cancel); // its own bound is within
    }

    Done remove(const ShadowCopy& copy) override
    {
        return bounded<std::monostate>(
            [copy, state = m_state]() -> Done {
                const auto found = state->made.find(copy.id);
                if (found == state->made.end()) {
                    return done();
                }
                auto [made, volume] = std::move(found->second);
                state->made.erase(found);
                return windows::removeShadow(made, volume, copy);
            },
            shadow_bounds::Removing, CancelToken());
    }

    Result<native::FolderPointer> openRoot(const ShadowCopy& copy, const CancelToken& cancel) override
    {
        return bounded<native::FolderPointer>([copy] { return native::openDeviceRoot(copy.device); },
                                              shadow_bounds::Opening, cancel);
    }

private:
    static Error noVolume() { return shadowError(0x8004230C); } // VSS_E_VOLUME_NOT_SUPPORTED

    template<typename T>
    Result<T> bounded(std::function<Result<T>()> call, std::chrono::milliseconds bound,
                      const CancelToken& cancel)
    {
        const auto answer = std::make_shared<std::optional<Result<T>>>();
        switch (thread().run([answer, call = std::move(call)] { *answer = call(); }, bound, cancel,
                             shadow_bounds::AfterCancel)) {
        case windows::BoundedThread::Ended::InTime:
            return *answer ? std::move(**answer) : shadowError(0x8000FFFF); // E_UNEXPECTED: it threw
        case windows::BoundedThread::Ended::Cancelled:
            return shadowCancelled();
        case windows::BoundedThread::Ended::TooLate:
            break;
        }
        return shadowTookTooLong();
    }

    /** Most looks need none. */
    windows::BoundedThread& thread()
    {
        if (!m_thread) {
            m_thread.emplace(enterCom, [state = m_state] {
                state->made.clear();
                CoUninitialize();
            });
        }
        return *m_thread;
    }

    const std::shared_ptr<ShadowState> m_state = std::make_shared<ShadowState>();
    std::optional<windows::BoundedThread> m_thread;
};

} // namespace

std::unique_ptr<ShadowService> systemShadowService()
{
    return std::make_unique<VolumeShadowService>();
}

} // namespace mailmend
