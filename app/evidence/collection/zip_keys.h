// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <array>
#include <memory>
#include <span>

namespace mailmend {

/**
 * What a zip's member is locked and sealed with, made of a passphrase and the member's salt. Layout: "AES
 * Encryption Information: Encryption Specification AE-1 and AE-2", WinZip Computing, version 1.04. The sums
 * come from OpenSSL. Throws std::runtime_error where that fails. The keys are wiped at the end.
 */
class ZipKeys
{
public:
    /** @param salt 8, 12 or 16 bytes, for a key of 128, 192 or 256 bits. */
    ZipKeys(QByteArrayView passphrase, QByteArrayView salt);
    ~ZipKeys();
    ZipKeys(const ZipKeys&) = delete;
    ZipKeys& operator=(const ZipKeys&) = delete;

    static constexpr int verifierSize = 2;

    std::span<const unsigned char> cipher() const { return {m_bytes.data(), m_keySize}; }
    std::span<const unsigned char> seal() const { return {m_bytes.data() + m_keySize, m_keySize}; }
    /** Two bytes that stand behind the salt and tell most wrong passphrases. */
    QByteArray verifier() const;

private:
    size_t m_keySize;
    std::array<unsigned char, 2 * 32 + verifierSize> m_bytes{};
};

/** The seal over the locked bytes of one member: ten bytes behind them, by which every change shows. */
class ZipSeal
{
public:
    explicit ZipSeal(const ZipKeys& keys);
    ~ZipSeal();
    ZipSeal(const ZipSeal&) = delete;
    ZipSeal& operator=(const ZipSeal&) = delete;

    static constexpr qsizetype size = 10;

    void add(std::span<const char> locked);
    QByteArray finish();

private:
    struct Sum;
    std::unique_ptr<Sum> m_sum;
};

} // namespace mailmend
