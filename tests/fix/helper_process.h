// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "fix/practice.h"

#include <QProcess>

namespace mailmend::testing {

/** The real helper, spoken to byte by byte. */
class HelperProcess
{
public:
    explicit HelperProcess(const Practice& practice, bool greeted = true);
    ~HelperProcess();

    void write(const QByteArray& bytes);
    void send(const QJsonObject& frame); ///< framed
    /** The next frame that it sent; empty: it has closed. */
    QJsonObject receive();
    /** Sends, and gives the first answer that is no progress; progress is answered with "go". */
    QJsonObject ask(const QJsonObject& frame);
    /** Closes and gives the exit status; -1: it did not end by itself. */
    int end();

private:
    QProcess m_process;
    QByteArray m_bytes;
};

QByteArray framed(const QByteArray& json);

} // namespace mailmend::testing
