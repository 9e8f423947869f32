// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/collection/container.h"

#include <memory>
#include <optional>

#include <zip.h>

namespace mailmend {

class ZipSeal;

/** How a member of an archive is locked. */
MemberLock zipMemberLock(const zip_stat_t& stat);

/**
 * Looks at the seal of a locked member while it is read. libzip only comes to it where a member is not
 * packed: a packed one ends before. The member's locked bytes are read a second time for that, along with
 * the reader. One thread at a time on one handle, which outlives it.
 */
class ZipProof
{
public:
    /** nullptr where the member has no seal. Damaged where its locked bytes can't be read. Throws as ZipKeys.
     */
    static Result<std::unique_ptr<ZipProof>> begin(zip_t* zip, zip_uint64_t index, const zip_stat_t& stat,
                                                   const Secret& passphrase);
    ~ZipProof();
    ZipProof(const ZipProof&) = delete;
    ZipProof& operator=(const ZipProof&) = delete;

    /** Reads on, this many bytes at most. Throws as ZipKeys. */
    void advance(qint64 count);
    /** Reads the rest: whether the seal is that of these bytes and this passphrase. */
    bool holds();

private:
    ZipProof(zip_file_t* file, qint64 locked);

    zip_file_t* m_file;
    qint64 m_left; ///< locked bytes that were not read yet
    std::unique_ptr<ZipSeal> m_seal;
    std::optional<bool> m_holds;
};

} // namespace mailmend
