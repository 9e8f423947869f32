// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "engine/collect/spool.h"

#include <QByteArray>
#include <QDateTime>

#include <functional>
#include <memory>
#include <span>

namespace mailmend {

/**
 * Writes a zip from its first byte to its last, without going back, member after member: what is written
 * depends on no member's size, and of a member that was written only its packed line in the list of files
 * stays in memory. (libzip writes everything when it closes and keeps a record for each member until then;
 * libarchive can't lock members where it was built without a crypto library, as ours for Windows is.)
 *
 * Layout: APPNOTE.TXT 6.3: 4.3.7 local header, 4.3.9 data descriptor, 4.3.12 directory, 4.3.14 to 4.3.16
 * ends, 4.5.3 zip64. Members are packed (deflate) and, with a passphrase, locked (ZipCipher).
 */
class ZipWriter
{
public:
    /** Takes what is to be written next; an error ends the writing. */
    using Sink = std::function<Done(QByteArrayView)>;

    /** @param passphrase empty: members are not locked */
    ZipWriter(Sink sink, Secret passphrase);
    ~ZipWriter();
    ZipWriter(const ZipWriter&) = delete;
    ZipWriter& operator=(const ZipWriter&) = delete;

    /** @param name at most 65,535 bytes, with "/" between folders. @param modified may be invalid */
    Done begin(const QByteArray& name, const QDateTime& modified);
    Done write(std::span<const char> bytes);
    Done end();
    /** The list of files and the end: the zip is whole then. */
    Done finish();

    qint64 written() const { return m_written; } ///< bytes so far

private:
    struct Member;
    Done put(QByteArrayView bytes);
    Done pack(int flush);

    Sink m_sink;
    Secret m_passphrase;
    qint64 m_written = 0;
    qint64 m_members = 0;
    std::unique_ptr<Member> m_member;
    Spool m_directory;
};

} // namespace mailmend
