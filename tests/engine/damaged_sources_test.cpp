// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/sample_scan.h"
#include "evidence/sample/sample.h"
#include "support/registration.h"

#include <QFile>
#include <QTemporaryDir>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const char kExchange[] = "Program Files/Microsoft/Exchange Server/V15";

/** The row of a source, or one without a source. */
CoverageEntry rowOf(const ScanResult& scan, const QString& source)
{
    for (const CoverageEntry& row : scan.coverage) {
        if (row.source == source) {
            return row;
        }
    }
    return {};
}

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool put(const QString& path, const QByteArray& content)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(content) == content.size();
}

} // namespace

/**
 * A file of the sample that is cut or damaged, through a whole scan: its source is never called read in full,
 * the reason is told, and no answer becomes none-found. Every single cut and flip is in the readers' own
 * tests.
 */
class DamagedSourcesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void standsInTheCoverage_data();
    void standsInTheCoverage();
};

void DamagedSourcesTest::standsInTheCoverage_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("source");
    const auto row = [](const char* name, const QString& path, const char* source) {
        QTest::newRow(name) << path << QString::fromLatin1(source);
    };
    const QString config = QStringLiteral("Windows/System32/config/");
    const QString iis = QStringLiteral("Windows/System32/inetsrv/config/");
    const QString exchange = QString::fromLatin1(kExchange);
    row("SOFTWARE", config + QStringLiteral("SOFTWARE"), "registry-software");
    row("SYSTEM", config + QStringLiteral("SYSTEM"), "registry-system");
    row("SAM", config + QStringLiteral("SAM"), "registry-sam");
    row("applicationHost.config", iis + QStringLiteral("applicationHost.config"), "iis-configuration");
    row("redirection.config", iis + QStringLiteral("redirection.config"), "iis-configuration");
    row("web.config of Outlook on the web", exchange + QStringLiteral("/FrontEnd/HttpProxy/owa/web.config"),
        "iis-configuration");
    row("ExSetup.exe", exchange + QStringLiteral("/bin/ExSetup.exe"), "exchange-binaries");
}

void DamagedSourcesTest::standsInTheCoverage()
{
    QFETCH(QString, path);
    QFETCH(QString, source);
    QTemporaryDir folder;
    const QString disk = folder.filePath(QStringLiteral("disk"));
    QVERIFY(writeSample(disk, true));
    const QString target = QStringLiteral("C=") + disk + QStringLiteral("/C");
    const QString file = disk + QStringLiteral("/C/") + path;
    const QByteArray whole = contentOf(file);
    QVERIFY(!whole.isEmpty());
    const ScanResult healthy = scanOf(target);
    QCOMPARE(rowOf(healthy, source).state, ReadState::Read);

    const qsizetype end = whole.trimmed().size(); // what follows an XML document's end is no loss
    QList<QByteArray> damaged;
    for (const qsizetype size : {qsizetype{0}, qsizetype{1}, end / 4, end / 2, end - 1}) {
        damaged.append(whole.first(size));
    }
    QByteArray flipped = whole;
    flipped[0] = static_cast<char>(flipped.at(0) ^ 0x20);
    damaged.append(flipped);
    for (const QByteArray& content : damaged) {
        QVERIFY(put(file, content));
        const ScanResult scan = scanOf(target);
        const CoverageEntry row = rowOf(scan, source);
        const QByteArray which =
            QByteArray::number(content.size()) + " of " + QByteArray::number(whole.size());
        QVERIFY2(row.state != ReadState::Read && !row.source.isEmpty(), which.constData());
        QVERIFY2(!row.reason.isEmpty(), which.constData());
        for (const Answer answer :
             {scan.answers.exposed.answer, scan.answers.entered.answer, scan.answers.stillInside.answer}) {
            QVERIFY2(answer != Answer::NoneFound, which.constData());
        }
        QVERIFY(scan.answers.couldWeTell.answer >= healthy.answers.couldWeTell.answer);
        QVERIFY(exitStatus(scan) != 0);
    }
}

MAILMEND_TEST_CLASS(DamagedSourcesTest)
#include "damaged_sources_test.moc"
