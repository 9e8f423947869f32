// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"
#include "engine/helper/messages.h"
#include "engine/helper/scan_intake.h"
#include "engine/sample_scan.h"
#include "support/registration.h"

#include <QRandomGenerator>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** A whole look, as if it were at this computer. */
ScanResult aLook()
{
    ScanResult result = scanOf(QStringLiteral("sample:"));
    result.targets.first().kind = result.targets.first().path = targetOfRights;
    return result;
}

Result<std::optional<ScanResult>> intakeOf(const QByteArray& bytes, const QString& knowledge,
                                           const QByteArray& hash)
{
    const ScanListener nobody;
    ScanIntake intake(knowledge, nobody);
    for (qsizetype at = 0; at < bytes.size(); at += ScanPieceSize) {
        const auto piece = intake.take(ScanPiece{bytes.mid(at, ScanPieceSize)});
        if (!piece || *piece) {
            return piece;
        }
    }
    return intake.take(ScanEnd{bytes.size(), hash});
}

Result<std::optional<ScanResult>> intakeOf(const ScanResult& result, const QString& knowledge = {})
{
    const QByteArray bytes = *writeScan(result);
    return intakeOf(bytes, knowledge.isEmpty() ? builtInKnowledge().info({}).sha256 : knowledge,
                    sha256(bytes));
}

} // namespace

/** What came over the border is a look at this computer by our own checks, whole, or it is nothing. */
class ScanIntakeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLookComesWhole()
    {
        const ScanResult look = aLook();
        const auto taken = intakeOf(look);
        QVERIFY(taken && *taken);
        QCOMPARE(*writeScan(**taken), *writeScan(look));
    }

    void whatIsNoLookOfOursIsRefused()
    {
        const auto refused = [](auto change) {
            ScanResult look = aLook();
            change(look);
            const auto taken = intakeOf(look);
            return !taken && taken.error().kind == ErrorKind::BadCall;
        };
        QVERIFY(refused([](ScanResult& look) { look.targets.first().kind = QStringLiteral("volume"); }));
        QVERIFY(refused([](ScanResult& look) { look.targets.first().path = QStringLiteral("C:/x"); }));
        QVERIFY(refused([](ScanResult& look) { look.targets.append(look.targets.first()); }));
        QVERIFY(refused([](ScanResult& look) { look.targets.clear(); }));
        QVERIFY(refused([](ScanResult& look) { look.findings.last().target = QStringLiteral("other"); }));
        QVERIFY(refused([](ScanResult& look) { look.coverage.last().target = QString(); }));
        QVERIFY(refused([](ScanResult& look) { look.checks.last().target = QStringLiteral("other"); }));
        QVERIFY(refused([](ScanResult& look) { look.live.append(LiveTable{}); }));
        QVERIFY(refused([](ScanResult& look) { look.findings.last().check = QStringLiteral("all-good"); }));
        QVERIFY(refused([](ScanResult& look) { look.checks.last().check = QString(); }));
        ScanResult stopped;
        stopped.mailmend = QStringLiteral(MAILMEND_VERSION);
        stopped.knowledge = builtInKnowledge().info({});
        QVERIFY(!intakeOf(stopped));
        stopped.cancelled = true;
        QVERIFY(bool(intakeOf(stopped)));
    }

    void anotherVersionIsRefused()
    {
        ScanResult look = aLook();
        const auto other = intakeOf(look, QString(64, u'0'));
        QVERIFY(!other && other.error().kind == ErrorKind::Unsupported);
        look.mailmend = QStringLiteral("0.0.9");
        QVERIFY(!intakeOf(look) && intakeOf(look).error().kind == ErrorKind::Unsupported);
    }

    void whatIsCutOrChangedIsRefused()
    {
        const QByteArray bytes = *writeScan(aLook());
        const QString knowledge = builtInKnowledge().info({}).sha256;
        for (qsizetype length = 0; length < bytes.size(); length += bytes.size() / 53) {
            QVERIFY(!intakeOf(bytes.left(length), knowledge, sha256(bytes)));
            QVERIFY(!intakeOf(bytes.left(length), knowledge, sha256(bytes.left(length))));
        }
        QRandomGenerator random(4711);
        int refused = 0;
        for (int round = 0; round < 60; ++round) {
            QByteArray other = bytes;
            other[random.bounded(static_cast<int>(other.size()))] = static_cast<char>(random.bounded(256));
            QVERIFY(other == bytes || !intakeOf(other, knowledge, sha256(bytes)));
            const auto taken =
                intakeOf(other, knowledge, sha256(other)); // by whoever can hash: it harms nothing
            refused += taken ? 0 : 1;
        }
        QVERIFY(refused > 0);
    }

    void itIsBounded()
    {
        const ScanListener nobody;
        ScanIntake intake({}, nobody);
        const ScanPiece piece{QByteArray(ScanPieceSize, ' ')};
        for (qsizetype taken = 0; taken < LargestScan; taken += ScanPieceSize) {
            QVERIFY(bool(intake.take(piece)));
        }
        const auto more = intake.take(piece);
        QVERIFY(!more && more.error().kind == ErrorKind::TooLarge);
        QVERIFY(!readScan(QByteArray(100, '[') + QByteArray(100, ']')));
    }
};

MAILMEND_TEST_CLASS(ScanIntakeTest)
#include "scan_intake_test.moc"
