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
