// SPDX-FileCopyrightText: The Mailmend authors
// SPDX-License-Identifier: Apache-2.0
#include "base/reader.h"
#include "evidence/live/live_files.h"
#include "fake_shadows.h"
#include "support/raw_tree.h"
#include "support/registration.h"

using namespace mailmend;
using namespace mailmend::testing;

namespace {

Error heldByAnother()
{
    return {ErrorKind::InUse, verbatim(QStringLiteral("Another program holds it.")), {}, {}, {}};
}

QByteArray firstBytes(FileReader& reader)
{
    QByteArray room(100, '\0');
    const auto got = reader.read({room.data(), static_cast<size_t>(room.size())});
    return got ? room.left(*got) : QByteArray("error");
}

} // namespace

/** What another program holds open is read from a shadow copy, and says of when. */
class ShadowCopiesTest : public QObject
{
    Q_OBJECT

    const RawTree m_old, m_older, m_new;
    const QDateTime m_now{{2026, 11, 27}, {9, 0}, Qt::UTC};
    std::shared_ptr<FakeShadows> m_fake;
    FileEntry m_page;

    ShadowCopy copy(const RawTree& tree, int daysAgo) const
    {
        return {QStringLiteral("{%1}").arg(daysAgo), tree.text(), m_now.addDays(-daysAgo)};
    }

    std::unique_ptr<LiveFiles> files(bool mayMake, const CancelToken& cancel = {})
    {
        return std::make_unique<LiveFiles>(
            QList<OpenVolume>(),
            std::make_unique<ShadowCopies>(std::make_unique<FakeShadowService>(m_fake), mayMake, cancel));
    }

    /** That the page can't be read, in a sentence that holds `words`, and still counts as held by another. */
    void verifyHeld(const LiveFiles& live, const QString& words)
    {
        const auto opened = live.openCopy(m_page, heldByAnother());
        QVERIFY(!opened);
        QCOMPARE(opened.error().kind, ErrorKind::InUse);
        const QString text = inEnglish(opened.error().text);
        QVERIFY2(text.contains(QStringLiteral("C:\\inetpub\\page.aspx")), qPrintable(text));
        QVERIFY2(text.contains(words), qPrintable(text));
        QVERIFY(!inEnglish(opened.error().hint).isEmpty());
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_older.file("inetpub/page.aspx", "older");
        m_old.file("inetpub/page.aspx", "old");
        m_new.file("inetpub/page.aspx", "new");
        m_page.path = *WindowsPath::parse(QStringLiteral("C:\\inetpub\\page.aspx"));
    }

    void init()
    {
        m_fake = std::make_shared<FakeShadows>();
        m_fake->now = m_now;
        m_fake->newOne = m_new.text();
    }

    void theNewestThatIsThereIsRead()
    {
        m_fake->there = {copy(m_older, 9), copy(m_old, 2), copy(m_older, 30)};
        const auto live = files(false);
        const auto opened = live->openCopy(m_page, heldByAnother());
        QVERIFY2(opened, opened ? "" : qPrintable(logLine(opened.error())));
        QCOMPARE(firstBytes(*opened->reader), QByteArray("old"));
        QCOMPARE(opened->made, m_now.addDays(-2));
        QVERIFY(opened->older.has_value());
        QVERIFY(inEnglish(opened->older->text).contains(QStringLiteral("25 November 2026")));
        QVERIFY(live->openCopy(m_page, heldByAnother()));
        QVERIFY(live->giveBack());
        QCOMPARE(m_fake->calls, QStringList{QStringLiteral("list C")}); // asked once, nothing made or removed
    }

    void onlyWhatAnotherProgramHolds()
    {
        m_fake->there = {copy(m_old, 2)};
        const auto live = files(true);
        for (const ErrorKind kind :
             {ErrorKind::Denied, ErrorKind::NotFound, ErrorKind::AntiVirus, ErrorKind::Damaged}) {
            const auto opened = live->openCopy(m_page, {kind, verbatim(QStringLiteral("No.")), {}, {}, {}});
            QVERIFY(!opened && opened.error().kind == kind);
        }
        QVERIFY(m_fake->calls.isEmpty());
    }

    void noneIsThere()
    {
        verifyHeld(*files(false), QStringLiteral("There is no shadow copy"));
        QCOMPARE(m_fake->calls, QStringList{QStringLiteral("list C")});
    }

    void itIsNotInTheOldOne()
    {
        const RawTree empty;
        m_fake->there = {copy(empty, 2)};
        verifyHeld(*files(false), QStringLiteral("does not have it"));
    }

    void aNewOneIsMadeAndRemoved()
    {
        m_fake->there = {copy(m_old, 2)};
        const auto live = files(true);
        const auto opened = live->openCopy(m_page, heldByAnother());
        QVERIFY2(opened, opened ? "" : qPrintable(logLine(opened.error())));
        QCOMPARE(firstBytes(*opened->reader), QByteArray("new"));
        QVERIFY(!opened->older.has_value());
        QCOMPARE(opened->made, m_now);
        QVERIFY(live->giveBack());
        QVERIFY(live->giveBack());
        const QStringList calls{QStringLiteral("list C"), QStringLiteral("make C"),
                                QStringLiteral("remove {new}")};
        QCOMPARE(m_fake->calls, calls);
        // A second look over the same evidence has one of its own, which goes as well.
        const auto again = live->openCopy(m_page, heldByAnother());
        QVERIFY2(again, again ? "" : qPrintable(logLine(again.error())));
        QCOMPARE(firstBytes(*again->reader), QByteArray("new"));
        QVERIFY(!again->older.has_value());
        QVERIFY(live->giveBack());
        QCOMPARE(m_fake->calls, calls + calls);
    }

