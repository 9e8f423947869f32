// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/native.h"

#include "base/reader.h"
#include "base/windows/file_calls.h"
#include "evidence/parse/security_descriptor.h"
#include "evidence/sources.h"
#include "evidence/volume/windows/reparse.h"
#include "support/raw_tree.h"
#include "support/registration.h"

#include <QtEndian>

using namespace mailmend;
using namespace mailmend::testing;

namespace {

QByteArray contentOf(const native::Folder& folder, const QByteArray& name)
{
    const auto reader = folder.file(name);
    if (!reader) {
        return "error: " + inEnglish(reader.error().text).toUtf8();
    }
    QByteArray all, piece(4096, '\0');
    for (;;) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got || *got == 0) {
            return all;
        }
        all += piece.left(*got);
    }
}

/** A link's or junction's data as [MS-FSCC] describes it. */
QByteArray reparseData(quint32 tag, const QString& target)
{
    const qsizetype fixed = tag == IO_REPARSE_TAG_SYMLINK ? 20 : 16;
    QByteArray data(fixed, '\0');
    qToLittleEndian(tag, data.data());
    qToLittleEndian(quint16(target.size() * 2), data.data() + 10);
    for (const QChar& c : target) {
        data += static_cast<char>(c.unicode() & 0xff);
        data += static_cast<char>(c.unicode() >> 8);
    }
    return data;
}

std::span<const char> spanOf(const QByteArray& bytes)
{
    return {bytes.constData(), static_cast<size_t>(bytes.size())};
}

} // namespace

/** Reading a disk on Windows: every name, at any depth, and what is held or forbidden says so. */
class NativeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyNameIsListedAndRead();
    void namesThatAreNoUtf16();
    void deepFolders();
    void whatItIs();
    void heldByAnotherProgram();
    void whoseAFileIs();
    void notThere();
    void pathsOfAPerson();
    void whereLinksLead();
    void aVolumeByItsPath();
    void shortNames();
    void streamsOfFilesAndFolders();
};

void NativeTest::everyNameIsListedAndRead()
{
    const RawTree tree;
    const QList<QByteArray> names{"AUX.aspx",
                                  "a b.aspx ",
                                  "plain.aspx",
                                  "web.config.",
                                  "\xC3\xA9t\xC3\xA9.aspx",
                                  "\xF0\x9F\x93\x84.aspx"};
    for (const QByteArray& name : names) {
        tree.file(QList<QByteArray>{name}, "content of " + name);
    }
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    const auto listing = (*folder)->list(CancelToken());
    QVERIFY(listing && listing->whole);
    QList<QByteArray> found;
    for (const native::Child& child : listing->children) {
        QVERIFY(child.kind == native::Kind::File);
        found.append(child.name);
    }
    QCOMPARE(found, names);
    for (const QByteArray& name : names) {
        QCOMPARE(contentOf(**folder, name), "content of " + name);
    }
    const auto again = (*folder)->list(CancelToken());
    QVERIFY(again && again->children.size() == listing->children.size());
}

void NativeTest::shortNames()
{
    const RawTree tree;
    const QList<QByteArray> names{"Program Files", "Program Files (x86)", "a long page.aspx"};
    tree.folder({names.at(0)});
    tree.folder({names.at(1)});
    tree.file(QList<QByteArray>{names.at(2)}, "page");
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    for (const QByteArray& name : names) {
        const windows::Owned opened = windows::openPath(tree.path() + '/' + name, FILE_READ_ATTRIBUTES);
        QVERIFY(opened);
        // A volume may give none; then the long name is the only one.
        const QByteArray shortName = windows::shortNameOf(opened.get());
        const auto found = (*folder)->longNameOf(shortName.isEmpty() ? name : shortName.toLower());
        QCOMPARE(bool(found), !shortName.isEmpty());
        QCOMPARE(found ? *found : name, name);
    }
    const auto nobody = (*folder)->longNameOf("NOBODY~9");
    QVERIFY(!nobody && nobody.error().kind == ErrorKind::NotFound);
}

