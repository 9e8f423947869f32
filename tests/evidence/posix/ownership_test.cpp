// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "evidence/volume/volume_files.h"
#include "support/raw_tree.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

/** A file system that is none of Windows' keeps no owner of Windows': that is an error, never "nobody". */
class OwnershipTest : public QObject
{
    Q_OBJECT

    const RawTree m_tree;
    std::unique_ptr<VolumeFiles> m_files;

    ErrorKind kindFor(const char* name) const
    {
        FileEntry entry;
        entry.path = WindowsPath('C', {"inetpub", name});
        const auto ownership = m_files->ownership(entry);
        return ownership ? ErrorKind::Fault : ownership.error().kind;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_tree.file("inetpub/page.aspx", "x");
        m_tree.file("inetpub/page.aspx:stream", "x");
        m_tree.pipe({"inetpub", "pipe.aspx"});
        m_tree.link({"inetpub", "out.aspx"}, "/etc/hostname");
        auto root = native::openFolder(m_tree.path());
        QVERIFY(root);
        m_files =
            std::make_unique<VolumeFiles>(QList<OpenVolume>{{{'C', m_tree.path()}, std::move(*root), {}}});
    }

    void itIsNotKept()
    {
        QVERIFY(kindFor("page.aspx") == ErrorKind::Unsupported);
        QVERIFY(kindFor("page.aspx:stream") == ErrorKind::Unsupported);
        QVERIFY(kindFor("pipe.aspx") == ErrorKind::Unsupported);
    }

    void whatIsNotThere()
    {
        QVERIFY(kindFor("none.aspx") == ErrorKind::NotFound);
        FileEntry entry;
        entry.path = WindowsPath('C', {"none", "page.aspx"});
        const auto ownership = m_files->ownership(entry);
        QVERIFY(!ownership && ownership.error().kind == ErrorKind::NotFound);
    }

    void linksAreNotFollowedOut() { QVERIFY(kindFor("out.aspx") != ErrorKind::Fault); }
};

MAILMEND_TEST_CLASS(OwnershipTest)
#include "ownership_test.moc"
