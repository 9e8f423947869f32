// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live_facts.h"

#include <QList>

#include <optional>

namespace mailmend {

/** How catalogs call their members: of Windows 8 and later by SHA-256, before it by SHA-1. */
enum class CatalogHash { Sha256, Sha1 };

/**
 * What Windows answers about one open file. Answers are those of WinVerifyTrust(): 0, or an error of
 * winerror.h. Blocking; nothing is fetched from a network.
 */
class VouchingCalls
{
public:
    virtual ~VouchingCalls() = default;

    /** Of the signature in the file itself. */
    virtual quint32 verifyFile() = 0;

    /**
     * One answer for each catalog that lists a file of this content, in Windows' order. None at all: the file
     * could not be hashed so. A catalog that can't be read answers TRUST_E_SYSTEM_ERROR.
     */
    virtual std::optional<QList<quint32>> verifyInCatalogs(CatalogHash hash) = 0;
};

/** Codes of winerror.h. Source: Microsoft Learn, WinVerifyTrust and "COM error codes (Security and setup)".
 */
namespace trust {
inline constexpr quint32 SystemError = 0x80096001, CertificateSignature = 0x80096004, BadDigest = 0x80096010,
                         ProviderUnknown = 0x800B0001, SubjectFormUnknown = 0x800B0003,
                         SubjectNotTrusted = 0x800B0004, NoSignature = 0x800B0100, Expired = 0x800B0101,
                         UntrustedRoot = 0x800B0109, Revoked = 0x800B010C, WrongUsage = 0x800B0110,
                         ExplicitDistrust = 0x800B0111;
}

/** What an answer of WinVerifyTrust() means; none: there is no signature in the file, so catalogs are next.
 */
std::optional<Signature> signatureFor(quint32 answer);

/**
 * Whether Windows vouches for the file: by the signature in it; else by any catalog that lists its content. A
 * file that was signed and then changed is Broken, whatever the catalogs say.
 */
Signature signatureOf(VouchingCalls& calls);

} // namespace mailmend
