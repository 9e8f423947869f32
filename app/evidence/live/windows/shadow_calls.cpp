// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/shadow_calls.h"

#include "base/windows/file_calls.h"

#include <algorithm>
#include <array>

namespace mailmend::windows {
namespace {

constexpr GUID anyShadowProvider = {};
constexpr DWORD shadowWaitStep = 200; // milliseconds
constexpr int mostShadows = 10'000;

Error shadowFailed(HRESULT code)
{
    return shadowError(static_cast<quint32>(code));
}

/**
 * The headers' own CreateVssBackupComponents is an inline call of this export with compilers that have it.
 * Source: Microsoft Learn, CreateVssBackupComponents: loaded from VssApi.dll.
 */
using CreateComponents = HRESULT(STDAPICALLTYPE*)(IVssBackupComponents**);
using FreeProperties = void(STDAPICALLTYPE*)(VSS_SNAPSHOT_PROP*);

/** Only Windows' own folder is looked in for it, and it stays loaded: service threads may be in it. */
HMODULE shadowLibrary()
{
    return LoadLibraryExW(L"vssapi.dll", nullptr, LOAD_LIBRARY_SEARCH_SYSTEM32);
}

template<typename Function>
Function shadowFunction(const char* name)
{
    const HMODULE library = shadowLibrary();
    return library == nullptr
               ? nullptr
               : reinterpret_cast<Function>(reinterpret_cast<void*>(GetProcAddress(library, name)));
}

HRESULT startShadows(LONG context, ComPointer<IVssBackupComponents>& components)
{
    const auto create = shadowFunction<CreateComponents>("CreateVssBackupComponentsInternal");
    if (create == nullptr) {
        return E_NOTIMPL;
    }
    HRESULT code = create(components.room());
    if (SUCCEEDED(code) && !components) {
        return E_NOTIMPL;
    }
    if (SUCCEEDED(code)) {
        code = components->InitializeForBackup(nullptr);
    }
    return SUCCEEDED(code) ? components->SetContext(context) : code;
}

ShadowCopy shadowOf(VSS_SNAPSHOT_PROP& properties)
{
    std::array<wchar_t, 40> id = {};
    StringFromGUID2(properties.m_SnapshotId, id.data(), int(id.size()));
    LARGE_INTEGER made = {};
    made.QuadPart = properties.m_tsCreationTimestamp;
    return {QString::fromWCharArray(id.data()),
            QString::fromWCharArray(properties.m_pwszSnapshotDeviceObject != nullptr
                                        ? properties.m_pwszSnapshotDeviceObject
                                        : L""),
            toTime(made)};
}

void freeShadow(VSS_SNAPSHOT_PROP& properties)
{
    if (const auto release = shadowFunction<FreeProperties>("VssFreeSnapshotPropertiesInternal")) {
        release(&properties);
    }
}

/** Waits for what goes on in the service. Source: Microsoft Learn, IVssAsync. */
HRESULT awaitShadow(IVssAsync& work, std::chrono::milliseconds bound, const CancelToken& cancel)
{
    const auto end = std::chrono::steady_clock::now() + bound;
    for (;;) {
        HRESULT status = S_OK;
        HRESULT code = work.Wait(shadowWaitStep);
        if (SUCCEEDED(code)) {
            code = work.QueryStatus(&status, nullptr);
        }
        if (FAILED(code)) {
            return code;
        }
        if (status != VSS_S_ASYNC_PENDING) {
            return status;
        }
        if (cancel.isCancelled() || std::chrono::steady_clock::now() >= end) {
            work.Cancel();
            return VSS_S_ASYNC_CANCELLED;
        }
    }
}

bool isOfVolume(const VSS_SNAPSHOT_PROP& properties, const std::wstring& volume)
{
    return properties.m_pwszOriginalVolumeName != nullptr &&
           QString::fromWCharArray(properties.m_pwszOriginalVolumeName)
                   .compare(QString::fromStdWString(volume), Qt::CaseInsensitive) == 0;
}

} // namespace

std::wstring volumeOf(char drive)
{
    const wchar_t root[] = {static_cast<wchar_t>(drive), L':', L'\\', L'\0'};
    std::array<wchar_t, 64> name = {};
    return GetVolumeNameForVolumeMountPointW(root, name.data(), DWORD(name.size())) != 0
               ? std::wstring(name.data())
               : std::wstring();
}

Result<QList<ShadowCopy>> listShadows(const std::wstring& volume, const CancelToken& cancel)
{
    ComPointer<IVssBackupComponents> components;
    if (const HRESULT code = startShadows(static_cast<LONG>(VSS_CTX_ALL), components); FAILED(code)) {
        return shadowFailed(code);
    }
    ComPointer<IVssEnumObject> list;
    const HRESULT asked =
        components->Query(anyShadowProvider, VSS_OBJECT_NONE, VSS_OBJECT_SNAPSHOT, list.room());
    if (FAILED(asked)) {
        return shadowFailed(asked);
    }
    QList<ShadowCopy> copies;
    for (int i = 0; asked == S_OK && list && i < mostShadows; ++i) {
        if (cancel.isCancelled()) {
            return shadowCancelled();
        }
        VSS_OBJECT_PROP one = {};
        ULONG got = 0;
        const HRESULT code = list->Next(1, &one, &got);
        if (FAILED(code)) {
            return shadowFailed(code);
        }
        if (code != S_OK || got == 0) {
            break;
        }
        if (one.Type == VSS_OBJECT_SNAPSHOT) {
            VSS_SNAPSHOT_PROP& properties = one.Obj.Snap;
            if (properties.m_eStatus == VSS_SS_CREATED && isOfVolume(properties, volume)) {
                copies.append(shadowOf(properties));
            }
            freeShadow(properties);
        }
    }
    return copies;
}

Result<ShadowCopy> makeShadow(const std::wstring& volume, MadeShadow& into, const CancelToken& cancel)
{
    // Not persistent, gone with its object, and no writer is asked to hold still: mail goes on.
    HRESULT code = startShadows(static_cast<LONG>(VSS_CTX_FILE_SHARE_BACKUP), into.components);
    if (FAILED(code)) {
        return shadowFailed(code);
    }
    std::wstring name = volume;
    BOOL isSupported = FALSE;
    code = into.components->SetBackupState(false, false, VSS_BT_COPY, false);
    if (SUCCEEDED(code)) {
        code = into.components->IsVolumeSupported(anyShadowProvider, name.data(), &isSupported);
    }
    if (SUCCEEDED(code) && isSupported == FALSE) {
        code = VSS_E_VOLUME_NOT_SUPPORTED;
    }
    VSS_ID set = {};
    if (SUCCEEDED(code)) {
        code = into.components->StartSnapshotSet(&set);
    }
    if (FAILED(code)) {
        into.components.reset();
        return shadowFailed(code);
    }
    ComPointer<IVssAsync> work;
    code = into.components->AddToSnapshotSet(name.data(), anyShadowProvider, &into.id);
    if (SUCCEEDED(code)) {
        code = into.components->DoSnapshotSet(work.room());
    }
    if (SUCCEEDED(code)) {
        code = work ? awaitShadow(*work.operator->(), shadow_bounds::Making, cancel) : E_UNEXPECTED;
    }
    VSS_SNAPSHOT_PROP properties = {};
    if (code == VSS_S_ASYNC_FINISHED) {
        code = into.components->GetSnapshotProperties(into.id, &properties);
    } else if (SUCCEEDED(code)) {
        into.components->AbortBackup();
        into.components.reset();
        return cancel.isCancelled() ? shadowCancelled() : shadowTookTooLong();
    }
    if (FAILED(code)) {
        into.components->AbortBackup();
        into.components.reset();
        return shadowFailed(code);
    }
    ShadowCopy copy = shadowOf(properties);
    freeShadow(properties);
    return copy;
}

Done removeShadow(MadeShadow& made, const std::wstring& volume, const ShadowCopy& copy)
{
    if (made.components) {
        LONG removed = 0;
        VSS_ID notRemoved = {};
        made.components->DeleteSnapshots(made.id, VSS_OBJECT_SNAPSHOT, TRUE, &removed, &notRemoved);
        made.components.reset(); // what is still there goes with it
    }
    const auto left = listShadows(volume, CancelToken());
    if (!left) {
        return left.error();
    }
    const bool isThere = std::any_of(left->begin(), left->end(),
                                     [&copy](const ShadowCopy& other) { return other.id == copy.id; });
    return isThere ? Done(shadowFailed(VSS_E_UNEXPECTED)) : done();
}

} // namespace mailmend::windows
