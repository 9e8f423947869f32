// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "support/console_run.h"
#include "support/small_file.h"

namespace mailmend::testing {

/** Calls of `collect` on the sample's disk, in a folder of their own. */
class CollectCalls
{
protected:
    /** The disk, and a file with the passphrase. */
    bool writeSampleAndSecret(const QByteArray& secret)
    {
        return run({QStringLiteral("sample"), QStringLiteral("--out"), m_console.path("disk")}).status == 0 &&
               writeWhole(m_secret, secret);
    }

    Ran run(const QStringList& arguments) const { return m_console.run(arguments); }

    QStringList call(const QString& out, const QStringList& more) const
    {
        return QStringList{QStringLiteral("collect"), m_disk, QStringLiteral("--out"), out,
                           QStringLiteral("--onto-examined-disk")} +
               more;
    }

    QStringList withSecret() const { return {QStringLiteral("--passphrase-file"), m_secret}; }

    ConsoleRun m_console;
    const QString m_disk = m_console.path("disk") + QStringLiteral("/C");
    const QString m_secret = m_console.path("secret.txt");
};

} // namespace mailmend::testing
