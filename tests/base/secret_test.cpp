// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/secret.h"
#include "support/registration.h"

#include <cstring>

using namespace mailmend;

class SecretTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copiesAreTheSame()
    {
        QVERIFY(Secret().isEmpty() && Secret(QByteArray()).isEmpty());
        QCOMPARE(Secret().bytes().size(), 0);
        QCOMPARE(*Secret().bytes().data(), '\0');
        const Secret one(QByteArray("four words"));
        const Secret other = one;
        QVERIFY(!one.isEmpty() && one == other && one == Secret(QByteArray("four words")));
        QVERIFY(!(one == Secret(QByteArray("five words"))) && !(one == Secret()));
        QCOMPARE(other.bytes().data(), one.bytes().data());
        QCOMPARE(std::strlen(one.bytes().data()), size_t(10));
    }

    void lettersAreNotBytes()
    {
        QCOMPARE(Secret(QByteArray("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80z")).letters(), 4);
        QCOMPARE(Secret().letters(), 0);
    }

    void whatOthersHaveIsLeftAlone()
    {
        const QByteArray shared = QByteArray("four ") + QByteArray("words");
        const Secret of(shared);
        QCOMPARE(shared, QByteArray("four words"));
        QCOMPARE(of.bytes(), QByteArrayView("four words"));
        QVERIFY(of.bytes().data() != shared.constData());
    }
};

MAILMEND_TEST_CLASS(SecretTest)
#include "secret_test.moc"
