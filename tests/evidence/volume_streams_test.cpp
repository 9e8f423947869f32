// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/volume/volume_files.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

const QByteArray kHiddenWords = "hidden";

/** Answers as NTFS does, for a folder: what has streams beside its content, itself and folders too. */
class StreamFolder : public native::Folder
{
public:
    std::vector<std::pair<QByteArray, std::vector<native::Stream>>> files;
    std::vector<std::pair<QByteArray, std::shared_ptr<StreamFolder>>> folders;
    std::vector<native::Stream> own;
    native::StreamsTold told = native::StreamsTold::All;

    Result<native::Listing> list(const CancelToken&) const override
    {
        native::Listing listing;
        for (const auto& [name, streams] : files) {
            listing.children.push_back({name, native::Kind::File});
        }
        for (const auto& [name, folder] : folders) {
            listing.children.push_back({name, native::Kind::Folder});
        }
        return listing;
    }
    Result<native::FolderPointer> folder(const QByteArray& name) const override
    {
        for (const auto& [folder, opened] : folders) {
            if (folder == name) {
                return native::FolderPointer(opened);
            }
        }
        return notThere();
    }
    native::Streams streams() const override { return toldOf(own); }
    Result<native::Details> details(const QByteArray& name) const override
    {
        for (const auto& [file, streams] : files) {
            if (file == name) {
                native::Details details;
                details.kind = native::Kind::File;
                details.size = 7;
                details.hasAttributes = true;
                details.created = QDateTime({2021, 3, 3}, {4, 5}, Qt::UTC);
                details.streams = toldOf(streams);
                return details;
            }
        }
        for (const auto& [folder, opened] : folders) {
            if (folder == name) {
                native::Details details;
                details.kind = native::Kind::Folder;
                details.streams = opened->streams();
                return details;
            }
        }
        return notThere();
    }
    Result<QByteArray> linkTarget(const QByteArray&) const override { return notThere(); }
    Result<std::unique_ptr<FileReader>> file(const QByteArray& name) const override
    {
        return std::unique_ptr<FileReader>(
            std::make_unique<Reader>(name.contains(':') ? kHiddenWords : QByteArray("content")));
    }
    bool isNtfs() const override { return true; }

private:
    class Reader : public FileReader
    {
    public:
        explicit Reader(QByteArray content) : m_content(std::move(content)) {}
        Result<qint64> read(std::span<char> room) override
        {
            const auto count = std::min<qsizetype>(m_content.size(), static_cast<qsizetype>(room.size()));
            std::copy_n(m_content.constData(), count, room.data());
            m_content.remove(0, count);
            return count;
        }

    private:
        QByteArray m_content;
    };

    native::Streams toldOf(const std::vector<native::Stream>& streams) const
    {
        return {told == native::StreamsTold::No ? std::vector<native::Stream>() : streams, told};
    }

    static Error notThere() { return {ErrorKind::NotFound, {}, {}, {}, {}}; }
};

} // namespace

/** What lies beside a file's content is looked at like a file of its own. */
class VolumeStreamsTest : public QObject
{
    Q_OBJECT

    std::shared_ptr<StreamFolder> m_folder;
    QList<WalkedFolder> m_troubles;

    VolumeFiles files() const { return VolumeFiles({{{'C', "/c"}, m_folder, {}}}); }

    QStringList walked(const WindowsPath& from = WindowsPath('C', {}), bool recursive = true)
    {
        QStringList seen;
        m_troubles.clear();
        const WalkRoot root{from, recursive};
        files().walk(
            {&root, 1}, CancelToken(),
            [&seen](FileEntry&& entry) {
                seen.append(entry.path.display() + u' ' + QString::number(entry.size));
                return true;
            },
            m_troubles);
        return seen;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_shared<StreamFolder>();
        m_folder->files = {{"a.aspx", {{"evil", 6}, {"Zone.Identifier", 26}}}, {"b.aspx", {}}};
    }

    void eachIsVisited()
    {
        QCOMPARE(walked(), QStringList({QStringLiteral("C:\\a.aspx 7"), QStringLiteral("C:\\a.aspx:evil 6"),
                                        QStringLiteral("C:\\a.aspx:Zone.Identifier 26"),
                                        QStringLiteral("C:\\b.aspx 7")}));
        QVERIFY(m_troubles.isEmpty());
    }

