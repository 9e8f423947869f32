// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/collection/zip_lock.h"
#include "evidence/sample/sample.h"
#include "evidence/volume/native.h"
#include "evidence/volume/volume.h"
#include "gui/hand_made_case.h"
#include "gui/keys.h"
#include "gui/test_window.h"
#include "support/office.h"
#include "support/registration.h"

#include <QCryptographicHash>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

const QByteArray typedSecret = "four words that nobody knows";

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/** Files of the person's, below which what they typed is found. */
QStringList filesWith(const QString& folder, const QByteArray& words)
{
    QStringList found;
    QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        const QString path = all.next();
        const QByteArray content = contentOf(path);
        const QString text = QString::fromUtf8(words);
        const QByteArray wide(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
        if (content.contains(words) || content.contains(wide)) {
            found.append(path);
        }
    }
    return found;
}

/** What is in the window's lines and labels, that nobody hid. */
bool showsAnywhere(const QWidget& window, const QByteArray& words)
{
    const auto labels = window.findChildren<QLabel*>();
    return std::any_of(labels.begin(), labels.end(), [&words](const QLabel* label) {
        return label->text().contains(QString::fromUtf8(words)) ||
               label->toolTip().contains(QString::fromUtf8(words));
    });
}

} // namespace

/** Locked collections in the window: made, opened and looked at again, with keys only. */
class CollectingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void madeWithKeys();
    void openedAndLookedAtAgainWithKeys();
    void eachCollectionItsOwn();
    void stoppedIsNoCollection();
    void anEmptyLineShowsPathsOfThisSystem();

private:
    /** Collects a sample server's disk through the window's own session. */
    static void collectSample(TestWindow& test, bool repaired, const QString& out, const QByteArray& secret);
    static void collectDisk(TestWindow& test, const QString& disk, const QString& out,
                            const QByteArray& secret);
};

void CollectingTest::collectSample(TestWindow& test, bool repaired, const QString& out,
                                   const QByteArray& secret)
{
    const QString disk = out + QStringLiteral(".disk");
    QVERIFY(writeSample(disk, repaired));
    collectDisk(test, disk + QStringLiteral("/C"), out, secret);
}

void CollectingTest::collectDisk(TestWindow& test, const QString& disk, const QString& out,
                                 const QByteArray& secret)
{
    QSignalSpy made(&test.session, &gui::Session::collected);
    test.session.collect({disk, out, Secret(secret), true});
    QVERIFY(made.wait(60000));
    QVERIFY(QFile::exists(out));
}

