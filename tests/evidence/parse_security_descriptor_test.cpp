// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/parse/security_descriptor.h"
#include "support/descriptor_builder.h"
#include "support/registration.h"

#include <QRandomGenerator>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QString kDescriptorSystem = QStringLiteral("S-1-5-18");
const QString kDescriptorUsers = QStringLiteral("S-1-5-32-545");
const QString kDescriptorAccount = QStringLiteral("S-1-5-21-1760460187-1592185332-161725925-1001");

QByteArray builtDescriptor()
{
    return descriptorBytes(kDescriptorAccount, accessListBytes({{kDescriptorSystem, 0x001f01ff},
                                                                {kDescriptorUsers, 0x001200a9, 1, 0x08}}));
}

/** What was read fits into what was given. */
void verifyDescriptorBounded(const SecurityDescriptor& read, qsizetype size)
{
    QVERIFY(read.owner.size() < 200);
    QVERIFY(read.entries.size() * 16 <= size);
}

} // namespace

/** Whose a file is and who may do what with it, from the bytes that NTFS keeps. */
class ParseSecurityDescriptorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void itIsRead()
    {
        const auto read = readSecurityDescriptor(builtDescriptor());
        QVERIFY(read);
        QCOMPARE(read->owner, kDescriptorAccount);
        QVERIFY(read->hasList && !read->hasOthers);
        QCOMPARE(read->entries.size(), 2);
        QCOMPARE(read->entries.at(0).sid, kDescriptorSystem);
        QCOMPARE(read->entries.at(0).mask, 0x001f01ffU);
        QVERIFY(read->entries.at(0).allows && !read->entries.at(0).isForChildrenOnly);
        QCOMPARE(read->entries.at(1).sid, kDescriptorUsers);
        QVERIFY(!read->entries.at(1).allows && read->entries.at(1).isForChildrenOnly);
    }

    void noListIsNoEmptyList()
    {
        const auto none = readSecurityDescriptor(descriptorBytes(kDescriptorSystem, {}));
        QVERIFY(none && !none->hasList);
        const auto empty = readSecurityDescriptor(descriptorBytes(kDescriptorSystem, accessListBytes({})));
        QVERIFY(empty && empty->hasList && empty->entries.isEmpty());
        const auto unowned = readSecurityDescriptor(descriptorBytes({}, accessListBytes({})));
        QVERIFY(unowned && unowned->owner.isEmpty());
    }

    void entriesOfOtherKindsAreCounted()
    {
        const auto read = readSecurityDescriptor(descriptorBytes(
            kDescriptorSystem,
            accessListBytes({{kDescriptorUsers, 2, 9 /* with a condition */}, {kDescriptorSystem, 2}})));
        QVERIFY(read && read->hasOthers);
        QCOMPARE(read->entries.size(), 1);
    }

    void nothingIsNoDescriptor()
    {
        QVERIFY(!readSecurityDescriptor({}));
        QVERIFY(!readSecurityDescriptor(QByteArray(20, '\0')));
        QByteArray absolute = builtDescriptor();
        absolute[3] = '\0'; // not self-relative: its places are addresses
        QVERIFY(!readSecurityDescriptor(absolute));
    }

    void whatIsCutIsNone()
    {
        const QByteArray whole = builtDescriptor();
        for (qsizetype size = 0; size < whole.size(); ++size) {
            QVERIFY2(!readSecurityDescriptor(whole.first(size)), qPrintable(QString::number(size)));
        }
    }

    void changedBytesAreBounded()
    {
        const QByteArray whole = builtDescriptor();
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (const int value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
                QByteArray changed = whole;
                changed[at] = static_cast<char>(value);
                if (const auto read = readSecurityDescriptor(changed)) {
                    verifyDescriptorBounded(*read, changed.size());
                }
            }
        }
        QRandomGenerator random(20261127);
        for (int round = 0; round < 20000; ++round) {
            QByteArray changed = whole;
            for (int i = 0; i < 4; ++i) {
                changed[random.bounded(int(changed.size()))] = static_cast<char>(random.bounded(256));
            }
            if (const auto read = readSecurityDescriptor(changed)) {
                verifyDescriptorBounded(*read, changed.size());
            }
        }
    }

    void rights_data()
    {
        QTest::addColumn<quint32>("mask");
        QTest::addColumn<bool>("changes");
        QTest::newRow("everything") << 0x001f01ffU << true;
        QTest::newRow("modify") << 0x001301bfU << true;
        QTest::newRow("only add at its end") << 0x4U << true;
        QTest::newRow("give oneself rights") << 0x00040000U << true;
        QTest::newRow("generic write") << 0x40000000U << true;
        QTest::newRow("read and run") << 0x001200a9U << false;
        QTest::newRow("generic read") << 0x80000000U << false;
        QTest::newRow("attributes alone") << 0x00000110U << false;
        QTest::newRow("nothing") << 0U << false;
    }

    void rights()
    {
        QFETCH(quint32, mask);
        QFETCH(bool, changes);
        QCOMPARE(rightsToChange(mask) != 0, changes);
    }
};

MAILMEND_TEST_CLASS(ParseSecurityDescriptorTest)
#include "parse_security_descriptor_test.moc"
