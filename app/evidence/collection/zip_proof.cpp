// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_proof.h"

#include "evidence/collection/zip_keys.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace mailmend {
namespace {

constexpr qint64 proofPiece = qint64{256} << 10;

/** Half a key's. 0: the lock has none. */
qsizetype saltSizeOf(const zip_stat_t& stat)
{
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) == 0) {
        return 0;
    }
    switch (stat.encryption_method) {
    case ZIP_EM_AES_128:
        return 8;
    case ZIP_EM_AES_192:
        return 12;
    case ZIP_EM_AES_256:
        return 16;
    default:
        return 0;
    }
}

/** Exactly this many bytes; fewer where there are no more. */
QByteArray take(zip_file_t* file, qint64 count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    qsizetype have = 0;
    while (have < count) {
        const zip_int64_t got = zip_fread(file, bytes.data() + have, static_cast<zip_uint64_t>(count - have));
        if (got <= 0) {
            break;
        }
        have += got;
    }
    bytes.truncate(have);
    return bytes;
}

Error noSeal(const char* what)
{
    return {ErrorKind::Damaged,
            say(MAILMEND_TEXT("evidence", "A locked file in the zip is not as long as its lock needs.")),
            {},
            QString::fromUtf8(what),
            {}};
}

} // namespace

MemberLock zipMemberLock(const zip_stat_t& stat)
{
    const bool isLocked =
        (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE;
    return !isLocked ? MemberLock::None : saltSizeOf(stat) > 0 ? MemberLock::Sealed : MemberLock::Weak;
}

ZipProof::ZipProof(zip_file_t* file, qint64 locked) : m_file(file), m_left(locked) {}

ZipProof::~ZipProof()
{
    zip_fclose(m_file);
}

Result<std::unique_ptr<ZipProof>> ZipProof::begin(zip_t* zip, zip_uint64_t index, const zip_stat_t& stat,
                                                  const Secret& passphrase)
{
    const qsizetype saltSize = saltSizeOf(stat);
    if (saltSize == 0) {
        return std::unique_ptr<ZipProof>();
    }
    const qint64 locked =
        static_cast<qint64>(stat.comp_size) - saltSize - ZipKeys::verifierSize - ZipSeal::size;
    zip_file_t* const file =
        locked < 0 ? nullptr : zip_fopen_index(zip, index, ZIP_FL_COMPRESSED | ZIP_FL_ENCRYPTED);
    if (file == nullptr) {
        return noSeal(locked < 0 ? "no room for a seal" : zip_error_strerror(zip_get_error(zip)));
    }
    std::unique_ptr<ZipProof> proof(new ZipProof(file, locked));
    const QByteArray salt = take(file, saltSize);
    const QByteArray verifier = take(file, ZipKeys::verifierSize);
    if (salt.size() != saltSize || verifier.size() != ZipKeys::verifierSize) {
        return noSeal("no salt");
    }
    const ZipKeys keys(passphrase.bytes(), salt);
    if (keys.verifier() != verifier) {
        return noSeal("libzip took another passphrase");
    }
    proof->m_seal = std::make_unique<ZipSeal>(keys);
    return proof;
}

void ZipProof::advance(qint64 count)
{
    while (count > 0 && m_left > 0) {
        const QByteArray piece = take(m_file, std::min({count, m_left, proofPiece}));
        if (piece.isEmpty()) {
            m_left = 0; // the seal won't hold
            return;
        }
        m_seal->add({piece.constData(), static_cast<size_t>(piece.size())});
        count -= piece.size();
        m_left -= piece.size();
    }
}

bool ZipProof::holds()
{
    if (!m_holds) {
        advance(m_left);
        const QByteArray stored = take(m_file, ZipSeal::size);
        const QByteArray made = m_seal->finish();
        m_holds = stored.size() == made.size() &&
                  CRYPTO_memcmp(stored.constData(), made.constData(), ZipSeal::size) == 0;
    }
    return *m_holds;
}

} // namespace mailmend