void CollectingTest::madeWithKeys()
{
    TestWindow test;
    const QString disk = test.folder.filePath(QStringLiteral("disk"));
    const QString zip = test.folder.filePath(QStringLiteral("server.zip"));
    QVERIFY(writeSample(disk, false));
    QSignalSpy made(&test.session, &gui::Session::collected);
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    STEP(waitForPage("What should we look at?"));
    STEP(tabTo("Collect here, look elsewhere"));
    press(Qt::Key_Return);
    STEP(waitForPage("Collect here, look elsewhere"));

    press(Qt::Key_C, Qt::AltModifier);
    STEP(waitUntilSays("From which disk"));
    type(disk + QStringLiteral("/C"));
    press(Qt::Key_I, Qt::AltModifier);
    STEP(waitUntilSays("Into which file"));
    QVERIFY(says("On another disk"));
    type(zip);

    // A passphrase that is long enough, twice.
    STEP(tabTo("A passphrase for it"));
    type(QStringLiteral("tiny words"));
    press(Qt::Key_C, Qt::AltModifier);
    STEP(waitUntilSays("A passphrase for it"));
    QVERIFY(made.isEmpty() && !QFile::exists(zip));
    type(QString::fromUtf8(typedSecret));
    STEP(tabTo("The same once more"));
    type(QStringLiteral("four words that nobody knew"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("The same once more"));
    type(QString::fromUtf8(typedSecret));
    press(Qt::Key_Return);

    // It would go onto the disk that is looked at: only when that is said.
    STEP(waitUntilSays("Into which file"));
    QVERIFY(!QFile::exists(zip));
    STEP(tabTo("Write there all the same"));
    press(Qt::Key_Return);
    STEP(waitForPage("The collection is made"));
    QVERIFY(!made.isEmpty() && isLockedZip(zip));
    STEP(tabTo("Copy the SHA-256"));
    const auto into = made.first().first().value<gui::CollectedInto>();
    QCOMPARE(into.collected.sha256,
             QCryptographicHash::hash(contentOf(zip), QCryptographicHash::Sha256).toHex());
    QVERIFY(openEvidence({zip, false, typedSecret}, CancelToken()));
    QVERIFY(!openEvidence({zip, false, {}}, CancelToken()));
    QVERIFY(filesWith(test.folder.path(), typedSecret).isEmpty());
    QVERIFY(!showsAnywhere(test.window, typedSecret));
}

void CollectingTest::openedAndLookedAtAgainWithKeys()
{
    TestWindow test;
    const QString before = test.folder.filePath(QStringLiteral("before.zip"));
    const QString after = test.folder.filePath(QStringLiteral("after.zip"));
    STEP(collectSample(test, false, before, typedSecret));
    STEP(collectSample(test, true, after, typedSecret));
    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    STEP(waitForPage("What should we look at?"));
    press(Qt::Key_Y, Qt::AltModifier);
    type(before);
    press(Qt::Key_Return);

    // It asks; a wrong one is told, and asked for again.
    STEP(waitUntilSays("Its password or passphrase"));
    QVERIFY(!says("This is not its passphrase"));
    type(QStringLiteral("not these words"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("This is not its passphrase"));
    type(QString::fromUtf8(typedSecret));
    press(Qt::Key_Return);
    STEP(waitForPage("This is "));
    press(Qt::Key_K, Qt::AltModifier);
    STEP(waitUntilSays("See what we found"));
    press(Qt::Key_Return);
    STEP(waitForPage("What we found on "));
    QVERIFY(test.session.view() && !test.session.view()->findings.isEmpty());

    // A newer collection of it.
    test.open(QStringLiteral("look-again"));
    STEP(waitForPage("Check again"));
    press(Qt::Key_N, Qt::AltModifier);
    type(after);
    press(Qt::Key_Return);
    STEP(waitUntilSays("Its password or passphrase"));
    type(QStringLiteral("not these words"));
    press(Qt::Key_N, Qt::AltModifier);
    STEP(waitUntilSays("This is not its passphrase"));
    type(QString::fromUtf8(typedSecret));
    press(Qt::Key_N, Qt::AltModifier);
    STEP(waitUntilSays("Back to the plan"));
    QTRY_VERIFY_WITH_TIMEOUT(
        std::any_of(test.session.view()->findings.begin(), test.session.view()->findings.end(),
                    [](const CaseFinding& one) { return one.status == FindingStatus::Fixed; }),
        60000);
    QSignalSpy written(&test.session, &gui::Session::allWritten);
    test.session.whenWritten();
    QVERIFY(written.wait(60000));
    QVERIFY(QFile::exists(test.session.caseFile()));
    QCOMPARE(filesWith(test.folder.path(), typedSecret), QStringList());
    QCOMPARE(filesWith(test.folder.path(), "not these words"), QStringList());
    QVERIFY(!showsAnywhere(test.window, typedSecret));
}

/** Three servers in one case, two of them in collections: the same place again asks for one after the other.
 */
void CollectingTest::eachCollectionItsOwn()
{
    const QByteArray otherSecret = "words that only cedar has";
    TestWindow test;
    RawTree birch;
    RawTree cedar;
    writeOfficeServer(birch, false, QStringLiteral("BIRCH-EX01"));
    writeOfficeServer(cedar, true, QStringLiteral("CEDAR-EX02"));
    const QString cedarZip = test.folder.filePath(QStringLiteral("cedar.zip"));
    const QString sampleZip = test.folder.filePath(QStringLiteral("sample.zip"));
    STEP(collectDisk(test, cedar.text(), cedarZip, otherSecret));
    STEP(collectSample(test, false, sampleZip, typedSecret));
    QSignalSpy looked(&test.session, &gui::Session::lookFinished);
    test.session.look(birch.text());
    QVERIFY(looked.wait(60000));
    test.session.startScan(test.session.lookedAt()->caseFile);
    QTRY_VERIFY_WITH_TIMEOUT(test.session.view() != nullptr, 60000);
    for (const auto& [zip, secret] : {std::pair(cedarZip, otherSecret), std::pair(sampleZip, typedSecret)}) {
        const qsizetype known = test.session.view()->targets.size();
        QTRY_COMPARE_WITH_TIMEOUT(test.session.work(), gui::Session::Work::None, 60000);
        test.session.look(zip, gui::Keep::InOpenCase, Secret(secret));
        QVERIFY(looked.wait(60000));
        test.session.scanIntoCase();
        QTRY_COMPARE_WITH_TIMEOUT(test.session.view()->targets.size(), known + 1, 60000);
    }
    QTRY_COMPARE_WITH_TIMEOUT(test.session.work(), gui::Session::Work::None, 60000);

    test.show();
    QVERIFY(QTest::qWaitForWindowActive(&test.window));
    test.open(QStringLiteral("look-again"));
    STEP(waitForPage("Check again"));
    STEP(tabTo("The same place again"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("cedar.zip"));
    QVERIFY(says("Its password or passphrase") && !says("This is not its passphrase"));
    type(QString::fromUtf8(typedSecret)); // the other one's
    press(Qt::Key_Return);
    STEP(waitUntilSays("This is not its passphrase"));
    QVERIFY(says("cedar.zip"));
    type(QString::fromUtf8(otherSecret));
    press(Qt::Key_Return);

    // Now the other one, and a wrong one does not make it ask for the first again.
    STEP(waitUntilSays("sample.zip"));
    QVERIFY(!says("This is not its passphrase"));
    type(QString::fromUtf8(otherSecret));
    press(Qt::Key_Return);
    STEP(waitUntilSays("This is not its passphrase"));
    QVERIFY(says("sample.zip"));
    type(QString::fromUtf8(typedSecret));
    press(Qt::Key_Return);
    STEP(waitUntilSays("Back to the plan"));
    QVERIFY(!showsAnywhere(test.window, typedSecret) && !showsAnywhere(test.window, otherSecret));

    // What was typed is of that one look.
    test.open(QStringLiteral("look-again"));
    STEP(waitForPage("Check again"));
    STEP(tabTo("The same place again"));
    press(Qt::Key_Return);
    STEP(waitUntilSays("cedar.zip"));
    QVERIFY(!says("This is not its passphrase"));
    QSignalSpy written(&test.session, &gui::Session::allWritten);
    test.session.whenWritten();
    QVERIFY(written.wait(60000));
    QCOMPARE(filesWith(test.folder.path(), typedSecret), QStringList());
    QCOMPARE(filesWith(test.folder.path(), otherSecret), QStringList());
}

void CollectingTest::stoppedIsNoCollection()
{
    TestWindow test;
    const QString zip = test.folder.filePath(QStringLiteral("server.zip"));
    const QString disk = test.folder.filePath(QStringLiteral("disk"));
    QVERIFY(writeSample(disk, false));
    QSignalSpy failed(&test.session, &gui::Session::failed);
    test.session.collect({disk + QStringLiteral("/C"), zip, Secret(typedSecret), true});
    test.session.cancel();
    QVERIFY(failed.wait(60000));
    QCOMPARE(failed.first().at(1).value<Error>().kind, ErrorKind::Cancelled);
    QVERIFY(!QFile::exists(zip));
    QCOMPARE(test.session.work(), gui::Session::Work::None);
}

/** A person copies what stands there: it must be a target, with paths as this system has them. */
void CollectingTest::anEmptyLineShowsPathsOfThisSystem()
{
    const QString example = native::exampleVolumes();
    const auto volumes = readVolumeList(example);
    QVERIFY(volumes && volumes->size() == 2);
    for (const NamedVolume& volume : *volumes) {
        QVERIFY2(QDir::isAbsolutePath(volume.path), qPrintable(volume.path));
        QVERIFY(!volume.path.startsWith(QLatin1Char('C'))); // on Windows that is the person's own disk
    }
    TestWindow test;
    test.show();
    test.window.showView(handMadeCase());
    for (const char* page : {"start", "further", "collect"}) {
        test.open(QString::fromLatin1(page));
        const auto lines = test.window.findChildren<QLineEdit*>();
        QVERIFY2(std::any_of(lines.begin(), lines.end(),
                             [&example](const QLineEdit* line) {
                                 return line->isVisible() && line->placeholderText().contains(example);
                             }),
                 page);
    }
}

MAILMEND_TEST_CLASS(CollectingTest)
#include "collecting_test.moc"
