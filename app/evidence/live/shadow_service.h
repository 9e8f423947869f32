// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/cancel.h"
#include "base/result.h"
#include "evidence/volume/native.h"

#include <QList>
#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace mailmend {

/** A state of a disk that the system keeps beside it. */
struct ShadowCopy
{
    QString id;
    QString device; ///< as the system opens it: "\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy3"
    QDateTime made; ///< UTC
};

/** Room for what a shadow copy keeps of a disk that goes on changing. Bytes. */
struct ShadowRoom
{
    std::optional<qint64> free = 0; ///< on the disk where it is kept; none: could not be asked
    /** What can be kept before older copies are thrown away; none: no bound. */
    std::optional<qint64> untilOldestGo;
};

/** Nothing waits longer than this for the system, whatever it does. */
namespace shadow_bounds {
inline constexpr std::chrono::seconds Listing{30}, Making{180}, Removing{60}, Opening{30}, AfterCancel{15};
}

/**
 * The system's shadow copies. Every call blocks for its bound at most, looks at the cancel token, and may be
 * made from any thread, one at a time.
 */
class ShadowService
{
public:
    virtual ~ShadowService() = default;

    /** Those of the disk with this letter. Denied where only administrators are told. */
    virtual Result<QList<ShadowCopy>> copiesOf(char drive, const CancelToken& cancel) = 0;
    virtual Result<ShadowRoom> roomFor(char drive, const CancelToken& cancel) = 0;
    /** A new one that the system forgets with this program, without asking other programs to hold still. */
    virtual Result<ShadowCopy> make(char drive, const CancelToken& cancel) = 0;
    /** Removes what make() gave, and looks whether it is gone. Not to be cancelled. */
    virtual Done remove(const ShadowCopy& copy) = 0;
    virtual Result<native::FolderPointer> openRoot(const ShadowCopy& copy, const CancelToken& cancel) = 0;
};

/** That of the system that Mailmend runs on. */
std::unique_ptr<ShadowService> systemShadowService();

/** Why the service did not do it. @param code an HRESULT, as the pages of IVssBackupComponents list them */
Error shadowError(quint32 code);
Error shadowTookTooLong();
Error shadowCancelled();

} // namespace mailmend
