// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "engine/helper/client.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

/** A helper that has said something and closed before anybody spoke to it. */
class ClosedLine : public HelperLine
{
public:
    explicit ClosedLine(QByteArray said) : m_said(std::move(said)) {}

    bool write(QByteArrayView, std::chrono::milliseconds) override { return false; }
    QByteArray read(std::chrono::milliseconds) override { return std::exchange(m_said, {}); }
    bool isOver() const override { return m_said.isEmpty(); }
    void leave(std::chrono::milliseconds) override {}
    bool end(std::chrono::milliseconds) override { return true; }
    QString said() override { return {}; }

private:
    QByteArray m_said;
};

Error errorAfter(const QJsonObject& said)
{
    const QByteArray bytes = said.isEmpty() ? QByteArray() : *encodeFrame(said);
    const auto client = HelperClient::start(
        Result<std::unique_ptr<HelperLine>>(std::make_unique<ClosedLine>(bytes)), HelperPatience{});
    return client ? Error{ErrorKind::Unsupported, {}, {}, {}, {}} : client.error();
}

} // namespace

/** What is heard of a helper that closes before it was greeted. */
class HelperGreetingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whyItRefusesIsRead()
    {
        const Error refusal{
            ErrorKind::Denied, say(MAILMEND_TEXT("test", "Not from that folder.")), {}, {}, {}};
        const Error heard = errorAfter(encode(HelperReply(refusal)));
        QVERIFY(heard.kind == ErrorKind::Denied);
        QCOMPARE(inEnglish(heard.text), QStringLiteral("Not from that folder."));
    }

    void whoCannotBeGreetedDoesNotWork()
    {
        const Error greeted =
            errorAfter(encode(Hello{HelperProtocol, QStringLiteral("test"), QString(32, u'a')}));
        QVERIFY(greeted.kind == ErrorKind::Fault);
        QVERIFY(inEnglish(greeted.text).contains(QStringLiteral("ended")));
        QVERIFY(errorAfter({}).kind == ErrorKind::Fault); // not a word
    }
};

MAILMEND_TEST_CLASS(HelperGreetingTest)
#include "helper_greeting_test.moc"
