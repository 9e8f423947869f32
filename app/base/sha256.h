// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace mailmend {

/** SHA-256 (OpenSSL EVP) of bytes that come in pieces. Not thread-safe; one object a file. */
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void add(QByteArrayView data);
    /** The 32 raw bytes; the object is spent afterwards. */
    QByteArray finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

/** 32 raw bytes. */
QByteArray sha256(QByteArrayView data);

/** 64 lower-case hexadecimal digits. */
QByteArray sha256Hex(QByteArrayView data);

} // namespace mailmend