/** As much of a folder as of a file, and what a volume doesn't keep is not taken for all. */
void NativeTest::streamsOfFilesAndFolders()
{
    const RawTree tree;
    tree.folder({"below"});
    tree.file("page.aspx", "page");
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    const native::Streams own = (*folder)->streams();
    QVERIFY(own.named.empty() && own.told != native::StreamsTold::InPart);
    for (const char* name : {"below", "page.aspx"}) {
        const auto details = (*folder)->details(name);
        QVERIFY(details && details->streams.named.empty());
        QVERIFY(details->streams.told == own.told);
    }
}

void NativeTest::namesThatAreNoUtf16()
{
    const RawTree tree;
    const QByteArray name("\xED\xA0\x80 alone.aspx"); // a surrogate without its other half
    tree.file(QList<QByteArray>{name}, "here");
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    const auto listing = (*folder)->list(CancelToken());
    QVERIFY(listing && listing->children.size() == 1 && listing->children.front().name == name);
    QCOMPARE(contentOf(**folder, name), QByteArray("here"));
}

void NativeTest::deepFolders()
{
    const RawTree tree;
    QList<QByteArray> path(30, QByteArray(40, 'd'));
    path.append("page.aspx");
    tree.file(path, "deep");
    auto at = native::openFolder(tree.path());
    for (qsizetype i = 0; i + 1 < path.size(); ++i) {
        QVERIFY(at);
        at = (*at)->folder(path.at(i));
    }
    QVERIFY(at);
    QCOMPARE(contentOf(**at, "page.aspx"), QByteArray("deep"));
    const auto straight = native::look(tree.path() + '/' + path.join('/'));
    QVERIFY(straight && straight->kind == native::Kind::File && straight->size == 4);
}

void NativeTest::whatItIs()
{
    const RawTree tree;
    tree.file("page.aspx", "0123456789");
    tree.folder({"below"});
    const std::wstring path = windows::longPath(tree.path() + "/page.aspx");
    {
        const windows::Owned file(
            CreateFileW(path.c_str(), FILE_WRITE_ATTRIBUTES, 0, nullptr, OPEN_EXISTING, 0, nullptr));
        FILE_BASIC_INFO basic = {};
        basic.CreationTime.QuadPart = 132'592'183'001'230'000;
        basic.LastWriteTime.QuadPart = 132'592'185'001'230'000;
        basic.FileAttributes = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM;
        QVERIFY(SetFileInformationByHandle(file.get(), FileBasicInfo, &basic, sizeof basic) != 0);
    }
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    const auto page = (*folder)->details("page.aspx");
    QVERIFY(page && page->kind == native::Kind::File && page->hasAttributes);
    QCOMPARE(page->size, 10);
    QCOMPARE(page->modified, QDateTime({2021, 3, 3}, {4, 15, 0, 123}, Qt::UTC));
    QCOMPARE(page->attributes & (file_attribute::Hidden | file_attribute::System),
             quint32(file_attribute::Hidden | file_attribute::System));
    const auto below = (*folder)->details("below");
    QVERIFY(below && below->kind == native::Kind::Folder);
    const auto asFile = (*folder)->file("below");
    QVERIFY(!asFile && asFile.error().kind == ErrorKind::Unsupported);
    const auto asFolder = (*folder)->folder("page.aspx");
    QVERIFY(!asFolder && asFolder.error().kind == ErrorKind::BadCall);
}

void NativeTest::heldByAnotherProgram()
{
    const RawTree tree;
    tree.file("page.aspx", "x");
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    const windows::Owned held(CreateFileW(windows::longPath(tree.path() + "/page.aspx").c_str(), GENERIC_READ,
                                          0, nullptr, OPEN_EXISTING, 0, nullptr));
    QVERIFY(bool(held));
    const auto reader = (*folder)->file("page.aspx");
    QVERIFY(!reader && reader.error().kind == ErrorKind::InUse);
    QVERIFY(inEnglish(reader.error().text).contains(QStringLiteral("Another program holds")));
    QVERIFY((*folder)->details("page.aspx"));
}

