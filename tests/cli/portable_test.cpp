// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/portable.h"
#include "base/settings.h"
#include "support/console_run.h"
#include "support/registration.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

void writeFile(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator all(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (all.hasNext()) {
        files.append(all.next().mid(folder.size()));
    }
    return files;
}

} // namespace

/** A program beside which portable.txt stands keeps everything of its own beside itself. */
class PortableTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.emplace();
        QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("Büro Kasse/home")));
        m_program =
            m_folder->filePath(QStringLiteral("Büro Kasse/")) + QFileInfo(ConsoleRun::program()).fileName();
        QVERIFY(QFile::copy(ConsoleRun::program(), m_program));
    }
    void onlyTheFileMakesIt();
    void keepsItsKeyAndReadsItsSettings();
    void withoutTheFileTheUserKeepsThem();
    void keysAreKeptWhereOthersCannotReadThem();

private:
    QString place() const { return QFileInfo(m_program).path(); }
    /** A case of the sample server beside the program; the exit status. */
    int makeCase() const
    {
        QProcessEnvironment environment = m_console.environment();
        for (const char* name : {"HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"}) {
            environment.insert(QString::fromLatin1(name), place() + QStringLiteral("/home"));
        }
        QProcess process;
        process.setProcessEnvironment(environment);
        process.start(m_program, {QStringLiteral("check"), QStringLiteral("sample:"),
                                  QStringLiteral("--case"), place() + QStringLiteral("/maple.mailmend")});
        return process.waitForFinished(120'000) ? process.exitCode() : -1;
    }

    ConsoleRun m_console;
    std::optional<QTemporaryDir> m_folder;
    QString m_program;
};

void PortableTest::onlyTheFileMakesIt()
{
    QCOMPARE(portableFolder(place()), QString());
    QVERIFY(QDir(place()).mkdir(QStringLiteral("portable.txt")));
    QCOMPARE(portableFolder(place()), QString());
    QVERIFY(QDir(place()).rmdir(QStringLiteral("portable.txt")));
    writeFile(place() + QStringLiteral("/portable.txt"), {});
    QCOMPARE(portableFolder(place()), place() + QStringLiteral("/data"));
}

void PortableTest::keepsItsKeyAndReadsItsSettings()
{
    writeFile(place() + QStringLiteral("/portable.txt"), {});
    QVERIFY(QDir(place()).mkdir(QStringLiteral("data")));
    writeFile(place() + QStringLiteral("/data/mailmend.ini"), "[General]\npersonName=Nora Field\n");
    QCOMPARE(makeCase(), 1);
    QVERIFY(!filesBelow(place() + QStringLiteral("/data/seals")).isEmpty());
    QCOMPARE(filesBelow(place() + QStringLiteral("/home")), QStringList());

    // The name of who writes comes from the settings.
    QProcess events;
    events.setProcessEnvironment(m_console.environment());
    events.start(m_program, {QStringLiteral("note"), place() + QStringLiteral("/maple.mailmend"),
                             QStringLiteral("called the owner")});
    QVERIFY(events.waitForFinished(60'000));
    QCOMPARE(events.exitCode(), 0);
}

void PortableTest::withoutTheFileTheUserKeepsThem()
{
    QCOMPARE(makeCase(), 1);
    QVERIFY(!QFileInfo::exists(place() + QStringLiteral("/data")));
}

void PortableTest::keysAreKeptWhereOthersCannotReadThem()
{
    const QString data = QStringLiteral("/stick/data");
    for (const char* system : {"ntfs", "NTFS", "fuseblk", "ext4", "ReFS", ""}) {
        QCOMPARE(sealFolderFor(data, system), data + QStringLiteral("/seals"));
    }
    for (const char* system : {"FAT32", "FAT", "exFAT", "vfat", "msdos"}) {
        QVERIFY2(!sealFolderFor(data, system).startsWith(data), system);
        QCOMPARE(sealFolderFor(data, system), sealFolderFor({}, "ext4"));
    }
}

MAILMEND_TEST_CLASS(PortableTest)

#include "portable_test.moc"
