// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/shadow_calls.h"

#include <algorithm>
#include <string>

#include <vsmgmt.h>

namespace mailmend::windows {
namespace {

// Source: Microsoft Learn, IVssSnapshotMgmt and "System Provider"; the same in the SDK's vsmgmt.h and vss.h.
constexpr GUID shadowManagementClass = {
    0x0b5a2c52, 0x3eb9, 0x470a, {0x96, 0xe2, 0x6c, 0x6d, 0x45, 0x70, 0xe4, 0x0f}};
constexpr GUID shadowSystemProvider = {
    0xb5946137, 0x7b9f, 0x4925, {0xaf, 0x80, 0x51, 0xab, 0xd6, 0x0b, 0x20, 0xd5}};
constexpr int mostShadowAreas = 100;

std::optional<qint64> freeOn(const std::wstring& volume)
{
    ULARGE_INTEGER free = {};
    // All that is free, not what this account may use of it: Windows itself writes there.
    return GetDiskFreeSpaceExW(volume.c_str(), nullptr, nullptr, &free) != 0
               ? std::optional(static_cast<qint64>(
                     std::min<quint64>(free.QuadPart, std::numeric_limits<qint64>::max())))
               : std::nullopt;
}

struct ShadowArea
{
    std::wstring on; ///< the volume that it lies on
    qint64 most = 0;
    qint64 used = 0;
};

/** Where the copies of a volume are kept; none: nowhere yet, which is on the volume itself. */
HRESULT readAreas(std::wstring volume, std::vector<ShadowArea>& areas)
{
    ComPointer<IVssSnapshotMgmt> management;
    HRESULT code = CoCreateInstance(shadowManagementClass, nullptr, CLSCTX_ALL, __uuidof(IVssSnapshotMgmt),
                                    reinterpret_cast<void**>(management.room()));
    ComPointer<IVssDifferentialSoftwareSnapshotMgmt> provider;
    if (SUCCEEDED(code)) {
        code = management->GetProviderMgmtInterface(shadowSystemProvider,
                                                    __uuidof(IVssDifferentialSoftwareSnapshotMgmt),
                                                    reinterpret_cast<IUnknown**>(provider.room()));
    }
    ComPointer<IVssEnumMgmtObject> list;
    if (SUCCEEDED(code)) {
        code = provider->QueryDiffAreasForVolume(volume.data(), list.room());
    }
    for (int i = 0; code == S_OK && list && i < mostShadowAreas; ++i) {
        VSS_MGMT_OBJECT_PROP one = {};
        ULONG got = 0;
        code = list->Next(1, &one, &got);
        if (code != S_OK || got == 0) {
            break;
        }
        if (one.Type == VSS_MGMT_OBJECT_DIFF_AREA) {
            const VSS_DIFF_AREA_PROP& area = one.Obj.DiffArea;
            areas.push_back({area.m_pwszDiffAreaVolumeName != nullptr ? area.m_pwszDiffAreaVolumeName : L"",
                             area.m_llMaximumDiffSpace, area.m_llUsedDiffSpace});
            CoTaskMemFree(area.m_pwszVolumeName);
            CoTaskMemFree(area.m_pwszDiffAreaVolumeName);
        }
    }
    return code;
}

} // namespace

Result<ShadowRoom> roomForShadow(char drive, const std::wstring& volume)
{
    std::vector<ShadowArea> areas;
    const HRESULT code = readAreas(volume, areas);
    if (FAILED(code) &&
        static_cast<quint32>(code) != 0x80042308) { // VSS_E_OBJECT_NOT_FOUND: there is none yet
        return shadowError(static_cast<quint32>(code));
    }
    ShadowRoom room;
    const wchar_t root[] = {static_cast<wchar_t>(drive), L':', L'\\', L'\0'};
    room.free = freeOn(areas.empty() || areas.front().on.empty() ? std::wstring(root) : areas.front().on);
    for (const ShadowArea& area : areas) {
        if (area.most >= 0) { // -1: VSS_ASSOC_NO_MAX_SPACE, no bound
            const qint64 left = std::max<qint64>(0, area.most - area.used);
            room.untilOldestGo = std::min(room.untilOldestGo.value_or(left), left);
        }
    }
    return room;
}

} // namespace mailmend::windows
