// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "actions/disk.h"

#include "actions/kit.h"
#include "actions/store/installation_secret.h"
#include "actions/windows/streams.h"
#include "base/windows/file_calls.h"
#include "support/registration.h"

#include <QDir>
#include <QtEndian>

#include <aclapi.h>
#include <sddl.h>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

/** Lets everybody read a folder or file, as one that is shared. */
void openToEverybody(const QByteArray& path)
{
    PSECURITY_DESCRIPTOR rights = nullptr;
    ConvertStringSecurityDescriptorToSecurityDescriptorW(L"D:(A;;FA;;;SY)(A;;FA;;;OW)(A;;FR;;;WD)",
                                                         SDDL_REVISION_1, &rights, nullptr);
    const windows::Owned file = windows::openPath(path, WRITE_DAC);
    if (SetKernelObjectSecurity(file.get(), DACL_SECURITY_INFORMATION, rights) == 0) {
        qFatal("%s", path.constData());
    }
    LocalFree(rights);
}

QByteArray streamEntry(const QString& name, bool last)
{
    QByteArray entry(24, '\0');
    for (const QChar& c : name) {
        entry += static_cast<char>(c.unicode() & 0xff);
        entry += static_cast<char>(c.unicode() >> 8);
    }
    qToLittleEndian(quint32(name.size() * 2), entry.data() + 4);
    entry.append((8 - entry.size() % 8) % 8, '\0');
    qToLittleEndian(last ? quint32(0) : quint32(entry.size()), entry.data());
    return entry;
}

std::span<const char> spanOf(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

} // namespace

/** Changes on a disk as Windows makes them, and the store that is built on them. */
class DiskTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void namesAreTakenOnce();
    void nothingIsReplacedUnasked();
    void namesThatAreNoNames();
    void lockIsForOne();
    void othersMayNotEnterTheStore();
    void theSecretIsOurs();
    void quarantineAndUndo();
    void heldByAnotherProgram();
    void loadedByAProgram();
    void streamsOfAnAnswer();
};

void DiskTest::namesAreTakenOnce()
{
    const RawTree tree;
    const auto folder = disk::openPlace(tree.path());
    MAILMEND_OK(folder);
    const auto made = disk::createFile(*folder, "a.txt", "a.txt");
    MAILMEND_OK(made);
    MAILMEND_OK(disk::reserve(*made, 65536, "a.txt"));
    MAILMEND_OK(disk::writeAt(*made, 0, "hello", "a.txt"));
    MAILMEND_OK(disk::flush(*made, "a.txt"));
    MAILMEND_OK(disk::flush(*folder, "."));
    const auto twice = disk::createFile(*folder, "a.txt", "a.txt");
    QVERIFY(!twice && twice.error().kind == ErrorKind::Conflict);
    const auto there = disk::exists(*folder, "a.txt", "a.txt");
    QVERIFY(there && *there);
    const auto none = disk::exists(*folder, "b.txt", "b.txt");
    QVERIFY(none && !*none);
    const auto missing = disk::openFile(*folder, "b.txt", disk::Access::Read, "b.txt");
    QVERIFY(!missing && missing.error().kind == ErrorKind::NotFound);
    const auto size = disk::sizeOf(*made, "a.txt");
    QVERIFY(size && **size == 65536);
    char read[6] = {};
    const auto got = disk::readAt(*made, 0, std::span(read, 5), "a.txt");
    QVERIFY(got && *got == 5 && QByteArray(read) == "hello");
    const auto past = disk::readAt(*made, 65536, std::span(read, 5), "a.txt");
    QVERIFY(past && *past == 0);
}

