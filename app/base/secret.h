// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <memory>

namespace mailmend {

/**
 * A passphrase in UTF-8: all copies share one piece of memory, which is wiped when the last one is gone. What
 * libraries copy of it is theirs: libzip keeps it with each opened archive, Qt's lines for text keep what was
 * typed; neither wipes it. A value.
 */
class Secret
{
public:
    Secret() = default;
    /** Takes it over: `text` itself is wiped where nobody else shares its memory. */
    Secret(QByteArray text);

    bool isEmpty() const { return m_held == nullptr; }
    /** With a zero behind its end. */
    QByteArrayView bytes() const;
    qsizetype letters() const; ///< not bytes

    bool operator==(const Secret& other) const { return bytes() == other.bytes(); }

private:
    struct Held;
    std::shared_ptr<const Held> m_held; ///< nullptr: empty
};

} // namespace mailmend
