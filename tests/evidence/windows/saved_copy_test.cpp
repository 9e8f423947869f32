// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/live/windows/saved_copy.h"

#include "evidence/live/loaded_hive.h"
#include "support/registration.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace mailmend;
using windows::Owned;

namespace {

QByteArray allOf(HANDLE file)
{
    const LARGE_INTEGER start = {};
    QByteArray all(8 << 20, '\0');
    DWORD got = 0;
    if (SetFilePointerEx(file, start, nullptr, FILE_BEGIN) == 0 ||
        ReadFile(file, all.data(), static_cast<DWORD>(all.size()), &got, nullptr) == 0) {
        return {};
    }
    return all.first(static_cast<qsizetype>(got));
}

} // namespace

/** A copy in plain leaves nothing of what it held on the disk. */
class SavedCopyTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    QString put(const char* name, const QByteArray& content) const
    {
        const QString path = m_folder.filePath(QLatin1String(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("%s", name);
        }
        return path;
    }

    /** Somebody who reads along, and sees what becomes of it. */
    static Owned watch(const QString& path)
    {
        return Owned(CreateFileW(windows::longPath(path.toUtf8()).c_str(), GENERIC_READ,
                                 FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, nullptr,
                                 OPEN_EXISTING, 0, nullptr));
    }

    /** What a collecting does before and after it. */
    QStringList removeLeft() const { return loadedHivesOfThisSystem().removeLeft(m_folder.path()); }

    QStringList left() const
    {
        return QDir(m_folder.path())
            .entryList({QStringLiteral(".mailmend-*")},
                       QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }

    static QByteArray contentOf(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void itIsOverwrittenAndGone_data()
    {
        QTest::addColumn<int>("size");
        QTest::newRow("small") << 5;
        QTest::newRow("a window") << (1 << 20);
        QTest::newRow("more than windows") << 2'500'001;
    }

    void itIsOverwrittenAndGone()
    {
        QFETCH(int, size);
        const QByteArray secret = QByteArray("regf") + QByteArray(size - 4, 's');
        const QString path = put("copy.hive", secret);
        Owned other = watch(path);
        QVERIFY(bool(other));
        {
            Owned file = windows::openToDelete(windows::longPath(path.toUtf8()));
            QVERIFY(bool(file));
            windows::SavedCopy copy(std::move(file), "SAM");
            QVERIFY(!copy.beginsWith("ElfFile"));
            QVERIFY(copy.beginsWith("regf"));
            QByteArray room(size + 1, '\0');
            const auto got = copy.read({room.data(), static_cast<size_t>(room.size())});
            QVERIFY(got && *got == size);
            QVERIFY(room.startsWith(secret));
        }
        const QByteArray after = allOf(other.get());
        QCOMPARE(after.size(), qsizetype(size));
        QVERIFY(!after.contains("regf") && !after.contains("sssss"));
        other = Owned(); // until then Windows keeps its name
        QVERIFY(!QFile::exists(path));
    }

    /** Somebody gave evidence the copy's name: its content stays. */
    void whatHasAnotherNameIsNotOverwritten()
    {
        const QString path = put("evidence.txt", "evidence");
        const QString link = m_folder.filePath(QStringLiteral("copy.hive"));
        QVERIFY(CreateHardLinkW(windows::longPath(link.toUtf8()).c_str(),
                                windows::longPath(path.toUtf8()).c_str(), nullptr) != 0);
        {
            Owned file = windows::openToDelete(windows::longPath(link.toUtf8()));
            QVERIFY(bool(file));
            QVERIFY(!windows::overwrite(file.get()));
        }
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("evidence"));
    }

    /** Killed, or without power, before the copy was read. */
    void whatABrokenOffRunLeftIsOverwrittenAndGone()
    {
        const QString path = put(".mailmend-0123456789abcdef.hive", "regf" + QByteArray(2'500'001, 's'));
        put(".mailmend-00000000000000ff.hive", {}); // nothing was written yet
        QCOMPARE(removeLeft(), QStringList());
        QCOMPARE(left(), QStringList());
        QVERIFY(!QFile::exists(path));
    }

    void aLeftCopyIsOverwrittenFirst()
    {
        const QString path = put("copy.hive", "regf" + QByteArray(2'500'001, 's'));
        Owned other = watch(path);
        Owned file(CreateFileW(windows::longPath(path.toUtf8()).c_str(),
                               DELETE | FILE_READ_ATTRIBUTES | FILE_WRITE_DATA, FILE_SHARE_READ, nullptr,
                               OPEN_EXISTING, 0, nullptr));
        QVERIFY(other && file && windows::overwriteAndRemove(file.get()));
        const QByteArray after = allOf(other.get());
        QCOMPARE(after.size(), 2'500'005);
        QVERIFY(!after.contains("regf") && !after.contains("sssss"));
        file = Owned();
        other = Owned();
        QVERIFY(!QFile::exists(path));
    }

    void aCopyThatIsHeldOpenIsNamed()
    {
        const QString path = put(".mailmend-1111111111111111.hive", "regf");
        {
            const Owned other = watch(path);
            const QStringList named = removeLeft();
            QCOMPARE(named, QStringList{QDir::toNativeSeparators(path)});
            QCOMPARE(allOf(other.get()), QByteArray("regf"));
        }
        QCOMPARE(removeLeft(), QStringList());
        QCOMPARE(left(), QStringList());
    }

    void whatIsNotOursStays()
    {
        const QStringList others{QStringLiteral(".mailmend-0123456789abcde.hive"),
                                 QStringLiteral(".mailmend-0123456789abcdefa.hive"),
                                 QStringLiteral(".mailmend-0123456789ABCDEF.hive"),
                                 QStringLiteral("a.mailmend-0123456789abcdef.hive"),
                                 QStringLiteral(".mailmend-0123456789abcdef.hive.old"),
                                 QStringLiteral("SAM.hive")};
        for (const QString& name : others) {
            QCOMPARE(contentOf(put(name.toLatin1().constData(), "regf")), QByteArray("regf"));
            QCOMPARE(removeLeft(), QStringList());
            QCOMPARE(contentOf(m_folder.filePath(name)), QByteArray("regf"));
            QVERIFY(QFile::remove(m_folder.filePath(name)));
        }
        // Ours by name, and another's by what it is: a further name of evidence, and a folder.
        const QString evidence = put("evidence.txt", "evidence");
        const QString link = m_folder.filePath(QStringLiteral(".mailmend-2222222222222222.hive"));
        const QString inside = m_folder.filePath(QStringLiteral(".mailmend-3333333333333333.hive"));
        QVERIFY(CreateHardLinkW(windows::longPath(link.toUtf8()).c_str(),
                                windows::longPath(evidence.toUtf8()).c_str(), nullptr) != 0);
        QVERIFY(QDir().mkpath(inside));
        QCOMPARE(removeLeft(),
                 (QStringList{QDir::toNativeSeparators(link), QDir::toNativeSeparators(inside)}));
        QCOMPARE(contentOf(evidence), QByteArray("evidence"));
        QVERIFY(QFile::exists(link) && QDir(inside).exists());
        QVERIFY(QFile::remove(link) && QFile::remove(evidence) && QDir().rmdir(inside));
    }

    void aFolderSaysHowItKeeps()
    {
        const auto here = windows::keepingOf(m_folder.path());
        QVERIFY(here && !here->isRemote);
        QVERIFY(!windows::keepingOf(m_folder.filePath(QStringLiteral("none"))));
    }
};

MAILMEND_TEST_CLASS(SavedCopyTest)
#include "saved_copy_test.moc"
