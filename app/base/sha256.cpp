// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace mailmend {

struct Sha256::Context
{
    EVP_MD_CTX* digest = EVP_MD_CTX_new();
    ~Context() { EVP_MD_CTX_free(digest); }
};

// OpenSSL can fail here only when memory is out or its SHA-256 is missing; a wrong hash must not go on.
Sha256::Sha256() : m_context(std::make_unique<Context>())
{
    if (EVP_DigestInit_ex(m_context->digest, EVP_sha256(), nullptr) != 1) {
        std::abort();
    }
}

Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(QByteArrayView data)
{
    if (EVP_DigestUpdate(m_context->digest, data.data(), static_cast<size_t>(data.size())) != 1) {
        std::abort();
    }
}

QByteArray Sha256::finish()
{
    QByteArray digest(32, Qt::Uninitialized);
    if (EVP_DigestFinal_ex(m_context->digest, reinterpret_cast<unsigned char*>(digest.data()), nullptr) !=
        1) {
        std::abort();
    }
    return digest;
}

QByteArray sha256(QByteArrayView data)
{
    Sha256 hash;
    hash.add(data);
    return hash.finish();
}

QByteArray sha256Hex(QByteArrayView data)
{
    return sha256(data).toHex();
}

} // namespace mailmend
