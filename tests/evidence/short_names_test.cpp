// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/short_name.h"
#include "evidence/volume/volume_files.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

/** A folder whose children have short names, or whose disk shows none. */
class ShortNamed : public native::Folder
{
public:
    std::vector<std::pair<QByteArray, std::shared_ptr<ShortNamed>>> folders;
    std::vector<QByteArray> files;
    QHash<QByteArray, QByteArray> longNames; ///< by short one
    bool showsShortNames = true;

    Result<native::Listing> list(const CancelToken&) const override
    {
        native::Listing listing;
        for (const auto& [name, folder] : folders) {
            listing.children.push_back({name, native::Kind::Folder});
        }
        for (const QByteArray& name : files) {
            listing.children.push_back({name, native::Kind::File});
        }
        return listing;
    }
    /** By the listed name alone, as on Linux. */
    Result<native::FolderPointer> folder(const QByteArray& name) const override
    {
        for (const auto& [folder, opened] : folders) {
            if (folder == name) {
                return native::FolderPointer(opened);
            }
        }
        return notThere();
    }
    Result<native::Details> details(const QByteArray& name) const override
    {
        native::Details details;
        details.kind = files.end() != std::find(files.begin(), files.end(), name) ? native::Kind::File
                                                                                  : native::Kind::Folder;
        return folder(name) || details.kind == native::Kind::File ? Result<native::Details>(details)
                                                                  : notThere();
    }
    Result<QByteArray> longNameOf(const QByteArray& shortName) const override
    {
        const auto known = longNames.constFind(foldName(shortName));
        return !showsShortNames                ? native::Folder::longNameOf(shortName)
               : known == longNames.constEnd() ? Result<QByteArray>(notThere())
                                               : Result<QByteArray>(*known);
    }
    native::Streams streams() const override { return {}; }
    Result<QByteArray> linkTarget(const QByteArray&) const override { return notThere(); }
    Result<std::unique_ptr<FileReader>> file(const QByteArray&) const override { return notThere(); }
    bool isNtfs() const override { return true; }

private:
    static Error notThere() { return {ErrorKind::NotFound, {}, {}, {}, {}}; }
};

} // namespace

/** IIS may have a folder by the short name that Windows gave it: "C:\PROGRA~1\Shop". */
class ShortNamesTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<ShortNamed> m_disk;
    std::shared_ptr<ShortNamed> m_programs;

    VolumeFiles files() const { return VolumeFiles({{{'C', "/c"}, m_disk, {}}}); }

private Q_SLOTS:
    void init()
    {
        auto shop = std::make_shared<ShortNamed>();
        shop->files = {"page.aspx"};
        m_programs = std::make_shared<ShortNamed>();
        m_programs->folders = {{"Shop", shop}};
        m_disk = std::make_shared<ShortNamed>();
        m_disk->folders = {{"Program Files", m_programs}};
        m_disk->longNames = {{foldName("PROGRA~1"), "Program Files"}};
    }

    void whatMayBeOne_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("is");
        for (const char* name : {"PROGRA~1", "progra~1", "A~1", "PAGE~1.ASP", "AB12CD~3.X"}) {
            QTest::newRow(name) << QByteArray(name) << true;
        }
        for (const char* name :
             {"Program Files", "~1", "web~", "PROGRAMS~1", "PAGE~1.ASPX", "A~1.B.C", "A B~1", "web", ""}) {
            QTest::newRow(name) << QByteArray(name) << false;
        }
    }

    void whatMayBeOne()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, is);
        QCOMPARE(looksShort(name), is);
    }

    void itsFolderIsFound()
    {
        const WindowsPath shop('C', {"progra~1", "shop"});
        QCOMPARE(files().folderState(shop, {"a.aspx"}).state, ReadState::Read);
        QCOMPARE(files().withLongNames(shop).display(), QStringLiteral("C:\\Program Files\\shop"));
        const QList<FileEntry> found = files().find(shop.child("page.aspx"));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().path.display(), QStringLiteral("C:\\Program Files\\Shop\\page.aspx"));
    }

    /** What has that name itself is what is meant. */
    void aLongNameComesFirst()
    {
        auto other = std::make_shared<ShortNamed>();
        m_disk->folders.push_back({"Progra~1", other});
        QVERIFY(files().find(WindowsPath('C', {"PROGRA~1", "shop", "page.aspx"})).isEmpty());
        QCOMPARE(files().withLongNames(WindowsPath('C', {"PROGRA~1"})).display(),
                 QStringLiteral("C:\\Progra~1"));
    }

    void nothingHasIt()
    {
        const WindowsPath other('C', {"PROGRA~2", "shop"});
        QCOMPARE(files().folderState(other, {"a.aspx"}).state, ReadState::Missing);
        QVERIFY(files().withLongNames(other) == other);
    }

    /** Then the folder may be there under another name. */
    void aDiskThatShowsNone()
    {
        m_disk->showsShortNames = false;
        const WindowsPath shop('C', {"PROGRA~1", "shop"});
        const FolderState state = files().folderState(shop, {"a.aspx"});
        QCOMPARE(state.state, ReadState::NotCollected);
        QVERIFY(inEnglish(state.reason).contains(QStringLiteral("short name")));
        QVERIFY(files().withLongNames(shop) == shop);
        QCOMPARE(files().folderState(WindowsPath('C', {"Programs"}), {"a.aspx"}).state, ReadState::Missing);
    }
};

MAILMEND_TEST_CLASS(ShortNamesTest)
#include "short_names_test.moc"