void DiskTest::nothingIsReplacedUnasked()
{
    const RawTree tree;
    tree.file("one", "1");
    tree.file("two", "2");
    const auto folder = disk::openPlace(tree.path());
    MAILMEND_OK(folder);
    const Done refused = disk::rename(*folder, "one", "two", "two");
    QVERIFY(!refused && refused.error().kind == ErrorKind::Conflict);
    MAILMEND_OK(disk::rename(*folder, "one", "three", "three"));
    MAILMEND_OK(disk::replace(*folder, "three", "two", "two"));
    QCOMPARE(snapshotOf(tree.path()).keys(), QList<QByteArray>{"/two"});
    MAILMEND_OK(disk::remove(*folder, "two", "two"));
    QVERIFY(snapshotOf(tree.path()).isEmpty());
    tree.folder({"below"});
    QVERIFY(!disk::remove(*folder, "below", "below"));
}

void DiskTest::namesThatAreNoNames()
{
    const RawTree tree;
    tree.file("a/b", "1");
    const auto folder = disk::openPlace(tree.path());
    MAILMEND_OK(folder);
    for (const char* name : {"", ".", "..", "a/b", "a\\b", "a:b", "C:"}) {
        QVERIFY2(!disk::openFolder(*folder, name), name);
        QVERIFY2(!disk::createFile(*folder, name, name), name);
        QVERIFY2(!disk::remove(*folder, name, name), name);
    }
    // What Windows' own programs can't name: a dot or blank at the end, a device's name.
    for (const QByteArray& name :
         {QByteArray("web.config."), QByteArray("page.aspx "), QByteArray("aux.aspx")}) {
        const auto made = disk::createFile(*folder, name, name);
        MAILMEND_OK(made);
        MAILMEND_OK(disk::writeAt(*made, 0, "x", name));
        MAILMEND_OK(disk::remove(*folder, name, name));
    }
}

void DiskTest::lockIsForOne()
{
    const RawTree tree;
    tree.file("lock", "");
    const auto folder = disk::openPlace(tree.path());
    MAILMEND_OK(folder);
    auto first = disk::openFile(*folder, "lock", disk::Access::ReadAndWrite, "lock");
    const auto second = disk::openFile(*folder, "lock", disk::Access::ReadAndWrite, "lock");
    MAILMEND_OK(first);
    MAILMEND_OK(second);
    const auto mine = disk::lock(*first, "lock");
    QVERIFY(mine && *mine);
    const auto taken = disk::lock(*second, "lock");
    QVERIFY(taken && !*taken);
    first = disk::Handle();
    const auto free = disk::lock(*second, "lock");
    QVERIFY(free && *free);
}

void DiskTest::othersMayNotEnterTheStore()
{
    Kit kit;
    const QString store = QString::fromUtf8(kit.store());
    const auto second = ChangeStore::open(store, ourSecret(), ChangeStore::Missing::IsMade);
    QVERIFY(!second && second.error().kind == ErrorKind::Conflict);
    kit.closeStore();
    MAILMEND_OK(ChangeStore::open(store, ourSecret(), ChangeStore::Missing::IsAnError));
    openToEverybody(kit.store() + "/objects");
    const auto opened = ChangeStore::open(store, ourSecret(), ChangeStore::Missing::IsMade);
    QVERIFY(!opened && opened.error().kind == ErrorKind::Denied);
}

void DiskTest::theSecretIsOurs()
{
    const RawTree tree;
    const QString folder = tree.text() + QStringLiteral("/keys");
    const auto made = installationSecret(folder);
    MAILMEND_OK(made);
    const auto again = installationSecret(folder);
    QVERIFY(again && *again == *made && made->size() == 32);
    openToEverybody(tree.path() + "/keys/changes.secret");
    const auto shared = installationSecret(folder);
    QVERIFY(!shared && shared.error().kind == ErrorKind::Denied);
}

