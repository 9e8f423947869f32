// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/collect/partial_file.h"

#include "actions/windows/rights.h"
#include "base/windows/file_calls.h"
#include "engine/collect/windows/disk_facts.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

#include <atomic>
#include <mutex>
#include <thread>

using namespace mailmend;

/** A collection's file on Windows: for its owner alone, and never lost at its end. */
class WindowsPartialFileTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    int m_number = 0;

    QString newFile() { return m_folder.filePath(QStringLiteral("%1.zip").arg(++m_number)); }

    static std::optional<bool> isClosed(const QString& path)
    {
        const windows::Owned file = windows::openPath(path.toUtf8(), READ_CONTROL | FILE_READ_ATTRIBUTES);
        return file ? onlyWeGetIn(file.get(), disk::Keeper::ThisAccount) : std::nullopt;
    }

private Q_SLOTS:
    void onlyItsOwnerGetsIn()
    {
        const QString usual = newFile();
        QFile file(usual);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QCOMPARE(isClosed(usual), std::optional(false)); // as the folder has it
        const QString name = newFile();
        {
            auto to = createPartialFile(name);
            QVERIFY2(to, to ? "" : qPrintable(logLine(to.error())));
            QVERIFY((*to)->write("bytes"));
        }
        QCOMPARE(isClosed(name + QStringLiteral(".partial")), std::optional(true));
        const QString whole = newFile();
        auto to = createPartialFile(whole);
        QVERIFY(to && (*to)->write("bytes") && (*to)->finish());
        QCOMPARE(isClosed(whole), std::optional(true));
    }

    /** Indexers and scanners open a new file as soon as they can, and hold it. */
    void whoeverOpensItSoonDoesNotKeepItFromItsName()
    {
        std::atomic<bool> isOver = false;
        std::atomic<int> held = 0;
        std::mutex mutex;
        QString watched;
        std::thread scanner([&] {
            while (!isOver) {
                QString name;
                {
                    const std::lock_guard lock(mutex);
                    name = watched;
                }
                if (!name.isEmpty()) {
                    const windows::Owned file(CreateFileW(windows::longPath(name.toUtf8()).c_str(),
                                                          GENERIC_READ, FILE_SHARE_READ, nullptr,
                                                          OPEN_EXISTING, 0, nullptr));
                    held += file ? 1 : 0;
                    Sleep(file ? 1 : 0);
                }
            }
        });
        QStringList failed;
        for (int i = 0; i < 200; ++i) {
            const QString name = newFile();
            auto to = createPartialFile(name);
            {
                const std::lock_guard lock(mutex);
                watched = name + QStringLiteral(".partial");
            }
            if (!to || !(*to)->write(QByteArray(100'000, 'x'))) {
                failed.append(name);
                continue;
            }
            if (const Done ended = (*to)->finish(); !ended || !QFile::exists(name)) {
                failed.append(ended ? name : logLine(ended.error()));
            }
        }
        isOver = true;
        scanner.join();
        QCOMPARE(failed, QStringList());
        QCOMPARE(held.load(), 0); // it is nobody's before it has its name
    }

    /** What is whole is never called unusable. */
    void aNameThatIsTakenLeavesItWhole()
    {
        const QString name = newFile();
        auto to = createPartialFile(name);
        QVERIFY(to && (*to)->write("bytes"));
        QVERIFY(!(*to)->isWhole());
        QVERIFY(QDir().mkdir(name)); // somebody takes it
        const Done ended = (*to)->finish();
        QVERIFY(!ended && ended.error().kind == ErrorKind::Conflict);
        QVERIFY((*to)->isWhole());
        QCOMPARE((*to)->path(), name + QStringLiteral(".partial"));
        to->reset();
        QFile file(name + QStringLiteral(".partial"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("bytes"));
    }

    void whichDiskItIs()
    {
        const auto here = windows::diskFactsOf(m_folder.path());
        QVERIFY(here);
        const auto root = windows::diskFactsOf(QStringLiteral("C:/"));
        QVERIFY(root);
        QVERIFY(!root->volume.isEmpty());
        QCOMPARE(here->volume, root->volume);
        const auto other = windows::diskFactsOf(QStringLiteral("Z:/"));
        QVERIFY(other);
        QVERIFY(other->volume != root->volume);
        QVERIFY(!windows::diskFactsOf(m_folder.filePath(QStringLiteral("none"))));
        QVERIFY(windows::ownNames().size() >= 1);
        const auto same = isOnDiskOf(newFile(), {QStringLiteral("Z:/"), QStringLiteral("C:/")});
        QVERIFY(same && *same);
        const auto free = isOnDiskOf(newFile(), {QStringLiteral("Z:/"), QStringLiteral("Q:/none")});
        QVERIFY(free && !*free);
        QVERIFY(!isOnDiskOf(m_folder.filePath(QStringLiteral("none/a.zip")), {QStringLiteral("C:/")}));
    }

    void aLongPathIsWritten()
    {
        QString folder = m_folder.path();
        for (int i = 0; i < 3; ++i) {
            folder += u'/' + QString(120, u'f');
            QVERIFY(CreateDirectoryW(windows::longPath(folder.toUtf8()).c_str(), nullptr) != 0);
        }
        const QString name = folder + QStringLiteral("/a.zip");
        auto to = createPartialFile(name);
        QVERIFY2(to, to ? "" : qPrintable(logLine(to.error())));
        const Done ended =
            (*to)->write("bytes") ? (*to)->finish() : Done(Error{ErrorKind::Fault, {}, {}, {}, {}});
        QVERIFY2(ended, ended ? "" : qPrintable(logLine(ended.error())));
        QCOMPARE((*to)->path(), name);
        to->reset();
        const windows::Owned file = windows::openPath(name.toUtf8(), GENERIC_READ);
        const auto facts = file ? windows::factsOf(file.get()) : std::nullopt;
        QVERIFY(facts && facts->size == 5);
    }
};

MAILMEND_TEST_CLASS(WindowsPartialFileTest)
#include "partial_file_test.moc"
