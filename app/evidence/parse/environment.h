// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <QHash>
#include <QString>
#include <QStringView>

namespace mailmend {

/** The examined computer's own environment variables; never those of the computer that Mailmend runs on. A
 * value. */
class Environment
{
public:
    /** Replaces an earlier value. Values may name other variables: ProgramFiles = "%SystemDrive%\Program
     * Files". */
    void set(const QString& name, const QString& value);

    /** Sets SystemDrive, SystemRoot, windir, ProgramFiles, ProgramFiles(x86), ProgramData … for "C:\Windows".
     */
    void setWindowsFolder(const QString& windowsFolder);

    /**
     * Replaces each %name%, without case, as Windows does: a lone % stays.
     * @return Unsupported where a variable is not known; Damaged where variables name each other in a circle;
     *         TooLarge beyond Windows' 32,767 letters.
     */
    Result<QString> expand(QStringView text) const;

private:
    QHash<QString, QString> m_values; ///< by name in lower case
};

} // namespace mailmend
