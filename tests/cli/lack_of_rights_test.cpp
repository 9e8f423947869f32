// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "cli/lack_of_rights.h"
#include "cli/show_collected.h"
#include "support/registration.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mailmend;

namespace {

TargetInfo targetOfKind(const char* kind)
{
    TargetInfo target;
    target.kind = QString::fromLatin1(kind);
    target.host = QStringLiteral("MAPLE-EX01");
    return target;
}

CollectionMade collectionOf(const char* kind, bool hasRights)
{
    return {QStringLiteral("x.zip"), false, targetOfKind(kind), {}, hasRights};
}

QString textOf(const CollectionMade& made)
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("printed.txt"));
    Console console{};
    console.out = stdout;
    console.err = stderr;
    auto output = Output::open(console, file);
    if (!output) {
        return {};
    }
    showCollected(**output, made);
    QFile written(file);
    return (*output)->finish() && written.open(QIODevice::ReadOnly)
               ? QString::fromUtf8(written.readAll()).simplified() // as it was before it was wrapped
               : QString();
}

RecheckOutcome outcomeOf(const char* kind, const QList<FindingStatus>& statuses)
{
    RecheckOutcome outcome;
    outcome.looked = {targetOfKind("volume"), targetOfKind(kind)};
    for (const FindingStatus status : statuses) {
        outcome.findings.append({QStringLiteral("finding"), status, {}, {}});
    }
    return outcome;
}

} // namespace

/** Whoever is no administrator is told that more can be seen, on the console as in the window. */
class LackOfRightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ofACollection_data();
    void ofACollection();
    void ofLookingAgain_data();
    void ofLookingAgain();
};

void LackOfRightsTest::ofACollection_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<bool>("hasRights");
    QTest::addColumn<bool>("lacks");
    QTest::addColumn<QJsonValue>("json");
    QTest::newRow("this computer") << QByteArray("this-computer") << false << true << QJsonValue(false);
    QTest::newRow("by an administrator") << QByteArray("this-computer") << true << false << QJsonValue(true);
    for (const char* kind : {"volume", "collection", "sample"}) {
        QTest::newRow(kind) << QByteArray(kind) << false << false << QJsonValue();
    }
    QTest::newRow("a disk, by an administrator") << QByteArray("volume") << true << false << QJsonValue();
}

void LackOfRightsTest::ofACollection()
{
    QFETCH(QByteArray, kind);
    QFETCH(bool, hasRights);
    const CollectionMade made = collectionOf(kind.constData(), hasRights);
    const QString text = textOf(made);
    QVERIFY2(text.contains(QStringLiteral("of MAPLE-EX01 into")), qPrintable(text));
    QTEST(text.contains(QStringLiteral("Some of this computer only an administrator may read.")), "lacks");
    QTEST(text.contains(QStringLiteral("“Run as administrator”, and collect once more under another name.")),
          "lacks");
    QVERIFY(collectedJson(made).contains(QStringLiteral("with_rights")));
    QTEST(collectedJson(made).value(QStringLiteral("with_rights")), "json");
}

void LackOfRightsTest::ofLookingAgain_data()
{
    using Statuses = QList<FindingStatus>;
    const auto fixed = FindingStatus::Fixed;
    const auto cannotTell = FindingStatus::CannotTell;
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QList<FindingStatus>>("statuses");
    QTest::addColumn<bool>("hasRights");
    QTest::addColumn<bool>("lacks");
    const QByteArray here("this-computer");
    QTest::newRow("cannot tell") << here << Statuses{fixed, cannotTell} << false << true;
    QTest::newRow("by an administrator") << here << Statuses{fixed, cannotTell} << true << false;
    QTest::newRow("all was told") << here << Statuses{fixed, FindingStatus::NotFixedYet} << false << false;
    QTest::newRow("nothing was open") << here << Statuses{} << false << false;
    QTest::newRow("a disk") << QByteArray("volume") << Statuses{cannotTell} << false << false;
}

void LackOfRightsTest::ofLookingAgain()
{
    QFETCH(QByteArray, kind);
    QFETCH(QList<FindingStatus>, statuses);
    QFETCH(bool, hasRights);
    const Text lack = lackOfRights(outcomeOf(kind.constData(), statuses), hasRights);
    QTEST(!lack.isEmpty(), "lacks");
    QTEST(inEnglish(lack).contains(QStringLiteral("Run as administrator")), "lacks");
}

MAILMEND_TEST_CLASS(LackOfRightsTest)
#include "lack_of_rights_test.moc"
