// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live/shadow_service.h"

#include <QStringList>

namespace mailmend::testing {

/**
 * A service that answers as Microsoft Learn says of IVssBackupComponents: Query gives what is there,
 * StartSnapshotSet and DoSnapshotSet refuse with the codes of their pages, and what VSS_CTX_FILE_SHARE_BACKUP
 * made goes with DeleteSnapshots. Copies are folders of the test.
 */
struct FakeShadows
{
    QList<ShadowCopy> there;
    std::optional<quint32> listing; ///< HRESULT instead of a list
    std::optional<quint32> making;
    std::optional<quint32> removing;
    std::optional<Error> makingError; ///< what is no HRESULT: a bound that was over
    ShadowRoom room{qint64{1} << 40, {}};
    QString newOne; ///< folder that a new copy shows
    QDateTime now;
    QStringList calls;
};

class FakeShadowService : public ShadowService
{
public:
    explicit FakeShadowService(std::shared_ptr<FakeShadows> fake) : m_fake(std::move(fake)) {}

    Result<QList<ShadowCopy>> copiesOf(char drive, const CancelToken&) override
    {
        m_fake->calls.append(QStringLiteral("list ") + QLatin1Char(drive));
        return m_fake->listing ? Result<QList<ShadowCopy>>(shadowError(*m_fake->listing)) : m_fake->there;
    }
    Result<ShadowRoom> roomFor(char, const CancelToken&) override { return m_fake->room; }
    Result<ShadowCopy> make(char drive, const CancelToken&) override
    {
        m_fake->calls.append(QStringLiteral("make ") + QLatin1Char(drive));
        if (m_fake->makingError) {
            return *m_fake->makingError;
        }
        if (m_fake->making) {
            return shadowError(*m_fake->making);
        }
        return ShadowCopy{QStringLiteral("{new}"), m_fake->newOne, m_fake->now};
    }
    Done remove(const ShadowCopy& copy) override
    {
        m_fake->calls.append(QStringLiteral("remove ") + copy.id);
        return m_fake->removing ? Done(shadowError(*m_fake->removing)) : done();
    }
    Result<native::FolderPointer> openRoot(const ShadowCopy& copy, const CancelToken&) override
    {
        return native::openFolder(native::toNative(copy.device));
    }

private:
    std::shared_ptr<FakeShadows> m_fake;
};

} // namespace mailmend::testing
