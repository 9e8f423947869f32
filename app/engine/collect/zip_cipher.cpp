// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/zip_cipher.h"

#include "evidence/collection/zip_keys.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace mailmend {
namespace {

constexpr int saltSize = 16; // for 256 bits
constexpr size_t blockSize = 16;
constexpr size_t blocksAtOnce = 256;

void need(int succeeded)
{
    if (succeeded != 1) {
        throw std::runtime_error("OpenSSL failed");
    }
}

} // namespace

struct ZipCipher::Parts
{
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> cipher{nullptr, EVP_CIPHER_CTX_free};
    std::unique_ptr<ZipSeal> seal;
    std::array<unsigned char, blockSize * blocksAtOnce> stream{}; ///< what bytes are locked with
    size_t used = stream.size();
    quint64 counter = 1; ///< of blocks; the format counts from 1, low byte first
};

ZipCipher::ZipCipher(QByteArrayView passphrase) : m_parts(std::make_unique<Parts>())
{
    QByteArray salt(saltSize, Qt::Uninitialized);
    need(RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), saltSize));
    const ZipKeys keys(passphrase, salt);
    m_parts->cipher.reset(EVP_CIPHER_CTX_new());
    need(m_parts->cipher ? 1 : 0);
    need(
        EVP_EncryptInit_ex(m_parts->cipher.get(), EVP_aes_256_ecb(), nullptr, keys.cipher().data(), nullptr));
    need(EVP_CIPHER_CTX_set_padding(m_parts->cipher.get(), 0));
    m_parts->seal = std::make_unique<ZipSeal>(keys);
    m_head = salt + keys.verifier();
}

ZipCipher::~ZipCipher()
{
    OPENSSL_cleanse(m_parts->stream.data(), m_parts->stream.size());
}

void ZipCipher::lock(std::span<char> bytes)
{
    Parts& parts = *m_parts;
    for (char& byte : bytes) {
        if (parts.used == parts.stream.size()) {
            std::array<unsigned char, blockSize * blocksAtOnce> counters{};
            for (size_t block = 0; block < blocksAtOnce; ++block, ++parts.counter) {
                for (size_t i = 0; i < sizeof parts.counter; ++i) {
                    counters[block * blockSize + i] = static_cast<unsigned char>(parts.counter >> (8 * i));
                }
            }
            int made = 0;
            need(EVP_EncryptUpdate(parts.cipher.get(), parts.stream.data(), &made, counters.data(),
                                   static_cast<int>(counters.size())));
            parts.used = 0;
        }
        byte = static_cast<char>(static_cast<unsigned char>(byte) ^ parts.stream[parts.used++]);
    }
    parts.seal->add(bytes);
}

QByteArray ZipCipher::tail()
{
    return m_parts->seal->finish();
}

} // namespace mailmend
