// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/sam_values.h"
#include "support/registration.h"

#include <QRandomGenerator>
#include <QtEndian>

using namespace mailmend;

namespace {

template<typename Number>
void put(QByteArray& into, qsizetype at, Number number)
{
    qToLittleEndian(number, into.data() + at);
}

QByteArray utf16(const QString& text)
{
    QByteArray out(text.size() * 2, '\0');
    for (qsizetype i = 0; i < text.size(); ++i) {
        put(out, i * 2, text.at(i).unicode());
    }
    return out;
}

/** An F value in the bytes of a Windows 7: the account of number 1000 as Windows wrote it. */
QByteArray realF()
{
    return QByteArray::fromHex("0200010000000000d0014d905adccf010000000000000000"
                               "8e6627a0a8d7cf0100000000000000000000000000000000"
                               "e80300000102000010000000"
                               "0100e4040000040001000000000071 00bcee7100");
}

/** A V value with a name and a password of this many bytes (0 to 65535). */
QByteArray valueV(const QString& name, quint32 password)
{
    QByteArray v(0xcc, '\0');
    const QByteArray text = utf16(name);
    put<quint32>(v, 0x0c, 0);
    put<quint32>(v, 0x10, static_cast<quint32>(text.size()));
    put<quint32>(v, 0xa8, static_cast<quint32>(text.size()));
    put<quint32>(v, 0xac, password);
    return v + text + QByteArray(static_cast<qsizetype>(password), 'p');
}

QByteArray sid(std::initializer_list<quint32> parts)
{
    QByteArray out(8 + static_cast<qsizetype>(parts.size()) * 4, '\0');
    out[0] = 1;
    out[1] = static_cast<char>(parts.size());
    out[7] = 5;
    qsizetype at = 8;
    for (const quint32 part : parts) {
        put(out, at, part);
        at += 4;
    }
    return out;
}

QByteArray valueC(const QByteArray& members, quint32 claimed)
{
    QByteArray c(0x34, '\0');
    const QByteArray name = utf16(QStringLiteral("Administratoren"));
    put<quint32>(c, 0, 544);
    put<quint32>(c, 0x14, static_cast<quint32>(name.size()));
    put<quint32>(c, 0x28, static_cast<quint32>(name.size()));
    put<quint32>(c, 0x2c, static_cast<quint32>(members.size()));
    put<quint32>(c, 0x30, claimed);
    return c + name + members;
}

const QByteArray kTwoMembers = sid({21, 1760460187, 1592185332, 161725925, 500}) + sid({32, 545});

} // namespace