void DiskTest::quarantineAndUndo()
{
    Kit kit;
    const DiskSnapshot before = snapshotOf(kit.disk());
    QVERIFY(before.contains("/inetpub/wwwroot/help.aspx"));
    const auto taken = kit.take(kit.request(helpPage(), helpContent()));
    MAILMEND_OK(taken);
    QVERIFY(taken->state == ChangeState::Applied);
    DiskSnapshot expected = before;
    expected.remove("/inetpub/wwwroot/help.aspx");
    QCOMPARE(differenceOf(withoutFolderTimes(expected), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
    QCOMPARE(kit.stored("objects"), QList<QByteArray>{taken->change.toLatin1() + ".kept"});
    kit.restart();
    const auto undone = kit.undo(*taken);
    MAILMEND_OK(undone);
    QVERIFY(undone->state == ChangeState::Undone);
    QCOMPARE(differenceOf(withoutFolderTimes(before), withoutFolderTimes(snapshotOf(kit.disk()))),
             QByteArray());
    QVERIFY(kit.stored("objects").isEmpty());
}

void DiskTest::heldByAnotherProgram()
{
    Kit kit;
    const ActionRequest request = kit.request(helpPage(), helpContent());
    MAILMEND_OK(kit.preview(request));
    {
        const windows::Owned held(CreateFileW(windows::longPath(kit.native(helpPage())).c_str(), GENERIC_READ,
                                              FILE_SHARE_READ, nullptr, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL,
                                              nullptr));
        QVERIFY(bool(held));
        const auto refused = kit.take(request);
        QVERIFY(!refused);
        QVERIFY2(wordsOf(refused.error()).contains(QStringLiteral("Another program holds")),
                 qPrintable(wordsOf(refused.error())));
        QVERIFY(kit.exists(helpPage()));
    }
    kit.restart();
    MAILMEND_OK(kit.take(kit.request(helpPage(), helpContent())));
}

void DiskTest::loadedByAProgram()
{
    // The web server loads what stands in an application's bin: known before anything is taken, not
    // afterwards.
    std::array<wchar_t, MAX_PATH> own;
    QVERIFY(GetModuleFileNameW(GetModuleHandleW(L"Qt6Core.dll"), own.data(), DWORD(own.size())) != 0);
    Kit kit;
    const QString library = QString::fromUtf8(kit.native(helpPage()));
    QVERIFY(SetFileAttributesW(windows::longPath(kit.native(helpPage())).c_str(), FILE_ATTRIBUTE_NORMAL) !=
            0);
    QVERIFY(QFile::remove(library));
    QVERIFY(QFile::copy(QString::fromWCharArray(own.data()), library));
    QFile copied(library);
    QVERIFY(copied.open(QIODevice::ReadOnly));
    const QByteArray content = copied.readAll();
    copied.close();
    const ActionRequest request = kit.request(helpPage(), content);
    MAILMEND_OK(kit.preview(request));
    const HMODULE loaded = LoadLibraryExW(windows::longPath(kit.native(helpPage())).c_str(), nullptr,
                                          DONT_RESOLVE_DLL_REFERENCES);
    QVERIFY(loaded != nullptr);
    const auto refused = kit.preview(request);
    QVERIFY(!refused);
    QVERIFY2(wordsOf(refused.error()).contains(QStringLiteral("Another program holds")),
             qPrintable(wordsOf(refused.error())));
    QVERIFY(kit.exists(helpPage()));
    FreeLibrary(loaded);
    MAILMEND_OK(kit.take(request));
}

void DiskTest::streamsOfAnAnswer()
{
    const QByteArray answer = streamEntry(QStringLiteral("::$DATA"), false) +
                              streamEntry(QStringLiteral(":Zone.Identifier:$DATA"), false) +
                              streamEntry(QStringLiteral(":b:$DATA"), true);
    const auto names = streamNames(spanOf(answer));
    QVERIFY(names);
    QCOMPARE(*names, (QList<QByteArray>{"Zone.Identifier", "b"}));
    QVERIFY(streamNames({})->isEmpty());
    const QByteArray other = streamEntry(QStringLiteral(":x:$EA"), true);
    QVERIFY(!streamNames(spanOf(other)));
    for (qsizetype size = 1; size < answer.size(); ++size) {
        streamNames(spanOf(answer.left(size))); // ends without a crash
    }
    for (qsizetype at = 0; at < answer.size(); ++at) {
        QByteArray changed = answer;
        changed[at] = static_cast<char>(~changed.at(at));
        streamNames(spanOf(changed));
    }
}

MAILMEND_TEST_CLASS(DiskTest)
#include "disk_test.moc"
