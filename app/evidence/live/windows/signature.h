// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "evidence/live/vouching.h"

#include <QHash>

#include <memory>

namespace mailmend::windows {

/**
 * Asks Windows whether it vouches for files: by a signature in the file, else by the catalogs that it has.
 * Withdrawn signatures are not asked about and nothing is fetched: that would need the network. Answers are
 * kept by path. Used by one thread.
 */
class Signatures
{
public:
    Signatures();
    ~Signatures();
    Signatures(const Signatures&) = delete;
    Signatures& operator=(const Signatures&) = delete;

    Signature of(const QString& path);

private:
    struct Catalogs;
    class Calls;
    Signature ask(const QString& path) const;

    std::unique_ptr<Catalogs> m_catalogs;
    QHash<QString, Signature> m_known;
};

} // namespace mailmend::windows
