// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "checks/registry.h"
#include "engine/collected.h"
#include "engine/fake_files.h"
#include "engine/sample_scan.h"
#include "evidence/collection/container.h"
#include "evidence/collection/zip_lock.h"
#include "evidence/sample/sample.h"
#include "support/raw_tree.h"
#include "support/registration.h"
#include "support/small_server.h"
#include "support/zip_builder.h"

#include <QCryptographicHash>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QByteArray secret = "four words that nobody knows";

ScanResult scanLocked(const QString& zip, const QByteArray& passphrase)
{
    ScanRequest request;
    request.targets = {TargetSpec{zip, false, passphrase}};
    auto result = runScan(request, builtInKnowledge(), sampleClock(), CancelToken(), ScanListener());
    if (!result) {
        qFatal("%s", qPrintable(logLine(result.error())));
    }
    return *std::move(result);
}

} // namespace

/** What Mailmend collects says the same as the disk that it was collected from. */
class CollectTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

private Q_SLOTS:
    void saysTheSameAsTheDisk_data()
    {
        QTest::addColumn<bool>("repaired");
        QTest::addColumn<QByteArray>("passphrase");
        QTest::newRow("found") << false << QByteArray();
        QTest::newRow("found, locked") << false << secret;
        QTest::newRow("repaired, locked") << true << secret;
    }

    void saysTheSameAsTheDisk()
    {
        QFETCH(bool, repaired);
        QFETCH(QByteArray, passphrase);
        const QTemporaryDir folder;
        QVERIFY(writeSample(folder.filePath(QStringLiteral("disk")), repaired));
        const QString root = folder.filePath(QStringLiteral("disk/C"));
        const auto evidence = openEvidence({root, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = newFile();
        const auto collected = collectInto(zip, **evidence, allChecks(), passphrase);
        QVERIFY2(collected, collected ? "" : qPrintable(logLine(collected.error())));
        QVERIFY(collected->finished && collected->files > 50 && collected->unreadable == 0);
        QFile file(zip);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(collected->written, file.size());
        QCOMPARE(collected->sha256,
                 QCryptographicHash::hash(file.readAll(), QCryptographicHash::Sha256).toHex());
        QCOMPARE(isLockedZip(zip), !passphrase.isEmpty());
        const ScanResult expected = scanOf(root);
        QVERIFY(!expected.findings.isEmpty());
        const ScanResult result = scanLocked(zip, passphrase);
        QCOMPARE(told(result).join(u'\n'), told(expected).join(u'\n'));
        QCOMPARE(result.targets.first().id, expected.targets.first().id);
        QCOMPARE(result.targets.first().takenAt, expected.targets.first().takenAt);
        QCOMPARE(exitStatus(result), exitStatus(expected));
    }

    void aServerWithoutExchangeSaysTheSame()
    {
        const RawTree tree;
        tree.file("inetpub/wwwroot/index.htm", "<p>hello</p>");
        SmallRegistry registry = smallRegistry();
        registry.software = sample::HiveKey{};
        for (const auto& [name, content] : smallServer(registry)) {
            if (!name.contains("Exchange")) {
                tree.file(name.constData(), content);
            }
        }
        const QString target = QStringLiteral("C=") + tree.text();
        const auto evidence = openEvidence({target, false, {}}, CancelToken());
        QVERIFY(evidence);
        const QString zip = newFile();
        QVERIFY(collectInto(zip, **evidence, allChecks()));
        QCOMPARE(told(scanOf(zip)).join(u'\n'), told(scanOf(target)).join(u'\n'));
    }

    void aLockedOneOpensWithItsPassphraseOnly()
    {
        const RawTree tree;
        tree.file("inetpub/wwwroot/index.htm", "plain to see");
        const EvidencePointer evidence = smallServerWith(tree);
        const QString zip = newFile();
        QVERIFY(collectInto(zip, *evidence, allChecks(), secret));
        const auto without = openEvidence({zip, false, {}}, CancelToken());
        QVERIFY(!without);
        QCOMPARE(without.error().kind, ErrorKind::Denied);
        QVERIFY(inEnglish(without.error().text).contains(QStringLiteral("locked with a passphrase")));
        int opened = 0;
        for (int i = 0; i < 600; ++i) { // two bytes tell a wrong one at once; the content tells the others
            const auto wrong = openEvidence({zip, false, secret + QByteArray::number(i)}, CancelToken());
            opened += wrong ? 1 : 0;
            if (i == 0) {
                QCOMPARE(wrong.error().kind, ErrorKind::Denied);
                QVERIFY(inEnglish(wrong.error().text).contains(QStringLiteral("not the passphrase")));
            }
        }
        QCOMPARE(opened, 0);
        QVERIFY(openEvidence({zip, false, secret}, CancelToken()));
        QFile file(zip);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(!file.readAll().contains("plain to see"));
    }

    void takesWhatLaterChecksReadAndNoMore()
    {
        const RawTree tree;
        const QByteArrayList wanted{"Windows/System32/config/SOFTWARE.LOG1",
                                    "Windows/System32/config/SYSTEM.LOG2",
                                    "Windows/System32/inetsrv/config/redirection.config",
                                    "Windows/System32/winevt/Logs/Security.evtx",
                                    "Windows/System32/Tasks/Vendor/Nightly",
                                    "Users/kim/NTUSER.DAT"};
        const QByteArrayList unwanted{"Windows/System32/config/SECURITY", "Windows/System32/cmd.exe",
                                      "Windows/System32/winevt/Logs/notes.txt", "Users/kim/mail.pst"};
        for (const QByteArray& name : wanted + unwanted) {
            tree.file(name.constData(), "x");
        }
        const EvidencePointer evidence = smallServerWith(tree);
        const QString zip = newFile();
        QVERIFY(collectInto(zip, *evidence, allChecks()));
        const QJsonObject list = listOf(zip);
        const auto row = [&list](const QByteArray& name) {
            return rowOf(list, QStringLiteral("C:\\") + QString::fromUtf8(name).replace(u'/', u'\\'));
        };
        for (const QByteArray& name : wanted) {
            QVERIFY2(!row(name).isEmpty(), name.constData());
        }
        for (const QByteArray& name : unwanted) {
            QVERIFY2(row(name).isEmpty(), name.constData());
        }
    }

    /** What was changed or cut is refused, or said; no file is ever taken for another. */
    void changedOnesAreSeen_data()
    {
        QTest::addColumn<QByteArray>("passphrase");
        QTest::newRow("open") << QByteArray();
        QTest::newRow("locked") << secret;
    }

    void changedOnesAreSeen()
    {
        QFETCH(QByteArray, passphrase);
        auto files = std::make_shared<FakeFiles>();
        files->files.push_back({WindowsPath('C', {"inetpub", "a.aspx"}), "the first page", {}, false});
        files->files.push_back({WindowsPath('C', {"inetpub", "b.aspx"}), QByteArray(500, 'b'), {}, false});
        const auto evidence = fakeEvidence(files, QStringLiteral("fake"));
        static constexpr const Check* checks[] = {&wholeFolderCheck};
        const QString zip = newFile();
        QVERIFY(collectInto(zip, *evidence, checks, passphrase));
        QFile file(zip);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray whole = file.readAll();
        const auto right = openEvidence({zip, false, passphrase}, CancelToken());
        QVERIFY(right);
        const QStringList expected = everyFile(**right);
        QCOMPARE(expected.size(), 2);
        const QString changedZip = newFile();
        const auto look = [&](const QByteArray& bytes, const QString& what) {
            writeFile(changedZip, bytes);
            const auto opened = openEvidence({changedZip, false, passphrase}, CancelToken());
            if (!opened || (*opened)->files.state != ReadState::Read) {
                return; // refused, or said in the row about the collection
            }
            const QStringList got = everyFile(**opened);
            QVERIFY2(got.size() == expected.size(), qPrintable(what));
            for (qsizetype i = 0; i < got.size(); ++i) {
                QVERIFY2(got.at(i) == expected.at(i) || got.at(i).endsWith(QStringLiteral(" unreadable")),
                         qPrintable(what + u' ' + got.at(i)));
            }
        };
        for (qsizetype length = 0; length < whole.size(); length += 1 + length / 40) {
            writeFile(changedZip, whole.first(length));
            QVERIFY2(!openEvidence({changedZip, false, passphrase}, CancelToken()),
                     qPrintable(QString::number(length)));
        }
        const qsizetype step = passphrase.isEmpty() ? 1 : 3; // each try derives keys anew
        for (qsizetype at = 0; at < whole.size(); at += step) {
            QByteArray changed = whole;
            changed[at] = static_cast<char>(changed.at(at) ^ (1 << (at % 8)));
            look(changed, QString::number(at));
        }
    }
};

MAILMEND_TEST_CLASS(CollectTest)
#include "collect_test.moc"
