// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/posix/ntfs_attributes.h"

#include "support/raw_tree.h"
#include "support/registration.h"

#include <fcntl.h>
#include <sys/xattr.h>
#include <unistd.h>

using namespace mailmend;
using namespace mailmend::testing;
using native::StreamsShown;
using native::StreamsTold;

namespace {

QByteArray contentOf(const QByteArray& path, const QByteArray& stream)
{
    const auto reader = native::openStreamAttribute(path, stream, "shown");
    if (!reader) {
        return reader.error().kind == ErrorKind::NotFound ? "not there" : "error";
    }
    QByteArray all, piece(7, '\0'); // smaller than what is read
    for (;;) {
        const auto got = (*reader)->read({piece.data(), static_cast<size_t>(piece.size())});
        if (!got || *got == 0) {
            return all;
        }
        all += piece.left(*got);
    }
}

template<typename Value>
bool failsAs(const Result<Value>& result, ErrorKind kind)
{
    return !result && result.error().kind == kind;
}

} // namespace

/** What a mounted NTFS disk shows of streams, as extended attributes: any file system that has those will do.
 */
class NtfsAttributesTest : public QObject
{
    Q_OBJECT

    RawTree m_tree;
    QByteArray m_page;

private Q_SLOTS:
    void initTestCase()
    {
        m_tree.file({"page.aspx"}, "page");
        m_page = m_tree.path() + "/page.aspx";
    }

    void attributesAreStreams()
    {
        QVERIFY(native::streamsAt(m_page, m_page, StreamsShown::AsAttributes).named.empty());
        QCOMPARE(::setxattr(m_page.constData(), "user.evil.aspx", "hidden words", 12, 0), 0);
        const native::Streams shown = native::streamsAt(m_page, m_page, StreamsShown::AsAttributes);
        QVERIFY(shown.told == StreamsTold::All);
        QCOMPARE(shown.named.size(), size_t(1));
        QCOMPARE(shown.named.front().name, QByteArray("evil.aspx"));
        QCOMPARE(shown.named.front().size, 12);
        QCOMPARE(contentOf(m_page, "evil.aspx"), QByteArray("hidden words"));
        QCOMPARE(contentOf(m_page, "other"), QByteArray("not there"));
        QCOMPARE(contentOf(m_tree.path() + "/none.aspx", "evil.aspx"), QByteArray("not there"));
    }

    /** What another mount does not show is never taken for all. */
    void whatIsNotShown()
    {
        const native::Streams none = native::streamsAt(m_page, m_page, StreamsShown::No);
        QVERIFY(none.told == StreamsTold::No && none.named.empty());
        const QByteArray gone = m_tree.path() + "/none.aspx";
        for (const StreamsShown shown : {StreamsShown::ByName, StreamsShown::AsAttributes}) {
            QVERIFY(native::streamsAt(gone, gone, shown).told == StreamsTold::InPart);
        }
    }

    /** A disk may be made to trick us: its names of streams never lead out of it. */
    void namesThatWouldLeadOut()
    {
        const QByteArray list("evil\0/../../secret\0a/b\0...\0..\0", 30);
        const native::StreamNames named = native::streamNamesIn(list, StreamsShown::ByName);
        QCOMPARE(named.names, (std::vector<QByteArray>{"evil", "...", ".."}));
        QVERIFY(!named.whole);
        const QByteArray attributes("user.evil\0user./../../secret\0user.\0security.a/b\0", 48);
        const native::StreamNames kept = native::streamNamesIn(attributes, StreamsShown::AsAttributes);
        QCOMPARE(kept.names, (std::vector<QByteArray>{"user.evil"}));
        QVERIFY(!kept.whole);
        QVERIFY(native::streamNamesIn("user.evil", StreamsShown::AsAttributes).whole);
        QVERIFY(native::streamNamesIn("security.a/b", StreamsShown::AsAttributes).whole); // of Linux
        QVERIFY(native::streamNamesIn({}, StreamsShown::ByName).whole);
        const QByteArray page = m_tree.path() + "/tricky.aspx";
        m_tree.file({"tricky.aspx"}, "page");
        QCOMPARE(::setxattr(page.constData(), "user./../../secret", "x", 1, 0), 0);
        const native::Streams shown = native::streamsAt(page, page, StreamsShown::AsAttributes);
        QVERIFY(shown.told == StreamsTold::InPart && shown.named.empty());
    }

    void aFolderGivesOnlyWhatLiesInIt()
    {
        m_tree.file({"secret"}, "the examiner's own");
        m_tree.link({"link"}, "secret");
        m_tree.file({"disk", "dir", "page.aspx"}, "page");
        m_tree.folder({"disk", "dir:"});
        const auto disk = native::openFolder(m_tree.path() + "/disk");
        QVERIFY(disk && (*disk)->folder("dir") && (*disk)->folder("dir:"));
        for (const QByteArray& name :
             {QByteArray("dir:/../../secret"), QByteArray("../secret"), m_tree.path() + "/secret"}) {
            QVERIFY(failsAs((*disk)->details(name), ErrorKind::Damaged));
            QVERIFY(failsAs((*disk)->file(name), ErrorKind::Damaged));
            QVERIFY(failsAs((*disk)->ownership(name), ErrorKind::Damaged));
        }
        for (const QByteArray& name : {QByteArray("dir:/.."), QByteArray(".."), QByteArray("dir/.")}) {
            QVERIFY(failsAs((*disk)->folder(name), ErrorKind::Damaged));
        }
        QVERIFY(failsAs((*disk)->linkTarget("../link"), ErrorKind::Damaged));
        QVERIFY(failsAs((*disk)->details("none"), ErrorKind::NotFound));
    }

    /** A copy on a Linux disk keeps attributes, and none of them is a stream of the server's. */
    void aCopyShowsNone()
    {
        const auto folder = native::openFolder(m_tree.path());
        QVERIFY(folder);
        QVERIFY((*folder)->streams().told == StreamsTold::No);
        const auto page = (*folder)->details("page.aspx");
        QVERIFY(page && page->streams.told == StreamsTold::No && page->streams.named.empty());
        QVERIFY(!(*folder)->file("page.aspx:evil.aspx"));
    }
};

MAILMEND_TEST_CLASS(NtfsAttributesTest)
#include "ntfs_attributes_test.moc"