    void anOlderOneIsThereAfterGivingBack()
    {
        m_fake->there = {copy(m_old, 2)};
        const auto live = files(false);
        QVERIFY(live->openCopy(m_page, heldByAnother()));
        QVERIFY(live->giveBack());
        const auto again = live->openCopy(m_page, heldByAnother());
        QVERIFY(again && again->older);
        QCOMPARE(firstBytes(*again->reader), QByteArray("old"));
    }

    /** What is said is what hinders now: that an older one can't be opened matters where there is no other.
     */
    void anOlderOneThatCannotBeOpened()
    {
        m_fake->there = {{QStringLiteral("{2}"), QStringLiteral("/nonexistent"), m_now.addDays(-2)}};
        const auto alone = files(false)->openCopy(m_page, heldByAnother());
        QVERIFY(!alone && inEnglish(alone.error().text).contains(QStringLiteral("nonexistent")));
        const RawTree empty;
        m_fake->newOne = empty.text();
        verifyHeld(*files(true), QStringLiteral("does not have it"));
    }

    void itIsRemovedWhateverHappens()
    {
        CancelToken cancel;
        {
            const auto live = files(true, cancel);
            QVERIFY(live->openCopy(m_page, heldByAnother()));
            cancel.cancel();
            const auto stopped = live->openCopy(m_page, heldByAnother());
            QVERIFY(!stopped && stopped.error().kind == ErrorKind::Cancelled);
        }
        QCOMPARE(m_fake->calls.last(), QStringLiteral("remove {new}"));
    }

    void whatIsLeftIsSaid()
    {
        m_fake->removing = 0x80042302; // VSS_E_UNEXPECTED
        const auto live = files(true);
        QVERIFY(live->openCopy(m_page, heldByAnother()));
        const Done given = live->giveBack();
        QVERIFY(!given);
        QVERIFY(inEnglish(given.error().text).contains(QStringLiteral("may still be there")));
    }

    void aNewOneIsRefused_data()
    {
        QTest::addColumn<quint32>("code");
        QTest::addColumn<QString>("words");
        QTest::newRow("no room") << 0x8004231FU << QStringLiteral("too little room");
        QTest::newRow("another in progress") << 0x80042316U << QStringLiteral("perhaps a backup");
        QTest::newRow("not of this disk") << 0x8004230CU << QStringLiteral("no shadow copies of this disk");
        QTest::newRow("too many") << 0x80042317U << QStringLiteral("as many shadow copies");
        QTest::newRow("busy") << 0x80042314U << QStringLiteral("too busy");
        QTest::newRow("anything else") << 0x8004230FU << QStringLiteral("gave an error");
    }

    void aNewOneIsRefused()
    {
        QFETCH(quint32, code);
        QFETCH(QString, words);
        m_fake->making = code;
        verifyHeld(*files(true), words);
        // An older one is better than nothing, and says that it is older and why.
        m_fake->there = {copy(m_old, 2)};
        const auto live = files(true);
        const auto opened = live->openCopy(m_page, heldByAnother());
        QVERIFY(opened && opened->older);
        QCOMPARE(firstBytes(*opened->reader), QByteArray("old"));
        QVERIFY(inEnglish(opened->older->text).contains(words));
        QVERIFY(live->giveBack());
        QVERIFY(!m_fake->calls.contains(QStringLiteral("remove {new}")));
    }

    void itTakesTooLong()
    {
        m_fake->makingError = shadowTookTooLong();
        verifyHeld(*files(true), QStringLiteral("did not answer in time"));
    }

    void notForEverybody()
    {
        m_fake->listing = 0x80070005; // E_ACCESSDENIED
        verifyHeld(*files(true), QStringLiteral("administrators only"));
        m_fake->listing = 0x80004001; // E_NOTIMPL
        verifyHeld(*files(true), QStringLiteral("This Windows has no shadow copies"));
        QVERIFY(!m_fake->calls.contains(QStringLiteral("make C"))); // nobody knows what it would push out
    }

    void roomIsLookedAtFirst()
    {
        m_fake->room.free = kRoomForShadowCopy - 1;
        verifyHeld(*files(true), QStringLiteral("too little for a shadow copy"));
        m_fake->room.free.reset();
        verifyHeld(*files(true), QStringLiteral("did not tell how much room"));
        m_fake->room = {kRoomForShadowCopy, kRoomForShadowCopy - 1};
        m_fake->there = {copy(m_old, 2)};
        {
            const auto live = files(true);
            const auto opened = live->openCopy(m_page, heldByAnother());
            QVERIFY(opened && opened->older);
            QVERIFY(inEnglish(opened->older->text).contains(QStringLiteral("which are evidence")));
        }
        QVERIFY(!m_fake->calls.contains(QStringLiteral("make C")));
        m_fake->there.clear(); // then there is none that could go
        const auto live = files(true);
        QVERIFY(live->openCopy(m_page, heldByAnother()));
        QVERIFY(m_fake->calls.contains(QStringLiteral("make C")));
    }
};

MAILMEND_TEST_CLASS(ShadowCopiesTest)
#include "shadow_copies_test.moc"
