// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "engine/helper/windows/program_folder.h"

#include "actions/store/protected_place.h"
#include "base/reader.h"
#include "base/windows/file_calls.h"
#include "engine/helper/windows/pipe_calls.h"
#include "support/registration.h"

#include <QDir>
#include <QTemporaryDir>

#include <array>
#include <cstddef>

#include <sddl.h>

using namespace mailmend;
using windows::FolderRole;

namespace {

/** Owner and rights as Windows writes them; freed with its owner. */
class Descriptor
{
public:
    explicit Descriptor(const wchar_t* text)
    {
        if (ConvertStringSecurityDescriptorToSecurityDescriptorW(text, SDDL_REVISION_1, &m_descriptor,
                                                                 nullptr) == 0) {
            qFatal("%s", qPrintable(QString::fromWCharArray(text)));
        }
    }
    ~Descriptor() { LocalFree(m_descriptor); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    PSECURITY_DESCRIPTOR get() const { return m_descriptor; }

private:
    PSECURITY_DESCRIPTOR m_descriptor = nullptr;
};

/** Nobody's in particular. */
constexpr wchar_t PersonSid[] = L"S-1-5-21-1-2-3-1104";

/** As C:\\Program Files has it on Server 2019. */
constexpr wchar_t ProgramFiles[] =
    L"O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
    L"D:PAI(A;;FA;;;S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464)(A;;0x1301bf;;;SY)"
    L"(A;OICIIO;GA;;;SY)(A;;0x1301bf;;;BA)(A;OICIIO;GA;;;BA)(A;;0x1200a9;;;BU)(A;OICIIO;GXGR;;;BU)"
    L"(A;OICIIO;GA;;;CO)(A;;0x1200a9;;;AC)(A;OICIIO;GXGR;;;AC)";
/** As C:\\ has it there: everybody may make folders of his own. */
constexpr wchar_t DriveRoot[] =
    L"O:S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
    L"D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)";

bool change(const wchar_t* text, FolderRole role, PSID self = nullptr)
{
    return windows::othersCanChange(Descriptor(text).get(), role, self);
}

QString makeFolder(const QString& path, const wchar_t* rights)
{
    const Descriptor descriptor(rights);
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, descriptor.get(), FALSE};
    const QString native = QDir::toNativeSeparators(path);
    if (CreateDirectoryW(native.toStdWString().c_str(), &attributes) == 0) {
        qFatal("%s: %lu", qPrintable(path), GetLastError());
    }
    // Once more: wine takes away what its umask does.
    const windows::Owned folder = windows::openPath(path.toUtf8(), WRITE_DAC);
    SetKernelObjectSecurity(folder.get(), DACL_SECURITY_INFORMATION, descriptor.get());
    return path;
}

} // namespace

/** From where a program may be given rights, and where what it keeps may lie. */
class ProgramFolderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foldersOfWindowsAreClosed();
    void whoeverCanWriteIsSeen_data();
    void whoeverCanWriteIsSeen();
    void entriesOfAnotherKindGiveAll();
    void anAccountThatIsAnAdministratorByItself();
    void aFolderThatEverybodyCanChange();
    void aPlaceOfSomebodyElse();
    void whatIsNoFolderOfOurs();
};

void ProgramFolderTest::foldersOfWindowsAreClosed()
{
    QVERIFY(!change(ProgramFiles, FolderRole::Own));
    QVERIFY(!change(ProgramFiles, FolderRole::Above));
    QVERIFY(!change(DriveRoot, FolderRole::Above));
    QVERIFY(change(DriveRoot, FolderRole::Own)); // a program that lies in C:\\ itself
    QVERIFY(!change(L"O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(D;;FA;;;WD)", FolderRole::Own));
}

