// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/zip_cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace mailmend {
namespace {

constexpr int saltSize = 16; // for 256 bits
constexpr int keySize = 32;
constexpr int verifierSize = 2;
constexpr int tailSize = 10;
constexpr int rounds = 1000; // fixed by the format
constexpr size_t blockSize = 16;
constexpr size_t blocksAtOnce = 256;

template<typename Thing>
Thing* need(Thing* thing)
{
    if (thing == nullptr) {
        throw std::runtime_error("OpenSSL gives no cipher");
    }
    return thing;
}

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
    std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)> mac{nullptr, EVP_MAC_CTX_free};
    std::array<unsigned char, blockSize * blocksAtOnce> stream{}; ///< what bytes are locked with
    size_t used = stream.size();
    quint64 counter = 1; ///< of blocks; the format counts from 1, low byte first
};

ZipCipher::ZipCipher(const QByteArray& passphrase) : m_parts(std::make_unique<Parts>())
{
    QByteArray salt(saltSize, Qt::Uninitialized);
    need(RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), saltSize));
    std::array<unsigned char, 2 * keySize + verifierSize> keys{};
    need(PKCS5_PBKDF2_HMAC_SHA1(passphrase.constData(), static_cast<int>(passphrase.size()),
                                reinterpret_cast<const unsigned char*>(salt.constData()), saltSize, rounds,
                                static_cast<int>(keys.size()), keys.data()));
    m_parts->cipher.reset(need(EVP_CIPHER_CTX_new()));
    need(EVP_EncryptInit_ex(m_parts->cipher.get(), EVP_aes_256_ecb(), nullptr, keys.data(), nullptr));
    need(EVP_CIPHER_CTX_set_padding(m_parts->cipher.get(), 0));
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> hmac(
        need(EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr)), EVP_MAC_free);
    m_parts->mac.reset(need(EVP_MAC_CTX_new(hmac.get())));
    std::array<char, 5> digest{"SHA1"};
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    need(EVP_MAC_init(m_parts->mac.get(), keys.data() + keySize, keySize, parameters.data()));
    m_head = salt + QByteArray(reinterpret_cast<const char*>(keys.data()) + 2 * keySize, verifierSize);
    OPENSSL_cleanse(keys.data(), keys.size());
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
    need(EVP_MAC_update(parts.mac.get(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

QByteArray ZipCipher::tail()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> sum{};
    size_t made = 0;
    need(EVP_MAC_final(m_parts->mac.get(), sum.data(), &made, sum.size()));
    return QByteArray(reinterpret_cast<const char*>(sum.data()), tailSize);
}

} // namespace mailmend