void NativeTest::whoseAFileIs()
{
    const RawTree tree;
    tree.file("a name that is long.aspx", "x");
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    const auto ownership = (*folder)->ownership("a name that is long.aspx");
    QVERIFY2(ownership, ownership ? "" : qPrintable(logLine(ownership.error())));
    const auto descriptor = readSecurityDescriptor(ownership->descriptor);
    QVERIFY(descriptor && descriptor->hasList);
    QVERIFY2(descriptor->owner.startsWith(QStringLiteral("S-1-5-")), qPrintable(descriptor->owner));
    QVERIFY(!descriptor->entries.isEmpty());
    if (!ownership->shortName.isEmpty()) { // a disk may be told to make none
        QVERIFY2(ownership->shortName.size() <= 12, ownership->shortName.constData());
        QCOMPARE(contentOf(**folder, ownership->shortName), QByteArray("x"));
    }
    const auto none = (*folder)->ownership("none.aspx");
    QVERIFY(!none && none.error().kind == ErrorKind::NotFound);
}

void NativeTest::notThere()
{
    const RawTree tree;
    const auto folder = native::openFolder(tree.path());
    QVERIFY(folder);
    for (const char* name : {"none", "a/b", "..", "a\\b", "page.aspx:stream", ""}) {
        const auto file = (*folder)->file(name);
        QVERIFY2(!file && file.error().kind == ErrorKind::NotFound, name);
    }
    QVERIFY(native::openFolder(tree.path() + "/none").error().kind == ErrorKind::NotFound);
}

void NativeTest::pathsOfAPerson()
{
    const RawTree tree;
    tree.file("Some Folder/a.txt", "x");
    const QString text = tree.text();
    const QByteArray whole =
        native::canonical(native::toNative(text + QStringLiteral("\\some folder\\..\\SOME FOLDER")));
    QCOMPARE(whole.toLower(), tree.path().toLower() + "/some folder");
    QVERIFY(native::look(native::toNative(QStringLiteral("\\\\?\\") + QString(text).replace(u'/', u'\\'))));
    QVERIFY(!native::canonical(tree.path()).endsWith('/'));
    QVERIFY(native::look("C:")->kind == native::Kind::Folder);
    QVERIFY(native::openFolder("C:/"));
    QVERIFY(!native::look(native::toNative(QStringLiteral("sample:"))));
    QVERIFY(!native::look(native::toNative(QStringLiteral("C=C:\\,D=D:\\"))));
}

void NativeTest::whereLinksLead()
{
    const QString junction = QStringLiteral("\\??\\D:\\Exchange\\FrontEnd");
    const QByteArray mount = reparseData(IO_REPARSE_TAG_MOUNT_POINT, junction);
    QCOMPARE(native::readReparseData(spanOf(mount)).value_or(QByteArray()), junction.toUtf8());
    const QByteArray link = reparseData(IO_REPARSE_TAG_SYMLINK, QStringLiteral("..\\other"));
    QCOMPARE(native::readReparseData(spanOf(link)).value_or(QByteArray()), QByteArray("..\\other"));
    QVERIFY(!native::readReparseData(spanOf(reparseData(IO_REPARSE_TAG_DEDUP, junction))));
    for (qsizetype size = 0; size < link.size(); ++size) {
        QVERIFY(!native::readReparseData(spanOf(link.left(size))));
    }
    for (qsizetype at = 0; at < mount.size(); ++at) {
        QByteArray changed = mount;
        changed[at] = static_cast<char>(~changed.at(at));
        native::readReparseData(spanOf(changed)); // ends without a crash
    }
}

void NativeTest::aVolumeByItsPath()
{
    const RawTree tree;
    tree.file("Windows/win.ini", "[fonts]");
    tree.file("inetpub/wwwroot/iisstart.htm", "welcome");
    tree.folder({"Program Files"}); // else it is taken for a part of a disk that was collected
    const CancelToken never;
    TargetSpec target;
    target.text = tree.text().replace(u'/', u'\\');
    const auto evidence = openEvidence(target, never);
    QVERIFY2(evidence, evidence ? "" : qPrintable(logLine(evidence.error())));
    QCOMPARE((*evidence)->target.kind, QStringLiteral("volume"));
    const auto found = (*evidence)->files->find(*WindowsPath::parse(u"C:\\INETPUB\\wwwroot\\iisstart.HTM"));
    QCOMPARE(found.size(), 1);
    const auto content = readWhole(*(*evidence)->files.part, found.first(), 1000);
    QVERIFY(content && *content == "welcome");
}

MAILMEND_TEST_CLASS(NativeTest)
#include "native_test.moc"
