// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/helper/session_marks.h"
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
    void send(const QJsonObject& frame); ///< marked as due, and framed
    /** As send() would write it now; a hello has no marks. */
    QByteArray written(const QJsonObject& frame);
    /** The next frame that it sent; empty: it has closed. */
    QJsonObject receive();
    /** Sends, and gives the first answer that is no progress; progress is answered with "go". */
    QJsonObject ask(const QJsonObject& frame);
    QJsonObject answer();
    /** Closes and gives the exit status; -1: it did not end by itself. */
    int end();

private:
    QProcess m_process;
    QByteArray m_bytes;
    SessionMarks m_marks;
};

QByteArray framed(const QByteArray& json);

} // namespace mailmend::testing