/** The binary values of the SAM hive. */
class ParseSamValuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsAUser()
    {
        const std::optional<SamUserF> user = readSamUserF(realF());
        QVERIFY(user);
        QCOMPARE(user->rid, 1000U);
        QCOMPARE(user->flags, quint16{0x10});
        QCOMPARE(user->logons, quint16{4});
        QCOMPARE(user->badPasswords, quint16{0});
        QCOMPARE(user->lastLogon, QDateTime(QDate(2014, 9, 30), QTime(2, 59, 34, 316), Qt::UTC));
        QCOMPARE(user->passwordSet, QDateTime(QDate(2014, 9, 24), QTime(3, 35, 45, 844), Qt::UTC));
        QVERIFY(!user->badPassword.isValid() && !user->expires.isValid());
    }

    void neverIsNoTime()
    {
        QByteArray f = realF();
        put<quint64>(f, 0x08, 0);
        put<quint64>(f, 0x20, 0x7fffffffffffffff);
        const std::optional<SamUserF> user = readSamUserF(f);
        QVERIFY(user && !user->lastLogon.isValid() && !user->expires.isValid());
    }

    void readsNamesAsTheyAre_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("plain") << QStringLiteral("Preston");
        QTest::newRow("hidden") << QStringLiteral("mailhealth$");
        QTest::newRow("direction") << QStringLiteral("adm\u202Enim");
        QTest::newRow("control") << QStringLiteral("a\nb\tc\u0000d");
        QTest::newRow("unpaired surrogate") << QString(QChar(0xd800)) + QStringLiteral("x");
        QTest::newRow("longest") << QString(1024, QLatin1Char('n'));
    }

    void readsNamesAsTheyAre()
    {
        QFETCH(QString, name);
        const std::optional<SamUserV> user = readSamUserV(valueV(name, 56));
        QVERIFY(user);
        QCOMPARE(user->name, name);
        QVERIFY(!readSamUserV(valueV(QString(1025, QLatin1Char('n')), 56)));
        QVERIFY(!readSamUserV(valueV(QString(), 56)));
    }

    void tellsAPasswordByItsLength()
    {
        const QString name = QStringLiteral("a");
        for (const quint32 none : {0U, 4U, 24U}) {
            QCOMPARE(readSamUserV(valueV(name, none))->password, StoredPassword::None);
        }
        for (const quint32 stored : {20U, 56U}) {
            QCOMPARE(readSamUserV(valueV(name, stored))->password, StoredPassword::Stored);
        }
        for (const quint32 odd : {1U, 16U, 23U, 57U, 4000U}) {
            QCOMPARE(readSamUserV(valueV(name, odd))->password, StoredPassword::Unknown);
        }
        QByteArray outside = valueV(name, 4);
        put<quint32>(outside, 0xa8, 0xffffff00);
        QCOMPARE(readSamUserV(outside)->password, StoredPassword::Unknown);
    }

    void readsAGroup()
    {
        const std::optional<SamAlias> group = readSamAlias(valueC(kTwoMembers, 2));
        QVERIFY(group);
        QCOMPARE(group->rid, 544U);
        QCOMPARE(group->name, QStringLiteral("Administratoren"));
        QCOMPARE(group->members, (QStringList{QStringLiteral("S-1-5-21-1760460187-1592185332-161725925-500"),
                                              QStringLiteral("S-1-5-32-545")}));
        QVERIFY(group->wholeMembers);
        QVERIFY(readSamAlias(valueC({}, 0))->wholeMembers);
    }

    /** A member that is not read is never silent. */
    void aGroupThatClaimsMoreIsNotWhole()
    {
        QVERIFY(!readSamAlias(valueC(kTwoMembers, 3))->wholeMembers);
        QVERIFY(!readSamAlias(valueC(kTwoMembers, 1))->wholeMembers);
        QVERIFY(!readSamAlias(valueC(kTwoMembers + "x", 2))->wholeMembers);
        QVERIFY(!readSamAlias(valueC(kTwoMembers.chopped(1), 2))->wholeMembers);
        QByteArray outside = valueC(kTwoMembers, 2);
        put<quint32>(outside, 0x28, 0xfffffff0);
        QVERIFY(!readSamAlias(outside)->wholeMembers);
        QByteArray many;
        for (qsizetype i = 0; i <= kSamMembersBound; ++i) {
            many += sid({32, 545});
        }
        const std::optional<SamAlias> crowd = readSamAlias(valueC(many, kSamMembersBound + 1));
        QCOMPARE(crowd->members.size(), kSamMembersBound);
        QVERIFY(!crowd->wholeMembers);
    }

    void readsSids()
    {
        qsizetype size = 0;
        QCOMPARE(readSid(sid({18}) + "rest", &size), QStringLiteral("S-1-5-18"));
        QCOMPARE(size, qsizetype{12});
        QCOMPARE(readSid(QByteArray::fromHex("0101000000000010ffffffff")),
                 QStringLiteral("S-1-16-4294967295"));
        QCOMPARE(readSid(QByteArray::fromHex("010100010000000001000000")),
                 QStringLiteral("S-1-4294967296-1"));
        for (const char* wrong : {"", "01", "0201000000000005 12000000", "0100000000000005",
                                  "0110000000000005", "01020000000000051200000012"}) {
            QVERIFY2(readSid(QByteArray::fromHex(wrong)).isEmpty(), wrong);
        }
    }

    void everyTruncation()
    {
        const QByteArray f = realF(), v = valueV(QStringLiteral("Preston"), 56), c = valueC(kTwoMembers, 2);
        for (qsizetype size = 0; size < v.size(); ++size) {
            QCOMPARE(readSamUserF(f.left(size)).has_value(), size >= 0x44);
            const std::optional<SamUserV> user = readSamUserV(v.left(size));
            QCOMPARE(user.has_value(), size >= 0xcc + 14);
            QVERIFY(!user || user->password == StoredPassword::Unknown);
        }
        for (qsizetype size = 0; size < c.size(); ++size) {
            const std::optional<SamAlias> group = readSamAlias(c.left(size));
            QCOMPARE(group.has_value(), size >= 0x34 + 30);
            QVERIFY(!group || !group->wholeMembers);
        }
        QVERIFY(!readSamUserF(QByteArray(kSamValueBound + 1, '\0')));
        QVERIFY(!readSamUserV(QByteArray(kSamValueBound + 1, '\0')));
        QVERIFY(!readSamAlias(QByteArray(kSamValueBound + 1, '\0')));
    }

    /** Any bytes end, and what is read stays within its bounds. */
    void mutations()
    {
        QRandomGenerator random(20261126);
        const QList<QByteArray> good{realF(), valueV(QStringLiteral("Preston"), 56), valueC(kTwoMembers, 2)};
        for (int round = 0; round < 60000; ++round) {
            QByteArray bytes = good.at(round % good.size());
            for (int i = random.bounded(1, 6); i > 0; --i) {
                bytes[random.bounded(static_cast<int>(bytes.size()))] =
                    static_cast<char>(random.bounded(3) == 0 ? 0xff : random.bounded(256));
            }
            readSamUserF(bytes);
            if (const std::optional<SamUserV> user = readSamUserV(bytes)) {
                QVERIFY(!user->name.isEmpty() && user->name.size() <= 1024);
                QVERIFY(user->comment.size() <= 32768);
            }
            if (const std::optional<SamAlias> group = readSamAlias(bytes)) {
                QVERIFY(group->members.size() <= bytes.size() / 12);
            }
        }
    }
};

MAILMEND_TEST_CLASS(ParseSamValuesTest)
#include "parse_sam_values_test.moc"
