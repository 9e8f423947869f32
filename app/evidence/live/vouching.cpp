// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/vouching.h"

namespace mailmend {
namespace {

/** The best of them: a file stands in the catalogs of several updates, and one that vouches is enough. */
Signature bestOf(const QList<quint32>& answers)
{
    bool broken = false;
    bool expired = false;
    for (const quint32 answer : answers) {
        switch (signatureFor(answer).value_or(Signature::Broken)) { // a catalog without a signature
        case Signature::Signed:
            return Signature::Signed;
        case Signature::Broken:
            broken = true;
            break;
        case Signature::Expired:
            expired = true;
            break;
        case Signature::Unsigned:
        case Signature::NotAsked:
            break;
        }
    }
    return expired ? Signature::Expired : broken ? Signature::Broken : Signature::NotAsked;
}

} // namespace

std::optional<Signature> signatureFor(quint32 answer)
{
    switch (answer) {
    case 0:
        return Signature::Signed;
    case trust::NoSignature:
    case trust::SubjectFormUnknown:
    case trust::ProviderUnknown:
        return std::nullopt;
    case trust::BadDigest:
    case trust::SubjectNotTrusted:
    case trust::ExplicitDistrust:
    case trust::CertificateSignature:
    case trust::UntrustedRoot:
    case trust::Revoked:
    case trust::WrongUsage:
        return Signature::Broken;
    case trust::Expired: // without a time stamp: Windows compares the file before it looks at times
        return Signature::Expired;
    default: // a chain that the network would be needed for, a file that can't be read, a function that is
             // absent
        return Signature::NotAsked;
    }
}

Signature signatureOf(VouchingCalls& calls)
{
    if (const std::optional<Signature> own = signatureFor(calls.verifyFile())) {
        return *own;
    }
    bool asked = false;
    for (const CatalogHash hash : {CatalogHash::Sha256, CatalogHash::Sha1}) {
        const std::optional<QList<quint32>> answers = calls.verifyInCatalogs(hash);
        if (answers && !answers->isEmpty()) {
            return bestOf(*answers);
        }
        asked = asked || answers;
    }
    return asked ? Signature::Unsigned : Signature::NotAsked;
}

} // namespace mailmend
