// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/windows/named_streams.h"

#include "evidence/volume/windows/read_error.h"
#include "support/registration.h"

#include <QtEndian>

using namespace mailmend;

/** What Windows answers about files, as its documents say: no test can make it answer so. */
class NamedStreamsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** An anti-virus program's answers are a kind of their own. Source: system error codes, Microsoft Learn.
     */
    void whatAnAntiVirusProgramAnswers()
    {
        QVERIFY(native::readError(225, "a.aspx").kind == ErrorKind::AntiVirus);
        QVERIFY(native::readError(226, "a.aspx").kind == ErrorKind::AntiVirus);
        QVERIFY(native::readError(ERROR_FILE_NOT_FOUND, "a.aspx").kind == ErrorKind::NotFound);
    }

    /** Source: [MS-FSCC] 2.4.49. wine gives no streams, so a disk's answer stands here. */
    void streamsAsWindowsTellsThem()
    {
        const auto row = [](const QString& name, qint64 size, bool last) {
            QByteArray data(24, '\0');
            for (const QChar& c : name) {
                data += char(c.unicode() & 0xff);
                data += char(c.unicode() >> 8);
            }
            qToLittleEndian(quint32(name.size() * 2), data.data() + 4);
            qToLittleEndian(size, data.data() + 8);
            data.append(QByteArray((8 - data.size() % 8) % 8, char(0)));
            qToLittleEndian(quint32(last ? 0 : data.size()), data.data());
            return data;
        };
        const QByteArray answer = row(QStringLiteral("::$DATA"), 100, false) +
                                  row(QStringLiteral(":evil:$DATA"), 6, false) +
                                  row(QStringLiteral(":x:$OTHER"), 1, true);
        const auto spanOf = [](const QByteArray& data) {
            return std::span<const char>(data.constData(), size_t(data.size()));
        };
        const auto streams = native::readStreamList(spanOf(answer));
        QVERIFY(streams && streams->size() == 1);
        QCOMPARE(streams->front().name, QByteArray("evil"));
        QCOMPARE(streams->front().size, 6);
        for (qsizetype cut = 1; cut < answer.size(); ++cut) {
            native::readStreamList(spanOf(answer.left(cut))); // never beyond its end
        }
        QVERIFY(!native::readStreamList(spanOf(answer.left(30))));
        for (qsizetype at = 0; at < answer.size(); ++at) {
            QByteArray changed = answer;
            changed[at] = '\xff';
            native::readStreamList(spanOf(changed));
        }
        QVERIFY(native::readStreamList({})->empty());
    }
};

MAILMEND_TEST_CLASS(NamedStreamsTest)
#include "named_streams_test.moc"
