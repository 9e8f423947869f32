// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cases/event_chain.h"

#include <memory>
#include <optional>

namespace mailmend {

/** This installation's Ed25519 key. A value that shares the key. */
class SealKey
{
public:
    /**
     * Reads the key in `folder`, or makes one there (folder 0700, file 0600) where there is none. A key that
     * is there and can't be read is an error and stays as it is: a new one would make every older case look
     * foreign.
     */
    static Result<SealKey> loadOrCreate(const QString& folder);

    QByteArray publicKey() const { return m_public; }         ///< 32 raw bytes
    Result<QByteArray> sign(const QByteArray& message) const; ///< 64 raw bytes

private:
    SealKey() = default;
    static Result<SealKey> fromSecret(const QByteArray& secret);

    std::shared_ptr<void> m_key; ///< EVP_PKEY
    QByteArray m_public;
};

/** Whether `signature` over `message` was made with the secret half of this raw public key. */
bool isSignedBy(const QByteArray& publicKey, const QByteArray& message, const QByteArray& signature);

/** The head of this case that was kept in `folder`, or none. */
std::optional<KeptHead> keptHead(const QString& folder, const QByteArray& caseId);

/** Keeps a head, unless a newer one is kept already. */
Done keepHead(const QString& folder, const QByteArray& caseId, const KeptHead& head);

} // namespace mailmend