    void whatIsNotToldIsATrouble()
    {
        m_folder->told = native::StreamsTold::InPart;
        walked();
        QCOMPARE(m_troubles.size(), 2);
        QVERIFY(m_troubles.first().state.state == ReadState::Partly);
        QCOMPARE(files().streams().state, ReadState::Read); // what is missing is named by itself
    }

    /** A disk that shows none is no trouble of each file: the source says so once. */
    void whatIsNeverToldIsALimit()
    {
        m_folder->told = native::StreamsTold::No;
        QCOMPARE(walked(), QStringList({QStringLiteral("C:\\a.aspx 7"), QStringLiteral("C:\\b.aspx 7")}));
        QVERIFY(m_troubles.isEmpty());
        QCOMPARE(files().streams().state, ReadState::NotCollected);
        auto other = std::make_shared<StreamFolder>();
        const VolumeFiles both({{{'C', "/c"}, m_folder, {}}, {{'D', "/d"}, other, {}}});
        QCOMPARE(both.streams().state, ReadState::Partly);
    }

    /** What a folder holds beside its files, the one that is asked for too. */
    void foldersHoldThemToo()
    {
        auto client = std::make_shared<StreamFolder>();
        client->own = {{"evil.aspx", 9}};
        client->files = {{"c.aspx", {}}};
        m_folder->folders = {{"client", client}};
        QCOMPARE(walked().mid(4), QStringList({QStringLiteral("C:\\client:evil.aspx 9"),
                                               QStringLiteral("C:\\client\\c.aspx 7")}));
        const WindowsPath path('C', {"client"});
        QCOMPARE(walked(path, false).first(), QStringLiteral("C:\\client:evil.aspx 9"));
        const QList<FileEntry> found = files().find(WindowsPath('C', {"CLIENT:Evil.aspx"}));
        QVERIFY(found.size() == 1 && found.first().isOfFolder);
        QVERIFY(!files().find(WindowsPath('C', {"a.aspx:evil"})).first().isOfFolder);
        client->told = native::StreamsTold::InPart;
        client->files.clear();
        walked();
        QCOMPARE(m_troubles.size(), 1);
        QVERIFY(m_troubles.first().folder == path);
    }

    /** That a stream was not found means that it is gone only where its file showed them all, or is gone. */
    void whenOneIsGone()
    {
        const auto state = [this](const char* name) {
            return files().streamState(WindowsPath('C', {name})).state;
        };
        m_folder->folders = {{"client", std::make_shared<StreamFolder>()}};
        for (const char* name : {"a.aspx:other", "none.aspx:evil", "client:evil", "CLIENT:evil"}) {
            QCOMPARE(state(name), ReadState::Read);
        }
        QCOMPARE(files().streamState(WindowsPath('C', {"gone", "a.aspx:evil"})).state, ReadState::Read);
        QCOMPARE(files().streamState(WindowsPath('D', {"a.aspx:evil"})).state, ReadState::NotCollected);
        m_folder->told = native::StreamsTold::InPart;
        QCOMPARE(state("A.aspx:other"), ReadState::Partly);
        QCOMPARE(state("client:evil"), ReadState::Read);
        m_folder->told = native::StreamsTold::No;
        QCOMPARE(state("a.aspx:other"), ReadState::NotCollected);
        QCOMPARE(state("none.aspx:evil"), ReadState::Read);
        m_folder->folders.front().second->told = native::StreamsTold::No;
        QCOMPARE(state("client:evil"), ReadState::NotCollected);
    }

    /** Looking again at one must not take it for gone. */
    void oneIsFoundAndRead()
    {
        const QList<FileEntry> found = files().find(WindowsPath('C', {"A.ASPX:EVIL"}));
        QCOMPARE(found.size(), 1);
        QCOMPARE(found.first().path.display(), QStringLiteral("C:\\a.aspx:evil"));
        QCOMPARE(found.first().created, QDateTime({2021, 3, 3}, {4, 5}, Qt::UTC));
        const auto content = readWhole(files(), found.first(), 100);
        QVERIFY(content && *content == kHiddenWords);
        QVERIFY(files().find(WindowsPath('C', {"a.aspx:other"})).isEmpty());
        QVERIFY(files().find(WindowsPath('C', {"none.aspx:evil"})).isEmpty());
        QVERIFY(files().find(WindowsPath('C', {":evil"})).isEmpty());
    }
};

MAILMEND_TEST_CLASS(VolumeStreamsTest)
#include "volume_streams_test.moc"