void ProgramFolderTest::whoeverCanWriteIsSeen_data()
{
    QTest::addColumn<QString>("rights");
    QTest::addColumn<bool>("above"); // also dangerous in a folder further up
    const auto row = [](const char* name, const QString& entry, bool above) {
        QTest::newRow(name) << QStringLiteral("O:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)") + entry << above;
    };
    row("everyone, all", QStringLiteral("(A;;FA;;;WD)"), true);
    row("users add files", QStringLiteral("(A;;0x2;;;BU)"), false);
    row("users add folders", QStringLiteral("(A;;0x4;;;BU)"), false);
    row("signed in, delete child", QStringLiteral("(A;;0x40;;;AU)"), true);
    row("at the keyboard, delete", QStringLiteral("(A;;SD;;;IU)"), true);
    row("a person, modify", QStringLiteral("(A;OICI;0x1301bf;;;S-1-5-21-1-2-3-1104)"), true);
    row("a person, change rights", QStringLiteral("(A;;WD;;;S-1-5-21-1-2-3-1104)"), true);
    row("a person, take it", QStringLiteral("(A;;WO;;;S-1-5-21-1-2-3-1104)"), true);
    row("generic write", QStringLiteral("(A;;GW;;;BU)"), true);
    row("generic all", QStringLiteral("(A;;GA;;;AN)"), true);
    QTest::newRow("owned by a person") << QStringLiteral("O:S-1-5-21-1-2-3-1104D:P(A;OICI;FA;;;BA)") << true;
    QTest::newRow("without a list") << QStringLiteral("O:BA") << true;
    QTest::newRow("without an owner") << QStringLiteral("D:P(A;OICI;FA;;;BA)") << true;
}

void ProgramFolderTest::whoeverCanWriteIsSeen()
{
    QFETCH(QString, rights);
    QFETCH(bool, above);
    const std::wstring text = rights.toStdWString();
    QVERIFY(change(text.c_str(), FolderRole::Own));
    QCOMPARE(change(text.c_str(), FolderRole::Above), above);
}

void ProgramFolderTest::entriesOfAnotherKindGiveAll()
{
    alignas(ACL) std::array<char, 256> room = {};
    auto* entries = reinterpret_cast<ACL*>(room.data());
    SECURITY_DESCRIPTOR descriptor = {};
    PSID administrators = nullptr;
    QVERIFY(ConvertStringSidToSidW(L"S-1-5-32-544", &administrators) != 0);
    QVERIFY(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION) != 0);
    QVERIFY(InitializeAcl(entries, DWORD(room.size()), ACL_REVISION_DS) != 0);
    QVERIFY(SetSecurityDescriptorOwner(&descriptor, administrators, FALSE) != 0);
    QVERIFY(SetSecurityDescriptorDacl(&descriptor, TRUE, entries, FALSE) != 0);
    QVERIFY(!windows::othersCanChange(&descriptor, FolderRole::Own, nullptr));
    // One with a condition that we don't know, though it speaks of administrators.
    alignas(ACCESS_ALLOWED_ACE) std::array<char, 64> entry = {};
    auto* conditional = reinterpret_cast<ACCESS_ALLOWED_ACE*>(entry.data());
    const DWORD size = offsetof(ACCESS_ALLOWED_ACE, SidStart) + GetLengthSid(administrators);
    conditional->Header = {ACCESS_ALLOWED_CALLBACK_ACE_TYPE, 0, WORD(size)};
    conditional->Mask = FILE_ADD_FILE;
    QVERIFY(CopySid(GetLengthSid(administrators), &conditional->SidStart, administrators) != 0);
    QVERIFY(AddAce(entries, ACL_REVISION_DS, MAXDWORD, entry.data(), size) != 0);
    QVERIFY(windows::othersCanChange(&descriptor, FolderRole::Own, nullptr));
    LocalFree(administrators);
}

void ProgramFolderTest::anAccountThatIsAnAdministratorByItself()
{
    PSID person = nullptr;
    QVERIFY(ConvertStringSidToSidW(PersonSid, &person) != 0);
    const wchar_t* own = L"O:S-1-5-21-1-2-3-1104D:P(A;OICI;FA;;;BA)(A;OICI;FA;;;S-1-5-21-1-2-3-1104)";
    QVERIFY(!change(own, FolderRole::Own, person));
    QVERIFY(change(own, FolderRole::Own));
    QVERIFY(change(L"O:BAD:P(A;OICI;FA;;;S-1-5-21-1-2-3-1105)", FolderRole::Own, person));
    LocalFree(person);
}

