// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/child_line.h"

#include <QFileInfo>
#include <QProcess>

namespace mailmend {
namespace {

constexpr qsizetype MostSaid = 4'000;

Error cannotStart(const QString& program, const QString& detail)
{
    const QFileInfo file(program);
    if (!file.exists()) {
        return {ErrorKind::NotFound,
                say(MAILMEND_TEXT("helper", "Mailmend's helper is missing: {program}. Nothing was changed."),
                    {{"program", place(program)}}),
                say(MAILMEND_TEXT("helper", "Install Mailmend again, or do this step by hand.")),
                detail,
                {}};
    }
    return {ErrorKind::Denied,
            say(MAILMEND_TEXT("helper", "Mailmend's helper {program} can't be started. Nothing was changed."),
                {{"program", place(program)}}),
            say(MAILMEND_TEXT("helper", "See whether you may run this file, or install Mailmend again.")),
            detail,
            {}};
}

/** Its standard input and output carry frames alone. */
class ChildLine : public HelperLine
{
public:
    QProcess& process() { return m_process; }

    bool write(QByteArrayView bytes, std::chrono::milliseconds patience) override
    {
        return m_process.write(bytes.data(), bytes.size()) == bytes.size() &&
               (m_process.bytesToWrite() == 0 ||
                m_process.waitForBytesWritten(static_cast<int>(patience.count())));
    }

    QByteArray read(std::chrono::milliseconds patience) override
    {
        QByteArray bytes = m_process.readAllStandardOutput();
        if (bytes.isEmpty() && m_process.waitForReadyRead(static_cast<int>(patience.count()))) {
            bytes = m_process.readAllStandardOutput();
        }
        return bytes;
    }

    bool isOver() const override
    {
        return m_process.state() == QProcess::NotRunning && m_process.bytesAvailable() == 0;
    }

    void leave(std::chrono::milliseconds patience) override
    {
        m_process.closeWriteChannel();
        if (!hasEnded(patience)) {
            end(patience);
        }
    }

    bool end(std::chrono::milliseconds patience) override
    {
        m_process.kill();
        return hasEnded(patience);
    }

    QString said() override
    {
        return QString::fromUtf8(m_process.readAllStandardError().left(MostSaid)) + u' ' +
               m_process.errorString();
    }

private:
    bool hasEnded(std::chrono::milliseconds patience)
    {
        return m_process.state() == QProcess::NotRunning ||
               m_process.waitForFinished(static_cast<int>(patience.count()));
    }

    QProcess m_process;
};

} // namespace

Result<std::unique_ptr<HelperLine>> startChild(const QString& program, const HelperPatience& patience)
{
    auto line = std::make_unique<ChildLine>();
    line->process().setProgram(program);
    line->process().setArguments({QStringLiteral("helper"), QStringLiteral("act")});
    line->process().start();
    if (!line->process().waitForStarted(static_cast<int>(patience.greeting.count()))) {
        return cannotStart(program, line->process().errorString());
    }
    return std::unique_ptr<HelperLine>(std::move(line));
}

} // namespace mailmend
