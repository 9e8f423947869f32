// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/volume/volume_files.h"
#include "support/registration.h"

using namespace mailmend;

namespace {

const QByteArray kHiddenWords = "hidden";

/** Answers as NTFS does, for one folder: files with streams beside their content. */
class StreamFolder : public native::Folder
{
public:
    std::vector<std::pair<QByteArray, std::vector<native::Stream>>> files;
    bool toldAll = true;

    Result<native::Listing> list(const CancelToken&) const override
    {
        native::Listing listing;
        for (const auto& [name, streams] : files) {
            listing.children.push_back({name, native::Kind::File});
        }
        return listing;
    }
    Result<native::FolderPointer> folder(const QByteArray&) const override { return notThere(); }
    Result<native::Details> details(const QByteArray& name) const override
    {
        for (const auto& [file, streams] : files) {
            if (file == name) {
                native::Details details;
                details.kind = native::Kind::File;
                details.size = 7;
                details.hasAttributes = true;
                details.created = QDateTime({2021, 3, 3}, {4, 5}, Qt::UTC);
                details.streams = streams;
                details.hasAllStreams = toldAll;
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

    QStringList walked()
    {
        QStringList seen;
        m_troubles.clear();
        const WalkRoot root{WindowsPath('C', {}), true};
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
        m_folder->toldAll = false;
        walked();
        QCOMPARE(m_troubles.size(), 2);
        QVERIFY(m_troubles.first().state.state == ReadState::Partly);
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
