// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/secret.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <vector>

namespace mailmend {

struct Secret::Held
{
    explicit Held(QByteArrayView text) : bytes(static_cast<size_t>(text.size()) + 1, '\0')
    {
        std::copy(text.begin(), text.end(), bytes.begin());
    }
    ~Held() { OPENSSL_cleanse(bytes.data(), bytes.size()); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    std::vector<char> bytes; ///< and a zero
};

Secret::Secret(QByteArray text)
{
    if (!text.isEmpty()) {
        m_held = std::make_shared<const Held>(text);
    }
    if (text.isDetached()) {
        OPENSSL_cleanse(text.data(), static_cast<size_t>(text.size()));
    }
}

QByteArrayView Secret::bytes() const
{
    return m_held ? QByteArrayView(m_held->bytes.data(), static_cast<qsizetype>(m_held->bytes.size()) - 1)
                  : QByteArrayView("", 0);
}

qsizetype Secret::letters() const
{
    const QByteArrayView all = bytes();
    return std::count_if(all.begin(), all.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xc0) != 0x80; // not a letter's further bytes
    });
}

} // namespace mailmend
