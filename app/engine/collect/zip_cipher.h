// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>

#include <memory>
#include <span>

namespace mailmend {

/**
 * The lock of one member of a zip: AES-256 in the form AE-1, each member with a salt of its own. The cipher,
 * the key and the checksum come from OpenSSL. Layout: "AES Encryption Information: Encryption Specification
 * AE-1 and AE-2", WinZip Computing, version 1.04. Throws std::runtime_error where OpenSSL fails.
 */
class ZipCipher
{
public:
    explicit ZipCipher(QByteArrayView passphrase);
    ~ZipCipher();
    ZipCipher(const ZipCipher&) = delete;
    ZipCipher& operator=(const ZipCipher&) = delete;

    /** What stands before the locked bytes: salt and two bytes that tell a wrong passphrase. */
    const QByteArray& head() const { return m_head; }
    /** Locks bytes in their place; pieces follow each other. */
    void lock(std::span<char> bytes);
    /** What stands after them: ten bytes by which a change shows. */
    QByteArray tail();

private:
    struct Parts;
    std::unique_ptr<Parts> m_parts;
    QByteArray m_head;
};

} // namespace mailmend
