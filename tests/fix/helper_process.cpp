// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "fix/helper_process.h"

#include "engine/helper/messages.h"

#include <QJsonDocument>
#include <QtEndian>

namespace mailmend::testing {

QByteArray framed(const QByteArray& json)
{
    QByteArray frame(4, '\0');
    qToLittleEndian(static_cast<quint32>(json.size()), frame.data());
    return frame + json;
}

HelperProcess::HelperProcess(const Practice& practice, bool greeted)
{
    m_process.setProcessEnvironment(practice.console().environment());
    m_process.start(ConsoleRun::program(), {QStringLiteral("helper"), QStringLiteral("act")});
    m_process.waitForStarted(30'000);
    if (greeted) {
        send({{QStringLiteral("kind"), QStringLiteral("hello")},
              {QStringLiteral("protocol"), QString::number(mailmend::HelperProtocol)},
              {QStringLiteral("version"), QStringLiteral("test")}});
        receive();
    }
}

HelperProcess::~HelperProcess()
{
    m_process.kill();
    m_process.waitForFinished(-1);
}

void HelperProcess::write(const QByteArray& bytes)
{
    m_process.write(bytes);
    while (m_process.bytesToWrite() > 0 && m_process.waitForBytesWritten(10'000)) {
    }
}

void HelperProcess::send(const QJsonObject& frame)
{
    write(written(frame));
}

QByteArray HelperProcess::written(const QJsonObject& frame)
{
    const bool isHello = frame.value(QStringLiteral("kind")) == QStringLiteral("hello");
    return framed(QJsonDocument(isHello ? frame : m_marks.put(frame)).toJson(QJsonDocument::Compact));
}

QJsonObject HelperProcess::receive()
{
    while (true) {
        m_bytes += m_process.readAllStandardOutput();
        if (m_bytes.size() >= 4) {
            const auto length = qsizetype{qFromLittleEndian<quint32>(m_bytes.constData())};
            if (m_bytes.size() >= 4 + length) {
                const QJsonObject frame = QJsonDocument::fromJson(m_bytes.mid(4, length)).object();
                m_bytes.remove(0, 4 + length);
                if (frame.value(QStringLiteral("kind")) == QStringLiteral("hello")) {
                    m_marks = SessionMarks(frame.value(QStringLiteral("session")).toString());
                }
                return frame;
            }
        }
        if (!m_process.waitForReadyRead(30'000) && m_process.bytesAvailable() == 0) {
            return {};
        }
    }
}

QJsonObject HelperProcess::ask(const QJsonObject& frame)
{
    send(frame);
    return answer();
}

QJsonObject HelperProcess::answer()
{
    QJsonObject answer = receive();
    while (answer.value(QStringLiteral("kind")).toString() == QStringLiteral("progress")) {
        send({{QStringLiteral("kind"), QStringLiteral("wish")},
              {QStringLiteral("wish"), QStringLiteral("go")}});
        answer = receive();
    }
    return answer;
}

int HelperProcess::end()
{
    m_process.closeWriteChannel();
    if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(30'000)) {
        return -1;
    }
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

} // namespace mailmend::testing