void ProgramFolderTest::aFolderThatEverybodyCanChange()
{
    const QString top = QStringLiteral("C:/mailmend-folder-test");
    QDir(top).removeRecursively();
    makeFolder(top, L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)(A;OICI;0x1200a9;;;WD)");
    const QString closed =
        makeFolder(top + QStringLiteral("/closed"), L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)");
    const QString open = makeFolder(top + QStringLiteral("/open"), L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;WD)");
    const QString within =
        makeFolder(open + QStringLiteral("/within"), L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;OW)");
    const auto mayFrom = [](const QString& folder, disk::Keeper keeper) {
        const QString program = folder + QStringLiteral("/program.exe");
        if (!QFile::exists(program)) {
            QFile::copy(QCoreApplication::applicationFilePath(), program);
        }
        return windows::mayBeElevated(QDir::toNativeSeparators(program).toStdWString(), keeper);
    };
    const Done fine = mayFrom(closed, disk::Keeper::ThisAccount);
    QVERIFY2(fine, fine ? "" : qPrintable(logLine(fine.error())));
    for (const QString& folder : {open, within}) {
        const Done refused = mayFrom(folder, disk::Keeper::ThisAccount);
        QVERIFY(!refused && refused.error().kind == ErrorKind::Denied);
        QVERIFY(inEnglish(refused.error().hint).contains(QStringLiteral(".msi")));
    }
    // The folder of a person who was given rights for a moment is not closed to that person.
    QVERIFY(!mayFrom(closed, disk::Keeper::Administrators));
    QVERIFY(!windows::mayBeElevated(L"\\\\server\\share\\mailmend-cli.exe", disk::Keeper::ThisAccount));
    QVERIFY(!windows::mayBeElevated(L"C:\\nothing-of-that-name.exe", disk::Keeper::ThisAccount));
    QDir(top).removeRecursively();
}

void ProgramFolderTest::aPlaceOfSomebodyElse()
{
    const QTemporaryDir above;
    const auto made = protectedPlace(above.path(), disk::Keeper::ThisAccount);
    QVERIFY2(made, made ? "" : qPrintable(logLine(made.error())));
    QVERIFY(QFileInfo(made->sealFolder).isDir());
    QVERIFY(protectedPlace(above.path(), disk::Keeper::ThisAccount)); // a second time
    // What a person has made there before us, for himself or for everybody.
    QVERIFY(!protectedPlace(above.path(), disk::Keeper::Administrators));
    const QTemporaryDir shared;
    makeFolder(shared.filePath(QStringLiteral("Mailmend")),
               L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;OW)(A;OICI;FA;;;WD)");
    const auto refused = protectedPlace(shared.path(), disk::Keeper::ThisAccount);
    QVERIFY(!refused && refused.error().kind == ErrorKind::Denied);
    QVERIFY(QDir(shared.filePath(QStringLiteral("Mailmend"))).isEmpty()); // nothing was put into it
    const QTemporaryDir within;
    makeFolder(within.filePath(QStringLiteral("Mailmend")), L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;OW)");
    makeFolder(within.filePath(QStringLiteral("Mailmend/seal")),
               L"D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;OW)(A;OICI;FR;;;WD)");
    QVERIFY(!protectedPlace(within.path(), disk::Keeper::ThisAccount));
}

void ProgramFolderTest::whatIsNoFolderOfOurs()
{
    const QTemporaryDir above;
    QFile file(above.filePath(QStringLiteral("Mailmend")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    QVERIFY(!protectedPlace(above.path(), disk::Keeper::ThisAccount));
    QVERIFY(!protectedPlace(above.filePath(QStringLiteral("nowhere")), disk::Keeper::ThisAccount));
}

MAILMEND_TEST_CLASS(ProgramFolderTest)
#include "program_folder_test.moc"
