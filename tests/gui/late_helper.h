// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>

namespace mailmend::testing {

/**
 * The built helper behind a door: a script that starts it once the test lets it, so that a key can be pressed
 * between the start of a repair and its first safe point, however slow the computer is.
 */
class LateHelper
{
public:
    /** @param folder where the script and its door are written. */
    explicit LateHelper(const QString& folder);

    QString program() const { return m_folder + QStringLiteral("/helper.sh"); }
    void close() const;
    void open() const;
    /** From now on no helper starts, as if the program were gone; `open` ends that too. */
    void breakDown() const;
    /** Ends the helper that runs now at once, as a power cut would. @return false: none ran. */
    static bool killRunning();

private:
    void set(const char* state) const;

    const QString m_folder;
};

} // namespace mailmend::testing
